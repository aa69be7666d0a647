"""What a report's facts must not contradict: sums, scores outside the mode, markings,
references.
"""

from collections import Counter
from collections.abc import Iterator

from documents.report_blocks import recommendation_anchor
from documents.report_facts import ReportFacts, Status
from documents.report_scores import allowed, sections
from documents.statistics import CaseStatistics


class ContradictoryFacts(ValueError):
    """The facts disagree with one another; the message names the rule and codes, never content."""


def refuse_contradictions(facts: ReportFacts, statistics: CaseStatistics) -> None:
    """Raises with the first contradiction."""
    for contradiction in contradictions(facts, statistics):
        raise ContradictoryFacts(contradiction)


def contradictions(facts: ReportFacts, statistics: CaseStatistics) -> Iterator[str]:
    """Each contradiction in a few words."""
    yield from (check.what for check in statistics.checks() if not check.holds)
    yield from _draw(facts)
    yield from _scores(facts)
    yield from _recommendations(facts)
    if facts.status == Status.DRAFT and not facts.marking:
        yield "a draft without a marking"
    if facts.fieldwork_end < facts.fieldwork_start:
        yield "fieldwork that ends before it starts"


def _draw(facts: ReportFacts) -> Iterator[str]:
    """The numbers drawn must be the cases reported on, by type."""
    if not facts.sample.quotas:
        return
    reported = Counter(case.case_type for case in facts.cases if case.sample == "sample")
    drawn = {code: count for code, _, count in facts.sample.quotas}
    known = {label.code for label in facts.case_types}
    if not set(drawn) <= known or len(drawn) < len(facts.sample.quotas):
        yield "quotas of unknown or repeated case types"
    for code in sorted(known):
        if reported[code] != drawn.get(code, 0):
            yield f"cases drawn and cases reported differ: {code}"
    if any(eligible < count for _, eligible, count in facts.sample.quotas):
        yield "more cases drawn than were eligible"


def _scores(facts: ReportFacts) -> Iterator[str]:
    codes = [(section.code, section.judgement.score) for section in sections(facts)]
    for code, score in [*codes, ("overall", facts.overall.score)]:
        if not allowed(facts.scoring, score):
            yield f"a score outside the inspection's mode: {code}"


def _recommendations(facts: ReportFacts) -> Iterator[str]:
    references = [item.reference for item in facts.recommendations]
    if len(set(map(recommendation_anchor, references))) < len(references):
        yield "a recommendation's reference given twice"
    chapters = {section.code for section in sections(facts)} | {"overall", "case_analysis"}
    if any(item.section not in chapters for item in facts.recommendations):
        yield "a recommendation from a chapter that the report does not have"
    named = {name for concern in facts.causes_of_concern for name in concern.recommendations}
    if not named <= set(references):
        yield "a cause of concern that names an unknown recommendation"
