"""Programmes that score otherwise: written evidence alone, or a score for the overall too."""

from typing import Any

import pytest

from criteria.errors import Rule
from tests.builders import an_outline
from tests.workflows.bodies import judging, marking, moderating
from tests.workflows.desk import Desk, an_inspection
from tests.workflows.straight import at, until
from workflows.patch import to_document
from workflows.state import InspectionState


def evidence_only(point: str = "drawn") -> Desk[InspectionState]:
    """A programme without scores and grades, as far as a draw of the sample."""
    outline = an_outline(scoring="evidence_only", case_grades=[])
    desk = an_inspection(outline=to_document(outline))
    return desk.run(until(point))


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"scores": ["4"] * 9, "grade": None}, Rule.STAGES_MISSING),
        ({"scores": [], "grade": "good"}, Rule.GRADE_OUTSIDE_SCALE),
        ({"scores": ["not_applicable"] * 9, "grade": None}, Rule.STAGES_MISSING),
    ],
)
def test_a_programme_of_written_evidence_takes_no_score_and_no_grade(
    changes: dict[str, Any], rule: Rule
) -> None:
    desk = evidence_only()
    assert desk.refusal("p-auditor", "submit_audit", marking(**changes)) is rule
    desk.act("p-auditor", "submit_audit", marking(scores=[], grade=None))


def test_a_judgement_of_written_evidence_has_no_score() -> None:
    desk = evidence_only()
    assert desk.refusal("p-ann", "judge_indicator", judging()) is Rule.SCORE_OUTSIDE_MODE
    desk.act("p-ann", "judge_indicator", judging(score=None))
    amend = moderating("indicator:stage-1", "amend", score="3")
    assert desk.refusal("p-member", "moderate", amend) is Rule.SCORE_OUTSIDE_MODE
    amend = moderating("indicator:stage-1", "amend")
    assert desk.refusal("p-member", "moderate", amend) is Rule.SCORE_OUTSIDE_MODE
    desk.act("p-member", "moderate", moderating("indicator:stage-1"))


def test_the_overall_takes_a_score_only_where_the_programme_says_so() -> None:
    desk = at("moderated")
    outline = to_document(an_outline(overall_scored=True))
    scored = an_inspection(outline=outline).run(until("moderated"))
    overall = {"revision": "r-o"}
    assert desk.refusal("p-lead", "give_overall", {**overall, "score": "3"}) is (
        Rule.SCORE_OUTSIDE_MODE
    )
    for score in ({}, {"score": "6"}, {"score": "not_seen"}):
        assert scored.refusal("p-lead", "give_overall", {**overall, **score}) is (
            Rule.SCORE_OUTSIDE_MODE
        )
    desk.act("p-lead", "give_overall", overall)
    scored.act("p-lead", "give_overall", {**overall, "score": "3"})
