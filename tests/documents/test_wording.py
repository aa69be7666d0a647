"""Dates, times and counts read whole and in plain English; typed text is made safe to set."""

import unicodedata
from datetime import UTC, date, datetime

import pytest
from docx.oxml import OxmlElement
from hypothesis import given, settings
from hypothesis import strategies as st

from documents.lettering import covered, paragraphs, printable, set_in_font
from documents.wording import (
    UK,
    clock_time,
    counted,
    date_span,
    deadline,
    letter,
    listed,
    long_date,
)


def test_a_date_names_its_day() -> None:
    assert long_date(date(2027, 2, 8)) == "Monday 8 February 2027"


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        (date(2027, 3, 1), date(2027, 3, 12), "Monday 1 March to Friday 12 March 2027"),
        (date(2027, 3, 1), date(2027, 3, 1), "Monday 1 March 2027"),
        (
            date(2027, 12, 20),
            date(2028, 1, 7),
            "Monday 20 December 2027 to Friday 7 January 2028",
        ),
    ],
)
def test_a_span_names_both_ends_once(start: date, end: date, said: str) -> None:
    assert date_span(start, end) == said


@pytest.mark.parametrize(
    ("hour", "minute", "said"),
    [(17, 0, "5pm"), (9, 5, "9.05am"), (12, 0, "noon"), (0, 0, "midnight"), (0, 30, "12.30am")],
)
def test_a_time_reads_as_people_say_it(hour: int, minute: int, said: str) -> None:
    assert clock_time(datetime(2027, 2, 8, hour, minute, tzinfo=UK)) == said


def test_a_deadline_is_told_in_uk_time_in_summer_too() -> None:
    assert deadline(datetime(2027, 7, 1, 16, tzinfo=UTC)) == "5pm on Thursday 1 July 2027"


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        clock_time(datetime(2027, 2, 8, 17))  # noqa: DTZ001


def test_counts_and_lists_read_as_sentences() -> None:
    assert counted(1, "case file") == "1 case file"
    assert counted(3, "enquiry", "enquiries") == "3 enquiries"
    assert listed(["R1"]) == "R1"
    assert listed(["R1", "R2", "R3"]) == "R1, R2 and R3"


def test_letters_go_on_after_z() -> None:
    assert [letter(n) for n in (0, 25, 26, 27)] == ["a", "z", "aa", "ab"]


@settings(deadline=None)
@given(st.text())
def test_any_text_made_printable_can_stand_in_a_word_file(text: str) -> None:
    clean = printable(text)
    element = OxmlElement("w:t")
    element.text = clean
    assert element.text == clean
    assert printable(clean) == clean


@settings(deadline=None)
@given(st.text())
def test_any_text_set_in_our_fonts_has_only_signs_that_they_have(text: str) -> None:
    shown = set_in_font(text)
    assert {ord(sign) for sign in shown} <= covered() | {ord("\n")}
    assert set_in_font(shown) == shown


@settings(deadline=None)
@given(st.text(alphabet=st.sampled_from("abc \n\r\t\v\u2028")))
def test_paragraphs_are_the_lines_that_say_something(text: str) -> None:
    for paragraph in paragraphs(text):
        assert paragraph == paragraph.strip() != ""
        assert "\n" not in paragraph


def test_letters_with_accents_typed_in_two_parts_become_one() -> None:
    assert set_in_font("w\u0302") == unicodedata.lookup("LATIN SMALL LETTER W WITH CIRCUMFLEX")
