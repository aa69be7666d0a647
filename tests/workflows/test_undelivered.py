"""Notices that did not arrive as rules: who is asked to reach whom, and when that is done."""

from datetime import UTC, datetime, timedelta

from criteria.errors import Rule
from criteria.mailbox import mailbox_of
from tests.workflows.desk import Desk
from tests.workflows.straight import at
from workflows.state import InspectionState
from workflows.undelivered import MAILBOX, MOST


def lost(desk: Desk[InspectionState], notice: str, person: str) -> None:
    desk.act("system", "note_undelivered", {"notice": notice, "person": person})


def settling(role: str, *notices: str) -> dict[str, object]:
    return {"role": role, "notices": list(notices), "reason": "r-s"}


def open_of(desk: Desk[InspectionState]) -> list[str]:
    return [task.id for task in desk.tasks.values() if task.kind == "undelivered"]


def test_the_lead_is_asked_once_for_all_notices_that_did_not_reach_one_role() -> None:
    desk = at("issued")
    lost(desk, "n-1", "p-chief")
    lost(desk, "n-2", "p-chief")
    lost(desk, "n-2", "p-chief")
    lost(desk, "n-3", "p-liaison")
    assert open_of(desk) == ["undelivered:chief_officer_lead", "undelivered:liaison"]
    task = desk.tasks["undelivered:chief_officer_lead"]
    assert [role.value for role in task.roles] == ["inspection_lead", "deputy_lead"]
    assert task.due is not None
    assert task.due.at == datetime(2027, 1, 13, 17, tzinfo=UTC)  # what failed since moves nothing
    assert task.due.why.startswith("2 working days from the failure of the notice on Monday 11 ")
    desk.now += timedelta(days=4)
    assert {(one.task, one.kind) for one in desk.climb()} >= {(task.id, "overdue")}


def test_the_mailbox_of_the_force_is_an_office_of_its_own() -> None:
    desk = at("issued")
    lost(desk, "n-1", mailbox_of("X01"))
    lost(desk, "n-2", "p-chief")
    assert open_of(desk) == ["undelivered:chief_officer_lead", "undelivered:mailbox"]
    desk.act("p-lead", "settle_undelivered", settling(MAILBOX, "n-1"))
    assert open_of(desk) == ["undelivered:chief_officer_lead"]
    assert set(desk.state.unreached_since) == {"chief_officer_lead"}


def test_the_task_ends_when_the_last_of_its_notices_is_settled() -> None:
    desk = at("issued")
    lost(desk, "n-1", "p-chief")
    lost(desk, "n-2", "p-chief")
    desk.act("p-deputy", "settle_undelivered", settling("chief_officer_lead", "n-1"))
    assert open_of(desk) == ["undelivered:chief_officer_lead"]
    desk.act("p-lead", "settle_undelivered", settling("chief_officer_lead", "n-2"))
    assert open_of(desk) == []


def test_what_is_not_open_for_the_role_named_cannot_be_settled() -> None:
    desk = at("issued")
    lost(desk, "n-1", "p-chief")
    for body in (
        settling("chief_officer_lead"),
        settling("chief_officer_lead", "n-9"),
        settling("chief_officer_lead", "n-1", "n-9"),
        settling("liaison", "n-1"),
    ):
        assert desk.refusal("p-lead", "settle_undelivered", body) is Rule.NOTHING_UNDELIVERED
    whole = settling("chief_officer_lead", "n-1")
    assert desk.refusal("p-chief", "settle_undelivered", whole) is Rule.NOT_YOUR_ROLE
    desk.act("p-lead", "settle_undelivered", whole)
    assert desk.refusal("p-lead", "settle_undelivered", whole) is Rule.NOTHING_UNDELIVERED


def test_nobody_is_asked_to_reach_somebody_who_has_left() -> None:
    desk = at("issued")
    lost(desk, "n-1", "p-somebody-else")
    assert open_of(desk) == []


def test_a_flood_of_failures_does_not_swell_the_state_without_end() -> None:
    desk = at("issued")
    for number in range(MOST + 5):
        lost(desk, f"n-{number}", "p-chief")
    assert len(desk.state.undelivered) == MOST
