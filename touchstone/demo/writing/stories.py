"""The stories of the case files: each case as the force's auditor and the inspector saw it."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from touchstone.demo.writing.reading import FOLDER, texts, unwrapped

STAGES = (
    "initial-contact",
    "assessment-and-help",
    "investigation-enquiries",
    "decision-making",
    "trusted-adult",
    "ending-of-involvement",
    "managing-risk-posers",
    "recording",
    "police-detention",
)
MARKS = {"-": "not_applicable", "?": "not_seen"}


@dataclass(frozen=True)
class Sight:
    """One side's view of a case. `own` are sentences written for this case, by stage."""

    grade: str
    scores: dict[str, str]
    summary: str
    strengths: str
    concerns: str
    own: dict[str, str]


@dataclass(frozen=True)
class PanelView:
    """What the panel decides where the sides differ; `grade` only when it amends."""

    decision: str
    reason: str
    grade: str | None = None


@dataclass(frozen=True)
class Story:
    """A case of a type. `slots` fill the braces of the stage sentences."""

    case_type: str
    place: int  # among all stories; the lot for its wording
    slots: dict[str, str]
    speaks: bool  # whether the child could be, and was, spoken with
    force: Sight
    inspectors: Sight
    panel: PanelView | None = None
    concern: str | None = None  # why the case is referred back to the force


def case_types() -> list[str]:
    """Every case type that there are stories for."""
    return sorted(path.stem for path in (FOLDER / "cases").glob("*.toml"))


@cache
def stories(case_type: str) -> tuple[Story, ...]:
    """The stories of a case type, in their order."""
    place = sum(len(texts(f"cases/{other}")["stories"]) for other in _before(case_type))
    entries = texts(f"cases/{case_type}")["stories"]
    return tuple(_story(case_type, place + at, entry) for at, entry in enumerate(entries))


def _before(case_type: str) -> list[str]:
    return [other for other in case_types() if other < case_type]


def _story(case_type: str, place: int, entry: dict[str, Any]) -> Story:
    concern = entry.get("concern")
    return Story(
        case_type=case_type,
        place=place,
        slots={slot: entry[slot] for slot in ("child", "who", "origin", "lead")},
        speaks=entry.get("speaks", True),
        force=_sight(entry["force"]),
        inspectors=_sight(entry["inspectors"]),
        panel=_panel(entry.get("panel")),
        concern=unwrapped(concern) if concern else None,
    )


def _sight(entry: dict[str, Any]) -> Sight:
    marks = zip(STAGES, entry["scores"], strict=True)
    return Sight(
        grade=entry["grade"],
        scores={stage: MARKS.get(mark, mark) for stage, mark in marks},
        summary=entry["summary"],
        strengths=entry["strengths"],
        concerns=entry["concerns"],
        own=entry.get("stages", {}),
    )


def _panel(entry: dict[str, Any] | None) -> PanelView | None:
    if entry is None:
        return None
    return PanelView(entry.get("decision", "confirm"), entry["reason"], entry.get("grade"))
