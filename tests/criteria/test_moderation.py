"""What routes itself to the panel: cases that force and inspectors see differently enough."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from criteria import catalogue
from criteria.moderation import differs, grade_distance
from criteria.outline import ProgrammeOutline
from criteria.scoring import NOT_APPLICABLE, NOT_SEEN, ScoringMode
from tests.builders import an_outline

GRADES = ["good", "requires_improvement", "inadequate"]
ALIKE = ["3"] * 9


def outline(**changes: Any) -> ProgrammeOutline:
    return an_outline(**changes)


@pytest.mark.parametrize(
    ("one", "other", "steps", "moderated"),
    [
        ("good", "good", 1, False),
        ("good", "requires_improvement", 1, True),
        ("good", "requires_improvement", 2, False),
        ("good", "inadequate", 2, True),
        ("inadequate", "good", 2, True),
        ("good", "inadequate", 0, False),  # this programme does not route by grade
    ],
)
def test_grades_that_lie_far_enough_apart_are_moderated(
    one: str, other: str, steps: int, moderated: bool
) -> None:
    programme = outline(grade_steps=steps)
    assert differs(programme, one, other, ALIKE, ALIKE) is moderated


@pytest.mark.parametrize(
    ("one", "other", "steps", "moderated"),
    [
        ("3", "4", 2, False),
        ("3", "5", 2, True),
        ("5", "3", 2, True),
        ("3", "4", 1, True),
        ("1", "5", 0, False),  # this programme does not route by score
        ("1", NOT_APPLICABLE, 1, False),
        (NOT_SEEN, "5", 1, False),
    ],
)
def test_scores_of_one_stage_that_lie_far_enough_apart_are_moderated(
    one: str, other: str, steps: int, moderated: bool
) -> None:
    programme = outline(score_steps=steps)
    ours, theirs = [*ALIKE[:-1], one], [*ALIKE[:-1], other]
    assert differs(programme, "good", "good", ours, theirs) is moderated


def test_differences_of_several_stages_do_not_add_up() -> None:
    programme = outline(score_steps=2)
    assert not differs(programme, "good", "good", ["3"] * 9, ["4"] * 9)


def test_yes_and_no_are_the_single_step_of_their_scale() -> None:
    programme = outline(scoring=ScoringMode.YES_NO, score_steps=2)
    assert differs(programme, "good", "good", ["yes"] * 9, [*["yes"] * 8, "no"])


def test_written_evidence_without_grades_never_routes_itself() -> None:
    programme = outline(scoring=ScoringMode.EVIDENCE_ONLY, case_grades=[])
    assert not differs(programme, None, None, [], [])


@given(
    st.sampled_from([*GRADES, "fine", None]),
    st.sampled_from([*GRADES, "fine", None]),
    st.lists(st.sampled_from([*"12345", NOT_SEEN]), min_size=9, max_size=9),
    st.lists(st.sampled_from([*"12345", NOT_SEEN]), min_size=9, max_size=9),
)
def test_it_does_not_matter_which_side_is_named_first(
    one: str | None, other: str | None, ours: list[str], theirs: list[str]
) -> None:
    programme = outline()
    there = differs(programme, one, other, ours, theirs)
    assert there == differs(programme, other, one, theirs, ours)
    assert not differs(programme, one, one, ours, ours)


def test_a_grade_that_is_absent_or_unknown_is_no_difference() -> None:
    programme = outline()
    assert grade_distance(programme, None, "good") == 0
    assert grade_distance(programme, "good", "fine") == 0
    assert grade_distance(outline(case_grades=[]), "good", "inadequate") == 0


def test_the_shipped_programmes_route_as_their_rules_say() -> None:
    steps = {
        p.id: (p.outline().grade_steps, p.outline().score_steps) for p in catalogue.programmes()
    }
    assert steps == {"national-child-protection": (1, 2), "online-cse": (0, 0)}
