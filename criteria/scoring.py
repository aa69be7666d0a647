"""The three scoring modes of the official schedule, and what each of them admits.

Source: HMIC Assessment Criteria: "The schedule is amenable to simple yes/no scoring, a (1-5) scale
or written evidence only with no scores." Which end of 1 to 5 is best is not said there; 5 is best
here (ours).
"""

from enum import StrEnum


class ScoringMode(StrEnum):
    YES_NO = "yes_no"
    SCALE_1_5 = "scale_1_5"
    EVIDENCE_ONLY = "evidence_only"


NOT_APPLICABLE = "not_applicable"
NOT_SEEN = "not_seen"

_SCORES: dict[ScoringMode, tuple[str, ...]] = {
    ScoringMode.YES_NO: ("yes", "no"),
    ScoringMode.SCALE_1_5: ("1", "2", "3", "4", "5"),
    ScoringMode.EVIDENCE_ONLY: (),
}


def scores(mode: ScoringMode) -> tuple[str, ...]:
    """The scores of a mode, in printed order; none for evidence only."""
    return _SCORES[mode]


def admits(mode: ScoringMode, score: str | None, *, may_be_absent: bool) -> bool:
    """Whether `score` is one of the mode's. `may_be_absent` allows "not applicable" and "not seen".

    Evidence only admits no score at all, except those two marks.
    """
    if score in (NOT_APPLICABLE, NOT_SEEN):
        return may_be_absent
    if mode is ScoringMode.EVIDENCE_ONLY:
        return score is None
    return score in _SCORES[mode]


def distance(mode: ScoringMode, one: str | None, other: str | None) -> int:
    """How far apart two scores lie, in steps; 0 when either is absent or marks no score."""
    ladder = _SCORES[mode]
    if one not in ladder or other not in ladder:
        return 0
    return abs(ladder.index(one) - ladder.index(other))
