"""One person, or two, with the same form open in two windows: no act is done twice unseen."""

import pytest

from tests.api.conftest import REFERENCE
from tests.api.story import Story
from tests.pages.visitor import Visitor

DATE = f"/inspections/{REFERENCE}/dates/return"
MOVED = {"days": "3", "reason": "The author of two rows is ill."}
CONCERN = {"concern": "The file shows no visit for a month.", "immediate_danger": "no"}


async def test_an_extension_sent_from_two_windows_moves_the_date_once(story: Story) -> None:
    visitor = await Visitor.at(story.office, "inspection_lead")
    first, second = await visitor.get(DATE), await visitor.get(DATE)
    assert (await visitor.send(first, MOVED, to="/extension")).status_code == 303
    moved = (await story.state()).extensions
    refused = await visitor.send(second, MOVED, to="/extension")
    assert refused.status_code == 409
    assert "The date was moved after you saw it" in refused.text
    assert MOVED["reason"] in refused.text
    assert (await story.state()).extensions == moved == {"return": 3}
    again = await visitor.send(refused, {}, to="/extension")
    assert again.status_code == 303
    assert (await story.state()).extensions == {"return": 6}


async def _case(story: Story) -> str:
    found = await story.get("cases", "inspection_lead")
    return str(found["items"][0]["reference"])


async def _open(story: Story) -> int:
    return len((await story.get("referrals", "inspection_lead"))["items"])


@pytest.mark.parametrize("story", ["allocated"], indirect=True)
async def test_a_case_referred_back_meanwhile_is_shown_before_a_second_referral_is_made(
    story: Story,
) -> None:
    path = f"/inspections/{REFERENCE}/cases/{await _case(story)}/refer-back"
    visitor = await Visitor.at(story.office, "inspector")
    first, second = await visitor.get(path), await visitor.get(path)
    assert "is referred back already" not in first.text
    assert (await visitor.send(first, CONCERN, to=path)).status_code == 303
    held = await visitor.send(second, CONCERN, to=path)
    assert held.status_code == 422
    assert f"/inspections/{REFERENCE}/referrals/{REFERENCE}-R1" in held.text
    assert await _open(story) == 1
    assert (await visitor.send(held, {}, to=path)).status_code == 303
    assert await _open(story) == 2


@pytest.mark.parametrize("story", ["allocated"], indirect=True)
async def test_an_immediate_danger_waits_for_no_second_press(story: Story) -> None:
    path = f"/inspections/{REFERENCE}/cases/{await _case(story)}/refer-back"
    visitor = await Visitor.at(story.office, "inspector")
    first, second, third = [await visitor.get(path) for _ in range(3)]
    await visitor.send(first, CONCERN, to=path)
    worse = {**CONCERN, "immediate_danger": "yes"}
    assert (await visitor.send(second, worse, to=path)).status_code == 303
    assert await _open(story) == 2
    assert (await visitor.send(third, worse, to=path)).status_code == 422
    assert await _open(story) == 2
