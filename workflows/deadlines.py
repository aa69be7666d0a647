"""When things are due: working days, calendar days and months, elapsed hours. Pure.

Every due date explains itself in a sentence. A day's deadline is 5pm; working days do not count the
day of the event, weekends or the bank holidays pinned with the programme.
"""

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from criteria.outline import Period, PeriodUnit
from criteria.timetable import EVENTS
from workflows.uk_time import at_uk, local, local_day

END_OF_DAY = time(17, 0)
REMINDER_TIME = time(9, 0)


@dataclass(frozen=True)
class Due:
    """When something is due (aware, UTC) and the sentence that says why."""

    at: datetime
    why: str


def due(
    period: Period,
    event: datetime,
    holidays: list[str],
    extended_by: int = 0,
    added: Sequence[str] = (),
) -> Due:
    """The due date of a period after (or, with a negative count, before) an event.

    `extended_by` adds working days. Hours count to the minute, nights and clock changes included.
    `added` are bank holidays proclaimed later: they move what is reckoned in working days later,
    never earlier, and no statutory date.
    """
    if period.unit is PeriodUnit.HOURS:
        # Reckoned in UTC: on a wall clock an hour is lost or doubled when the clocks change.
        event = event.astimezone(UTC)
        return Due(event + timedelta(hours=period.count), _hours_sentence(period, event))
    day = local_day(event)
    pinned = holidays
    if period.unit is PeriodUnit.WORKING_DAYS:
        holidays = sorted({*holidays, *added})
    # Reckoned backwards, one more holiday would make the date earlier: it stays what it was.
    counted = pinned if period.count < 0 else holidays
    last = _last_day(period, day, counted)
    if (
        period.unit is not PeriodUnit.CALENDAR_DAYS
        and period.unit is not PeriodUnit.CALENDAR_MONTHS
    ):
        last = first_working_day(last, holidays)
    if extended_by:
        last = add_working_days(last, extended_by, holidays)
    return Due(at_uk(last, END_OF_DAY), _sentence(period, day, last, counted, extended_by))


def add_working_days(day: date, count: int, holidays: list[str]) -> date:
    """The day `count` working days after (before, when negative) `day`, which is not counted."""
    step = timedelta(days=1 if count >= 0 else -1)
    for _ in range(abs(count)):
        day += step
        while not is_working_day(day, holidays):
            day += step
    return day


def is_working_day(day: date, holidays: list[str]) -> bool:
    return day.weekday() < 5 and day.isoformat() not in holidays


def first_working_day(day: date, holidays: list[str]) -> date:
    """`day` itself, or the next working day after it."""
    while not is_working_day(day, holidays):
        day += timedelta(days=1)
    return day


def rung_time(due_at: datetime, offset: int, unit: PeriodUnit, holidays: list[str]) -> datetime:
    """When a rung is reached: 9am of its day (UK), or to the minute where it counts hours."""
    if unit is PeriodUnit.HOURS:
        return due_at + timedelta(hours=offset)
    day = _last_day(Period(offset, unit, "due"), local_day(due_at), holidays)
    return at_uk(day, REMINDER_TIME)


def long_date(day: date) -> str:
    """As printed for people: Monday 8 February 2027."""
    return (
        f"{calendar.day_name[day.weekday()]} {day.day} {calendar.month_name[day.month]} {day.year}"
    )


def _last_day(period: Period, day: date, holidays: list[str]) -> date:
    if period.unit is PeriodUnit.WORKING_DAYS:
        return add_working_days(day, period.count, holidays)
    if period.unit is PeriodUnit.CALENDAR_DAYS:
        return day + timedelta(days=period.count)
    months = day.year * 12 + day.month - 1 + period.count
    year, month = divmod(months, 12)
    clipped = min(day.day, calendar.monthrange(year, month + 1)[1])  # month's end is clipped
    return date(year, month + 1, clipped)


def _sentence(period: Period, day: date, last: date, holidays: list[str], extended_by: int) -> str:
    event = EVENTS.get(period.event, period.event.replace("_", " "))
    start = f"{event} on {long_date(day)}"
    if period.count == 0:
        text = f"the day of {start}"
    else:
        side = "from" if period.count > 0 else "before"
        text = f"{_count(abs(period.count), period.unit)} {side} {start}"
    if period.unit is PeriodUnit.WORKING_DAYS:
        passed = [h for h in holidays if min(day, last) < date.fromisoformat(h) < max(day, last)]
        text += f"; {_plural(len(passed), 'bank holiday')} between"
    if extended_by:
        text += f"; extended by {_plural(extended_by, 'working day')}"
    return f"{text[0].upper()}{text[1:]}; due by 5pm on {long_date(last)}."


def _hours_sentence(period: Period, event: datetime) -> str:
    start = local(event)
    word = EVENTS.get(period.event, period.event)
    end = local(event + timedelta(hours=period.count))
    return (
        f"{_plural(period.count, 'hour')} from {word} at {start:%H:%M} on"
        f" {long_date(start.date())}; due by {end:%H:%M} on {long_date(end.date())}."
    )


def _count(count: int, unit: PeriodUnit) -> str:
    return _plural(count, unit.value.rstrip("s").replace("_", " "))


def _plural(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"
