"""The replay gate: keeps one recorded history of each workflow, and replays it through today's code.

A history that no longer leads to the same commands would stop running inspections at the next
deployment. The histories come from the demonstration, played to the very end on a stack of its own.
"""

import asyncio
import gzip
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import temporalio.service
from pydantic_settings import PydanticBaseSettingsSource
from temporalio.client import Client, WorkflowHistory
from temporalio.worker import Replayer
from temporalio.workflow import _Definition

from touchstone.demo import cast
from touchstone.demo.client import Client as ApiClient
from touchstone.demo.places import on_free_ports
from touchstone.demo.play import Play
from touchstone.demo.progress import Display
from touchstone.demo.story import play_all
from touchstone.embedded.borrow import borrowed_stack
from touchstone.keys import KeyRing
from touchstone.obstacles import Obstacle
from touchstone.settings import ROOT, Settings
from touchstone.temporal import connect, data_converter
from touchstone.terminal import complain, say
from touchstone.worker import WORKFLOWS
from workflows.sandbox import runner

FOLDER = ROOT / "tests" / "replay"
HISTORIES, KEYS, FACTS = FOLDER / "histories", FOLDER / "keys", FOLDER / "recorded.json"
NAMESPACE = "replay"  # a seal is bound to it: the committed key opens nothing of a real stack
ENDING_SECONDS = 60.0
WHAT_TO_DO = (
    "Running inspections would stop there. If the change is wanted: until the first tagged release,"
    " run `./run replay record` in the same commit; afterwards give it a dated patch id."
)


class NothingRecorded(Obstacle):
    """There is no recorded history of a workflow."""


@dataclass(frozen=True)
class Recorded:
    """One recorded history; `name` is that of its file, which is the workflow's type."""

    name: str
    history: WorkflowHistory


class Apart(Settings):
    """Settings that come from nowhere but the call: the environment's are for other stacks."""

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: Any,
        init_settings: PydanticBaseSettingsSource,
        *_: Any,
        **__: Any,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return (init_settings,)


# Check


async def check(_: Settings) -> int:
    """Replay every recorded history, one line each; 1 if any of them no longer replays."""
    failed = await replayed(recorded())
    if failed:
        complain(f"{failed[0]} does not replay any more. {WHAT_TO_DO}")
    return 1 if failed else 0


async def replayed(
    histories: Sequence[Recorded], workflows: Sequence[type] = WORKFLOWS
) -> list[str]:
    """Replay them and tell how it went; gives the names of those that failed, in order."""
    failed = []
    for one in histories:
        error = await failure(one.history, workflows)
        if error is not None:
            failed.append(one.name)
        told = "replays" if error is None else f"FAILS: {_first_line(error)}"
        say(f"{one.name}, {len(one.history.events)} events: {told}")
    return failed


async def failure(
    history: WorkflowHistory, workflows: Sequence[type] = WORKFLOWS
) -> Exception | None:
    """Why today's code does not replay this history (NondeterminismError, mostly); None if it does.

    `workflows` are classes as a worker registers them.
    """
    with fixture_keys() as keys:  # throughout: what is replayed seals its commands anew
        replayer = Replayer(
            workflows=workflows,
            namespace=NAMESPACE,
            data_converter=data_converter(keys, NAMESPACE),
            workflow_runner=runner(),
        )
        result = await replayer.replay_workflow(history, raise_on_replay_failure=False)
    return result.replay_failure


def recorded(folder: Path = HISTORIES) -> list[Recorded]:
    """Every recorded history below the folder. Raises NothingRecorded if a workflow has none."""
    found = [_read(path) for path in sorted(folder.rglob("*.json.gz"))]
    missing = {type_name(workflow) for workflow in WORKFLOWS} - {one.name for one in found}
    if missing:
        raise NothingRecorded(
            f"No recorded history of {', '.join(sorted(missing))}: run `./run replay record`."
        )
    return found


def type_name(workflow: type) -> str:
    """The name under which the engine knows a workflow class."""
    return _Definition.must_from_class(workflow).name or workflow.__name__


@contextmanager
def fixture_keys() -> Iterator[KeyRing]:
    """The committed keys, in a folder of their own: git keeps no modes, and the ring insists."""
    with TemporaryDirectory(prefix="touchstone-keys-") as name:
        for path in KEYS.glob("*.json"):
            copy = Path(name, path.name)
            copy.touch(mode=0o600)
            copy.write_bytes(path.read_bytes())
        yield KeyRing.load(Path(name))


# Record


async def record(settings: Settings) -> int:
    """Play the demonstration on a stack of its own, keep the histories, and check them at once."""
    with TemporaryDirectory(prefix="touchstone-replay-") as name, fixture_keys() as keys:
        apart = _apart(settings, Path(name), keys.folder)
        async with borrowed_stack(apart) as running:
            await _play_to_the_end(running.web_url)
            client = await connect(apart, keys)
            histories = {t: await _finished(client, t) for t in map(type_name, WORKFLOWS)}
    keep(histories)
    return await check(settings)


def keep(histories: Mapping[str, WorkflowHistory], folder: Path = FOLDER) -> None:
    """Write one file for each workflow type, and the facts about them."""
    for name, history in histories.items():
        text = json.dumps(json.loads(history.to_json()), separators=(",", ":"))
        path = folder / HISTORIES.name / f"{name}.json.gz"
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(gzip.compress(text.encode(), compresslevel=9, mtime=0))
    events = {name: len(history.events) for name, history in sorted(histories.items())}
    facts = {"sdk": temporalio.service.__version__, "events": events}
    (folder / FACTS.name).write_text(json.dumps(facts, indent=2) + "\n", "utf-8")


def _apart(settings: Settings, folder: Path, keys: Path) -> Settings:
    free = on_free_ports(settings)
    return Apart(
        data_folder=folder,
        keys_folder=keys,
        web_port=free.web_port,
        temporal_port=free.temporal_port,
        ui_port=free.ui_port,
        temporal_namespace=NAMESPACE,
        development=True,
    )


async def _play_to_the_end(address: str) -> None:
    """The demonstration, and what it leaves open: the rest of the follow-up, which ends it all."""
    client = ApiClient(address)
    play = Play(client, Display(), datetime.now(UTC).date())
    try:
        with play.display.shown():
            await play_all(play)
            answer = {"text": "Answered in full, as agreed with the inspectorate."}
            await play.act(cast.LIAISON, "follow-up/action_plan", answer)
            await play.act(cast.POLICING_BODY, "follow-up/policing_body_comments", answer)
            await play.act(cast.LEAD, "follow-up-closure", {"reason": "All has been answered."})
            play.display.say("Follow-up closed, and the inspection with it")
    finally:
        await client.close()


async def _finished(client: Client, name: str) -> WorkflowHistory:
    """The history of the earliest workflow of this type, which must have come to its end."""
    started = [one async for one in client.list_workflows(f'WorkflowType = "{name}"')]
    if not started:
        raise NothingRecorded(f"The demonstration started no workflow of the type {name}.")
    earliest = min(started, key=lambda one: one.start_time)
    handle = client.get_workflow_handle(earliest.id, run_id=earliest.run_id)
    async with asyncio.timeout(ENDING_SECONDS):
        await handle.result()
    return await handle.fetch_history()


def _read(path: Path) -> Recorded:
    content = json.loads(gzip.decompress(path.read_bytes()))
    began = content["events"][0]["workflowExecutionStartedEventAttributes"]
    history = WorkflowHistory.from_json(began["workflowId"], content)
    return Recorded(path.name.removesuffix(".json.gz"), history)


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0]
