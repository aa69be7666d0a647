"""The calendar feed of one person: due dates of tasks as iCalendar (RFC 5545). Pure.

Titles and dates only, like a notice: no content, no name. A due date is a moment, so it is an event
without length that takes up no time of the day.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from icalendar import Calendar, Event, vDuration

NAME = {"en": "Touchstone: due dates", "cy": "Touchstone: dyddiadau"}
LOOK_AGAIN = timedelta(hours=1)


@dataclass(frozen=True)
class DueDate:
    """What is due when (aware). `key` tells it from all others, and never leaves in plain."""

    key: str
    title: str
    due: datetime


def calendar_feed(dates: Sequence[DueDate], *, at: datetime, link: str, language: str) -> bytes:
    """The feed as of a moment (aware); `link` is where its reader finds the tasks."""
    feed = Calendar()
    feed.add("prodid", "-//Touchstone//Due dates//EN")
    feed.add("version", "2.0")
    name = NAME.get(language, NAME["en"])
    feed.add("name", name)
    feed.add("x-wr-calname", name)  # by which most programs still call it
    feed.add("refresh-interval", vDuration(LOOK_AGAIN), parameters={"VALUE": "DURATION"})
    for one in dates:
        feed.add_component(_event(one, at, link))
    content: bytes = feed.to_ical()
    return content


def _event(one: DueDate, at: datetime, link: str) -> Event:
    event = Event()
    # The key may name a person (a reviewer's own task): its hash tells tasks apart as well.
    event.add("uid", f"{hashlib.sha256(one.key.encode()).hexdigest()[:32]}@touchstone")
    event.add("dtstamp", at.astimezone(UTC))
    event.add("dtstart", one.due.astimezone(UTC))
    event.add("summary", one.title)
    event.add("url", link)
    event.add("transp", "TRANSPARENT")
    event.add("class", "PRIVATE")
    return event
