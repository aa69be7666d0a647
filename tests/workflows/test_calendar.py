"""A bank holiday proclaimed later: which open dates move, which stay; none gets earlier."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from criteria.errors import Rule
from criteria.outline import Period, PeriodUnit
from tests.builders import HOLIDAYS
from tests.workflows.desk import ISSUED, Desk
from tests.workflows.straight import a_follow_up, a_referral, at
from workflows.calendar import moves
from workflows.deadlines import due, first_working_day
from workflows.ladder import rungs
from workflows.standing_still import Still
from workflows.state import InspectionState
from workflows.tasks import open_tasks

DAY = "2027-01-20"  # a Wednesday, before the return and the lists of cases are due


def entered(desk: Desk[InspectionState], day: str = DAY, by: str = "p-lead") -> None:
    desk.act(by, "amend_calendar", {"source": "r-h", "day": day})


def test_open_dates_in_working_days_move_later_and_say_why() -> None:
    desk = at("issued")
    entered(desk)
    assert desk.due("return") == datetime(2027, 2, 9, 17, tzinfo=UTC)
    task = open_tasks(desk.state)["return"]
    assert task.due
    assert "; 1 bank holiday between; due by 5pm on Tuesday 9 February 2027." in task.due.why


def test_what_is_previewed_is_what_moves() -> None:
    desk = at("issued")
    before = {name: task.due for name, task in open_tasks(desk.state).items()}
    said = {one.task: (one.before, one.after) for one in moves(desk.state, date(2027, 1, 20))}
    entered(desk, by="p-hmi")
    after = {name: task.due for name, task in open_tasks(desk.state).items()}
    moved = {n: (b.at, a.at) for n, b in before.items() if b and (a := after[n]) and a.at != b.at}
    assert said == moved
    assert set(said) == {"return", "eligible_cases"}


def test_a_holiday_after_a_date_leaves_it_alone() -> None:
    desk = at("issued")
    before = desk.due("eligible_cases")
    entered(desk, "2027-02-03")
    assert desk.due("eligible_cases") == before
    assert desk.due("return") == datetime(2027, 2, 9, 17, tzinfo=UTC)


def test_today_may_be_proclaimed_until_it_is_over() -> None:
    desk = at("issued")
    entered(desk, ISSUED.date().isoformat())
    assert desk.state.added_holidays == ["2027-01-11"]


def test_a_proposal_to_go_on_without_lapses_when_its_date_moves() -> None:
    desk = at("issued")
    desk.state.proposed = {"return": "r-p", "sign_off": "r-q"}
    entered(desk)
    assert desk.state.proposed == {"sign_off": "r-q"}


def test_no_rung_is_climbed_twice_because_a_date_moved() -> None:
    desk = at("issued")
    while "return" not in dict(desk.climbed):
        wake = desk.next_wake()
        assert wake
        desk.wait_until(wake)
    entered(desk, desk.now.date().isoformat())  # the very day on which it was climbed
    desk.wait(days=90)
    climbed = [rung for task, rung in desk.climbed if task == "return"]
    assert climbed == [rung.name for rung in rungs(desk.state)]


@pytest.mark.parametrize(
    ("day", "rule"),
    [
        ("2027-01-08", Rule.HOLIDAY_IS_PAST),
        ("2027-01-16", Rule.HOLIDAY_AT_A_WEEKEND),
        ("2027-03-26", Rule.HOLIDAY_IS_KNOWN),
        ("2027-02-30", Rule.INVALID_INPUT),
    ],
)
def test_a_day_that_can_move_nothing_is_refused_by_name(day: str, rule: Rule) -> None:
    assert at("issued").refusal("p-lead", "amend_calendar", {"source": "r", "day": day}) is rule


@pytest.mark.parametrize("person", ["p-liaison", "p-chief", "p-ann", "p-chair", "p-body", "system"])
def test_nobody_but_leads_and_hmi_adds_a_bank_holiday(person: str) -> None:
    body = {"source": "r", "day": DAY}
    assert at("issued").refusal(person, "amend_calendar", body) is Rule.NOT_YOUR_ROLE


# What follows the inspection


def test_a_follow_up_learns_of_it_and_no_statutory_date_of_it_moves() -> None:
    desk = a_follow_up()
    before = {task: desk.due(task) for task in desk.tasks}
    day = next_weekday(desk)
    desk.act("system", "follow_calendar", {"days": [day]})
    after = {task: desk.due(task) for task in desk.tasks}
    assert after["immediate_update"] > before.pop("immediate_update")
    assert {task: after[task] for task in before} == before
    desk.act("system", "follow_calendar", {"days": [day]})
    assert {task: desk.due(task) for task in desk.tasks} == after


def test_no_clock_of_a_referral_moves_by_a_bank_holiday() -> None:
    desk = a_referral()
    before = {task: desk.due(task) for task in desk.tasks}
    desk.act("system", "follow_calendar", {"days": [next_weekday(desk)]})
    assert {task: desk.due(task) for task in desk.tasks} == before
    assert desk.refusal("p-lead", "follow_calendar", {"days": [DAY]}) is Rule.NOT_YOUR_ROLE


def next_weekday(desk: Desk[Any]) -> str:
    day = desk.now.date() + timedelta(days=1)
    return first_working_day(day, HOLIDAYS).isoformat()


# The computation itself

PAUSES = st.lists(st.tuples(st.integers(-10, 90), st.integers(0, 200)), max_size=4)


def stills_of(pauses: list[tuple[int, int]]) -> list[Still]:
    """Pauses by the day after issue on which they begin and the hours that they last."""
    starts = [(ISSUED + timedelta(days=day), hours) for day, hours in pauses]
    return [Still(start, start + timedelta(hours=hours)) for start, hours in starts]


@given(
    count=st.integers(-40, 60),
    unit=st.sampled_from(list(PeriodUnit)),
    extended=st.integers(0, 10),
    pauses=PAUSES,
    added=st.sets(st.integers(-80, 120), max_size=6),
    more=st.integers(-80, 120),
)
def test_one_holiday_more_never_makes_a_date_earlier_and_moves_no_statutory_one(
    count: int,
    unit: PeriodUnit,
    extended: int,
    pauses: list[tuple[int, int]],
    added: set[int],
    more: int,
) -> None:
    days = [(ISSUED.date() + timedelta(days=day)).isoformat() for day in sorted(added)]
    again = [*days, (ISSUED.date() + timedelta(days=more)).isoformat()]
    period, stills = Period(count, unit, "issue"), stills_of(pauses)
    first = due(period, ISSUED, HOLIDAYS, extended, stills, days)
    second = due(period, ISSUED, HOLIDAYS, extended, stills, again)
    assert second.at >= first.at
    if unit is not PeriodUnit.WORKING_DAYS:
        assert second == first == due(period, ISSUED, HOLIDAYS, extended, stills)


@given(
    count=st.integers(1, 60),
    extended=st.integers(0, 10),
    pauses=PAUSES,
    pause=st.tuples(st.integers(-10, 90), st.integers(0, 200)),
    added=st.sets(st.integers(-80, 120), max_size=6),
)
def test_a_pause_makes_no_date_earlier_whatever_holidays_fall_into_it(
    count: int,
    extended: int,
    pauses: list[tuple[int, int]],
    pause: tuple[int, int],
    added: set[int],
) -> None:
    days = [(ISSUED.date() + timedelta(days=day)).isoformat() for day in sorted(added)]
    period = Period(count, PeriodUnit.WORKING_DAYS, "issue")
    first = due(period, ISSUED, HOLIDAYS, extended, stills_of(pauses), days)
    second = due(period, ISSUED, HOLIDAYS, extended, stills_of([*pauses, pause]), days)
    assert second.at >= first.at


def test_a_holiday_within_a_pause_gives_its_day_back_once() -> None:
    """Five working days from Monday; paused from Tuesday to Thursday, Wednesday is a holiday."""
    period = Period(5, PeriodUnit.WORKING_DAYS, "issue")
    stills = [Still(ISSUED + timedelta(days=1), ISSUED + timedelta(days=3, hours=8))]
    alone = due(period, ISSUED, HOLIDAYS, 0, stills)
    both = due(period, ISSUED, HOLIDAYS, 0, stills, ["2027-01-13"])
    assert alone.at == both.at == datetime(2027, 1, 21, 17, tzinfo=UTC)
    beside = due(period, ISSUED, HOLIDAYS, 0, stills, ["2027-01-18"])
    assert beside.at == datetime(2027, 1, 22, 17, tzinfo=UTC)
    assert "1 bank holiday between; paused for 3 working days" in beside.why
