"""What the inspectors find: judgements, overall, report text, and the accuracy check on it."""

from dataclasses import dataclass
from typing import Any

from touchstone.demo.writing.reading import texts, unwrapped

_FILES = ("judgements_leadership", "judgements_journey")


@dataclass(frozen=True)
class Finding:
    """The judgement on one indicator, by a part in the cast, and what the panel says to it.

    `first` is an earlier narrative that the panel returns for evidence, with `return_reason`.
    """

    indicator: str
    by: str
    score: str
    narrative: str
    evidence: dict[str, str]
    case_types: tuple[str, ...]
    recommendations: tuple[dict[str, str], ...]
    panel: str
    first: str | None = None
    return_reason: str | None = None


@dataclass(frozen=True)
class Point:
    """A point of the force on the draft. `quote` stands in the paragraph that it is about.

    An accepted one puts `new` in the place of `old` in that chapter.
    """

    quote: str
    kind: str
    text: str
    evidence: str | None
    accepted: bool
    reason: str
    chapter: str = ""
    old: str = ""
    new: str = ""


def findings() -> list[Finding]:
    """The judgements: leadership, then the journey stages in their order."""
    return [_finding(entry) for file in _FILES for entry in texts(file)["judgements"]]


def overall() -> dict[str, Any]:
    """The body of the overall assessment."""
    said = texts("report")["overall"]
    return {
        "practice": unwrapped(said["practice"]),
        "fit_with_policy": unwrapped(said["fit_with_policy"]),
        "expectations": said["expectations"],
    }


def draft_text() -> dict[str, Any]:
    """The body of the report's draft, with the errors that the force will find."""
    said = texts("report")
    recommendations = [
        {**recommendation, "indicator": finding.indicator}
        for finding in findings()
        for recommendation in finding.recommendations
    ]
    named = {name: said[name] for name in ("summary", "introduction", "conclusion", "sections")}
    return {**named, "recommendations": recommendations}


def final_text() -> dict[str, Any]:
    """The body of the final text: the draft with every accepted point put right."""
    text = draft_text()
    text["sections"] = {code: list(said) for code, said in text["sections"].items()}
    for point in points():
        if point.accepted and point.chapter in text:
            text[point.chapter] = _put_right(text[point.chapter], point)
        elif point.accepted:
            text["sections"][point.chapter] = _put_right(text["sections"][point.chapter], point)
    return text


def points() -> list[Point]:
    """The force's points on the draft, with what is decided about each."""
    return [_point(entry) for entry in texts("accuracy")["points"]]


def _put_right(paragraphs: list[str], point: Point) -> list[str]:
    return [paragraph.replace(point.old, point.new) for paragraph in paragraphs]


def _point(entry: dict[str, Any]) -> Point:
    plain = {name: entry[name] for name in ("quote", "kind", "text", "accepted", "reason")}
    return Point(
        **plain,
        evidence=entry.get("evidence"),
        chapter=entry.get("chapter", ""),
        old=entry.get("replace", ""),
        new=entry.get("with", ""),
    )


def _finding(entry: dict[str, Any]) -> Finding:
    first = entry.get("first")
    return Finding(
        indicator=entry["indicator"],
        by=entry["by"],
        score=entry["score"],
        narrative=unwrapped(entry["narrative"]),
        evidence=entry["evidence"],
        case_types=tuple(entry["case_types"]),
        recommendations=tuple(entry["recommendations"]),
        panel=entry["panel"],
        first=unwrapped(first) if first else None,
        return_reason=entry.get("return_reason"),
    )
