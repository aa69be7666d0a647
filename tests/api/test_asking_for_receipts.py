"""Receipts that did not come by themselves are asked for, out of what the records say is open."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any, cast

import pytest

from tests.api.story import Story
from tests.notify_service import KEY, TEMPLATE, notify_service
from tests.sending import Sending
from touchstone.posting import receipts
from touchstone.receipts import ASK_AFTER, KEPT, ask_for_receipts
from touchstone.settings import Settings
from touchstone.wiring import Kit


@pytest.fixture
def sending(story: Story) -> Iterator[Sending]:
    with notify_service() as service:
        yield Sending.of(story, service)


def kit_of(sending: Sending, **settings: Any) -> Kit:
    """The sweep's kit over the story's records. Asking uses nothing of an engine."""
    given = {
        "notice_channel": "notify",
        "notify_key": KEY,
        "notify_template": TEMPLATE,
        "notify_address": sending.service.address,
        **settings,
    }
    office = sending.story.office
    nothing = cast(Any, None)
    parts = office.parts
    return Kit(Settings(**given), office.keys, parts.records, parts.files, nothing, nothing)


async def test_what_notify_says_is_taken_for_every_open_notice_and_asked_no_more(
    sending: Sending,
) -> None:
    await sending.send()
    at, service = sending.story.office.clock() + timedelta(minutes=5), sending.service
    [first, *others] = [one["id"] for one in service.taken]
    service.statuses = {first: "permanent-failure", **dict.fromkeys(others, "delivered")}
    await ask_for_receipts(kit_of(sending), at)
    both = await sending.notices("liaison") + await sending.notices("head_of_pvp")
    assert sorted(one.state for one in both) == ["delivered", "delivered", "delivered", "failed"]
    service.statuses = dict.fromkeys(service.statuses, "temporary-failure")
    await ask_for_receipts(kit_of(sending), at)
    again = await sending.notices("liaison") + await sending.notices("head_of_pvp")
    assert again == both


async def test_notify_is_asked_whatever_the_channel_is_now_and_not_without_a_key(
    sending: Sending,
) -> None:
    await sending.send()
    at = sending.story.office.clock() + timedelta(minutes=5)
    sending.service.statuses = {one["id"]: "delivered" for one in sending.service.taken}
    without = kit_of(sending, notify_key=None, notice_channel="outbox")
    assert receipts(without.settings) is None
    await ask_for_receipts(without, at)
    assert (await sending.notices("liaison"))[0].state == "sent"
    await ask_for_receipts(kit_of(sending, notice_channel="smtp"), at)
    assert (await sending.notices("liaison"))[0].state == "delivered"


@pytest.mark.parametrize("after", [ASK_AFTER - timedelta(seconds=1), KEPT + timedelta(seconds=1)])
async def test_notify_is_asked_neither_at_once_nor_when_it_has_forgotten(
    sending: Sending, after: timedelta
) -> None:
    await sending.send()
    sending.service.statuses = {one["id"]: "delivered" for one in sending.service.taken}
    await ask_for_receipts(kit_of(sending), sending.story.office.clock() + after)
    assert (await sending.notices("liaison"))[0].state == "sent"


async def test_one_answer_that_does_not_come_keeps_no_other_waiting(sending: Sending) -> None:
    await sending.send()
    sending.service.statuses = {one["id"]: "delivered" for one in sending.service.taken}
    sending.service.taken.pop(0)  # Notify knows it no more
    at = sending.story.office.clock() + timedelta(minutes=5)
    await ask_for_receipts(kit_of(sending), at)
    both = await sending.notices("liaison") + await sending.notices("head_of_pvp")
    assert sorted(one.state for one in both) == ["delivered", "delivered", "delivered", "sent"]
