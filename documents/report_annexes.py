"""The report's annexes: method, glossary, and how the sample was drawn and the record can be
checked.
"""

from documents import report_wording as wording
from documents.report_blocks import Entries, Writing
from documents.report_cases import looked_at, referred_back
from documents.report_facts import ReportFacts, Scoring
from documents.report_scores import in_words, is_evidence_alone
from documents.statistics import CaseStatistics, Group


def write_method(writing: Writing, facts: ReportFacts, statistics: CaseStatistics) -> None:
    """How the inspection was done, with the same numbers as the chapter on case files."""
    writing.say(wording.METHOD)
    if statistics.total:
        writing.head("Case files")
        writing.say(looked_at(statistics), wording.BLIND)
        if statistics.count(Group.DIP):
            writing.say(wording.DIP)
    writing.head("Children at risk")
    writing.say(wording.REFERRING)
    if statistics.referred:
        writing.say(referred_back(statistics))
    writing.head("Moderation")
    writing.say(wording.MODERATING)
    if facts.scoring != Scoring.EVIDENCE_ONLY and facts.anchors:
        writing.head("What the scores mean")
        items = [
            (in_words(anchor.score, facts.scoring), anchor.meaning) for anchor in facts.anchors
        ]
        writing.add(Entries(tuple(items), exact=False))


def write_glossary(writing: Writing, facts: ReportFacts) -> None:
    entries = [(entry.term, entry.meaning) for entry in facts.glossary]
    writing.add(Entries(tuple(entries or wording.GLOSSARY), exact=False))


def write_sample_and_record(
    writing: Writing, facts: ReportFacts, statistics: CaseStatistics
) -> None:
    """The draw with its quotas, and the head of the record."""
    sample = facts.sample
    writing.head("The sample")
    writing.say(sample.rule)
    if sample.quotas and not is_evidence_alone(facts):
        _write_quotas(writing, facts)
    elif sample.quotas:
        eligible = sum(quota[1] for quota in sample.quotas)
        writing.say(f"{statistics.drawn} case files were drawn from {eligible} eligible ones.")
    marks = [("Hash of the force's list", sample.list_hash), ("Seed of the draw", sample.seed)]
    given = tuple((name, value) for name, value in marks if value)
    if given:
        writing.say(wording.REDRAW)
        writing.add(Entries(given, exact=True))
    writing.head("The record")
    writing.say(wording.RECORD)
    head = (("Entries", str(facts.record.position)), ("Hash of the last entry", facts.record.hash))
    writing.add(Entries(head, exact=True))


def _write_quotas(writing: Writing, facts: ReportFacts) -> None:
    names = {label.code: label.text for label in facts.case_types}
    rows = [
        (names[code], str(eligible), str(drawn)) for code, eligible, drawn in facts.sample.quotas
    ]
    sums = (
        str(sum(eligible for _, eligible, _ in facts.sample.quotas)),
        str(sum(drawn for _, _, drawn in facts.sample.quotas)),
    )
    writing.table(
        "Eligible case files and case files drawn, by type",
        ("Type of case", "Eligible", "Drawn"),
        [*rows, ("Total", *sums)],
        totals=1,
    )
