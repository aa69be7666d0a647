"""The words of tasks and notices in both languages: what, by when, why; no name, no content."""

import re
from datetime import UTC, date, datetime
from itertools import zip_longest

import pytest

from activities import wording
from activities.letter import letter
from activities.wording import NEWS, TITLES, About, by
from api.pages.wording import words
from criteria.roles import Role
from documents.language import Language, language
from tests.builders import CASES, PEOPLE
from workflows.undelivered import MAILBOX

ABOUT = About(
    "NCP-2027-001", "Northshire Constabulary", "http://touchstone/inspections/NCP-2027-001"
)
DUE = datetime(2027, 2, 8, 17, 0, tzinfo=UTC)
WHY = "20 working days from issue on Monday 11 January 2027; due by 5pm on Monday 8 February 2027."
BEFORE, AFTER = datetime(2027, 2, 4, 9, 0, tzinfo=UTC), datetime(2027, 2, 9, 9, 0, tzinfo=UTC)
EN, CY = language("en"), language("cy")
DAYS = {"start": date(2027, 3, 8), "end": date(2027, 3, 19)}


def test_a_new_task_says_what_by_when_and_why() -> None:
    asked = wording.asked(ABOUT, "return", DUE, WHY, "", EN)
    assert asked.subject == "NCP-2027-001: Answer the self-assessment and submit the return"
    assert asked.body == (
        "Northshire Constabulary, inspection NCP-2027-001\n\n"
        "You are asked to: Answer the self-assessment and submit the return."
        " It is due by 5pm on Monday 8 February 2027.\n\n"
        f"{WHY}\n\n"
        "Go to: http://touchstone/inspections/NCP-2027-001\n"
    )


def test_a_task_without_a_date_names_none() -> None:
    body = wording.asked(ABOUT, "report_draft", None, "", "", EN).body
    assert "due" not in body
    assert "\n\n\n" not in body


def test_a_moved_date_says_the_new_one_and_why() -> None:
    moved = wording.moved(ABOUT, "return", DUE, WHY, EN)
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
    rung = wording.rung(ABOUT, "return", kind, DUE, WHY, now, EN)
    assert rung.subject.startswith(f"NCP-2027-001: {head}Answer")
    assert tells in rung.body


@pytest.mark.parametrize("code", NEWS)
def test_news_tell_what_happened_and_where_to_read_it(code: str) -> None:
    news = wording.news(ABOUT, code, DAYS, EN)
    assert news.subject.startswith("NCP-2027-001: ")
    assert ABOUT.link in news.body


def test_the_news_of_a_referral_send_people_to_the_telephone() -> None:
    body = wording.news(ABOUT, "case_referred", DAYS, EN).body
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
    assert by(due, EN) == printed


def test_no_words_name_a_person_a_case_or_a_score() -> None:
    texts = [
        wording.asked(ABOUT, kind, DUE, WHY, "", EN).body
        + wording.rung(ABOUT, kind, "overdue", DUE, WHY, AFTER, EN).body
        for kind in TITLES
    ]
    texts += [wording.news(ABOUT, code, DAYS, EN).body for code in NEWS]
    for word in [*(p for persons in PEOPLE.values() for p in persons), *CASES]:
        assert word not in " ".join(texts)


def test_titles_are_plain_headings() -> None:
    for title in TITLES.values():
        assert title[0].isupper()
        assert not title.endswith(".")
        assert "_" not in title
        assert len(title) < 70


# In Welsh

WELSH_FORCE = About("T-1", "Cwm Derwen Police", "http://t/T-1", "Heddlu Cwm Derwen", True)


def test_a_new_task_is_asked_in_welsh_with_welsh_dates_and_their_reason_in_welsh() -> None:
    asked = wording.asked(WELSH_FORCE, "return", DUE, WHY, "", CY)
    assert asked.subject == "T-1: Ateb yr hunanasesiad a chyflwyno’r ffurflen"
    assert asked.body == (
        "Heddlu Cwm Derwen / Cwm Derwen Police, arolygiad T-1\n\n"
        "Gofynnir i chi wneud hyn: Ateb yr hunanasesiad a chyflwyno’r ffurflen."
        " Mae i’w wneud erbyn 17:00, dydd Llun 8 Chwefror 2027.\n\n"
        "20 diwrnod gwaith ar ôl dyroddi’r arolygiad, dydd Llun 11 Ionawr 2027;"
        " i’w wneud erbyn 17:00, dydd Llun 8 Chwefror 2027.\n\n"
        "Ewch i: http://t/T-1\n"
    )


def test_a_force_with_two_names_is_named_by_both_in_english_too() -> None:
    asked = wording.asked(WELSH_FORCE, "return", DUE, WHY, "", EN)
    assert asked.body.startswith("Cwm Derwen Police / Heddlu Cwm Derwen, inspection T-1\n")


def every_text(kind: str, code: str, language: Language) -> list[wording.Wording]:
    return [
        wording.asked(ABOUT, kind, DUE, WHY, "", language),
        wording.asked(ABOUT, "undelivered", None, "", Role.LIAISON.value, language),
        wording.asked(ABOUT, "undelivered", DUE, WHY, MAILBOX, language),
        letter(ABOUT, DUE, language),
        wording.moved(ABOUT, kind, DUE, WHY, language),
        *(
            wording.rung(ABOUT, kind, rung, DUE, WHY, now, language)
            for rung, now in (("reminder", BEFORE), ("overdue", AFTER), ("escalation", AFTER))
        ),
        wording.news(ABOUT, code, DAYS, language),
    ]


@pytest.mark.parametrize(
    ("kind", "code"), list(zip_longest(TITLES, NEWS, fillvalue=next(iter(NEWS))))
)
def test_no_line_of_any_notice_stays_english_in_welsh(kind: str, code: str) -> None:
    for english, welsh in zip(every_text(kind, code, EN), every_text(kind, code, CY), strict=True):
        assert welsh.subject != english.subject
        lines = [line for line in welsh.body.splitlines() if line]
        assert not {line for line in english.body.splitlines() if line} & set(lines)
        assert not re.search(r"\b(the|is|was|has|Monday|March|due|You)\b|\'", " ".join(lines))


def test_a_task_is_called_by_the_same_words_in_notices_and_on_pages() -> None:
    # On a page the role of whoever was not reached stands beside it.
    assert {k: v for k, v in TITLES.items() if k != "undelivered"}.items() <= words()[
        "tasks"
    ].items()
