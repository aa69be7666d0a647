"""The whole report in words and numbers, once: what HTML and PDF both print.

Contradictory facts are refused here, so that no report with sums that disagree can be made.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial

from documents import report_annexes as annexes
from documents import report_chapters as chapters
from documents import report_close as close
from documents.lettering import cleaned, set_in_font
from documents.report_blocks import (
    Chapter,
    Example,
    Lettered,
    Numbering,
    Paragraph,
    Verdict,
    Writing,
)
from documents.report_cases import write_case_analysis
from documents.report_checks import refuse_contradictions
from documents.report_facts import ReportFacts, Status
from documents.statistics import CaseStatistics
from documents.wording import date_span, month_year, plain_date

Writer = Callable[[Writing], None]


@dataclass(frozen=True)
class Report:
    """A report ready to be printed. `marking` is empty for a published one."""

    title: str
    subtitle: str
    inspectorate: str
    status: str
    marking: str
    is_draft: bool
    description: str
    reference: str
    dated: date
    cover: tuple[tuple[str, str], ...]
    chapters: tuple[Chapter, ...]


@dataclass(frozen=True)
class NumberedText:
    """One paragraph that the factual accuracy check can refer to by its number."""

    number: str
    chapter: str
    text: str


def compose(facts: ReportFacts) -> Report:
    """Put the facts into words. Refuses facts that contradict one another."""
    facts = cleaned(facts, set_in_font)
    statistics = CaseStatistics.of(facts.cases, facts.case_types, facts.grades)
    refuse_contradictions(facts, statistics)
    numbering = Numbering()
    plan = [
        *((str(n), *part) for n, part in enumerate(_body(facts, statistics), start=1)),
        *zip("ABC", *zip(*_annexes(facts, statistics), strict=True), strict=True),
    ]
    written = []
    for number, title, write in plan:
        writing = Writing(number, title, numbering)
        write(writing)
        written.append(writing.done())
    return _bound(facts, tuple(written))


def numbered_texts(facts: ReportFacts) -> tuple[NumberedText, ...]:
    """Every numbered paragraph of the report in reading order, for the factual accuracy check."""
    return tuple(_numbered(compose(facts)))


def _body(facts: ReportFacts, statistics: CaseStatistics) -> list[tuple[str, Writer]]:
    """The chapters that this inspection has, in order."""
    plan: list[tuple[str, Writer]] = [
        ("Foreword", partial(chapters.write_foreword, facts=facts)),
        ("Summary", partial(chapters.write_summary, facts=facts)),
        ("Introduction", partial(chapters.write_introduction, facts=facts)),
        ("Context for the force", partial(chapters.write_context, facts=facts)),
        (
            facts.leadership.title.rstrip("."),
            partial(chapters.write_section, facts=facts, section=facts.leadership),
        ),
        (
            "Case file analysis",
            partial(write_case_analysis, facts=facts, statistics=statistics),
        ),
    ]
    for section in facts.journey:
        write = partial(chapters.write_section, facts=facts, section=section)
        plan.append((section.title.rstrip("."), write))
    plan.append((facts.overall.title.rstrip("."), partial(chapters.write_overall, facts=facts)))
    plan.append(("Recommendations", partial(close.write_recommendations, facts=facts)))
    if facts.absences:
        write = partial(close.write_absences, absences=facts.absences)
        plan.append(("What we went on without", write))
    if facts.accuracy:
        write = partial(close.write_accuracy, check=facts.accuracy)
        plan.append(("Factual accuracy check", write))
    plan.append(("Next steps", partial(close.write_next_steps, facts=facts)))
    return plan


def _annexes(facts: ReportFacts, statistics: CaseStatistics) -> list[tuple[str, Writer]]:
    return [
        ("Methodology", partial(annexes.write_method, facts=facts, statistics=statistics)),
        ("Glossary", partial(annexes.write_glossary, facts=facts)),
        (
            "Sample and record",
            partial(annexes.write_sample_and_record, facts=facts, statistics=statistics),
        ),
    ]


def _bound(facts: ReportFacts, written: tuple[Chapter, ...]) -> Report:
    """The chapters between their covers."""
    is_draft = facts.status == Status.DRAFT
    published = month_year(facts.published) if facts.published else "Not yet published"
    cover = (
        ("Fieldwork", date_span(facts.fieldwork_start, facts.fieldwork_end)),
        ("Published", published),
        ("Reference", facts.reference),
        ("Version", f"{facts.version}, {plain_date(facts.dated)}"),
    )
    return Report(
        title=facts.force_name,
        subtitle=facts.programme_title,
        inspectorate=facts.inspectorate,
        status="Draft for factual accuracy check" if is_draft else "Final report",
        marking=facts.marking,
        is_draft=is_draft,
        description=f"Inspection report on {facts.force_name}: {facts.programme_title}",
        reference=facts.reference,
        dated=facts.dated,
        cover=cover,
        chapters=written,
    )


def _numbered(report: Report) -> Iterator[NumberedText]:
    for chapter in report.chapters:
        for block in chapter.blocks:
            if isinstance(block, (Paragraph, Example, Lettered)):
                items = block.items if isinstance(block, Lettered) else ()
                parts = [f"({item.letter}) {item.text}" for item in items]
                yield NumberedText(block.number, chapter.title, " ".join([block.text, *parts]))
            elif isinstance(block, Verdict):
                said = f"{block.label}: {block.value}".rstrip(": ")
                yield NumberedText(block.number, chapter.title, f"{said}. {block.text}".strip())
