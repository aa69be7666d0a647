"""When things are due: every unit, both directions, clock changes, and the sentence saying why."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from criteria import catalogue
from criteria.outline import Period, PeriodUnit
from tests.builders import HOLIDAYS
from workflows.deadlines import (
    add_working_days,
    due,
    first_working_day,
    is_working_day,
    long_date,
    rung_time,
)
from workflows.uk_time import at_uk, local, local_day

WORKING, CALENDAR = PeriodUnit.WORKING_DAYS, PeriodUnit.CALENDAR_DAYS
MONTHS, HOURS = PeriodUnit.CALENDAR_MONTHS, PeriodUnit.HOURS
LONDON = ZoneInfo("Europe/London")


def at(text: str) -> datetime:
    """An instant from UK wall-clock time: "2027-01-11 10:00"."""
    return datetime.fromisoformat(text).replace(tzinfo=LONDON).astimezone(UTC)


def due_at(count: int, unit: PeriodUnit, event: str, extended_by: int = 0) -> str:
    """When it is due on the UK's wall clock."""
    found = due(Period(count, unit, "issue"), at(event), HOLIDAYS, extended_by).at
    assert found.utcoffset() == timedelta(0)
    return f"{local(found):%a %Y-%m-%d %H:%M}"


@pytest.mark.parametrize(
    ("count", "unit", "event", "expected"),
    [
        # Scenario 1: issued on Monday 11 January, twenty working days.
        (20, WORKING, "2027-01-11 10:00", "Mon 2027-02-08 17:00"),
        (10, WORKING, "2027-01-11 10:00", "Mon 2027-01-25 17:00"),
        (1, WORKING, "2027-01-11 23:59", "Tue 2027-01-12 17:00"),
        # An event on a day that is none itself: nothing counts until the next working day.
        (1, WORKING, "2027-01-16 12:00", "Mon 2027-01-18 17:00"),
        (1, WORKING, "2026-12-24 12:00", "Tue 2026-12-29 17:00"),  # Christmas, and its Monday
        (5, WORKING, "2027-03-22 09:00", "Wed 2027-03-31 17:00"),  # Good Friday, Easter Monday
        (-5, WORKING, "2027-03-01 12:00", "Mon 2027-02-22 17:00"),
        (-5, WORKING, "2027-03-31 12:00", "Mon 2027-03-22 17:00"),
        (0, WORKING, "2027-03-12 12:00", "Fri 2027-03-12 17:00"),
        (0, WORKING, "2027-03-13 12:00", "Mon 2027-03-15 17:00"),
        # Calendar periods may end on any day: 42 days is six weeks to the day.
        (42, CALENDAR, "2027-06-01 09:00", "Tue 2027-07-13 17:00"),
        (56, CALENDAR, "2027-06-05 09:00", "Sat 2027-07-31 17:00"),
        (6, MONTHS, "2027-08-31 09:00", "Tue 2028-02-29 17:00"),  # the month's end is clipped
        (1, MONTHS, "2027-01-31 09:00", "Sun 2027-02-28 17:00"),
        (3, MONTHS, "2027-10-15 09:00", "Sat 2028-01-15 17:00"),
        (12, MONTHS, "2028-02-29 09:00", "Wed 2029-02-28 17:00"),
        (-1, MONTHS, "2027-01-31 09:00", "Thu 2026-12-31 17:00"),
        # Hours run to the minute, nights and weekends included.
        (1, HOURS, "2027-03-05 16:50", "Fri 2027-03-05 17:50"),
        (4, HOURS, "2027-03-05 16:50", "Fri 2027-03-05 20:50"),
        (24, HOURS, "2027-03-05 16:50", "Sat 2027-03-06 16:50"),
        # Clocks go forward on 28 March and back on 31 October 2027: an hour is an hour.
        (24, HOURS, "2027-03-27 16:50", "Sun 2027-03-28 17:50"),
        (24, HOURS, "2027-10-30 16:50", "Sun 2027-10-31 15:50"),
    ],
)
def test_a_due_date_is_counted_as_people_count(
    count: int, unit: PeriodUnit, event: str, expected: str
) -> None:
    assert due_at(count, unit, event) == expected


def test_a_day_ends_at_five_by_the_wall_clock_in_winter_and_in_summer() -> None:
    winter = due(Period(20, WORKING, "issue"), at("2027-01-11 10:00"), HOLIDAYS)
    summer = due(Period(20, WORKING, "issue"), at("2027-03-08 10:00"), HOLIDAYS)
    assert winter.at == datetime(2027, 2, 8, 17, tzinfo=UTC)
    assert summer.at == datetime(2027, 4, 7, 16, tzinfo=UTC)


