"""The words of tasks and notices: what, by when and why; never a name, never content."""

from datetime import UTC, date, datetime

import pytest

from activities import wording
from activities.wording import NEWS, TITLES, About, by
from tests.builders import CASES, PEOPLE

ABOUT = About(
    "NCP-2027-001", "Northshire Constabulary", "http://touchstone/inspections/NCP-2027-001"
)
DUE = datetime(2027, 2, 8, 17, 0, tzinfo=UTC)
WHY = "20 working days from issue on Monday 11 January 2027; due by 5pm on Monday 8 February 2027."
BEFORE, AFTER = datetime(2027, 2, 4, 9, 0, tzinfo=UTC), datetime(2027, 2, 9, 9, 0, tzinfo=UTC)
DAYS = {"start": date(2027, 3, 8), "end": date(2027, 3, 19)}


def test_a_new_task_says_what_by_when_and_why() -> None:
    asked = wording.asked(ABOUT, "return", DUE, WHY)
    assert asked.subject == "NCP-2027-001: Answer the self-assessment and submit the return"
    assert asked.body == (
        "Northshire Constabulary, inspection NCP-2027-001\n\n"
        "You are asked to: Answer the self-assessment and submit the return."
        " It is due by 5pm on Monday 8 February 2027.\n\n"
        f"{WHY}\n\n"
        "Go to: http://touchstone/inspections/NCP-2027-001\n"
    )


def test_a_task_without_a_date_names_none() -> None:
    body = wording.asked(ABOUT, "report_draft", None, "").body
    assert "due" not in body
    assert "\n\n\n" not in body


def test_a_moved_date_says_the_new_one_and_why() -> None:
    moved = wording.moved(ABOUT, "return", DUE, WHY)
    assert moved.subject.startswith("NCP-2027-001: New date: Answer")
    assert "It is now due by 5pm on Monday 8 February 2027." in moved.body
    assert WHY in moved.body


@pytest.mark.parametrize(
    ("kind", "now", "head", "tells"),
    [
        ("reminder", BEFORE, "Reminder: ", "You are asked to: "),
        ("overdue", AFTER, "Overdue: ", "This was due by 5pm on Monday 8 February 2027"),
        ("escalation", AFTER, "Escalation: ", "has not been done"),
        ("reminder", AFTER, "Overdue: ", "has not been done"),  # sent after an outage
        ("reminder", DUE, "Overdue: ", "has not been done"),
    ],
)
def test_a_rung_says_how_late_it_is(kind: str, now: datetime, head: str, tells: str) -> None:
    rung = wording.rung(ABOUT, "return", kind, DUE, WHY, now)
    assert rung.subject.startswith(f"NCP-2027-001: {head}Answer")
    assert tells in rung.body


@pytest.mark.parametrize("code", NEWS)
def test_news_tell_what_happened_and_where_to_read_it(code: str) -> None:
    news = wording.news(ABOUT, code, DAYS)
    assert news.subject.startswith("NCP-2027-001: ")
    assert ABOUT.link in news.body


def test_the_news_of_a_referral_send_people_to_the_telephone() -> None:
    body = wording.news(ABOUT, "case_referred", DAYS).body
    assert "telephone" in body
    assert "do not wait for e-mail" in body
    assert "grade" not in body


@pytest.mark.parametrize(
    ("due", "printed"),
    [
        (DUE, "5pm on Monday 8 February 2027"),
        (datetime(2027, 7, 13, 16, 0, tzinfo=UTC), "5pm on Tuesday 13 July 2027"),  # summer time
        (datetime(2027, 3, 5, 20, 50, tzinfo=UTC), "20:50 on Friday 5 March 2027"),
        (datetime(2027, 6, 5, 23, 30, tzinfo=UTC), "00:30 on Sunday 6 June 2027"),
    ],
)
def test_a_date_is_printed_as_the_clock_on_the_wall_shows_it(due: datetime, printed: str) -> None:
    assert by(due) == printed


def test_no_words_name_a_person_a_case_or_a_score() -> None:
    texts = [
        wording.asked(ABOUT, kind, DUE, WHY).body
        + wording.rung(ABOUT, kind, "overdue", DUE, WHY, AFTER).body
        for kind in TITLES
    ]
    texts += [wording.news(ABOUT, code, DAYS).body for code in NEWS]
    for word in [*(p for persons in PEOPLE.values() for p in persons), *CASES]:
        assert word not in " ".join(texts)


def test_titles_are_plain_headings() -> None:
    for title in TITLES.values():
        assert title[0].isupper()
        assert not title.endswith(".")
        assert "_" not in title
        assert len(title) < 70
