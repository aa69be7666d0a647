"""Webhooks as they are kept: who is told, once each, and when it is to be sent again."""

import json
from datetime import timedelta

import pytest

from criteria.errors import Rule, RuleBroken
from records.deliveries import (
    ABANDONED_AFTER,
    DeliveryState,
    claim_next,
    list_deliveries,
    list_waiting_webhooks,
    mark_delivered,
    mark_missed,
    next_due,
    queue_test,
    send_again,
)
from records.errors import NotFound
from records.journal import HOUSE
from records.processes import project
from records.session import Records
from records.tables import JournalTable
from records.webhooks import (
    BOTH_SECRETS_FOR,
    BY_OPERATOR,
    GONE,
    NewWebhook,
    find_endpoint,
    get_webhook,
    list_webhooks,
    register_webhook,
    remove_webhook,
    renew_secret,
    switch_off,
    switch_on,
)
from tests.records.builders import (
    NORTH,
    NOW,
    House,
    StateDeriver,
    change,
    minutes,
    projection,
    step,
)

WORKFLOW = f"inspection/{NORTH}"
BY = "p-operator-1"


async def registered(records: Records, id_: str = "wh-1", *events: str) -> str:
    new = NewWebhook(id_, f"https://{id_}.example/", events or ("task.opened",), f"sealed {id_}")
    await register_webhook(records, new, BY, NOW)
    return id_


async def test_a_change_queues_each_event_once_for_each_endpoint_that_asked(
    house: House, records: Records
) -> None:
    await registered(records, "wh-1", "task.opened", "task.done")
    await registered(records, "wh-2", "task.opened")
    await registered(records, "wh-off", "task.opened")
    await switch_off(records, "wh-off", BY_OPERATOR, minutes(1), BY)
    outcome = await step(records, WORKFLOW, "e1", events=["task.opened", "task.done"])
    assert outcome.webhooks == ("wh-1", "wh-2")
    first, second = [await list_deliveries(records, one) for one in ("wh-1", "wh-2")]
    assert sorted(one.event for one in first) == ["task.done", "task.opened"]
    assert [one.event for one in second] == ["task.opened"]
    assert await list_deliveries(records, "wh-off") == []
    assert len({one.id for one in [*first, *second]}) == 3
    again = change(f"{WORKFLOW}:e1", f"{WORKFLOW}:e0")
    repeated = await project(records, projection(WORKFLOW, again), StateDeriver())
    assert repeated.webhooks == ("wh-1", "wh-2")  # as long as they are not told
    assert len(await list_deliveries(records, "wh-1")) == 2


async def test_a_tasks_id_is_the_same_each_time_and_holds_no_name(
    house: House, records: Records
) -> None:
    await registered(records, "wh-1")
    await registered(records, "wh-2")
    await step(records, WORKFLOW, "e1", events=["task.opened"])
    await step(records, WORKFLOW, "e2", events=["task.opened"])
    ones = [json.loads(one.body) for one in await list_deliveries(records, "wh-1")]
    assert len({one["data"]["task"]["id"] for one in ones}) == 1
    assert "p-ann" not in str(ones)
    other = json.loads((await list_deliveries(records, "wh-2"))[0].body)
    assert other["data"]["task"]["id"] != ones[0]["data"]["task"]["id"]


async def test_a_delivery_is_in_one_hand_at_a_time_and_taken_over_from_one_that_died(
    house: House, records: Records
) -> None:
    await registered(records)
    await step(records, WORKFLOW, "e1", events=["task.opened"])
    taken = await claim_next(records, "wh-1", minutes(1))
    assert taken is not None
    assert await claim_next(records, "wh-1", minutes(1)) is None
    assert await list_waiting_webhooks(records, minutes(1)) == []
    later = minutes(1) + ABANDONED_AFTER
    assert await list_waiting_webhooks(records, later + timedelta(seconds=1)) == ["wh-1"]
    over = await claim_next(records, "wh-1", later)
    assert over is not None
    assert (over.id, over.attempts) == (taken.id, 2)
    await mark_missed(records, over.id, "timed_out", None, minutes(9))
    assert await next_due(records, "wh-1") == minutes(9)
    await mark_delivered(records, over.id, minutes(9), 204)
    assert await next_due(records, "wh-1") is None
    [done] = await list_deliveries(records, "wh-1")
    assert (done.state, done.status, done.failure) == (DeliveryState.DELIVERED, 204, None)