def test_the_day_of_an_event_is_the_day_in_the_united_kingdom() -> None:
    late = datetime(2027, 6, 14, 23, 30, tzinfo=UTC)  # half past midnight on the 15th, in summer
    assert local_day(late) == date(2027, 6, 15)
    assert due(Period(1, WORKING, "issue"), late, HOLIDAYS).at == at("2027-06-16 17:00")


def test_hours_are_the_same_whichever_clock_the_event_was_told_by() -> None:
    event = at("2027-03-27 16:50")
    told_here = due(Period(24, HOURS, "referred"), event.astimezone(LONDON), HOLIDAYS)
    assert told_here == due(Period(24, HOURS, "referred"), event, HOLIDAYS)


@pytest.mark.parametrize(
    ("count", "unit", "event", "extended_by", "expected"),
    [
        (20, WORKING, "2027-01-11 10:00", 3, "Thu 2027-02-11 17:00"),
        (20, WORKING, "2027-01-11 10:00", 5, "Mon 2027-02-15 17:00"),
        (10, WORKING, "2027-05-10 09:00", 3, "Thu 2027-05-27 17:00"),  # scenario 6
        (56, CALENDAR, "2027-06-05 09:00", 1, "Mon 2027-08-02 17:00"),  # from a Saturday
    ],
)
def test_an_extension_adds_working_days(
    count: int, unit: PeriodUnit, event: str, extended_by: int, expected: str
) -> None:
    assert due_at(count, unit, event, extended_by) == expected


@pytest.mark.parametrize(
    ("period", "event", "extended_by", "sentence"),
    [
        (
            Period(20, WORKING, "issue"),
            "2027-01-11 10:00",
            0,
            "20 working days from issue on Monday 11 January 2027; 0 bank holidays between;"
            " due by 5pm on Monday 8 February 2027.",
        ),
        (
            Period(5, WORKING, "approved"),
            "2027-03-22 10:00",
            3,
            "5 working days from the force's approval of its return on Monday 22 March 2027;"
            " 2 bank holidays between; extended by 3 working days;"
            " due by 5pm on Monday 5 April 2027.",
        ),
        (
            Period(-5, WORKING, "fieldwork_start"),
            "2027-03-30 12:00",
            0,
            "5 working days before the start of fieldwork on Tuesday 30 March 2027;"
            " 2 bank holidays between; due by 5pm on Friday 19 March 2027.",
        ),
        (
            Period(-1, WORKING, "fieldwork_start"),
            "2027-03-29 12:00",  # the event's own day is no working day, and is not counted either
            0,
            "1 working day before the start of fieldwork on Monday 29 March 2027;"
            " 1 bank holiday between; due by 5pm on Thursday 25 March 2027.",
        ),
        (
            Period(0, WORKING, "fieldwork_end"),
            "2027-03-12 12:00",
            0,
            "The day of the end of fieldwork on Friday 12 March 2027; 0 bank holidays between;"
            " due by 5pm on Friday 12 March 2027.",
        ),
        (
            Period(6, MONTHS, "published"),
            "2027-08-31 12:00",
            0,
            "6 calendar months from publication on Tuesday 31 August 2027;"
            " due by 5pm on Tuesday 29 February 2028.",
        ),
        (
            Period(4, HOURS, "referred"),
            "2027-03-05 16:50",
            0,
            "4 hours from the referral at 16:50 on Friday 5 March 2027;"
            " due by 20:50 on Friday 5 March 2027.",
        ),
    ],
)
def test_every_due_date_explains_itself_in_a_sentence(
    period: Period, event: str, extended_by: int, sentence: str
) -> None:
    assert due(period, at(event), HOLIDAYS, extended_by).why == sentence


