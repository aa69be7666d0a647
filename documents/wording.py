"""How dates, times and counts read in every document: whole, in plain English, in UK time.

Locale settings of the computer have no say here, so the same facts read the same everywhere.
"""

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

UK = ZoneInfo("Europe/London")
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def month_year(day: date) -> str:
    """For example "May 2027"."""
    return f"{_MONTHS[day.month - 1]} {day.year}"


def plain_date(day: date) -> str:
    """For example "8 February 2027"."""
    return f"{day.day} {month_year(day)}"


def long_date(day: date) -> str:
    """For example "Monday 8 February 2027"."""
    return f"{_DAYS[day.weekday()]} {plain_date(day)}"


def date_span(start: date, end: date) -> str:
    """For example "Monday 1 March to Friday 12 March 2027"; one day alone reads as that day."""
    if start == end:
        return long_date(start)
    opening = f"{_DAYS[start.weekday()]} {start.day} {_MONTHS[start.month - 1]}"
    year = "" if start.year == end.year else f" {start.year}"
    return f"{opening}{year} to {long_date(end)}"


def clock_time(moment: datetime) -> str:
    """UK time: "5pm", "9.30am", "noon" or "midnight". Refuses a moment without a zone."""
    if moment.tzinfo is None:
        raise ValueError("a time in a document needs its zone")
    local = moment.astimezone(UK)
    if local.minute == 0 and local.hour in (0, 12):
        return "midnight" if local.hour == 0 else "noon"
    minutes = f".{local.minute:02}" if local.minute else ""
    return f"{local.hour % 12 or 12}{minutes}{'am' if local.hour < 12 else 'pm'}"


def deadline(moment: datetime) -> str:
    """For example "5pm on Monday 8 February 2027", in UK time."""
    return f"{clock_time(moment)} on {long_date(moment.astimezone(UK).date())}"


def counted(count: int, one: str, many: str = "") -> str:
    """For example "1 case file" and "33 case files"; `many` where the plural is not one + s."""
    return f"{count} {one if count == 1 else many or one + 's'}"


def listed(items: Sequence[str]) -> str:
    """For example "one, two and three"."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} and {items[-1]}"


def letter(position: int) -> str:
    """The letter of a list's item: 0 is "a", 25 "z", 26 "aa"."""
    head, rest = divmod(position, 26)
    return (letter(head - 1) if head else "") + chr(ord("a") + rest)
