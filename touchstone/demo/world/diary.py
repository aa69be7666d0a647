"""When things happened in the demonstration world: working hours of working days gone by."""

from datetime import date, datetime, time, timedelta

from workflows.deadlines import add_working_days, is_working_day
from workflows.uk_time import at_uk, local_day

OPENS, LASTS = 9, 480  # o'clock; minutes of a working day
AT_ONCE = 20  # minutes between entries that cannot wait


class WorkingDiary:
    """The diary of one inspection, its days counted in working days from its issue.

    `made_at` is when the world is made: nothing happens after it.
    """

    def __init__(self, made_at: datetime, began: int, holidays: list[str]) -> None:
        self._made_at = made_at
        self._holidays = holidays
        self._began = began
        self._day = 0
        self._minute = 0
        self._each = 0
        self._exactly: datetime | None = None

    def turn_to(self, day: int, each: int = 60) -> None:
        """Go to ten on this day after issue; everything done from then on takes so many minutes."""
        self._day, self._minute, self._each = day, 60, each
        self._exactly = None

    def turn_back(self, hours: float) -> None:
        """Go to so many hours before the making, whatever the hour of the day."""
        self._exactly = self._made_at - timedelta(hours=hours)

    @property
    def moment(self) -> datetime:
        """Now, as the diary has it."""
        if self._exactly is not None:
            return self._exactly
        hours, minutes = divmod(self._minute, 60)
        at = at_uk(self.day(self._day), time(OPENS + hours, minutes))
        return min(at, self._made_at)

    def pass_on(self) -> None:
        """Something was done."""
        if self._exactly is not None:
            self._exactly = min(self._exactly + timedelta(minutes=AT_ONCE), self._made_at)
            return
        days, self._minute = divmod(self._minute + self._each, LASTS)
        self._day += days

    def day(self, after_issue: int) -> date:
        """The date of a working day after (before, when negative) the issue, or still to come."""
        today = local_day(self._made_at)
        while not is_working_day(today, self._holidays):
            today -= timedelta(days=1)
        return add_working_days(today, after_issue - self._began, self._holidays)
