"""The worker killed while an endpoint holds its answer: the sweep began it, the next goes on."""

from pathlib import Path

import pytest

from criteria.webhook_events import TEST_EVENT
from records.deliveries import DeliveryState, list_deliveries, queue_test
from records.webhooks import NewWebhook, purpose_of, register_webhook
from tests.chaos.wreck import until, wreckable
from tests.webhook_receiver import receiving
from touchstone.sealing import SealedTexts
from touchstone.wiring import now

pytestmark = [pytest.mark.engine, pytest.mark.chaos, pytest.mark.timeout(300)]

SECRET = "whsec_" + "c2VjcmV0" * 4


async def test_a_kill_between_sending_and_noting_sends_again_under_the_same_id(
    tmp_path: Path,
) -> None:
    with receiving([SECRET]) as receiver:
        receiver.says = [None, (204, {})]
        async with wreckable(tmp_path, development=True) as wreck:
            records = wreck.kit.records
            sealed = SealedTexts(wreck.kit.keys).seal(purpose_of("wh-1"), SECRET)
            new = NewWebhook("wh-1", receiver.address, ("task.opened",), sealed)
            await register_webhook(records, new, "p-operator", now())
            id_ = await queue_test(records, "wh-1", TEST_EVENT, now())
            await wreck.sweep()  # whoever queued it died before it started the sending
            await until(lambda: len(receiver.taken) == 1, "the first sending")
            wreck.kill_worker()
            wreck.start()

            async def has_arrived() -> bool:
                [one] = await list_deliveries(records, "wh-1")
                return one.state is DeliveryState.DELIVERED

            await until(has_arrived, "the second sending")
    assert receiver.ids == [id_, id_]
    assert all(one.signed_by == (SECRET,) for one in receiver.taken)
