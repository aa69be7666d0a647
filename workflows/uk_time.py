"""UK local time. Alone in its module because the time zone is a library object, not plain Python:
it is the one module that is passed through the workflow sandbox even where all others are reloaded.
"""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

UK = ZoneInfo("Europe/London")


def local(instant: datetime) -> datetime:
    """The instant on the UK's wall clock, British Summer Time included."""
    return instant.astimezone(UK)


def local_day(instant: datetime) -> date:
    """The day in the UK on which the instant falls."""
    return instant.astimezone(UK).date()


def at_uk(day: date, at: time) -> datetime:
    """A UK wall-clock time on a day, as UTC."""
    return datetime.combine(day, at, tzinfo=UK).astimezone(UTC)
