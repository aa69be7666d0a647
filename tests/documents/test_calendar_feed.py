"""The calendar feed as a calendar program reads it."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from documents.calendar_feed import DueDate, calendar_feed

AT = datetime(2027, 1, 11, 10, tzinfo=UTC)
LINK = "https://touchstone.example/tasks"
TITLES = st.text(st.characters(categories=("L", "N", "P", "Zs")), min_size=1, max_size=200)


def feed(*dates: DueDate, language: str = "en") -> Calendar:
    content = calendar_feed(dates, at=AT, link=LINK, language=language)
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    return Calendar.from_ical(content)


@given(title=TITLES, hours=st.integers(0, 9000))
def test_a_title_and_its_moment_come_back_as_they_were(title: str, hours: int) -> None:
    due = AT + timedelta(hours=hours)
    [event] = feed(DueDate("k", title, due)).events
    assert (str(event["summary"]), event.start) == (title, due)


def test_an_event_takes_no_time_and_shows_what_it_is_not() -> None:
    [event] = feed(DueDate("inspection/T-1:reviews:p-ann", "Review your case files", AT)).events
    assert (event["transp"], event["class"], event["url"]) == ("TRANSPARENT", "PRIVATE", LINK)
    assert "p-ann" not in event.to_ical().decode()
    assert set(event) == {"UID", "DTSTAMP", "DTSTART", "SUMMARY", "URL", "TRANSP", "CLASS"}


def test_a_task_keeps_its_mark_when_its_date_moves_and_shares_it_with_no_other() -> None:
    first, other = DueDate("a", "A task", AT), DueDate("b", "A task", AT)
    moved = DueDate("a", "A task", AT + timedelta(days=1))
    marks = [[str(event["uid"]) for event in feed(one).events] for one in (first, moved, other)]
    assert marks[0] == marks[1] != marks[2]


def test_the_feed_has_a_name_in_its_readers_language() -> None:
    assert str(feed()["x-wr-calname"]) == "Touchstone: due dates"
    assert str(feed(language="cy")["name"]) == "Touchstone: dyddiadau"
