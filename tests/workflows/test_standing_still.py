"""Due dates after pauses: later by what the clocks lost, never earlier, and explained."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from criteria.outline import Period, PeriodUnit
from workflows.deadlines import Due, due
from workflows.standing_still import Still, lost_time

HOLIDAYS = ["2027-01-13", "2027-03-26", "2027-03-29"]
ISSUED = datetime(2027, 1, 11, 10, tzinfo=UTC)  # Monday
MINUTES = st.integers(0, 200 * 24 * 60)
moments = MINUTES.map(lambda minutes: ISSUED + timedelta(minutes=minutes))
periods = st.builds(Period, st.integers(1, 40), st.sampled_from(PeriodUnit), st.just("issue"))
any_period = st.builds(Period, st.integers(-40, 40), st.sampled_from(PeriodUnit), st.just("issue"))
extensions = st.integers(0, 10)


def still(start: datetime, end: datetime) -> Still:
    return Still(start, end)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment in January 2027: the 11th is a Monday, the 13th a holiday here."""
    return datetime(2027, 1, day, hour, minute, tzinfo=UTC)


def of(period: Period, *stills: Still, extended: int = 0) -> Due:
    return due(period, ISSUED, HOLIDAYS, extended, stills)


def pauses(moments_: list[datetime]) -> list[Still]:
    """Moments in order, taken in pairs: from the first to the second, and so on."""
    found = sorted(moments_)
    return [still(a, b) for a, b in list(pairwise(found))[::2]]


@given(any_period, st.lists(moments, max_size=8), extensions)
def test_a_date_moves_later_and_never_earlier(
    period: Period, times: list[datetime], extended: int
) -> None:
    stills = pauses(times)
    dates = [of(period, *stills[:n], extended=extended).at for n in range(len(stills) + 1)]
    assert dates == sorted(dates)


@given(periods, st.lists(moments, min_size=3, max_size=3), extensions)
def test_two_pauses_on_end_move_a_date_as_far_as_one_over_both(
    period: Period, times: list[datetime], extended: int
) -> None:
    first, middle, last = sorted(times)
    parted = of(period, still(first, middle), still(middle, last), extended=extended)
    assert parted == of(period, still(first, last), extended=extended)


@given(any_period, moments, extensions)
def test_a_pause_that_ends_at_once_changes_nothing(
    period: Period, moment: datetime, extended: int
) -> None:
    assert of(period, still(moment, moment), extended=extended) == of(period, extended=extended)


@given(periods, moments, moments)
def test_what_was_not_late_when_the_pause_began_is_not_late_when_it_ends(
    period: Period, one: datetime, other: datetime
) -> None:
    start, end = sorted((one, other))
    before, after = of(period).at, of(period, still(start, end)).at
    assert (after <= end) is (before <= start)


@given(any_period, moments)
def test_a_pause_before_the_event_does_not_count(period: Period, start: datetime) -> None:
    early = still(ISSUED - (start - ISSUED) - timedelta(minutes=1), ISSUED)
    assert of(period, early) == of(period)


@given(st.integers(-40, 0), st.sampled_from(PeriodUnit), moments, moments)
def test_a_period_before_the_fieldwork_moves_by_no_pause(
    count: int, unit: PeriodUnit, one: datetime, other: datetime
) -> None:
    period = Period(count, unit, "fieldwork_start")
    assert of(period, still(min(one, other), max(one, other))) == of(period)


def test_working_days_are_counted_without_weekends_and_holidays() -> None:
    ten = Period(10, PeriodUnit.WORKING_DAYS, "issue")
    found = of(ten, still(at(12, 9), at(19, 9)))  # Tuesday to Tuesday, Wednesday a holiday
    assert found.at == datetime(2027, 2, 1, 17, tzinfo=UTC)  # 26 January, 4 working days later
    assert found.why == (
        "10 working days from issue on Monday 11 January 2027; 1 bank holiday between"
        "; paused for 4 working days; due by 5pm on Monday 1 February 2027."
    )


@pytest.mark.parametrize(
    ("unit", "count", "expected"),
    [
        (PeriodUnit.CALENDAR_DAYS, 14, datetime(2027, 2, 1, 17, tzinfo=UTC)),
        (PeriodUnit.CALENDAR_MONTHS, 1, datetime(2027, 2, 18, 17, tzinfo=UTC)),
    ],
)
def test_calendar_periods_move_by_calendar_days(
    unit: PeriodUnit, count: int, expected: datetime
) -> None:
    found = of(Period(count, unit, "issue"), still(at(12, 9), at(19, 9)))
    assert found.at == expected
    assert "; paused for 7 calendar days; due by 5pm on " in found.why


def test_hours_move_by_the_time_that_passed() -> None:
    four = Period(4, PeriodUnit.HOURS, "issue")
    found = of(four, still(at(11, 11), at(11, 13, 20)), still(at(11, 15), at(12, 15)))
    assert found.at == at(12, 16, 20)
    assert found.why == (
        "4 hours from issue at 10:00 on Monday 11 January 2027; paused for 26 hours 20 minutes"
        "; due by 16:20 on Tuesday 12 January 2027."
    )


def test_a_pause_after_five_in_the_evening_and_before_the_next_morning_costs_no_day() -> None:
    ten = Period(10, PeriodUnit.WORKING_DAYS, "issue")
    assert of(ten, still(at(12, 17), at(13, 9))) == of(ten)
    assert "paused for 1 working day;" in of(ten, still(at(12, 16, 59), at(12, 17, 1))).why


@given(st.lists(moments, max_size=8))
def test_time_is_lost_from_the_event_on_only(times: list[datetime]) -> None:
    stills = pauses(times)
    assert lost_time(stills, ISSUED) == sum((s.end - s.start for s in stills), timedelta())
    assert lost_time(stills, ISSUED + timedelta(days=999)) == timedelta()
