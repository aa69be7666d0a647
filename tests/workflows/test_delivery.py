"""Delivery of the notice letter: the dates counted from it, who is reminded, what is refused."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from criteria.errors import Rule, RuleBroken
from tests.workflows.desk import ISSUED, Desk
from tests.workflows.undelivered import an_undelivered_inspection
from workflows import delivery
from workflows.patch import to_document
from workflows.process import SYSTEM
from workflows.state import InspectionState

THURSDAY = "2027-01-14T10:30:00+00:00"
BY_HAND = {"at": THURSDAY, "how": "by_hand"}


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def due_of(desk: Desk[InspectionState], task: str = "return") -> tuple[str, str]:
    due = desk.tasks[task].due
    assert due is not None
    return due.at.isoformat(), due.why


def on(desk: Desk[InspectionState], moment: str) -> Desk[InspectionState]:
    desk.now = at(moment)
    return desk


def test_before_delivery_the_printed_date_says_that_it_counts_from_the_planned_delivery() -> None:
    assert due_of(an_undelivered_inspection()) == (
        "2027-02-08T17:00:00+00:00",
        "20 working days from the planned delivery on Monday 11 January 2027; 0 bank holidays"
        " between; due by 5pm on Monday 8 February 2027.",
    )


def test_the_printed_date_is_counted_from_the_day_planned_for_delivery() -> None:
    desk = an_undelivered_inspection(planned="2027-01-13")
    assert due_of(desk) == (
        "2027-02-10T17:00:00+00:00",
        "20 working days from the planned delivery on Wednesday 13 January 2027; 0 bank holidays"
        " between; due by 5pm on Wednesday 10 February 2027.",
    )
    assert delivery.printed(desk.state, "return").at == desk.due("return")
    assert delivery.next_step(desk.state) == delivery.Step("undelivered", at("2027-01-15T17:00"))


def test_opened_before_the_planned_day_the_date_stays_as_printed() -> None:
    desk = an_undelivered_inspection(planned="2027-01-13")
    before = due_of(desk)
    on(desk, "2027-01-11T12:00").act("p-liaison", "open_notice")
    assert due_of(desk) == before


def test_a_pause_before_delivery_takes_nothing_from_the_force_and_rings_nobody() -> None:
    desk = on(an_undelivered_inspection(), "2027-01-12T12:00")
    desk.act("p-lead", "pause_inspection", {"reason": "r-p"})
    assert (delivery.next_step(desk.state), desk.next_wake()) == (None, None)
    on(desk, "2027-01-14T12:00").act("p-lead", "resume_inspection")
    assert due_of(desk)[0] == "2027-02-10T17:00:00+00:00"
    assert delivery.next_step(desk.state) == delivery.Step("undelivered", at("2027-01-15T17:00"))
    on(desk, "2027-01-15T12:00").act("p-liaison", "open_notice")
    assert due_of(desk)[0] == "2027-02-12T17:00:00+00:00"


@pytest.mark.parametrize("planned", ["2027-01-10", "2027-03-02", "soon"])
def test_a_delivery_that_cannot_be_planned_is_refused(planned: str) -> None:
    with pytest.raises(RuleBroken) as caught:
        an_undelivered_inspection(planned)
    assert caught.value.rule is Rule.PLANNED_DELIVERY


def test_opened_on_the_day_of_issue_the_date_stays() -> None:
    desk = an_undelivered_inspection()
    desk.act("p-liaison", "open_notice")
    moment, why = due_of(desk)
    assert moment == "2027-02-08T17:00:00+00:00"
    assert why.startswith("20 working days from delivery on Monday 11 January 2027")


def test_service_on_thursday_moves_the_date_to_thursday_and_leaves_fieldwork() -> None:
    desk = on(an_undelivered_inspection(), "2027-01-14T12:00")
    fieldwork = desk.state.events["fieldwork_start"]
    desk.act("p-lead", "record_service", BY_HAND)
    moment, why = due_of(desk)
    assert moment == "2027-02-11T17:00:00+00:00"
    assert why.startswith("20 working days from delivery on Thursday 14 January 2027")
    assert desk.state.events["fieldwork_start"] == fieldwork
    assert desk.state.delivered is not None
    assert (desk.state.delivered.how, desk.state.delivered.by) == ("by_hand", "p-lead")


def test_an_extension_granted_before_delivery_is_added_to_the_later_date() -> None:
    desk = an_undelivered_inspection()
    desk.act("p-lead", "extend", {"reason": "r-e", "task": "return", "days": 3})
    on(desk, "2027-01-14T12:00").act("p-deputy", "record_service", BY_HAND)
    assert desk.due("return") == at("2027-02-16T17:00")


@given(st.integers(min_value=0, max_value=60 * 24 * 60), st.integers(0, 10))
def test_no_delivery_gives_a_date_earlier_than_printed(minutes: int, extended: int) -> None:
    desk = an_undelivered_inspection()
    period = desk.state.programme.periods["return"]
    first = delivery.due_from_delivery(desk.state, period, extended)
    desk.now = ISSUED + timedelta(minutes=minutes)
    desk.act("p-liaison", "open_notice")
    assert delivery.due_from_delivery(desk.state, period, extended).at >= first.at


def test_nobody_is_reminded_of_what_counts_from_a_delivery_that_has_not_come() -> None:
    desk = an_undelivered_inspection()
    desk.wait(days=60)
    assert {task for task, _ in desk.climbed} == {"delivery_call"}


def test_after_delivery_the_reminders_follow_the_new_date() -> None:
    desk = on(an_undelivered_inspection(), "2027-01-14T12:00")
    desk.act("p-lead", "record_service", BY_HAND)
    desk.wait_until(at("2027-02-11T12:00"))
    assert [rung for task, rung in desk.climbed if task == "return"] == [
        "reminder-10",
        "reminder-5",
        "reminder-2",
        "on-the-day",
    ]


def test_an_answer_of_the_force_shows_that_it_was_delivered() -> None:
    desk = on(an_undelivered_inspection(), "2027-01-13T12:00")
    counts: dict[str, Any] = {"revision": "r-2", "counts": {"domestic_abuse": 40}}
    desk.act("p-liaison", "register_eligible_cases", counts)
    assert desk.state.delivered is not None
    assert desk.state.delivered.how == "opened"


def test_what_comes_of_no_delivery_comes_after_two_and_after_five_working_days() -> None:
    desk = an_undelivered_inspection()
    assert delivery.next_step(desk.state) == delivery.Step("undelivered", at("2027-01-13T17:00"))
    assert desk.next_wake() == at("2027-01-13T17:00")
    assert "delivery_call" not in desk.tasks
    desk.state.events["undelivered"] = "2027-01-13T17:00:00+00:00"
    assert desk.due("delivery_call") == at("2027-01-14T17:00")
    assert delivery.next_step(desk.state) == delivery.Step("delivery_late", at("2027-01-18T17:00"))


def test_recording_delivery_closes_the_call() -> None:
    desk = on(an_undelivered_inspection(), "2027-01-14T12:00")
    desk.state.events["undelivered"] = "2027-01-13T17:00:00+00:00"
    assert "delivery_call" in desk.tasks
    desk.act("p-lead", "record_service", BY_HAND)
    assert "delivery_call" not in desk.tasks
    assert delivery.next_step(desk.state) is None


@pytest.mark.parametrize(
    ("actor", "kind", "body", "rule"),
    [
        ("p-lead", "record_service", {**BY_HAND, "at": "2027-01-14T12:01:00+00:00"},
         Rule.SERVICE_IN_FUTURE),
        ("p-lead", "record_service", {**BY_HAND, "at": "2027-01-11T09:59:00+00:00"},
         Rule.SERVICE_BEFORE_ISSUE),
        ("p-lead", "record_service", {**BY_HAND, "at": "2027-01-14T10:30:00"}, Rule.INVALID_INPUT),
        ("p-lead", "record_service", {**BY_HAND, "at": "soon"}, Rule.INVALID_INPUT),
        ("p-lead", "record_service", {**BY_HAND, "how": "pigeon"}, Rule.INVALID_INPUT),
        ("p-liaison", "record_service", BY_HAND, Rule.NOT_YOUR_ROLE),
        ("p-hmi", "deem_service", {}, Rule.NOT_YOUR_ROLE),
        ("p-lead", "open_notice", {}, Rule.NOT_YOUR_ROLE),
        ("p-body", "open_notice", {}, Rule.NOT_YOUR_ROLE),
        ("p-lead", "record_delivery", {"at": THURSDAY}, Rule.NOT_YOUR_ROLE),
        ("p-lead", "deem_service", {}, Rule.DEEMED_TOO_EARLY),
    ],
)  # fmt: skip
def test_what_is_no_delivery_is_refused_by_name(
    actor: str, kind: str, body: dict[str, Any], rule: Rule
) -> None:
    assert on(an_undelivered_inspection(), "2027-01-14T12:00").refusal(actor, kind, body) is rule


def test_service_may_be_deemed_after_five_working_days_and_not_a_minute_before() -> None:
    desk = on(an_undelivered_inspection(), "2027-01-18T16:59")
    assert desk.refusal("p-lead", "deem_service") is Rule.DEEMED_TOO_EARLY
    on(desk, "2027-01-18T17:00").act("p-lead", "deem_service")
    assert due_of(desk)[0] == "2027-02-15T17:00:00+00:00"


def test_the_first_delivery_stands() -> None:
    desk = on(an_undelivered_inspection(), "2027-01-14T12:00")
    receipt = {"at": "2027-01-12T08:00:00+00:00"}
    desk.act(SYSTEM, "record_delivery", receipt)
    first = to_document(desk.state)
    desk.act(SYSTEM, "record_delivery", {"at": "2027-01-13T08:00:00+00:00"})  # a repeat is inert
    assert to_document(desk.state) == first
    for actor, kind, body in (
        ("p-lead", "record_service", BY_HAND),
        ("p-liaison", "open_notice", {}),
        ("p-lead", "deem_service", {}),
    ):
        assert desk.refusal(actor, kind, body) is Rule.ALREADY_DELIVERED
    assert desk.due("return") == at("2027-02-09T17:00")


@pytest.mark.parametrize(
    ("told", "kept"),
    [("2027-01-14T12:00:07", "2027-01-14T12:00:00"), ("2026-12-24T12:00:00", "2027-01-11")],
)
def test_a_receipt_by_a_clock_that_differs_is_taken_as_of_now_or_of_issue(
    told: str, kept: str
) -> None:
    desk = on(an_undelivered_inspection(), "2027-01-14T12:00")
    desk.act(SYSTEM, "record_delivery", {"at": f"{told}+00:00"})
    assert desk.state.events["delivered"].startswith(kept)
