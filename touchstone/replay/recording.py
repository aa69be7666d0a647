"""`./run replay record`: plays the demonstration to its very end and keeps the histories of it."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import temporalio.client
from pydantic_settings import PydanticBaseSettingsSource
from temporalio.client import WorkflowHistory

from activities.webhooks import start_telling
from criteria.webhook_events import TEST_EVENT, WebhookEvent
from records.deliveries import list_deliveries, queue_test
from records.webhooks import (
    BY_OPERATOR,
    NewWebhook,
    new_webhook_id,
    purpose_of,
    register_webhook,
    switch_off,
)
from touchstone.demo.client import Client
from touchstone.demo.places import on_free_ports
from touchstone.demo.play import Play
from touchstone.demo.progress import Display
from touchstone.demo.story import play_all
from touchstone.embedded.borrow import borrowed_stack
from touchstone.replay.gate import check
from touchstone.replay.histories import NAMESPACE, NothingRecorded, fixture_keys, keep, type_name
from touchstone.sealing import SealedTexts
from touchstone.settings import Settings
from touchstone.temporal import connect
from touchstone.wiring import Kit, now, opened
from touchstone.worker import WORKFLOWS

ENDING_SECONDS = 60.0
NOBODY_LISTENS = "http://127.0.0.1:9/"


class Apart(Settings):
    """Settings that come from the call alone: those of the environment are for other stacks."""

    @classmethod
    def settings_customise_sources(
        cls, settings_cls: Any, init_settings: PydanticBaseSettingsSource, *_: Any, **__: Any
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return (init_settings,)


async def record(settings: Settings) -> int:
    """Record every workflow anew on a stack that is made for it, then check at once.

    Nothing that was recorded before is touched until all of it is there. Takes a minute or two.
    """
    with TemporaryDirectory(prefix="touchstone-replay-") as name, fixture_keys() as keys:
        apart = settings_apart(settings, Path(name), keys.folder)
        async with borrowed_stack(apart) as running:
            await _play_to_the_end(running.web_url)
            client = await connect(apart, keys)
            async with opened(apart, client) as kit:
                await tell_a_webhook(kit)
            histories = {kind: await _finished(client, kind) for kind in map(type_name, WORKFLOWS)}
    keep(histories)
    return await check(settings)


def settings_apart(settings: Settings, data: Path, keys: Path) -> Settings:
    """Settings of the stack to record on: of those given only the ports, if they are free."""
    free = on_free_ports(settings)
    return Apart(
        data_folder=data,
        keys_folder=keys,
        web_port=free.web_port,
        temporal_port=free.temporal_port,
        ui_port=free.ui_port,
        temporal_namespace=NAMESPACE,
        development=True,
    )


async def _play_to_the_end(address: str) -> None:
    """The demonstration and what it leaves open: the rest of the follow-up, which ends it all."""
    client = Client(address)
    play = Play(client, Display(), datetime.now(UTC).date())
    try:
        with play.display.shown():
            await play_all(play)
            answer = {"text": "Answered in full, as agreed with the inspectorate."}
            await play.act(play.cast.liaison, "follow-up/action_plan", answer)
            await play.act(play.cast.policing_body, "follow-up/policing_body_comments", answer)
            await play.act(
                play.cast.team.lead, "follow-up-closure", {"reason": "All has been answered."}
            )
            play.display.say("Follow-up closed, and the inspection with it")
    finally:
        await client.close()


async def tell_a_webhook(kit: Kit) -> None:
    """Tell an endpoint that is not there, and switch it off after the first attempt: its workflow
    waits for the second, finds nothing more to do and ends.
    """
    webhook = new_webhook_id()
    secret = SealedTexts(kit.keys).seal(purpose_of(webhook), "whsec_" + "c2VjcmV0" * 4)
    new = NewWebhook(webhook, NOBODY_LISTENS, (WebhookEvent.TASK_OPENED.value,), secret)
    await register_webhook(kit.records, new, "p-operator", now())
    await queue_test(kit.records, webhook, TEST_EVENT, now())
    await start_telling(kit.client, webhook)
    async with asyncio.timeout(ENDING_SECONDS):
        while not await _was_missed(kit, webhook):  # noqa: ASYNC110 - told by no event
            await asyncio.sleep(0.1)
    await switch_off(kit.records, webhook, BY_OPERATOR, now())


async def _was_missed(kit: Kit, webhook: str) -> bool:
    return all(one.failure for one in await list_deliveries(kit.records, webhook))


async def _finished(client: temporalio.client.Client, kind: str) -> WorkflowHistory:
    """The history of the first workflow of this type that was started, once it has ended."""
    found = [one async for one in client.list_workflows(f'WorkflowType = "{kind}"')]
    if not found:
        raise NothingRecorded(f"The demonstration started no workflow of the type {kind}.")
    first = min(found, key=lambda one: one.start_time)
    handle = client.get_workflow_handle(first.id, run_id=first.run_id)
    async with asyncio.timeout(ENDING_SECONDS):
        await handle.result()
    return await handle.fetch_history()
