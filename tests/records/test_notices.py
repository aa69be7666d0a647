"""A notice is claimed by one sender, and none is begun after its task is done."""

import asyncio
from typing import Any

import pytest
from sqlalchemy import update

from records.errors import NotFound
from records.notices import (
    DELAYED,
    NoticeState,
    claim,
    get_notice,
    list_batch,
    list_queued_batches,
    mark_delayed,
    mark_sent,
)
from records.session import Records
from records.tables import TaskTable
from records.undelivered import mark_refused, note_receipt
from tests.records.builders import NORTH, NOW, House, minutes, step

WORKFLOW = f"inspection/{NORTH}"
KEY, BATCH = f"{WORKFLOW}:e1:p-1", f"{WORKFLOW}:e1"


async def queue(records: Records, *people: str, **members: Any) -> None:
    await step(records, WORKFLOW, "e1", tell=list(people), **members)


async def state(records: Records, key: str = KEY) -> NoticeState:
    return (await get_notice(records, key)).state


async def test_a_claimed_notice_is_being_sent(house: House, records: Records) -> None:
    await queue(records, "p-1")
    notice = await claim(records, KEY, minutes(2))
    assert notice is not None
    assert (notice.recipient, notice.subject, notice.body) == ("p-1", "Subject", "Body")
    assert (notice.state, notice.claimed_at, notice.attempts) == (
        NoticeState.SENDING,
        minutes(2),
        1,
    )
    assert await claim(records, KEY, minutes(3)) is None


async def test_of_many_senders_one_claims_a_notice(
    house: House, records: Records, address: str
) -> None:
    await queue(records, "p-1")
    other = Records.open(address)
    claims = await asyncio.gather(
        *(claim(source, KEY, minutes(2)) for source in (records, other) * 5)
    )
    await other.close()
    assert len([notice for notice in claims if notice]) == 1
    assert (await get_notice(records, KEY)).attempts == 1


async def test_a_notice_about_a_task_that_is_done_is_superseded(
    house: House, records: Records
) -> None:
    await queue(records, "p-1", tasks={"return": {"people": ["p-1"]}}, about="return")
    await step(records, WORKFLOW, "e2", tasks={"return": None})
    assert await claim(records, KEY, minutes(2)) is None
    assert await state(records) is NoticeState.SUPERSEDED
    assert await list_batch(records, BATCH) == []


async def test_a_demonstration_sends_as_of_when_the_task_was_still_open(
    house: House, records: Records
) -> None:
    await queue(records, "p-1", tasks={"return": {"people": ["p-1"]}}, about="return")
    async with records.transaction() as session:
        await session.execute(update(TaskTable).values(done_at=minutes(30)))
    notice = await claim(records, KEY, minutes(60), as_of=minutes(1))
    assert notice is not None
    assert await state(records) is NoticeState.SENDING


async def test_a_notice_about_a_task_that_is_open_is_sent(house: House, records: Records) -> None:
    await queue(records, "p-1", tasks={"return": {"people": ["p-1"]}}, about="return")
    notice = await claim(records, KEY, minutes(2))
    assert notice is not None
    assert notice.task_id == f"{WORKFLOW}:return"


async def test_no_notice_is_begun_after_its_task_was_done_even_in_a_race(
    house: House, records: Records, address: str
) -> None:
    other = Records.open(address)
    people = [f"p-{number}" for number in range(8)]
    await queue(records, *people, tasks={"return": {"people": people}}, about="return")
    order: list[str] = []

    async def send(person: str) -> None:
        notice = await claim(other, f"{BATCH}:{person}", minutes(2))
        order.append("superseded" if notice is None else "begun")

    async def finish() -> None:
        await step(records, WORKFLOW, "e2", tasks={"return": None})
        order.append("done")

    await asyncio.gather(*map(send, people[:4]), finish(), *map(send, people[4:]))
    late = [f"{BATCH}:{person}" for person in people]
    states = {await state(records, key) for key in late}
    await asyncio.gather(*(claim(other, key, minutes(3)) for key in late))
    await other.close()
    assert states <= {NoticeState.SENDING, NoticeState.SUPERSEDED}
    assert order.count("begun") + order.count("superseded") == 8
    assert order.count("begun") == sum(
        [await state(records, key) is NoticeState.SENDING for key in late]
    )


