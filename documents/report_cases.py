"""The chapter on case files: what was looked at, what was found, and how far the force agreed.

Without case grades it tells how many files there were and nothing else in figures.
"""

from documents.charts import StackedBar, described, stacked_bars
from documents.report_blocks import Writing
from documents.report_facts import ReportFacts
from documents.statistics import ROUNDING_NOTE, CaseStatistics, Group, Label, percentage
from documents.wording import counted

NOT_GRADED = "Not graded"
_GROUPS = {
    Group.SAMPLE: "Sample",
    Group.REFERRED_BEFORE_AUDIT: "Sample, referred back before the force's audit",
    Group.DIP: "Dip sample",
}


def write_case_analysis(writing: Writing, facts: ReportFacts, statistics: CaseStatistics) -> None:
    """Fill the chapter. Tables and the chart appear only where the programme grades cases."""
    writing.say(looked_at(statistics))
    if statistics.grades and statistics.total:
        _results(writing, statistics)
        _breakdown(writing, statistics)
        _agreement(writing, statistics)
    if statistics.referred:
        writing.head("Cases referred back to the force")
        writing.say(referred_back(statistics))
    if facts.case_narrative.strip():
        writing.head("What the case files show")
        writing.say(facts.case_narrative)


def looked_at(statistics: CaseStatistics) -> str:
    """How many case files there were and who looked at them; used in the methodology too."""
    if not statistics.total:
        return "No case files were examined in this inspection."
    drawn, dip = statistics.drawn, statistics.count(Group.DIP)
    sentences = []
    if drawn:
        sentences += [
            f"The sample held {counted(drawn, 'case file')}.",
            f"The force audited {_share(statistics.audited, drawn)}.",
        ]
    if dip:
        sentences.append(
            f"Our inspectors chose {counted(dip, 'case file')} as a dip sample, "
            f"which makes {counted(statistics.total, 'case file')} in all."
        )
    sentences.append(f"Our inspectors reviewed {_share(statistics.reviewed, statistics.total)}.")
    return " ".join(sentences)


def referred_back(statistics: CaseStatistics) -> str:
    early = statistics.count(Group.REFERRED_BEFORE_AUDIT)
    text = f"We referred {counted(statistics.referred, 'case')} back to the force."
    if early:
        text += (
            f" For {early} of them the referral came before the force's audit was in, so the "
            f"force knew of our concern. We report {'it' if early == 1 else 'these'} apart."
        )
    return text


def _results(writing: Writing, statistics: CaseStatistics) -> None:
    writing.head("Results of case file reviews")
    sample = statistics.count(Group.SAMPLE)
    writing.say(
        f"Table {writing.next_table} gives our inspectors' grades. Cases in the sample, cases "
        "referred back before the force's audit and the dip sample are counted apart, and each "
        "case is counted once."
    )
    rows = [
        _graded_row(statistics, _GROUPS[group], group) for group in Group if statistics.count(group)
    ]
    writing.table(
        "Case files by part of the sample and inspectors' grade",
        _columns("Part", statistics),
        [*rows, _graded_row(statistics, "All case files", None)],
        totals=1,
    )
    if sample:
        said = [
            f"{label.text.lower()} {count} ({percentage(count, sample)}%)"
            for label, count in _counts(statistics, Group.SAMPLE)
            if count or label.text != NOT_GRADED
        ]
        writing.say(
            f"Of the {counted(sample, 'case file')} in the sample: {', '.join(said)}. "
            f"{ROUNDING_NOTE}"
        )


def _breakdown(writing: Writing, statistics: CaseStatistics) -> None:
    """By case type, for each group apart; the chart shows the sample."""
    writing.head("Breakdown by type of case")
    for group in Group:
        if not statistics.count(group):
            continue
        types = [label for label in statistics.case_types if statistics.count(group, label.code)]
        if group is Group.SAMPLE:
            _chart(writing, statistics, types)
        rows = [_graded_row(statistics, label.text, group, label.code) for label in types]
        writing.table(
            f"{_GROUPS[group]}: case files by type and inspectors' grade",
            _columns("Type of case", statistics),
            [*rows, _graded_row(statistics, "Total", group)],
            totals=1,
        )


def _chart(writing: Writing, statistics: CaseStatistics, types: list[Label]) -> None:
    series = [label.text for label in _grades(statistics)]
    bars = [
        StackedBar(
            label.text,
            tuple(count for _, count in _counts(statistics, Group.SAMPLE, label.code)),
        )
        for label in types
    ]
    caption = "Inspectors' grades in the sample, by type of case"
    svg = stacked_bars(
        writing.figure_identity(), caption, series, bars, grades=len(statistics.grades)
    )
    writing.figure(caption, described(series, bars), svg)


def _agreement(writing: Writing, statistics: CaseStatistics) -> None:
    if not statistics.compared:
        return
    writing.head("The force's view and ours")
    compared, agreed = statistics.compared, statistics.agreed
    writing.say(
        f"The force and our inspectors both graded {counted(compared, 'case file')} of the "
        f"sample. They gave the same grade to {agreed} ({percentage(agreed, compared)}%). The "
        f"force was more generous than we were in {statistics.more_generous} and stricter in "
        f"{compared - agreed - statistics.more_generous}."
    )
    rows = []
    for force in statistics.grades:
        pairs = [statistics.pair(force.code, ours.code) for ours in statistics.grades]
        rows.append((force.text, *map(str, pairs), str(sum(pairs))))
    sums = [
        sum(statistics.pair(force.code, ours.code) for force in statistics.grades)
        for ours in statistics.grades
    ]
    headings = [f"Inspectors: {label.text.lower()}" for label in statistics.grades]
    writing.table(
        "The force's grades against our inspectors', case files graded by both",
        ("Force's grade", *headings, "Total"),
        [*rows, ("Total", *map(str, sums), str(sum(sums)))],
        totals=1,
    )


def _grades(statistics: CaseStatistics) -> tuple[Label, ...]:
    """The grades, and "not graded" where a case anywhere has no inspectors' grade."""
    ungraded = (Label("", NOT_GRADED),) if statistics.count(grade=None) else ()
    return (*statistics.grades, *ungraded)


def _counts(
    statistics: CaseStatistics, group: Group | None, case_type: str | None = None
) -> list[tuple[Label, int]]:
    """Each grade and "not graded" with its count."""
    return [
        (label, statistics.count(group, case_type, label.code or None))
        for label in _grades(statistics)
    ]


def _columns(first: str, statistics: CaseStatistics) -> tuple[str, ...]:
    return (first, *(label.text for label in _grades(statistics)), "Total")


def _graded_row(
    statistics: CaseStatistics, name: str, group: Group | None, case_type: str | None = None
) -> tuple[str, ...]:
    counts = [count for _, count in _counts(statistics, group, case_type)]
    return (name, *map(str, counts), str(sum(counts)))


def _share(part: int, whole: int) -> str:
    if part == whole:
        return f"all {whole}" if whole > 1 else "it"
    return f"{part} of the {whole}" if part else "none of them"
