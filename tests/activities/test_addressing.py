"""Who reads a notice in which languages, and how two of them stand in one message."""

from typing import Any

import pytest

from activities.wording import About
from criteria.mailbox import mailbox_of
from documents.language import language
from documents.two_languages import read_apart
from documents.why_dates import why_said
from records.projection import NoticeRow
from tests.activities.test_derive import ABOUT, a_change, derived, notices
from tests.workflows.straight import POINTS, a_follow_up, a_referral, at

WELSH_FORCE = About("T-1", "Cwm Derwen Police", ABOUT.link, "Heddlu Cwm Derwen", True)


def in_welsh_and_english(row: NoticeRow) -> tuple[bool, bool, str]:
    """Whether its body speaks Welsh and English, and which comes first."""
    welsh, english = row.body.find("Ewch i: "), row.body.find("Go to: ")
    first = "cy" if 0 <= welsh < english or english < 0 else "en"
    return welsh >= 0, english >= 0, first


@pytest.mark.parametrize(
    ("about", "bilingual"),
    [
        (ABOUT, {"p-liaison": "cy"}),  # who works in Welsh, and nobody else
        (WELSH_FORCE, {"p-liaison": "cy", "p-chief": "en", "p-body": "en"}),
    ],
)
def test_who_works_in_welsh_and_the_side_of_a_welsh_force_read_both_languages(
    about: About, bilingual: dict[str, str]
) -> None:
    rows = notices(at("signed"), at("published"), a_change("publish"), derived(about=about))
    assert {row.recipient for row in rows} == {"p-liaison", "p-chief", "p-body", "p-lead", "p-hmi"}
    for row in rows:
        first = bilingual.get(row.recipient)
        assert in_welsh_and_english(row) == (first is not None, True, first or "en")
        assert row.language == (first or "en")
        assert (" / " in row.subject) is (first is not None)


@pytest.mark.parametrize(("about", "both"), [(ABOUT, False), (WELSH_FORCE, True)])
def test_the_letter_goes_to_the_mailbox_once_at_issue_and_to_a_welsh_force_in_both_languages(
    about: About, both: bool
) -> None:
    mailbox, desk = mailbox_of("X01"), at("issued")
    by = derived(about=about, mailbox=mailbox)
    [letter] = [n for n in notices(None, desk, a_change("issue"), by) if n.recipient == mailbox]
    assert (letter.key, letter.task) == ("act-1:letter:-:mailbox:X01", None)
    assert in_welsh_and_english(letter) == (both, True, "en")
    later = notices(desk, at("published"), a_change("publish"), by)
    without = notices(None, desk, a_change("issue"), derived(about=about))
    assert not [one for one in (*later, *without) if one.template == "letter"]


def test_an_inspector_of_a_welsh_force_reads_english_unless_their_language_is_welsh() -> None:
    by = derived(about=WELSH_FORCE)
    rows = notices(at("drawn"), at("allocated"), a_change("allocate_cases"), by)
    said = {row.recipient: in_welsh_and_english(row) for row in rows if "reviews" in str(row.task)}
    assert said == {"p-ann": (True, True, "cy"), "p-bob": (False, True, "en")}


@pytest.mark.parametrize("point", [*POINTS, "referral", "follow_up"])
def test_why_a_date_is_so_can_be_said_in_welsh_of_everything_open(point: str) -> None:
    beside: dict[str, Any] = {"referral": a_referral, "follow_up": a_follow_up}
    desk = beside[point]() if point in beside else at(point)
    for task in desk.tasks.values():
        said = why_said(task.due.why, language("cy")) if task.due else "erbyn"
        assert "erbyn" in said
        assert " the " not in said


def test_a_subject_is_said_in_both_languages_and_names_the_inspection_once() -> None:
    rows = notices(at("signed"), at("published"), a_change("publish"))
    [subject] = [row.subject for row in rows if row.recipient == "p-liaison"]
    assert subject == "T-1: Mae’r adroddiad wedi’i gyhoeddi / The report is published"


def test_the_two_languages_of_a_notice_are_read_apart_again() -> None:
    [row, *_] = notices(None, at("issued"), a_change("issue"), derived(about=WELSH_FORCE))
    (first, welsh), (second, english) = read_apart(row.body, row.language)
    assert (first, second) == ("cy", "en")
    assert welsh.startswith("Cymraeg\n\nHeddlu Cwm Derwen / Cwm Derwen Police, arolygiad T-1")
    assert english.startswith("English\n\nCwm Derwen Police / Heddlu Cwm Derwen, inspection T-1")
    assert read_apart(english.partition("\n")[2], "en") == [("en", english.partition("\n")[2])]


def test_a_notice_in_two_languages_is_one_notice_under_the_same_key() -> None:
    rows = notices(None, at("issued"), a_change("issue"))
    both = notices(None, at("issued"), a_change("issue"), derived(about=WELSH_FORCE))
    assert [row.key for row in both] == [row.key for row in rows]
