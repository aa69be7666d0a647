"""The force's answers to the self-assessment: who writes each, an early draft, a better version."""

from dataclasses import dataclass
from typing import Any

from touchstone.demo.writing.reading import texts, unwrapped

_FILES = ("answers_leadership", "answers_journey")


@dataclass(frozen=True)
class Written:
    """One version of an answer, with the documents that bear it out."""

    text: str
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True)
class Answer:
    """The answer to one row, by a part in the cast. `better` is written after clarification."""

    row: str
    by: str
    written: Written
    first: Written | None = None
    first_by: str | None = None
    better: Written | None = None


def answers() -> list[Answer]:
    """All answers, in the order of the template."""
    return [_answer(entry) for file in _FILES for entry in texts(file)["answers"]]


def _answer(entry: dict[str, Any]) -> Answer:
    better = entry.get("better")
    first = entry.get("first")
    return Answer(
        row=entry["row"],
        by=entry["by"],
        written=Written(unwrapped(entry["text"]), tuple(entry["evidence"])),
        first=Written(unwrapped(first)) if first else None,
        first_by=entry.get("first_by"),
        better=Written(unwrapped(better), tuple(entry["better_evidence"])) if better else None,
    )
