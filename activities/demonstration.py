"""Development only: in a demonstration, what follows from an act of long ago is dated like the act.

The world of `up --demo` is made in a minute and says that it happened over months.
"""

from datetime import datetime, timedelta

LONG_AGO = timedelta(minutes=10)  # further back than anything waits while the stack is up


def as_of(happened: datetime, now: datetime, *, demonstration: bool) -> datetime:
    """When something counts as done that follows at once from what happened: now, as a rule."""
    return happened if demonstration and now - happened > LONG_AGO else now
