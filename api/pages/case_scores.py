"""The scores that both sides gave to cases: stage by stage of one case, and over all of them."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from api.pages.in_words import InWords
from criteria.schedule import Node
from criteria.scoring import distance
from workflows.state import CaseState, InspectionState


@dataclass(frozen=True)
class StageView:
    """One journey stage of one case: both sides' scores and words. `steps` apart; 0 for agreed."""

    node: Node
    name: str
    force: str
    inspectors: str
    steps: int
    apart: bool  # so far that the panel looks at it
    force_text: str = ""
    inspectors_text: str = ""


@dataclass(frozen=True)
class Tally:
    """How often each score was given to this stage: by the force and by the inspectors."""

    scores: list[str]
    force: list[int]
    inspectors: list[int]

    @property
    def given(self) -> list[tuple[str, int, int]]:
        """The scores that were given at all: how often by the inspectors, and by the force."""
        rows = zip(self.scores, self.inspectors, self.force, strict=True)
        return [row for row in rows if row[1] or row[2]]


def stages_of(
    words: InWords,
    state: InspectionState,
    case: CaseState,
    said: tuple[dict[str, Any], dict[str, Any]] = ({}, {}),
) -> list[StageView]:
    """Each stage as the force and the inspectors see it; `said` is what both wrote, by stage."""
    outline = state.programme
    force = case.audit.scores if case.audit else []
    inspectors = case.review.scores if case.review else []
    far = min(outline.score_steps, len(outline.scores) - 1)
    found = []
    for place, code in enumerate(outline.case_stages):
        one, other = (
            scores[place] if place < len(scores) else None for scores in (force, inspectors)
        )
        steps = distance(outline.scoring, one, other)
        found.append(
            StageView(
                words.node(code),
                words.name(code),
                words.score(one),
                words.score(other),
                steps,
                0 < far <= steps,
                said[0].get(code, ""),
                said[1].get(code, ""),
            )
        )
    return found


def tally_of(words: InWords, state: InspectionState, code: str) -> Tally | None:
    """The scores that cases were given on this stage; None where no case speaks to it."""
    outline = state.programme
    if code not in outline.case_stages or not outline.scores:
        return None
    place = outline.case_stages.index(code)
    marks = [
        [mark.scores[place] for mark in side if mark and len(mark.scores) > place]
        for side in (
            [case.audit for case in state.cases.values()],
            [case.review for case in state.cases.values()],
        )
    ]
    force, inspectors = Counter(marks[0]), Counter(marks[1])
    used = [
        *outline.scores,
        *(c for c in ("not_applicable", "not_seen") if c in force + inspectors),
    ]
    counts = [[tally[code] for code in used] for tally in (force, inspectors)]
    return Tally([words.score(code) for code in used], *counts)
