"""Every act that is refused, by the name of the rule that it breaks; and nothing is changed."""

from typing import Any

import pytest

from criteria.errors import Rule
from tests.builders import PEOPLE, an_issue
from tests.workflows.desk import Desk
from tests.workflows.refused import ALL
from tests.workflows.straight import a_referral, at
from workflows.acts import ALL_ACTS, INSPECTION_ACTS
from workflows.state import InspectionState


@pytest.mark.parametrize(
    ("point", "actor", "kind", "body", "rule"),
    ALL,
    ids=[f"{kind} {rule} {number}" for number, (_, _, kind, _, rule) in enumerate(ALL)],
)
def test_an_act_is_refused_by_the_name_of_the_rule(
    point: str, actor: str, kind: str, body: dict[str, Any], rule: Rule
) -> None:
    assert at(point).refusal(actor, kind, body) is rule


EVERYBODY = [person for persons in PEOPLE.values() for person in persons]


@pytest.mark.parametrize("kind", [k for k in INSPECTION_ACTS if k != "issue"])
def test_nobody_acts_outside_their_role(kind: str) -> None:
    rule, desk = INSPECTION_ACTS[kind], at("confirmed")
    may = {person for role in rule.roles for person in PEOPLE[role.value]}
    for person in {*EVERYBODY, "system", "p-stranger", ""} - (may or {"system"}):
        assert desk.refusal(person, kind, {}) is Rule.NOT_YOUR_ROLE


def test_the_last_act_is_the_engines_own() -> None:
    desk = at("published")
    for person in EVERYBODY:
        assert desk.refusal(person, "close_inspection") is Rule.NOT_YOUR_ROLE
    desk.act("system", "close_inspection")
    assert desk.refusal("p-lead", "draft_report", {"revision": "r"}) is Rule.CLOSED


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("2027-03-12", "2027-03-01"),
        ("", "2027-03-12"),
        ("1 March 2027", "2027-03-12"),
        ("2027-03-01T09:00:00", "2027-03-12"),
        ("2027-03-01", "9999-12-31"),
        ("0001-01-01", "2027-03-12"),
    ],
)
def test_fieldwork_dates_that_cannot_be_reckoned_with_are_refused(start: str, end: str) -> None:
    desk = Desk(InspectionState("T-1"))
    issue = an_issue(fieldwork_start=start, fieldwork_end=end)
    assert desk.refusal("p-lead", "issue", issue) is Rule.FIELDWORK_DATES


@pytest.mark.parametrize("kind", [k for k, rule in ALL_ACTS.items() if rule.roles])
@pytest.mark.parametrize("body", [{"nonsense": 1}, {"revision": 7}, {"revision": ["r-1"]}])
def test_a_message_of_the_wrong_shape_is_refused(kind: str, body: dict[str, Any]) -> None:
    rule = ALL_ACTS[kind]
    desk = at("confirmed") if kind in INSPECTION_ACTS else a_referral()
    desk.state.people = {role.value: ["p-x"] for role in rule.roles}
    assert desk.refusal("p-x", kind, body) is Rule.INVALID_INPUT
