"""Forms that come too late, from somebody else or a second time: what was typed is still there."""

import pytest

from tests.api.conftest import REFERENCE
from tests.api.story import Story
from tests.pages.visitor import Visitor

WRITTEN = "Typed for an hour about a child at risk."
ROW = f"/inspections/{REFERENCE}/self-assessment/sa.l1"


async def test_a_form_outlives_the_cookie_of_its_sign_in(story: Story) -> None:
    visitor = await Visitor.at(story.office, "liaison")
    opened = await visitor.get(ROW)
    visitor.http.cookies.delete("touchstone-session")  # as a browser does when its time is over
    ended = await visitor.send(opened, {"text": WRITTEN}, to=ROW)
    assert ended.status_code == 401
    back = await visitor.send(ended, {"person": "p-x01-liaison"}, to="/sign-in")
    assert back.status_code == 200
    assert dict(visitor.form(back, ROW).fields)["text"] == WRITTEN


async def test_a_form_of_another_person_gives_back_what_was_typed(story: Story) -> None:
    visitor = await Visitor.at(story.office, "liaison")
    opened = await visitor.get(ROW)
    await visitor.sign_in("p-x01-head")
    answer = await visitor.send(opened, {"text": WRITTEN}, to=ROW)
    assert answer.status_code == 403
    assert WRITTEN in answer.text


async def test_a_form_that_is_no_longer_ones_own_gives_back_what_was_typed(story: Story) -> None:
    visitor = await Visitor.at(story.office, "liaison")
    opened = await visitor.get(ROW)
    fields = visitor.fields(visitor.form(opened, ROW), {"text": WRITTEN})
    answer = await visitor.post(ROW.replace("sa.l1", "sa.l99"), fields)
    assert answer.status_code == 404
    assert WRITTEN in answer.text


async def test_nothing_of_a_form_from_another_site_is_shown(story: Story) -> None:
    visitor = await Visitor.at(story.office, "liaison")
    answer = await visitor.post(ROW, [("text", WRITTEN)], origin="https://elsewhere.example")
    assert answer.status_code == 403
    assert WRITTEN not in answer.text


async def test_what_is_kept_for_one_person_is_shown_to_nobody_else_by_an_error(
    story: Story,
) -> None:
    visitor = await Visitor.at(story.office)
    kept = f'[["text", "{WRITTEN}"]]'
    answer = await visitor.post("/sign-in", [("kept", kept), ("person", "p-x01-liaison")])
    assert answer.status_code == 403
    assert WRITTEN not in answer.text


@pytest.mark.parametrize("story", ["allocated"], indirect=True)
async def test_an_entry_that_comes_after_its_step_was_done_gives_back_what_was_typed(
    story: Story,
) -> None:
    case = (await story.get("cases", "inspection_lead"))["items"][0]["reference"]
    body = {"concern": "A child may be at risk.", "immediate_danger": False}
    referral = (await story.act(f"cases/{case}/referral", "inspector", body))["referral"]
    visitor = await Visitor.at(story.office, "liaison")
    path = f"/inspections/{REFERENCE}/referrals/{referral}"
    opened = await visitor.get(path)
    entry = {"entry": "Taken on at once."}
    await story.act(f"referrals/{referral}/acknowledgement", "head_of_pvp", entry)
    late = await visitor.send(
        opened, {"entry-acknowledgement": f"{WRITTEN} <b>"}, to="/acknowledgement"
    )
    assert late.status_code == 409
    assert f"{WRITTEN} &lt;b&gt;</textarea>" in late.text


@pytest.mark.parametrize("story", ["allocated"], indirect=True)
async def test_a_form_that_was_sent_and_then_changed_can_be_sent_as_a_new_one(
    story: Story,
) -> None:
    visitor = await Visitor.at(story.office, "inspector")
    case = (await story.get("cases", "inspection_lead"))["items"][0]["reference"]
    path = f"/inspections/{REFERENCE}/cases/{case}/refer-back"
    opened = await visitor.get(path)
    filled = {"concern": WRITTEN, "immediate_danger": "no"}
    first = await visitor.send(opened, filled, to=path)
    assert first.status_code == 303
    changed = {**filled, "concern": f"{WRITTEN} And more."}
    again = await visitor.send(opened, changed, to=path)
    assert again.status_code == 422
    assert "You sent this form before, with another text, and that stands." in again.text
    second = await visitor.send(again, {}, to=path)
    assert second.status_code == 303


@pytest.mark.parametrize("story", ["issued"], indirect=True)
async def test_a_form_that_was_refused_and_gone_back_to_says_so_and_what_is_too_long_by_how_much(
    story: Story,
) -> None:
    visitor = await Visitor.at(story.office, "liaison")
    path = f"/inspections/{REFERENCE}/dates/return/more-time"
    opened = await visitor.get(path)
    long = await visitor.send(opened, {"days": "5", "reason": "x" * 40_001}, to=path)
    assert "This is too long: shorten it to at most 40,000 characters." in long.text
    refused = await visitor.send(opened, {"days": "999", "reason": WRITTEN}, to=path)
    assert refused.status_code == 409
    again = await visitor.send(opened, {"days": "3", "reason": WRITTEN}, to=path)
    assert "You sent this form before, with another text, and that was refused." in again.text
    assert (await visitor.send(again, {}, to=path)).status_code == 303
