"""The words of text messages: short, in an alphabet that telephones have, and of nobody."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from activities import texting
from activities.wording import TITLES, About
from documents.language import Language, language
from tests.builders import CASES, PEOPLE

ABOUT = About(
    "NCP-2027-001",
    "Northshire Constabulary",
    "https://touchstone.hmicfrs.gov.uk/inspections/NCP-2027-001",
)
DUE = datetime(2027, 9, 8, 19, 50, tzinfo=UTC)  # to the minute, as what a referral asks
AT_FIVE = datetime(2027, 9, 8, 16, tzinfo=UTC)  # a Wednesday in September: as long as can be
LATER = DUE + timedelta(hours=1)
EN, CY = language("en"), language("cy")
GSM = re.compile(r"[A-Za-z0-9 @£$¥èéùìòÇØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ!\"#¤%&'()*+,./:;<=>?¡ÄÖÑÜ§¿äöñüà\n-]*")


def every_text(said: Language) -> Iterator[str]:
    for kind in TITLES:
        due = DUE if kind.startswith("referral") else AT_FIVE
        yield texting.asked(ABOUT, kind, due, said)
        yield texting.asked(ABOUT, kind, None, said)
        for rung in ("reminder", "overdue", "escalation"):
            yield texting.rung(ABOUT, kind, rung, due, LATER, said)
    for code in texting.NEWS:
        yield texting.news(ABOUT, code, said)


def test_a_text_in_english_is_one_message_of_a_telephone() -> None:
    for text in every_text(EN):
        assert GSM.fullmatch(text), text
        assert len(text) <= 160, text
        assert text.endswith(f". {ABOUT.link}")


@pytest.mark.parametrize("said", [EN, CY], ids=["en", "cy"])
def test_no_text_names_anybody_the_force_or_a_case(said: Language) -> None:
    everybody = [person for persons in PEOPLE.values() for person in persons]
    for text in every_text(said):
        assert not [word for word in (*everybody, *CASES, "Northshire") if word in text]
        assert "’" not in text


def test_it_says_what_is_asked_by_when_and_where_to_go() -> None:
    assert texting.asked(ABOUT, "referral_acknowledgement", DUE, EN) == (
        f"To do by 20:50 Wed 8 Sept: Acknowledge the case referred back. {ABOUT.link}"
    )
    monday = datetime(2027, 2, 8, 17, tzinfo=UTC)
    assert texting.rung(ABOUT, "return", "overdue", monday, LATER, EN) == (
        "Overdue since 5pm Mon 8 Feb: Answer the self-assessment and submit the return."
        f" {ABOUT.link}"
    )


def test_a_rung_before_the_date_says_what_is_to_be_done() -> None:
    early = texting.rung(ABOUT, "referral_action", "reminder", DUE, DUE - timedelta(hours=1), EN)
    assert early == texting.asked(ABOUT, "referral_action", DUE, EN)


def test_in_welsh_nothing_of_it_stays_english() -> None:
    for english, welsh in zip(every_text(EN), every_text(CY), strict=True):
        assert welsh != english
        assert not re.search(r"\b(the|due|To|Wed|Sept|was)\b", welsh.removesuffix(ABOUT.link))