async def test_a_claim_waits_for_the_change_that_is_finishing_its_task(
    house: House, records: Records, address: str
) -> None:
    other = Records.open(address)
    await queue(records, "p-1", tasks={"return": {"people": ["p-1"]}}, about="return")
    async with records.transaction() as session:
        await session.execute(update(TaskTable).values(done_at=minutes(1)))
        claiming = asyncio.create_task(claim(other, KEY, minutes(2)))
        for _ in range(50):  # time enough for a claim that does not wait
            await get_notice(records, KEY)
    assert await claiming is None
    assert await state(records) is NoticeState.SUPERSEDED
    await other.close()


async def test_a_notice_goes_from_sent_to_delivered(house: House, records: Records) -> None:
    await queue(records, "p-1")
    await claim(records, KEY, minutes(2))
    await mark_sent(records, KEY, minutes(3), "provider-7", "notify")
    sent = await get_notice(records, KEY)
    assert (sent.state, sent.sent_at, sent.provider_reference) == (
        NoticeState.SENT,
        minutes(3),
        "provider-7",
    )
    assert await note_receipt(records, "provider-7", "delivered", minutes(4))
    await mark_refused(records, KEY, minutes(5), "bad_address")
    assert await state(records) is NoticeState.DELIVERED


async def test_a_failed_attempt_is_queued_again_until_it_is_final(
    house: House, records: Records
) -> None:
    await queue(records, "p-1")
    await claim(records, KEY, minutes(2))
    await mark_delayed(records, KEY, DELAYED)
    assert [notice.key for notice in await list_batch(records, BATCH)] == [KEY]
    again = await claim(records, KEY, minutes(4))
    assert again is not None
    assert again.attempts == 2
    await mark_refused(records, KEY, minutes(5), "bad_address")
    assert await state(records) is NoticeState.FAILED
    assert await claim(records, KEY, minutes(5)) is None


async def test_a_notice_whose_sender_died_is_taken_over_later(
    house: House, records: Records, address: str
) -> None:
    await queue(records, "p-1")
    await claim(records, KEY, minutes(2))
    assert await claim(records, KEY, minutes(3), abandoned_before=minutes(2)) is None
    other = Records.open(address)
    claims = await asyncio.gather(
        *(claim(s, KEY, minutes(9), abandoned_before=minutes(5)) for s in (records, other) * 3)
    )
    await other.close()
    assert [notice.attempts for notice in claims if notice] == [2]


async def test_batches_left_unsent_are_listed(house: House, records: Records) -> None:
    await queue(records, "p-1", "p-2")
    await step(records, WORKFLOW, "e2", tell=["p-1"], at=minutes(5))
    assert await list_queued_batches(records, minutes(5)) == [BATCH]
    for person in ("p-1", "p-2"):
        await claim(records, f"{BATCH}:{person}", minutes(6))
    assert await list_queued_batches(records, minutes(6)) == [f"{WORKFLOW}:e2"]


async def test_a_batch_whose_sender_and_engine_were_lost_is_listed_too(
    house: House, records: Records
) -> None:
    await queue(records, "p-1")
    await claim(records, KEY, minutes(6))
    assert await list_queued_batches(records, minutes(6)) == []
    assert await list_queued_batches(records, minutes(7)) == [BATCH]
    await mark_sent(records, KEY, minutes(7), "provider-7")
    assert await list_queued_batches(records, minutes(9)) == []


async def test_an_unknown_notice_is_not_found(records: Records) -> None:
    with pytest.raises(NotFound):
        await claim(records, "nothing", NOW)
