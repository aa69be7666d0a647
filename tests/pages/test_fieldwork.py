"""The pages of moving the fieldwork without a browser: the days, what moves with them, the act."""

from html import unescape
from urllib.parse import urlencode

import pytest

from tests.api.story import Story, at
from tests.pages.visitor import Visitor

WHY = "A critical incident takes every detective."


def days(start: str = "8 3 2027", end: str = "19 3 2027") -> str:
    typed = {}
    for name, text in (("start", start), ("end", end)):
        for part, value in zip(("day", "month", "year"), text.split(), strict=True):
            typed[f"{name}-{part}"] = value
    return urlencode(typed)


def where(story: Story, query: str = "") -> str:
    return f"/inspections/{story.reference}/fieldwork" + (f"?{query}" if query else "")


@at("allocated")
async def test_every_date_that_moves_is_shown_before_the_button_and_then_moves(
    story: Story,
) -> None:
    lead = await Visitor.at(story.office, "inspection_lead")
    dates = await lead.get(f"/inspections/{story.reference}/dates")
    assert "Fieldwork: Monday 1 March 2027 to Friday 12 March 2027." in unescape(dates.text)
    assert 'href="' + where(story) in dates.text
    shown = await lead.get(where(story, days()))
    text = unescape(shown.text)
    asked, _, to_come = text.partition(">To come</h2>")
    assert "Submit the force’s own case file audits" in asked
    assert "Monday 22 February 2027" in asked
    assert "Monday 1 March 2027" in asked
    assert "Moderate judgements and differing cases" in to_come
    assert (await story.state()).fieldwork_start == "2027-03-01"
    for _ in range(2):  # a double click is one act
        answer = await lead.send(shown, {"reason": WHY}, to="/fieldwork")
        assert answer.status_code == 303
    done = unescape((await lead.get(answer.headers["location"])).text)
    assert "You moved the fieldwork" in done
    assert "Fieldwork: Monday 8 March 2027 to Friday 19 March 2027." in done
    assert WHY in (await lead.get(where(story))).text


async def test_what_the_engine_would_refuse_is_said_where_the_days_are_typed(
    story: Story,
) -> None:
    lead = await Visitor.at(story.office, "inspection_lead")
    for query, said in (
        (days(start="30 2 2027"), "Enter a real date"),
        (days(start="20 3 2027"), "Fieldwork must end on or after the day it starts"),
        (days(start="26 2 2027"), "Neither day may be earlier"),
        (days("1 3 2027", "12 3 2027"), "one must be later"),
        (days("4 1 2027"), "days that are still to come"),
        ("start-day=x&end-day=" + "9" * 400, "Enter a real date"),
    ):
        answer = await lead.http.get(where(story, query))
        assert 400 <= answer.status_code < 500
        assert "<title>Error:" in answer.text
        assert said in unescape(answer.text)
        assert "<textarea" not in answer.text


async def test_without_a_reason_nothing_moves_and_the_dates_are_shown_again(story: Story) -> None:
    lead = await Visitor.at(story.office, "deputy_lead")
    shown = await lead.get(where(story, days()))
    answer = await lead.send(shown, {"reason": " "}, to="/fieldwork")
    assert "Say why the fieldwork moves." in answer.text
    assert "What moves with the fieldwork" in answer.text
    assert (await story.state()).fieldwork_start == "2027-03-01"
    done = await lead.send(answer, {"reason": WHY}, to="/fieldwork")
    assert done.status_code == 303
    assert (await story.state()).fieldwork_start == "2027-03-08"


async def test_who_looked_before_the_fieldwork_was_over_is_told_that_it_is(story: Story) -> None:
    lead = await Visitor.at(story.office, "inspection_lead")
    shown = await lead.get(where(story, days()))
    story.office.clock.pass_days(70)
    await lead.sign_in("inspection_lead")
    answer = await lead.send(shown, {"reason": WHY}, to="/fieldwork")
    if answer.status_code == 403:  # the form was that of the sign-in before
        answer = await lead.get(where(story, days()), 409)
    assert "there is nothing left to move" in unescape(answer.text)
    assert (await story.state()).fieldwork_start == "2027-03-01"


@pytest.mark.parametrize("role", ["liaison", "hmi", "inspector", "panel_chair"])
async def test_others_see_the_days_no_link_and_the_address_refuses_them(
    story: Story, role: str
) -> None:
    visitor = await Visitor.at(story.office, role)
    dates = unescape((await visitor.get(f"/inspections/{story.reference}/dates")).text)
    assert "Fieldwork: Monday 1 March 2027" in dates
    assert "/fieldwork" not in dates
    await visitor.get(where(story), 403)
    await visitor.get(where(story, days()), 403)


@at("published")
async def test_after_publication_there_is_nothing_to_move(story: Story) -> None:
    lead = await Visitor.at(story.office, "inspection_lead")
    assert "nothing left to move" in (await lead.get(where(story))).text
    assert "/fieldwork" not in (await lead.get(f"/inspections/{story.reference}/dates")).text