async def test_what_failed_is_sent_again_under_its_id_and_what_got_there_is_not(
    house: House, records: Records
) -> None:
    await registered(records)
    await step(records, WORKFLOW, "e1", events=["task.opened"])
    taken = await claim_next(records, "wh-1", minutes(1))
    assert taken is not None
    await mark_missed(records, taken.id, "answered", 500, None)
    assert await next_due(records, "wh-1") is None
    await send_again(records, "wh-1", taken.id, minutes(2))
    again = await claim_next(records, "wh-1", minutes(2))
    assert again is not None
    assert (again.id, again.attempts) == (taken.id, 1)
    await mark_delivered(records, again.id, minutes(3), 200)
    await send_again(records, "wh-1", again.id, minutes(4))
    assert await next_due(records, "wh-1") is None
    with pytest.raises(NotFound):
        await send_again(records, "wh-2", taken.id, minutes(4))


@pytest.mark.parametrize("how", [BY_OPERATOR, GONE, "removed"])
async def test_what_waits_for_an_endpoint_is_dropped_with_it(
    house: House, records: Records, how: str
) -> None:
    await registered(records)
    await step(records, WORKFLOW, "e1", events=["task.opened"])
    if how == "removed":
        await remove_webhook(records, "wh-1", BY, minutes(1))
        assert await list_webhooks(records) == []
        with pytest.raises(NotFound):
            await get_webhook(records, "wh-1")
    else:
        await switch_off(records, "wh-1", how, minutes(1))
        assert (await get_webhook(records, "wh-1")).off_because == how
    assert await find_endpoint(records, "wh-1", minutes(1)) is None
    assert await next_due(records, "wh-1") is None
    [one] = await list_deliveries(records, "wh-1")
    assert one.state is DeliveryState.DROPPED
    if how != "removed":
        await switch_on(records, "wh-1", BY, minutes(2))
        assert await find_endpoint(records, "wh-1", minutes(2)) is not None
        assert await next_due(records, "wh-1") is None


async def test_the_old_secret_signs_beside_the_new_one_for_a_week(
    house: House, records: Records
) -> None:
    await registered(records)
    await renew_secret(records, "wh-1", "sealed anew", BY, minutes(5))
    both = await find_endpoint(records, "wh-1", minutes(6))
    assert both is not None
    assert both.secrets == ("sealed anew", "sealed wh-1")
    one = await find_endpoint(records, "wh-1", minutes(5) + BOTH_SECRETS_FOR)
    assert one is not None
    assert one.secrets == ("sealed anew",)


async def test_an_address_is_registered_once_and_every_change_stands_in_the_journal(
    house: House, records: Records
) -> None:
    await registered(records)
    with pytest.raises(RuleBroken) as caught:
        await registered(records)
    assert caught.value.rule is Rule.WEBHOOK_IS_KNOWN
    await queue_test(records, "wh-1", "touchstone.test", minutes(1))
    await remove_webhook(records, "wh-1", BY, minutes(2))
    with pytest.raises(NotFound):
        await queue_test(records, "wh-1", "touchstone.test", minutes(3))
    async with records.reading() as session:
        entries = await session.execute(
            JournalTable.__table__.select().where(JournalTable.chain == HOUSE)
        )
        found = [(row.event, row.actor, row.body) for row in entries]
    assert found == [
        ("webhook_registered", BY, {"webhook": "wh-1"}),
        ("webhook_removed", BY, {"webhook": "wh-1"}),
    ]