@pytest.mark.parametrize(
    ("due_at", "offset", "unit", "expected"),
    [
        ("2027-02-08 17:00", -10, WORKING, "Mon 2027-01-25 09:00"),
        ("2027-02-08 17:00", -2, WORKING, "Thu 2027-02-04 09:00"),
        ("2027-02-08 17:00", 0, WORKING, "Mon 2027-02-08 09:00"),
        ("2027-02-08 17:00", 1, WORKING, "Tue 2027-02-09 09:00"),
        ("2027-02-08 17:00", 3, WORKING, "Thu 2027-02-11 09:00"),
        ("2027-03-25 17:00", 1, WORKING, "Tue 2027-03-30 09:00"),  # over Easter
        ("2027-07-31 17:00", 0, WORKING, "Sat 2027-07-31 09:00"),  # a calendar period's last day
        ("2027-03-29 17:00", -2, CALENDAR, "Sat 2027-03-27 09:00"),
        ("2027-03-31 17:00", -1, MONTHS, "Sun 2027-02-28 09:00"),
        ("2027-03-27 16:50", 24, HOURS, "Sun 2027-03-28 17:50"),
        ("2027-03-05 20:50", 0, HOURS, "Fri 2027-03-05 20:50"),
    ],
)
def test_a_rung_is_reached_at_nine_of_its_day_or_to_the_minute(
    due_at: str, offset: int, unit: PeriodUnit, expected: str
) -> None:
    reached = rung_time(at(due_at), offset, unit, HOLIDAYS)
    assert f"{local(reached):%a %Y-%m-%d %H:%M}" == expected


def test_dates_are_printed_in_full() -> None:
    assert long_date(date(2027, 2, 8)) == "Monday 8 February 2027"


DAYS = st.dates(date(2026, 1, 1), date(2030, 12, 31))
INSTANTS = st.builds(
    lambda day, minutes: datetime.combine(day, time(), tzinfo=UTC) + timedelta(minutes=minutes),
    DAYS,
    st.integers(0, 1439),
)
UNITS = st.sampled_from(list(PeriodUnit))
COUNTS = st.integers(-60, 60)
SHIPPED_HOLIDAYS = catalogue.programmes()[0].outline().holidays


@given(INSTANTS, COUNTS)
def test_a_period_of_working_days_ends_on_a_working_day(event: datetime, count: int) -> None:
    found = local(due(Period(count, WORKING, "issue"), event, SHIPPED_HOLIDAYS).at)
    assert is_working_day(found.date(), SHIPPED_HOLIDAYS)
    assert (found.hour, found.minute) == (17, 0)


@given(INSTANTS, st.integers(1, 60), UNITS, st.integers(0, 20))
def test_nothing_is_due_before_the_event_that_it_is_counted_from(
    event: datetime, count: int, unit: PeriodUnit, extended_by: int
) -> None:
    assert due(Period(count, unit, "issue"), event, SHIPPED_HOLIDAYS, extended_by).at > event


@given(INSTANTS, COUNTS, UNITS)
def test_a_longer_period_never_ends_earlier(event: datetime, count: int, unit: PeriodUnit) -> None:
    shorter = due(Period(count, unit, "issue"), event, SHIPPED_HOLIDAYS).at
    assert shorter <= due(Period(count + 1, unit, "issue"), event, SHIPPED_HOLIDAYS).at


@given(INSTANTS, COUNTS, UNITS, st.integers(0, 20), st.integers(1, 20))
def test_a_date_moves_later_and_never_earlier(
    event: datetime, count: int, unit: PeriodUnit, granted: int, more: int
) -> None:
    period = Period(count, unit, "issue")
    before = due(period, event, SHIPPED_HOLIDAYS, granted).at
    after = due(period, event, SHIPPED_HOLIDAYS, granted + more).at
    assert after == before if unit is HOURS else after > before


@given(INSTANTS, COUNTS, UNITS)
def test_the_sentence_names_both_dates(event: datetime, count: int, unit: PeriodUnit) -> None:
    found = due(Period(count, unit, "issue"), event, SHIPPED_HOLIDAYS)
    for day in (local_day(event), local_day(found.at)):
        assert long_date(day) in found.why


@given(DAYS, COUNTS)
def test_counting_forward_and_back_again_leads_to_the_same_working_day(
    day: date, count: int
) -> None:
    start = first_working_day(day, SHIPPED_HOLIDAYS)
    there = add_working_days(start, count, SHIPPED_HOLIDAYS)
    assert add_working_days(there, -count, SHIPPED_HOLIDAYS) == start


@given(DAYS, st.times())
def test_uk_wall_clock_times_come_back_from_utc(day: date, clock: time) -> None:
    there = at_uk(day, clock.replace(microsecond=0, fold=0))
    skipped = local(there).time() != clock.replace(microsecond=0, fold=0)
    in_the_lost_hour = day.month == 3 and day.weekday() == 6 and clock.hour == 1
    assert not skipped or in_the_lost_hour
