"""`./run replay record`: plays the demonstration to its very end and keeps the histories of it."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import temporalio.client
from pydantic_settings import PydanticBaseSettingsSource
from temporalio.client import WorkflowHistory

from touchstone.demo.client import Client
from touchstone.demo.places import on_free_ports
from touchstone.demo.play import Play
from touchstone.demo.progress import Display
from touchstone.demo.story import play_all
from touchstone.embedded.borrow import borrowed_stack
from touchstone.replay.gate import check
from touchstone.replay.histories import NAMESPACE, NothingRecorded, fixture_keys, keep, type_name
from touchstone.settings import Settings
from touchstone.temporal import connect
from touchstone.worker import WORKFLOWS

ENDING_SECONDS = 60.0


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
