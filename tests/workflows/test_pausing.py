"""Pausing, resuming and withdrawing as rules: ladders stand still, go on, and lose no rung."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from criteria.errors import Rule
from tests.workflows.bodies import extending
from tests.workflows.desk import Desk, Step
from tests.workflows.straight import a_referral, at, steps_to
from workflows import view
from workflows.phases import Phase, phase
from workflows.referral import REFERRAL_ACTS
from workflows.state import InspectionState

PAUSE: Step = ("p-lead", "pause_inspection", {"reason": "r-pause"})
RESUME: Step = ("p-deputy", "resume_inspection", {})
WITHDRAW: Step = ("p-hmi", "withdraw_inspection", {"reason": "r-withdrawn"})


def moment(month: int, day: int, hour: int = 9, minute: int = 0) -> datetime:
    return datetime(2027, month, day, hour, minute, tzinfo=UTC)


def paused(since: datetime, until: datetime) -> Desk[InspectionState]:
    """An inspection just issued that was paused for this time."""
    desk = at("issued")
    desk.wait_until(since)
    desk.act(*PAUSE)
    desk.wait_until(until)
    desk.act(*RESUME)
    return desk


def rungs_of(desk: Desk[InspectionState], task: str) -> list[str]:
    return [rung for name, rung in desk.climbed if name == task]


# Who may, and when


def test_what_is_paused_cannot_be_paused_nor_what_is_not_be_resumed() -> None:
    desk = at("issued")
    assert desk.refusal(*RESUME) is Rule.NOT_PAUSED
    desk.act(*PAUSE)
    assert desk.refusal(*PAUSE) is Rule.ALREADY_PAUSED
    desk.act(*RESUME)
    assert desk.refusal(*RESUME) is Rule.NOT_PAUSED


@pytest.mark.parametrize("kind", ["pause_inspection", "resume_inspection", "withdraw_inspection"])
@pytest.mark.parametrize("person", ["p-liaison", "p-ann", "p-chair", "p-editor"])
def test_others_than_those_who_lead_are_refused(person: str, kind: str) -> None:
    body = {} if kind == "resume_inspection" else {"reason": "r"}
    assert at("issued").refusal(person, kind, body) is Rule.NOT_YOUR_ROLE


def test_a_deputy_may_pause_and_may_not_withdraw() -> None:
    desk = at("issued")
    desk.act("p-deputy", *PAUSE[1:])
    assert desk.refusal("p-deputy", *WITHDRAW[1:]) is Rule.NOT_YOUR_ROLE


@pytest.mark.parametrize("act", [PAUSE, WITHDRAW])
def test_what_is_published_is_neither_paused_nor_withdrawn(act: Step) -> None:
    assert at("published").refusal(*act) is Rule.ALREADY_PUBLISHED


@pytest.mark.parametrize("act", [PAUSE, RESUME, WITHDRAW])
def test_what_is_withdrawn_takes_no_more_acts(act: Step) -> None:
    desk = at("issued")
    desk.act(*PAUSE)
    desk.act(*WITHDRAW)
    assert desk.refusal(*act) is Rule.CLOSED


# Clocks


def test_no_rung_is_climbed_while_paused_however_long_it_lasts() -> None:
    desk = at("issued")
    desk.act(*PAUSE)
    desk.wait(days=200)
    assert desk.next_wake() is None
    assert desk.climbed == []
    assert desk.climb() == []


def test_dates_move_by_the_working_days_lost_and_those_before_the_fieldwork_do_not() -> None:
    before = at("issued")
    desk = paused(moment(1, 13), moment(1, 18))
    assert before.due("return") == moment(2, 8, 17)
    assert desk.due("return") == moment(2, 11, 17)
    due = desk.tasks["return"].due
    assert due is not None
    assert "; paused for 3 working days; due by 5pm on Thursday 11 February 2027." in due.why


def test_several_pauses_add_up() -> None:
    desk = paused(moment(1, 13), moment(1, 18))
    desk.wait_until(moment(1, 20))
    desk.act(*PAUSE)
    desk.wait_until(moment(1, 22))
    desk.act(*RESUME)
    assert desk.due("return") == moment(2, 15, 17)
    assert [pause.start[:10] for pause in desk.state.pauses] == ["2027-01-13", "2027-01-20"]


def test_what_is_asked_during_a_pause_moves_by_the_rest_of_it() -> None:
    desk = at("approved")
    desk.wait_until(moment(1, 13))
    desk.act(*PAUSE)
    desk.wait_until(moment(1, 14, 10))
    desk.run([("p-lead", "return_for_clarification", {"reason": "r-c", "rows": ["sa.l1"]})])
    fixed = desk.due("clarification")
    desk.wait_until(moment(1, 18))
    desk.act(*RESUME)
    assert fixed < desk.due("clarification")
    due = desk.tasks["clarification"].due
    assert due is not None
    assert "paused for 2 working days" in due.why


def test_after_the_pause_the_right_rung_is_climbed_at_the_right_moment() -> None:
    steady = at("issued")
    steady.wait_until(moment(6, 1))
    desk = paused(moment(1, 13), moment(1, 18))
    desk.wait_until(moment(6, 1))
    assert rungs_of(desk, "return") == rungs_of(steady, "return") != []
    again = paused(moment(1, 13), moment(1, 18))
    first = again.next_wake()
    untouched = at("issued").next_wake()
    assert first is not None
    assert untouched is not None
    assert first > untouched


def test_a_rung_that_the_pause_held_back_is_climbed_once_it_ends() -> None:
    desk = at("issued")
    first = desk.next_wake()
    assert first is not None
    desk.wait_until(first.replace(hour=8))
    desk.act(*PAUSE)
    desk.wait_until(first.replace(hour=12))
    assert desk.climbed == []
    desk.act(*RESUME)
    assert [rung.task for rung in desk.climb()] != []


def test_what_was_overdue_when_the_pause_began_stays_so_and_nothing_else_becomes_so() -> None:
    desk = at("issued")
    desk.wait_until(moment(2, 1))  # the list of eligible cases is late
    desk.act(*PAUSE)
    desk.wait_until(moment(4, 1))  # the return's date has passed
    details = view.details(desk.state, desk.tasks, desk.now)
    assert details.count("(overdue)") == 1
    assert "Paused since 09:00 on Monday 1 February 2027: the clocks stand still" in details
    desk.act(*RESUME)
    assert desk.due("return") > desk.now


def test_a_date_may_be_moved_while_paused_and_keeps_its_rungs() -> None:
    desk = at("issued")
    desk.wait_until(moment(1, 13))
    desk.act(*PAUSE)
    desk.wait_until(moment(4, 1))
    desk.act("p-lead", "extend", extending(days=2))
    desk.act(*RESUME)
    assert desk.due("return") > desk.now
    assert desk.state.rungs["return"].next == 0


spans = st.lists(st.integers(1, 60 * 24 * 20), min_size=2, max_size=6)


@settings(max_examples=40, deadline=None)
@given(spans)
def test_whatever_the_pauses_each_rung_of_the_return_is_climbed_once_and_in_order(
    minutes: list[int],
) -> None:
    desk, is_paused = at("issued"), False
    for span in minutes:
        desk.wait(minutes=span)
        desk.act(*(RESUME if is_paused else PAUSE))
        is_paused = not is_paused
    if is_paused:
        desk.act(*RESUME)
    desk.climb()
    desk.wait(days=120)
    steady = at("issued")
    steady.wait(days=120)
    climbed, all_of = rungs_of(desk, "return"), rungs_of(steady, "return")
    assert len(climbed) == len(set(climbed))
    # After a pause only the latest of several reached goes out; the last always does.
    assert climbed == [rung for rung in all_of if rung in climbed]
    assert climbed[-1] == all_of[-1]


# What operators read, and what goes on


def test_the_search_attribute_says_whether_it_is_paused() -> None:
    desk = at("issued")
    assert view.attributes(desk.state, desk.tasks, desk.now)["Paused"] is False
    desk.act(*PAUSE)
    desk.wait(days=100)
    found = view.attributes(desk.state, desk.tasks, desk.now)
    assert (found["Paused"], found["Overdue"]) == (True, False)
    desk.act(*RESUME)
    assert view.attributes(desk.state, desk.tasks, desk.now)["Paused"] is False


def test_work_goes_on_while_paused() -> None:
    desk = at("issued")
    desk.act(*PAUSE)
    for point in ("submitted", "approved", "registered", "accepted"):
        desk.run(steps_to(point))
    assert phase(desk.state) is Phase.CASE_AUDIT


def test_a_referral_cannot_be_paused() -> None:
    assert "pause_inspection" not in REFERRAL_ACTS
    assert a_referral().next_wake() is not None


def test_a_withdrawn_inspection_asks_nothing_more_and_keeps_the_reason() -> None:
    desk = at("reviewed")
    desk.act(*WITHDRAW)
    assert desk.tasks == {}
    assert desk.next_wake() is None
    assert phase(desk.state) is Phase.CLOSED
    assert desk.state.withdrawn == "r-withdrawn"
