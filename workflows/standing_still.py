"""How long the clocks stood still while an inspection was paused. Pure.

A day is lost to a pause when its end, 5pm in the UK, falls into the pause: that is when a day's
deadline passes. So two pauses count as much as their sum, and one that ends at once counts nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from workflows.state import InspectionState, Pause, ProcessState
from workflows.uk_time import at_uk, local_day

DAY_ENDS = time(17, 0)


@dataclass(frozen=True)
class Still:
    """One time during which the clocks stood still; both instants aware."""

    start: datetime
    end: datetime

    @staticmethod
    def of(pause: Pause) -> "Still":
        return Still(datetime.fromisoformat(pause.start), datetime.fromisoformat(pause.end))


def is_paused(state: ProcessState) -> bool:
    """Whether the clocks stand still now. Referrals and follow-ups are never paused."""
    return isinstance(state, InspectionState) and bool(state.paused_at) and not state.closed_at


def clock(state: ProcessState, now: datetime) -> datetime:
    """What the clocks of the process show: now or, while it is paused, when that began."""
    if isinstance(state, InspectionState) and state.paused_at and not state.closed_at:
        return min(now, datetime.fromisoformat(state.paused_at))
    return now


def stills_of(state: ProcessState) -> list[Still]:
    """The pauses that have ended, in order."""
    pauses = state.pauses if isinstance(state, InspectionState) else []
    return [Still.of(pause) for pause in pauses]


def lost_days(stills: Sequence[Still], since: datetime) -> list[date]:
    """The days lost from `since` on, weekends and holidays among them; none twice."""
    found = {day for still in stills for day in _ends_within(max(still.start, since), still.end)}
    return sorted(found)


def lost_time(stills: Sequence[Still], since: datetime) -> timedelta:
    """The time lost from `since` on."""
    spans = (still.end - max(still.start, since) for still in stills)
    return sum((max(span, timedelta()) for span in spans), timedelta())


def _ends_within(start: datetime, end: datetime) -> list[date]:
    first, last = local_day(start), local_day(end)
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    return [day for day in days if start < at_uk(day, DAY_ENDS) <= end]
