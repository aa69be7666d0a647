"""The force asks for more time: the lead decides, HMI past the limit; what is done needs none."""

from datetime import UTC, datetime
from typing import Any

import pytest

from criteria.errors import Rule
from criteria.roles import Role
from tests.workflows.bodies import extending
from tests.workflows.straight import at, body_of, exhausted
from workflows.exceptions import due_with
from workflows.uk_time import local_day

ASKED = {"reason": "r-ask", "task": "return", "days": 5}


def deciding(days: int, **changes: Any) -> dict[str, Any]:
    return {"reason": "r-dec", "task": "return", "days": days, "request": "r-ask", **changes}


def asked(**changes: Any) -> Any:
    desk = at("issued")
    desk.act("p-liaison", "request_extension", {**ASKED, **changes})
    return desk


def test_a_request_asks_the_lead_to_decide_within_its_own_period_and_moves_nothing() -> None:
    desk = at("issued")
    before = desk.due("return")
    desk.act("p-liaison", "request_extension", ASKED)
    task = desk.tasks["extension:return"]
    assert task.roles == (Role.INSPECTION_LEAD, Role.DEPUTY_LEAD)
    assert task.due is not None
    assert "2 working days from the request for more time" in task.due.why
    assert desk.due("return") == before


@pytest.mark.parametrize("days", [5, 2])
def test_granted_wholly_or_partly_the_date_moves_by_the_one_mechanism(days: int) -> None:
    desk = asked()
    foreseen = due_with(desk.state, "return", days)
    desk.act("p-deputy", "decide_extension", deciding(days))
    assert desk.state.extensions == {"return": days}
    assert foreseen is not None
    assert desk.due("return") == foreseen.at
    assert "extension:return" not in desk.tasks
    desk.act("p-lead", "extend", extending(days=10 - days))
    assert desk.refusal("p-lead", "extend", extending(days=1)) is Rule.EXTENSION_PAST_LIMIT


def test_refused_the_date_stays_and_the_force_may_ask_again() -> None:
    desk = asked()
    before = desk.due("return")
    desk.act("p-lead", "decide_extension", deciding(0))
    assert desk.due("return") == before
    assert desk.state.extensions == {}
    assert "extension:return" not in desk.tasks
    desk.act("p-head", "request_extension", {**ASKED, "reason": "r-again"})
    stale = deciding(5)
    assert desk.refusal("p-lead", "decide_extension", stale) is Rule.NOT_THE_LATEST


def test_past_the_limit_hmi_is_asked_too_and_the_lead_may_grant_up_to_it() -> None:
    desk = asked(days=12)
    assert Role.HMI in desk.tasks["extension:return"].roles
    refusal = desk.refusal("p-lead", "decide_extension", deciding(12))
    assert refusal is Rule.EXTENSION_PAST_LIMIT
    desk.act("p-hmi", "decide_extension", deciding(12))
    assert desk.state.extensions == {"return": 12}
    partly = asked(days=12)
    partly.act("p-lead", "decide_extension", deciding(10))
    assert partly.state.extensions == {"return": 10}


def test_a_request_lapses_when_what_it_is_about_is_done() -> None:
    desk = asked()
    desk.act("p-liaison", "submit_return", body_of("submit_return"))
    assert "extension:return" not in desk.tasks
    assert desk.state.asked == {}
    assert desk.refusal("p-lead", "decide_extension", deciding(5)) is Rule.EXTENSION_NOT_ASKED
    desk.act("p-chief", "send_back_return", {"revision": "r-1"})
    assert "extension:return" not in desk.tasks  # it does not come back with the task


def test_two_requests_have_each_its_own_date() -> None:
    desk = asked()
    first = desk.due("extension:return")
    desk.wait(days=1)
    desk.act("p-head", "request_extension", {**ASKED, "task": "eligible_cases"})
    assert desk.due("extension:return") == first
    assert desk.due("extension:eligible_cases") > first


def test_no_request_and_no_decision_gives_a_date_that_has_passed() -> None:
    desk = exhausted("return")
    short = {**ASKED, "days": 1}
    assert desk.refusal("p-liaison", "request_extension", short) is Rule.EXTENSION_TO_A_PAST_DATE
    desk.act("p-liaison", "request_extension", {**ASKED, "days": 200})
    days = deciding(1)
    assert desk.refusal("p-hmi", "decide_extension", days) is Rule.EXTENSION_TO_A_PAST_DATE
    desk.act("p-hmi", "decide_extension", deciding(200))
    assert local_day(desk.due("return")) > datetime(2027, 10, 1, tzinfo=UTC).date()


@pytest.mark.parametrize(
    ("point", "who", "body", "rule"),
    [
        ("issued", "p-liaison", {"days": 0}, Rule.DATES_MOVE_LATER_ONLY),
        ("issued", "p-liaison", {"days": -3}, Rule.DATES_MOVE_LATER_ONLY),
        ("issued", "p-liaison", {"days": 251}, Rule.EXTENSION_TOO_LONG),
        ("issued", "p-lead", {}, Rule.NOT_YOUR_ROLE),
        ("issued", "p-writer", {}, Rule.NOT_YOUR_ROLE),
        ("issued", "p-liaison", {"task": "nothing"}, Rule.TASK_UNKNOWN),
        ("submitted", "p-liaison", {}, Rule.TASK_UNKNOWN),
        ("registered", "p-liaison", {"task": "acceptance"}, Rule.NOT_A_TASK_OF_THE_FORCE),
    ],
)
def test_a_request_is_refused_by_name(
    point: str, who: str, body: dict[str, Any], rule: Rule
) -> None:
    desk = at(point)
    assert desk.refusal(who, "request_extension", {**ASKED, **body}) is rule


def test_a_second_request_waits_for_the_first_decision() -> None:
    refusal = asked().refusal("p-head", "request_extension", ASKED)
    assert refusal is Rule.EXTENSION_ALREADY_ASKED


@pytest.mark.parametrize(
    ("who", "body", "rule"),
    [
        ("p-lead", deciding(6), Rule.EXTENSION_MORE_THAN_ASKED),
        ("p-lead", deciding(-1), Rule.DATES_MOVE_LATER_ONLY),
        ("p-lead", deciding(5, task="eligible_cases"), Rule.EXTENSION_NOT_ASKED),
        ("p-liaison", deciding(5), Rule.NOT_YOUR_ROLE),
    ],
)
def test_a_decision_is_refused_by_name(who: str, body: dict[str, Any], rule: Rule) -> None:
    assert asked().refusal(who, "decide_extension", body) is rule
