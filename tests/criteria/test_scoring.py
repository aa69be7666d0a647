"""The three scoring modes of the official schedule: what each admits, how far scores lie apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from criteria.scoring import NOT_APPLICABLE, NOT_SEEN, ScoringMode, admits, distance, scores

YES_NO, SCALE, EVIDENCE = ScoringMode.YES_NO, ScoringMode.SCALE_1_5, ScoringMode.EVIDENCE_ONLY
MODES = st.sampled_from(list(ScoringMode))
ANY = st.sampled_from(["yes", "no", *"0123456", NOT_APPLICABLE, NOT_SEEN, "", "good"]) | st.none()


def test_the_scores_of_each_mode_are_those_of_the_schedule() -> None:
    assert scores(YES_NO) == ("yes", "no")
    assert scores(SCALE) == ("1", "2", "3", "4", "5")
    assert scores(EVIDENCE) == ()


@pytest.mark.parametrize(
    ("mode", "score", "admitted"),
    [
        (YES_NO, "yes", True),
        (YES_NO, "no", True),
        (YES_NO, "Yes", False),
        (YES_NO, "1", False),
        (YES_NO, None, False),
        (SCALE, "1", True),
        (SCALE, "5", True),
        (SCALE, "0", False),
        (SCALE, "6", False),
        (SCALE, "3.5", False),
        (SCALE, " 3", False),
        (SCALE, "yes", False),
        (SCALE, "", False),
        (SCALE, None, False),
        (EVIDENCE, None, True),
        (EVIDENCE, "", False),
        (EVIDENCE, "3", False),
        (EVIDENCE, "yes", False),
    ],
)
def test_a_mode_admits_its_own_scores_only(
    mode: ScoringMode, score: str | None, admitted: bool
) -> None:
    assert admits(mode, score, may_be_absent=False) is admitted
    assert admits(mode, score, may_be_absent=True) is admitted


@pytest.mark.parametrize("mode", ScoringMode)
@pytest.mark.parametrize("mark", [NOT_APPLICABLE, NOT_SEEN])
def test_not_applicable_and_not_seen_are_admitted_where_a_score_may_be_absent(
    mode: ScoringMode, mark: str
) -> None:
    assert admits(mode, mark, may_be_absent=True)
    assert not admits(mode, mark, may_be_absent=False)


@pytest.mark.parametrize(
    ("mode", "one", "other", "steps"),
    [
        (SCALE, "1", "5", 4),
        (SCALE, "3", "4", 1),
        (SCALE, "2", "2", 0),
        (YES_NO, "yes", "no", 1),
        (SCALE, "1", NOT_APPLICABLE, 0),
        (SCALE, NOT_SEEN, "5", 0),
        (SCALE, None, "5", 0),
        (YES_NO, "yes", NOT_APPLICABLE, 0),  # never counted as a "no"
        (EVIDENCE, "1", "5", 0),
    ],
)
def test_scores_lie_apart_by_the_steps_between_them(
    mode: ScoringMode, one: str | None, other: str | None, steps: int
) -> None:
    assert distance(mode, one, other) == steps


@given(MODES, ANY, ANY)
def test_distance_is_the_same_from_either_side_and_within_the_scale(
    mode: ScoringMode, one: str | None, other: str | None
) -> None:
    found = distance(mode, one, other)
    assert found == distance(mode, other, one)
    assert 0 <= found <= max(len(scores(mode)) - 1, 0)
    assert found == 0 or one != other


@given(ANY)
def test_written_evidence_knows_no_score_at_all(score: str | None) -> None:
    assert admits(EVIDENCE, score, may_be_absent=False) is (score is None)
