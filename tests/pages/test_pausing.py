"""The pages of pausing and withdrawing without a browser: who may open them, what they say."""

from html import unescape

import pytest

from api.pages.language import language
from api.pages.why_dates import why_said
from tests.api.story import Story, at
from tests.pages.visitor import Visitor

WHY = "A critical incident takes every detective."
BANNER = "the clocks stand still; referrals go on."


async def paused(story: Story) -> Visitor:
    """An inspection paused by its lead on the page."""
    visitor = await Visitor.at(story.office, "inspection_lead")
    where = f"/inspections/{story.reference}/pause"
    page = await visitor.get(where)
    answer = await visitor.send(page, {"reason": WHY}, to="/pause")
    assert answer.status_code == 303
    assert "You paused the inspection" in (await visitor.get(answer.headers["location"])).text
    return visitor


async def test_a_paused_inspection_says_so_on_every_page_to_everybody(story: Story) -> None:
    await paused(story)
    for role in ("inspection_lead", "liaison", "local_policing_body", "inspector"):
        visitor = await Visitor.at(story.office, role)
        for below in ("", "/dates", "/people"):
            page = await visitor.get(f"/inspections/{story.reference}{below}")
            assert BANNER in page.text
            assert WHY not in page.text
    listed = await Visitor.at(story.office, "hmi")
    for where in ("/inspections", "/inspections?view=timeline"):
        assert ">Paused</strong>" in (await listed.get(where)).text


async def test_resuming_says_what_follows_and_shows_the_new_dates(story: Story) -> None:
    visitor = await paused(story)
    story.office.clock.pass_days(7)
    await visitor.sign_in("inspection_lead")
    page = await visitor.get(f"/inspections/{story.reference}/pause")
    assert WHY in page.text
    assert "Dates before the fieldwork stay where they are" in page.text
    answer = await visitor.send(page, {}, to="/resumption")
    dates = (await visitor.get(answer.headers["location"])).text
    assert "paused for 5 working days" in dates
    assert BANNER not in dates


async def test_without_a_reason_nothing_is_paused(story: Story) -> None:
    visitor = await Visitor.at(story.office, "deputy_lead")
    page = await visitor.get(f"/inspections/{story.reference}/pause")
    answer = await visitor.send(page, {"reason": " "}, to="/pause")
    if answer.status_code == 303:
        answer = await visitor.get(answer.headers["location"], 422)
    assert "Say why the inspection is paused." in answer.text
    assert BANNER not in (await visitor.get(f"/inspections/{story.reference}")).text


@pytest.mark.parametrize("role", ["liaison", "inspector", "panel_chair"])
async def test_others_are_shown_no_link_and_the_address_refuses_them(
    story: Story, role: str
) -> None:
    visitor = await Visitor.at(story.office, role)
    dates = (await visitor.get(f"/inspections/{story.reference}/dates")).text
    for page in ("pause", "withdrawal"):
        assert f"/{page}" not in dates
        await visitor.get(f"/inspections/{story.reference}/{page}", 403)


async def test_hmi_withdraws_after_confirming_and_everybody_reads_it(story: Story) -> None:
    visitor = await Visitor.at(story.office, "hmi")
    page = await visitor.get(f"/inspections/{story.reference}/withdrawal")
    assert "It cannot be undone" in page.text
    answer = await visitor.send(page, {"reason": WHY}, to="/withdrawal")
    if answer.status_code == 303:
        answer = await visitor.get(answer.headers["location"], 422)
    assert "Tick the box" in answer.text
    assert WHY in answer.text  # what was typed stays
    done = await visitor.send(answer, {"sure": "yes"}, to="/withdrawal")
    assert "You withdrew the inspection" in (await visitor.get(done.headers["location"])).text
    liaison = await Visitor.at(story.office, "liaison")
    read = unescape((await liaison.get(f"/inspections/{story.reference}")).text)
    assert "nothing more is asked for this inspection" in read
    dates = (await visitor.get(f"/inspections/{story.reference}/dates")).text
    assert "/withdrawal" not in dates


@at("published")
async def test_after_publication_there_is_nothing_to_pause(story: Story) -> None:
    visitor = await Visitor.at(story.office, "inspection_lead")
    page = await visitor.get(f"/inspections/{story.reference}/pause")
    assert "There is nothing to pause" in page.text
    assert "<textarea" not in page.text
    assert "/pause" not in (await visitor.get(f"/inspections/{story.reference}/dates")).text


def test_the_sentence_of_a_paused_date_is_said_in_welsh() -> None:
    said = why_said(
        "20 working days from issue on Monday 11 January 2027; 0 bank holidays between"
        "; extended by 2 working days; paused for 3 working days"
        "; due by 5pm on Monday 15 February 2027.",
        language("cy"),
    )
    assert "; wedi’i oedi am 3 diwrnod gwaith; " in said
    assert "paused" not in said
    hours = why_said(
        "4 hours from the referral at 10:00 on Monday 11 January 2027; paused for 26 hours"
        " 20 minutes; due by 16:20 on Tuesday 12 January 2027.",
        language("cy"),
    )
    assert "wedi’i oedi am" in hours
    assert "paused" not in hours
