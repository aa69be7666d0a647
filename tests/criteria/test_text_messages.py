"""Which notices go by text message too, and to which numbers."""

import pytest

from activities.news import NEWS
from activities.texting import NEWS as SHORT
from criteria.text_messages import goes_by_text, mobile_of

OTHERS = ("asked", "moved", "reminder", "letter", "role_handed_over", "phase_reopened", "delivered")


def test_what_is_late_goes_by_text_and_reminders_and_news_do_not() -> None:
    codes = {*OTHERS, *(code for code, _ in NEWS.values()), "overdue", "escalation"}
    texted = {code for code in codes if goes_by_text(code, of_referral=False)}
    assert texted == {"overdue", "escalation", "case_referred", "delivery_late"}


def test_all_that_a_case_referred_back_asks_goes_by_text() -> None:
    codes = ("asked", "moved", "reminder", "overdue", "escalation", "case_referred")
    assert all(goes_by_text(code, of_referral=True) for code in codes)
    assert not goes_by_text("resumed", of_referral=True)


def test_every_urgent_news_has_short_words() -> None:
    codes = {code for code, _ in NEWS.values() if goes_by_text(code, of_referral=False)}
    assert codes == set(SHORT)


@pytest.mark.parametrize(
    "written",
    [
        "07700 900123",
        "07700900123",
        "(07700) 900-123",
        "+44 7700 900123",
        "+44 (0)7700 900 123",
        "0044 7700 900123",
        "+447700900123",
    ],
)
def test_a_uk_mobile_is_found_however_it_is_written(written: str) -> None:
    assert mobile_of(written) == "+447700900123"


@pytest.mark.parametrize(
    "written",
    [
        None,
        "",
        "01632 960112",
        "020 7946 0123",
        "+44 1632 960112",
        "07012 345678",  # a personal number
        "07600 123456",  # a pager
        "07700 90012",
        "07700 9001234",
        "7700 900123",
        "+353 87 700 9001",
        "+33 7700 900123",
        "07700 900123 ext. 4",
        "07700 900123 / 01632 960112",
        "٠٧٧٠٠ ٩٠٠١٢٣",
    ],
)
def test_what_is_no_uk_mobile_gets_no_text(written: str | None) -> None:
    assert mobile_of(written) is None


def test_a_mobile_of_the_isle_of_man_is_one() -> None:
    assert mobile_of("07624 123456") == "+447624123456"
