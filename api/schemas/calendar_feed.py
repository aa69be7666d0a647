"""Bodies about a person's calendar feed."""

from datetime import datetime

from api.schemas.values import Shown


class CalendarFeedOut(Shown):
    """Whether you have a feed, and since when its address is as it is."""

    made_at: datetime | None


class CalendarFeedMade(Shown):
    """A new address. It is told this once: keep it as you would keep a password."""

    address: str
