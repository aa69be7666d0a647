"""The ladder of notices: one rung a task at a time, the latest after an outage, none twice."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.builders import HOLIDAYS, LADDER, an_issue, an_outline
from tests.workflows.desk import Desk, an_inspection
from workflows import ladder
from workflows.deadlines import rung_time
from workflows.patch import to_document
from workflows.state import InspectionState
from workflows.uk_time import local

SUBMIT = {"revision": "r-1", "rows": an_outline().rows, "authors": ["p-writer"]}


def clock(instant: datetime | None) -> str:
    assert instant is not None
    return f"{local(instant):%a %d %b %H:%M}"


def test_the_ladder_of_a_task_is_climbed_rung_by_rung_at_nine_in_the_morning() -> None:
    desk = an_inspection()
    times = []
    while (wake := desk.next_wake()) is not None:
        desk.now = wake
        times += [(rung.rung, clock(wake)) for rung in desk.climb() if rung.task == "return"]
    assert times == [
        ("reminder-10", "Mon 25 Jan 09:00"),
        ("reminder-5", "Mon 01 Feb 09:00"),
        ("reminder-2", "Thu 04 Feb 09:00"),
        ("on-the-day", "Mon 08 Feb 09:00"),
        ("overdue+1", "Tue 09 Feb 09:00"),
        ("escalation+3", "Thu 11 Feb 09:00"),
    ]


def test_a_rung_tells_its_task_its_date_and_who_hears_of_it() -> None:
    desk = an_inspection()
    desk.now = datetime(2027, 2, 9, 9, 0, tzinfo=UTC)
    found = {rung.task: rung for rung in desk.climb()}["return"]
    assert found == ladder.Reached(
        "return",
        "2027-02-08T17:00:00+00:00",
        "overdue+1",
        "overdue",
        ("owner", "inspection_lead"),
        4,
    )


def test_a_rung_is_climbed_once() -> None:
    desk = an_inspection()
    desk.now = datetime(2027, 1, 25, 9, 0, tzinfo=UTC)
    assert {rung.task for rung in desk.climb()} == {"return", "eligible_cases"}
    assert desk.climb() == []


def test_nothing_is_reached_a_minute_early() -> None:
    desk = an_inspection()
    desk.now = datetime(2027, 1, 18, 8, 59, tzinfo=UTC)
    assert desk.climb() == []
    desk.now += timedelta(minutes=1)
    assert [(rung.task, rung.rung) for rung in desk.climb()] == [("eligible_cases", "reminder-5")]


def test_after_an_outage_only_the_latest_rung_of_each_task_goes_out() -> None:
    desk = an_inspection()
    desk.now = datetime(2027, 2, 9, 12, 0, tzinfo=UTC)
    assert sorted((rung.task, rung.rung) for rung in desk.climb()) == [
        ("eligible_cases", "escalation+3"),
        ("return", "overdue+1"),
    ]
    assert clock(desk.next_wake()) == "Thu 11 Feb 09:00"


def test_rungs_that_are_past_when_a_task_opens_are_not_called_up() -> None:
    desk = an_inspection()
    desk.now = datetime(2027, 2, 3, 12, 0, tzinfo=UTC)
    desk.act("p-liaison", "submit_return", SUBMIT)  # opens the approval, due on 8 February too
    assert desk.state.rungs["approval"].next == 2
    assert [rung.task for rung in desk.climb() if rung.task == "approval"] == []
    desk.wait_until(datetime(2027, 2, 4, 9, 0, tzinfo=UTC))
    assert ("approval", "reminder-2") in desk.climbed


def late_approval(desk: Desk[InspectionState], at: datetime) -> None:
    """The return comes in long after 8 February: so late is its approval asked for."""
    desk.now = at
    desk.act("p-liaison", "submit_return", SUBMIT)
    desk.climbed.clear()


def climbs(desk: Desk[InspectionState], task: str, until: datetime) -> list[tuple[str, str]]:
    """(rung, when) of what is said of the task from now on."""
    found = []
    while (wake := desk.next_wake()) is not None and wake <= until:
        desk.now = wake
        found += [(rung.rung, clock(wake)) for rung in desk.climb() if rung.task == task]
    return found


def test_what_is_asked_for_after_its_own_date_is_chased_from_when_it_is_asked() -> None:
    desk = an_inspection()
    late_approval(desk, datetime(2027, 2, 19, 16, 0, tzinfo=UTC))
    assert not ladder.is_exhausted(desk.state, "approval")  # nobody proceeds without it at once
    assert climbs(desk, "approval", datetime(2027, 4, 1, tzinfo=UTC)) == [
        ("overdue+1", "Mon 22 Feb 09:00"),
        ("escalation+3", "Wed 24 Feb 09:00"),
    ]
    assert ladder.is_exhausted(desk.state, "approval")


def test_what_is_asked_for_late_a_second_time_is_chased_anew() -> None:
    desk = an_inspection()
    late_approval(desk, datetime(2027, 2, 19, 16, 0, tzinfo=UTC))
    desk.wait_until(datetime(2027, 2, 26, 12, 0, tzinfo=UTC))
    desk.act("p-chief", "send_back_return", {"revision": "r-1"})
    late_approval(desk, datetime(2027, 3, 1, 12, 0, tzinfo=UTC))
    desk.now = datetime(2027, 3, 2, 9, 0, tzinfo=UTC)
    chased = [rung for rung in desk.climb() if rung.task == "approval"]
    assert [(one.rung, one.due) for one in chased] == [("overdue+1", "2027-03-01T12:00:00+00:00")]


def test_days_lost_to_a_pause_do_not_count_for_what_was_asked_for_late() -> None:
    desk = an_inspection()
    late_approval(desk, datetime(2027, 2, 22, 12, 0, tzinfo=UTC))
    desk.wait_until(datetime(2027, 2, 23, 12, 0, tzinfo=UTC))
    desk.act("p-lead", "pause_inspection", {"reason": "r-p"})
    desk.wait_until(datetime(2027, 2, 25, 12, 0, tzinfo=UTC))  # two days' ends later
    desk.act("p-lead", "resume_inspection")
    assert [rung for task, rung in desk.climbed if task == "approval"] == ["overdue+1"]
    assert climbs(desk, "approval", datetime(2027, 4, 1, tzinfo=UTC)) == [
        ("escalation+3", "Mon 01 Mar 09:00")
    ]


def test_a_task_that_is_done_is_reminded_of_no_more() -> None:
    desk = an_inspection()
    desk.act("p-liaison", "submit_return", SUBMIT)
    desk.act("p-chief", "approve_return", {"revision": "r-1"})
    desk.wait(days=60)
    assert {task for task, _ in desk.climbed} == {"eligible_cases"}
    assert set(desk.state.rungs) == {"eligible_cases"}


def test_an_extension_moves_every_rung_that_is_still_to_come() -> None:
    desk = an_inspection()
    desk.wait_until(datetime(2027, 2, 4, 12, 0, tzinfo=UTC))
    desk.act("p-lead", "extend", {"reason": "r-e", "task": "return", "days": 5})
    assert desk.state.rungs["return"].due == "2027-02-15T17:00:00+00:00"
    desk.climbed.clear()
    desk.wait(days=30)
    assert [rung for task, rung in desk.climbed if task == "return"] == [
        "reminder-5",
        "reminder-2",
        "on-the-day",
        "overdue+1",
        "escalation+3",
    ]


def test_an_extension_after_the_last_escalation_opens_the_ladder_again() -> None:
    desk = an_inspection()
    desk.wait(days=40)
    assert ladder.is_exhausted(desk.state, "return")
    desk.act("p-lead", "extend", {"reason": "r-e", "task": "return", "days": 10})
    assert desk.due("return") == datetime(2027, 2, 22, 17, tzinfo=UTC)
    assert not ladder.is_exhausted(desk.state, "return")


def test_a_ladder_is_exhausted_only_once_the_last_escalation_has_gone() -> None:
    desk = an_inspection()
    desk.wait_until(datetime(2027, 2, 11, 8, 59, tzinfo=UTC))
    assert not ladder.is_exhausted(desk.state, "return")
    desk.wait(minutes=1)
    assert ladder.is_exhausted(desk.state, "return")
    assert not ladder.is_exhausted(desk.state, "no such task")


def test_deciding_the_same_thing_twice_keeps_the_same_marks() -> None:
    desk = an_inspection()
    desk.wait(days=20)
    before = to_document(desk.state)
    desk.settle()
    assert to_document(desk.state) == before


@pytest.mark.parametrize("days", [1, 15, 21, 29, 31, 60])
def test_however_late_the_wake_up_each_rung_goes_out_at_most_once(days: int) -> None:
    desk = an_inspection()
    while desk.next_wake() is not None:  # a worker that comes back every so many days
        desk.now += timedelta(days=days)
        desk.climb()
    assert len(desk.climbed) == len(set(desk.climbed))
    assert ("return", "escalation+3") in desk.climbed


def test_no_date_means_no_ladder() -> None:
    periods = {name: p for name, p in an_outline().periods.items() if name != "return"}
    issue = an_issue(outline=to_document(an_outline(periods=periods)))
    desk = Desk(InspectionState("T-1"))
    desk.act("p-lead", "issue", issue)
    assert desk.tasks["return"].due is None
    assert set(desk.state.rungs) == {"eligible_cases"}


def test_the_next_wake_is_the_earliest_rung_of_all_open_tasks() -> None:
    desk = an_inspection()
    times = [
        rung_time(desk.due(task), rung.offset, rung.unit, HOLIDAYS)
        for task in desk.tasks
        for rung in LADDER
    ]
    assert desk.next_wake() == min(time for time in times if time > desk.now)
