"""The report's text as a form: which sections are written by hand, and the way there and back.

Paragraphs are divided by blank lines. What the programme's outline names besides (foreword,
context, annexes) is made from the facts and has no field.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from api.pages.doing import Wrong
from api.pages.page import Typed
from api.schemas.report import ReportTextIn
from criteria.programme import Programme
from criteria.schedule import NodeKind

SUMMARY, CASE_FILES, CONCLUSION, SECTION = "summary", "case_files", "conclusion", "section"
DAY = ("publication-day", "publication-month", "publication-year")
DEADLINES = ("immediate", "three_months", "six_months")

_BLANK_LINES = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")
_RECOMMENDATION = re.compile(r"rec-([1-9][0-9]{0,2})-(text|deadline|indicator)")


@dataclass(frozen=True)
class Part:
    """A section of the outline. `field` is "" where it is made from the facts alone."""

    code: str
    title: str
    field: str
    node: str | None


@dataclass(frozen=True)
class Recommended:
    """A recommendation as it is being written. `number` counts from 1."""

    number: int
    text: str
    deadline: str
    indicator: str


def parts_of(programme: Programme) -> list[Part]:
    """Every section in the order of the report."""
    fixed = {"summary": SUMMARY, "case-files": CASE_FILES}
    found = []
    for section in programme.report.sections:
        field = fixed.get(section.code, "")
        if section.node:
            overall = programme.criteria.node(section.node).kind is NodeKind.OVERALL
            field = CONCLUSION if overall else f"{SECTION}.{section.node}"
        found.append(Part(section.code, section.title, field, section.node))
    return found


def takes(name: str) -> bool:
    """Whether a field of this name belongs to the report's text."""
    fixed = name in (SUMMARY, CASE_FILES, CONCLUSION, *DAY)
    return fixed or name.startswith(f"{SECTION}.") or bool(_RECOMMENDATION.fullmatch(name))


def paragraphs(text: str) -> list[str]:
    """Paragraphs are divided by blank lines; a single line break is none."""
    return [" ".join(one.split()) for one in _BLANK_LINES.split(text) if one.strip()]


def fields_from(content: Mapping[str, Any]) -> dict[str, str]:
    """The fields of a text that was submitted."""
    fields = {
        name: "\n\n".join(content.get(name) or []) for name in (SUMMARY, CASE_FILES, CONCLUSION)
    }
    for code, said in (content.get("sections") or {}).items():
        fields[f"{SECTION}.{code}"] = "\n\n".join(said)
    recommended = [Recommended(0, **one) for one in content.get("recommendations") or []]
    return {**fields, **_numbered(recommended), **_day_fields(content.get("publication_date"))}


def recommendations(values: Mapping[str, str]) -> list[Recommended]:
    """The recommendations among the fields, numbered anew without gaps."""
    names = (_RECOMMENDATION.fullmatch(name) for name in values)
    numbers = sorted({int(found[1]) for found in names if found})
    return [
        Recommended(place, *(values.get(f"rec-{n}-{what}", "") for what in _WHATS))
        for place, n in enumerate(numbers, start=1)
    ]


_WHATS = ("text", "deadline", "indicator")


def changed(fields: dict[str, str], button: str) -> dict[str, str]:
    """What a button does to the recommendations: "add", or "remove-3"; any other nothing."""
    found = recommendations(fields)
    rest = {name: text for name, text in fields.items() if not _RECOMMENDATION.fullmatch(name)}
    if button == "add":
        found.append(Recommended(0, "", "", ""))
    elif button.startswith("remove-"):
        found = [one for one in found if button != f"remove-{one.number}"]
    return {**rest, **_numbered(found)}


def with_recommendations(fields: dict[str, str], found: list[Recommended]) -> dict[str, str]:
    """The fields with these recommendations to start from."""
    return {**fields, **_numbered(found)}


def _numbered(found: list[Recommended]) -> dict[str, str]:
    return {
        f"rec-{place}-{what}": getattr(one, what)
        for place, one in enumerate(found, start=1)
        for what in _WHATS
    }


def read(typed: Typed, fields: dict[str, str], base: Mapping[str, Any]) -> ReportTextIn:
    """The text as the API takes it. Raises Wrong. `base` is the text submitted before: what it
    holds that no field shows (an introduction sent by a program) stays.
    """
    faults = [] if fields.get(SUMMARY) else [(SUMMARY, "Write the summary.")]
    found = recommendations(fields)
    for one in found:
        faults += _missing(one)
    if faults:
        raise Wrong(*faults)
    given = {name: fields[name] for name in fields if name.startswith(f"{SECTION}.")}
    shown = {name.partition(".")[2]: paragraphs(text) for name, text in given.items()}
    sections = {**(base.get("sections") or {}), **shown}
    return ReportTextIn.model_validate(
        {
            "summary": paragraphs(fields[SUMMARY]),
            "introduction": base.get("introduction"),
            "sections": {code: said for code, said in sections.items() if said},
            "case_files": paragraphs(fields.get(CASE_FILES, "")) or None,
            "conclusion": paragraphs(fields.get(CONCLUSION, "")),
            "recommendations": [_sent(one) for one in found if one.text],
            "publication_date": _day(typed),
        }
    )


def _missing(one: Recommended) -> list[tuple[str, str]]:
    if not one.text:
        blank = not (one.deadline or one.indicator)
        wrong = "Write the recommendation, or remove it."
        return [] if blank else [(f"rec-{one.number}-text", wrong)]
    faults = []
    if one.deadline not in DEADLINES:
        faults.append((f"rec-{one.number}-deadline", "Choose by when the force is to act."))
    if not one.indicator:
        faults.append((f"rec-{one.number}-indicator", "Choose what it follows from."))
    return faults


def _sent(one: Recommended) -> dict[str, str]:
    return {"text": one.text, "deadline": one.deadline, "indicator": one.indicator}


def _day(typed: Typed) -> date | None:
    day, month, year = (typed.text(name) for name in DAY)
    if not (day or month or year):
        return None
    try:
        return date(int(year), int(month), int(day))
    except (ValueError, OverflowError):
        wrong = "Enter a real date, such as 27 9 2027, or leave it empty."
        raise Wrong((DAY[0], wrong)) from None


def _day_fields(planned: str | None) -> dict[str, str]:
    if not planned:
        return {}
    day = date.fromisoformat(planned)
    return dict(zip(DAY, (str(day.day), str(day.month), str(day.year)), strict=True))
