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
from workflows.standing_still import Still, lost_days, lost_time
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
    stills: Sequence[Still] = (),
    proclaimed: Sequence[str] = (),
) -> Due:
    """The due date of a period after (or, with a negative count, before) an event.

    `extended_by` adds working days. Hours count to the minute, nights and clock changes included.
    `stills` are pauses that have ended: what fell into them after the event is added, in the
    period's own unit. A period before its event runs up to a fixed day, the fieldwork's; it has
    no clock that could stand still, and moves only if the fieldwork does.
    `proclaimed` are bank holidays added later: they move what is reckoned in working days later,
    never earlier, and no statutory date.
    """
    stills = stills if period.count > 0 else ()
    if period.unit is PeriodUnit.HOURS:
        # Reckoned in UTC: on a wall clock an hour is lost or doubled when the clocks change.
        event = event.astimezone(UTC)
        lost = lost_time(stills, event)
        at = event + timedelta(hours=period.count) + lost
        return Due(at, _hours_sentence(period, event, at, lost))
    day, lost_to_pauses = local_day(event), lost_days(stills, event)
    added = _Added(extended_by, _lost(period, lost_to_pauses, holidays))
    known = holidays
    if period.unit is PeriodUnit.WORKING_DAYS:
        known = _with_proclaimed(holidays, proclaimed, lost_to_pauses)
    # Reckoned backwards, one more holiday would make the date earlier: it stays what it was.
    counted = holidays if period.count < 0 else known
    last = _last_day(period, day, counted)
    if period.unit is PeriodUnit.WORKING_DAYS:
        last = first_working_day(last, known)
    if extended_by:
        last = add_working_days(last, extended_by, known)
    if period.unit is PeriodUnit.WORKING_DAYS:
        last = add_working_days(last, added.paused, known)
    else:
        last += timedelta(days=added.paused)
    return Due(at_uk(last, END_OF_DAY), _sentence(period, day, last, counted, added))


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


@dataclass(frozen=True)
class _Added:
    """Days added to a period: working days granted, and days of its own kind that were lost."""

    extended: int
    paused: int


def _lost(period: Period, days: Sequence[date], holidays: list[str]) -> int:
    """How many of the days that fell into pauses are of the period's kind."""
    if period.unit is PeriodUnit.WORKING_DAYS:
        return sum(is_working_day(day, holidays) for day in days)
    return len(days)


def _with_proclaimed(
    holidays: list[str], proclaimed: Sequence[str], lost: Sequence[date]
) -> list[str]:
    """The holidays that do not count. A day lost to a pause is given back once, not twice."""
    given_back = {day.isoformat() for day in lost}
    return sorted({*holidays, *(day for day in proclaimed if day not in given_back)})


def _last_day(period: Period, day: date, holidays: list[str]) -> date:
    if period.unit is PeriodUnit.WORKING_DAYS:
        return add_working_days(day, period.count, holidays)
    if period.unit is PeriodUnit.CALENDAR_DAYS:
        return day + timedelta(days=period.count)
    months = day.year * 12 + day.month - 1 + period.count
    year, month = divmod(months, 12)
    clipped = min(day.day, calendar.monthrange(year, month + 1)[1])  # month's end is clipped
    return date(year, month + 1, clipped)


def _sentence(period: Period, day: date, last: date, holidays: list[str], added: _Added) -> str:
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
    if added.extended:
        text += f"; extended by {_plural(added.extended, 'working day')}"
    if added.paused:
        kind = "working" if period.unit is PeriodUnit.WORKING_DAYS else "calendar"
        text += f"; paused for {_plural(added.paused, f'{kind} day')}"
    return f"{text[0].upper()}{text[1:]}; due by 5pm on {long_date(last)}."


def _hours_sentence(period: Period, event: datetime, at: datetime, lost: timedelta) -> str:
    start = local(event)
    word = EVENTS.get(period.event, period.event)
    end = local(at)
    hours, minutes = divmod(int(lost.total_seconds()) // 60, 60)
    paused = f"; paused for {_plural(hours, 'hour')} {_plural(minutes, 'minute')}" if lost else ""
    return (
        f"{_plural(period.count, 'hour')} from {word} at {start:%H:%M} on"
        f" {long_date(start.date())}{paused}; due by {end:%H:%M} on {long_date(end.date())}."
    )


def _count(count: int, unit: PeriodUnit) -> str:
    return _plural(count, unit.value.rstrip("s").replace("_", " "))


def _plural(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"
