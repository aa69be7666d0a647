"""The lead away, the deputy in the lead's place, and the lead back."""

import pytest

from criteria.errors import Rule
from tests.builders import PEOPLE
from tests.workflows.desk import Desk
from tests.workflows.straight import at
from workflows.deputising import asked_of
from workflows.state import InspectionState

LEAD, DEPUTY = PEOPLE["inspection_lead"], PEOPLE["deputy_lead"]
HANDED = {"role": "inspection_lead", "leaver": LEAD[0], "successor": "p-new", "reason": "r-why"}


def leading(desk: Desk[InspectionState]) -> set[str]:
    """Who is asked what is asked of lead and deputy."""
    asked = asked_of(desk.state.people, bool(desk.state.lead_away))
    return {*asked["inspection_lead"], *asked["deputy_lead"]}


@pytest.mark.parametrize("by", ["p-lead", "p-deputy", "p-hmi"])
def test_the_deputy_is_asked_while_the_lead_is_away_and_only_then(by: str) -> None:
    desk = at("issued")
    assert leading(desk) == set(LEAD)
    desk.act(by, "mark_lead_away", {})
    assert leading(desk) == set(DEPUTY)
    assert asked_of(desk.state.people, True)["liaison"] == PEOPLE["liaison"]
    desk.act(by, "mark_lead_back", {})
    assert leading(desk) == set(LEAD)


def test_the_deputy_may_act_at_any_time() -> None:
    desk = at("issued")
    desk.act("p-deputy", "extend", {"reason": "r-e", "task": "return", "days": 1})


def test_a_lead_who_is_away_cannot_be_marked_so_again() -> None:
    desk = at("issued")
    desk.act("p-lead", "mark_lead_away", {})
    assert desk.refusal("p-deputy", "mark_lead_away", {}) is Rule.LEAD_IS_AWAY


def test_without_a_deputy_the_lead_cannot_be_marked_away_and_is_asked_alone() -> None:
    desk = at("issued")
    desk.state.people = {**desk.state.people, "deputy_lead": []}
    assert desk.refusal("p-lead", "mark_lead_away", {}) is Rule.ROLE_NOT_FILLED
    assert leading(desk) == set(LEAD)


def test_a_new_lead_is_not_away() -> None:
    desk = at("issued")
    desk.act("p-deputy", "mark_lead_away", {})
    desk.act("p-hmi", "hand_over_role", HANDED)
    assert leading(desk) == {"p-new"}
