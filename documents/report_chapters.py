"""The report's chapters from its facts, in the published order: from the foreword to what happens
next.

Leadership comes before the journey and the overall assessment after it; the criteria and the
template have other orders over the same parts. The annexes stand in `report_annexes.py`.
"""

from documents import report_wording as wording
from documents.charts import ScoreBar, score_bars
from documents.report_blocks import (
    Example,
    Pointer,
    Pointers,
    Quotation,
    Verdict,
    Writing,
    recommendation_anchor,
)
from documents.report_facts import ExpectationEvidence, ReportFacts, Scoring, Section
from documents.report_scores import (
    BEST,
    as_number,
    explained,
    has_absence_marks,
    in_words,
    is_evidence_alone,
    meaning,
    sections,
)
from documents.wording import date_span

WHEN = {
    "immediate": "immediately",
    "three_months": "within three months",
    "six_months": "within six months",
}


def write_foreword(writing: Writing, facts: ReportFacts) -> None:
    writing.say(facts.foreword.strip() or wording.FOREWORD.format(force=facts.force_name))


def write_summary(writing: Writing, facts: ReportFacts) -> None:
    """The main findings, and all the scores at a glance where there are scores."""
    writing.say(facts.summary)
    if facts.scoring == Scoring.EVIDENCE_ONLY:
        return
    writing.head("Judgements at a glance")
    titles = [(section.title.rstrip("."), section.judgement.score) for section in sections(facts)]
    if facts.scoring == Scoring.SCALE_1_5:
        caption = f"Scores by chapter, {BEST} is best"
        bars = [
            ScoreBar(title, as_number(score), in_words(score, facts.scoring) or "No score")
            for title, score in titles
        ]
        svg = score_bars(writing.figure_identity(), caption, BEST, bars)
        said = "; ".join(f"{bar.label}: {bar.text}" for bar in bars)
        writing.figure(caption, f"{said}.", svg)
    if facts.overall.score is not None:
        titles.insert(0, (facts.overall.title.rstrip("."), facts.overall.score))
    rows = [(title, in_words(score, facts.scoring) or "No score") for title, score in titles]
    writing.table("Judgements", ("What we judged", "Judgement"), rows, numeric=False)


def write_introduction(writing: Writing, facts: ReportFacts) -> None:
    fieldwork = date_span(facts.fieldwork_start, facts.fieldwork_end)
    writing.say(
        wording.INTRODUCTION.format(
            force=facts.force_name, programme=facts.programme_title, fieldwork=fieldwork
        ),
        facts.source_statement,
    )
    writing.head("How to read this report")
    tables = "" if is_evidence_alone(facts) else wording.TABLES
    writing.say(wording.HOW_TO_READ, tables, explained(facts.scoring))
    if has_absence_marks(facts):
        writing.say(wording.ABSENT_MARKS)


def write_context(writing: Writing, facts: ReportFacts) -> None:
    if facts.context.strip():
        writing.say(wording.CONTEXT, facts.context)
    else:
        writing.say(wording.NO_CONTEXT)


def write_section(writing: Writing, facts: ReportFacts, section: Section) -> None:
    """A chapter on one indicator: official words, judgement, what was found, recommendations."""
    printed = f"{section.printed_label} {section.title}"
    label = f"Criteria, printed as “{printed}”" if section.printed_label else "Criteria"
    writing.add(Quotation(label, section.indicator))
    _judge(writing, facts, section.judgement.score, section.judgement.statement)
    if section.judgement.narrative.strip():
        writing.head("What we found")
        writing.say(section.judgement.narrative)
    for example in section.examples:
        writing.add(Example(writing.next(), example))
    write_evidence(writing, section.judgement.evidence)
    _point_to_recommendations(writing, facts, section.code)


def write_overall(writing: Writing, facts: ReportFacts) -> None:
    """Two separate statements; a score only where the programme says so."""
    overall = facts.overall
    writing.add(Quotation("Criteria", overall.indicator))
    writing.say(wording.OVERALL)
    if overall.score is not None:
        _judge(writing, facts, overall.score, "")
    writing.head("Quality of practice")
    writing.say(overall.practice)
    writing.head("Fit between practice and policy")
    writing.say(overall.policy_fit)
    write_evidence(writing, overall.evidence)


def write_evidence(writing: Writing, evidence: tuple[ExpectationEvidence, ...]) -> None:
    """Each expectation in its official words, followed by the evidence for it."""
    if evidence:
        writing.head("Evidence for each expectation")
    for item in evidence:
        writing.add(Quotation("", item.expectation))
        writing.say(item.evidence)


def _judge(writing: Writing, facts: ReportFacts, score: str | None, statement: str) -> None:
    value = in_words(score, facts.scoring)
    if not value and not statement.strip():
        return
    number = writing.next()
    text = " ".join(statement.split())
    writing.add(Verdict(number, "Our judgement", value, meaning(facts, score), text))


def _point_to_recommendations(writing: Writing, facts: ReportFacts, code: str) -> None:
    pointers = tuple(
        Pointer(recommendation_anchor(item.reference), item.reference, WHEN[item.deadline], text)
        for item in facts.recommendations
        if item.section == code
        for text in (" ".join(item.text.split()),)
    )
    if pointers:
        writing.add(Pointers("Recommendations from this chapter", pointers))
