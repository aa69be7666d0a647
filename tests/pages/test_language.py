"""The portal in Welsh: fixed text is Welsh, what is official stays as it is."""

import re
from html import unescape

import pytest

from api.pages.language import language
from api.pages.wording import filters, listed
from tests.api.office import Office
from tests.api.story import Story, at
from tests.pages.visitor import Visitor

WELSH, ENGLISH = language("cy"), language("en")


async def test_the_sign_in_is_in_welsh_for_who_switches_and_in_english_again(
    office: Office,
) -> None:
    visitor = await Visitor.at(office)
    assert _heading((await visitor.get("/sign-in")).text) == "Who are you today?"
    back = await visitor.get("/language/cy?back=/sign-in", 303)
    page = (await visitor.get(back.headers["location"])).text
    assert _heading(page) == "Pwy ydych chi heddiw?"
    assert '<html lang="cy"' in page
    await visitor.get("/language/en", 303)
    assert '<html lang="en-GB"' in (await visitor.get("/sign-in")).text


async def test_tasks_are_asked_in_welsh_with_welsh_dates(story: Story) -> None:
    visitor = await _welsh_speaker(story.office, "liaison")
    page = (await visitor.get("/tasks")).text
    assert _heading(page) == "Fy nhasgau"
    assert "Ateb yr hunanasesiad a chyflwyno’r ffurflen" in page
    assert re.search(r"dydd \w+ \d+ \w+ 2027|\d+ (Ionawr|Chwefror|Mawrth) 2027", page, re.I)
    assert "My tasks" not in page


async def test_help_is_welsh_and_the_official_text_stays_english_and_says_so(
    office: Office,
) -> None:
    visitor = await _welsh_speaker(office, "inspector")
    assert _heading((await visitor.get("/help")).text) == "Cymorth"
    page = (await visitor.get("/help/criteria/national-child-protection")).text
    official = re.search(r'<h2[^>]*id="criteria"[^>]*lang="en-GB"[^>]*>', page)
    assert official
    assert '<div lang="en-GB">' in page[official.end() :]


async def test_somebody_whose_language_is_welsh_need_not_switch(office: Office) -> None:
    visitor = await Visitor.at(office, "p-x03-liaison")
    assert '<html lang="cy"' in (await visitor.get("/tasks")).text


async def test_a_refusal_and_a_fault_are_explained_in_welsh(story: Story) -> None:
    visitor = await _welsh_speaker(story.office, "liaison")
    refused = await visitor.get(f"/inspections/{story.reference}/moderation", 403)
    assert _heading(refused.text) == "Mae hyn i rôl arall"
    lead = await _welsh_speaker(story.office, "inspection_lead")
    dates = f"/inspections/{story.reference}/dates/return"
    faulty = await lead.send(await lead.get(dates), {"days": "many"}, to="/extension")
    assert faulty.status_code == 422
    assert "Rhowch nifer o ddiwrnodau gwaith, megis 5." in faulty.text
    assert re.search(r"<title>\s*Gwall: ", faulty.text)


@at("published")
@pytest.mark.parametrize("role", ["inspection_lead", "liaison"])
async def test_every_room_of_an_inspection_opens_in_welsh(story: Story, role: str) -> None:
    visitor = await _welsh_speaker(story.office, role)
    front = (await visitor.get(f"/inspections/{story.reference}")).text
    rooms = set(re.findall(rf'href="(/inspections/{story.reference}/[a-z-]+)"', front))
    assert len(rooms) > 8
    for room in rooms:
        assert '<html lang="cy"' in (await visitor.get(room)).text, room


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (
            "10 working days from issue on Monday 11 January 2027; 0 bank holidays between;"
            " extended by 2 working days; due by 5pm on Wednesday 27 January 2027.",
            "10 diwrnod gwaith ar ôl dyroddi’r arolygiad, dydd Llun 11 Ionawr 2027;"
            " 0 gŵyl banc yn y cyfamser; wedi’i ymestyn 2 ddiwrnod gwaith;"
            " i’w wneud erbyn 17:00, dydd Mercher 27 Ionawr 2027.",
        ),
        (
            "1 hour from the referral at 16:50 on Monday 11 January 2027;"
            " due by 17:50 on Monday 11 January 2027.",
            "1 awr ar ôl yr atgyfeiriad, dydd Llun 11 Ionawr 2027, 16:50;"
            " i’w wneud erbyn 17:50, dydd Llun 11 Ionawr 2027.",
        ),
        (
            "The day of the start of fieldwork on Monday 1 March 2027;"
            " due by 5pm on Monday 1 March 2027.",
            "Diwrnod dechrau’r gwaith maes, dydd Llun 1 Mawrth 2027;"
            " i’w wneud erbyn 17:00, dydd Llun 1 Mawrth 2027.",
        ),
        ("A sentence of another kind.", "A sentence of another kind."),
    ],
)
def test_why_a_date_is_so_is_said_in_welsh_too(written: str, said: str) -> None:
    assert filters(WELSH)["why"](written) == said
    assert filters(ENGLISH)["why"](written) == written


async def test_every_open_task_says_in_welsh_why_its_date_is_so(story: Story) -> None:
    visitor = await _welsh_speaker(story.office, "inspection_lead")
    page = (await visitor.get(f"/inspections/{story.reference}/dates")).text
    assert "diwrnod gwaith ar ôl y danfon a gynlluniwyd" in unescape(page)
    assert "working days" not in page


def test_dates_and_times_are_said_in_the_language_of_the_page() -> None:
    said = filters(WELSH)
    assert said["day"]("2026-10-01") == "Dydd Iau 1 Hydref 2026"
    assert said["moment"]("2026-10-01T15:50:00+00:00") == "1 Hydref 2026, 16:50"
    assert said["role"]("liaison") == "swyddog cyswllt y llu"
    assert filters(ENGLISH)["day"]("2026-10-01") == "Thursday 1 October 2026"


@pytest.mark.parametrize(
    ("number", "said"),
    [(0, "%(num)s rhes"), (1, "%(num)s rhes"), (2, "%(num)s res"), (6, "%(num)s rhes")],
)
def test_numbers_change_the_word_after_them_as_welsh_does(number: int, said: str) -> None:
    counted = WELSH.count("%(num)s row was left out", "%(num)s rows were left out", number)
    assert counted == f"Gadawyd {said} allan"


def test_and_before_a_vowel_is_ac() -> None:
    assert listed(["Gwilym", "Siwan", "Eluned"], WELSH) == "Gwilym, Siwan ac Eluned"
    assert listed(["Eluned", "Siwan"], WELSH) == "Eluned a Siwan"
    assert listed(["Siwan", "Eluned"], ENGLISH) == "Siwan and Eluned"


def test_a_phrase_that_is_counted_elsewhere_is_said_as_of_one() -> None:
    assert WELSH.say("One case") == "Un achos"


def test_what_has_no_welsh_is_shown_in_english_and_other_languages_are_not_pretended() -> None:
    assert WELSH.say("Nobody ever wrote this.") == "Nobody ever wrote this."
    assert WELSH.count("%(num)s newt", "%(num)s newts", 2) == "%(num)s newts"
    assert language("kw").code == "en"


async def _welsh_speaker(office: Office, by: str) -> Visitor:
    visitor = await Visitor.at(office, by)
    await visitor.get("/language/cy", 303)
    return visitor


def _heading(page: str) -> str:
    found = re.search(r"<h1[^>]*>(.*?)</h1>", page, re.S)
    assert found
    return unescape(found[1]).strip()
