"""Engine and worker as processes of their own, to be killed and started again."""

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

from records.acts import Act, ActState, get_act
from records.migrations import upgrade
from records.processes import list_open
from tests.servers import Engine, start_engine
from tests.spine import Spine
from tests.touchstone.ports import free_ports
from touchstone.embedded.launch import launched
from touchstone.keys import KeyRing
from touchstone.reconcile import Report, reconcile_with
from touchstone.settings import ROOT, Settings, child_environment
from touchstone.sweep import sweep
from touchstone.wiring import Kit, now, opened
from workflows.messages import StandingReport

PATIENCE = 120.0


class Wreck:
    """A running stack without its web process, whose place the test takes."""

    def __init__(self, settings: Settings, kit: Kit) -> None:
        self.settings = settings
        self.kit = kit
        self.engine: Engine | None = None
        self.worker: subprocess.Popen[bytes] | None = None

    @property
    def database(self) -> Path:
        return self.settings.data_folder / "temporal.db"

    @property
    def log(self) -> Path:
        """What the workers wrote."""
        return self.settings.data_folder / "worker.log"

    def start(self) -> None:
        """Start what does not run."""
        if self.engine is None:
            self.engine = start_engine(self.settings.temporal_port, self.database)
        if self.worker is None:
            with self.log.open("ab") as log:
                self.worker = subprocess.Popen(
                    launched(sys.executable, "-m", "tests.chaos.worker"),
                    cwd=ROOT,
                    env=child_environment(self.settings),
                    stdout=log,
                    stderr=log,
                )

    def arm(self, point: str, about: str) -> None:
        """Let the worker stop at this point what is named so: a workflow, a batch, a subject."""
        making = self.settings.data_folder / "arming"
        making.write_text(about)
        making.rename(making.with_name(f"kill-{point}"))  # a half-written name would fit everything

    async def all_there(self, point: str, count: int = 1) -> None:
        """Wait until so many have stopped at the point."""
        there = self.settings.data_folder / f"there-{point}"
        await until(lambda: there.exists() and there.read_text().count("\n") >= count, point)

    async def worker_dies(self) -> None:
        """Wait until the worker has killed itself."""
        worker = self.worker
        assert worker is not None
        await until(lambda: worker.poll() is not None, "the worker's end")
        self.kill_worker()

    def kill_worker(self) -> None:
        """Kill it where it is, and let it stop nowhere from now on."""
        if self.worker is not None:
            self.worker.kill()
            self.worker.wait()
            self.worker = None
        for pattern in ("kill-*", "there-*"):
            for file in self.settings.data_folder.glob(pattern):
                file.unlink()

    def kill_engine(self) -> None:
        if self.engine is not None:
            self.engine.kill()
            self.engine = None

    async def recover(self) -> Report:
        """What `up` does before the web process opens."""
        self.start()
        return await reconcile_with(self.kit)

    async def sweep(self) -> None:
        await sweep_at_once(self.kit)


@asynccontextmanager
async def wreckable(folder: Path, **more: Any) -> AsyncIterator[Wreck]:
    """A fresh stack in `folder`, started; `more` are settings."""
    data = folder / "data"
    data.mkdir()
    # The engine is started again on it: a port that the kernel gives to nobody in between.
    [port] = free_ports(1)
    settings = Settings(
        data_folder=data,
        keys_folder=folder / "keys",
        temporal_port=port,
        temporal_address=f"127.0.0.1:{port}",
        log_level="warning",
        log_format="json",
        sweep_seconds=3600,
        **more,
    )
    KeyRing.load(settings.keys_folder).make_missing()
    await upgrade(settings.database_url)
    async with opened(settings) as kit:
        wreck = Wreck(settings, kit)
        wreck.start()
        try:
            yield wreck
        except BaseException as error:
            error.add_note(f"The worker's log ends:\n{wreck.log.read_text()[-4000:]}")
            raise
        finally:
            wreck.kill_worker()
            wreck.kill_engine()


async def until(
    holds: Callable[[], bool] | Callable[[], Coroutine[Any, Any, bool]], what: str = "it"
) -> None:
    """Wait until a condition holds; fail when patience ends."""
    end = asyncio.get_running_loop().time() + PATIENCE
    while True:
        answer = holds()
        if answer if isinstance(answer, bool) else await answer:
            return
        assert asyncio.get_running_loop().time() < end, f"waited in vain for {what}"
        await asyncio.sleep(0.05)


async def sweep_at_once(kit: Kit) -> None:
    """A sweep for which every act has waited long enough."""
    await sweep(kit, now() + timedelta(seconds=kit.settings.sweep_seconds))


async def decided(kit: Kit, act: Act) -> Act:
    """The act once it is decided: one that its gateway gave up waiting for is swept, as ever."""

    async def is_decided() -> bool:
        if (await get_act(kit.records, act.id)).state is ActState.RECEIVED:
            await sweep_at_once(kit)
        return (await get_act(kit.records, act.id)).state is not ActState.RECEIVED

    await until(is_decided, act.kind)
    return await get_act(kit.records, act.id)


async def cut_off(spine: Spine, act: Act, after: Awaitable[None] | None = None) -> None:
    """Send, and end as a web process does that is killed while it waits for an answer."""
    sending = asyncio.create_task(spine.gateway.send(act))
    if after:
        await after
    await until(lambda: was_sent(spine, act), "the sending")
    await asyncio.wait({sending}, timeout=0.5)  # from the records to the engine
    sending.cancel()
    with suppress(asyncio.CancelledError):
        await sending


async def was_sent(spine: Spine, act: Act) -> bool:
    return (await get_act(spine.records, act.id)).sent_at is not None


async def where_all_stand(wreck: Wreck) -> dict[str, StandingReport]:
    """Workflow id -> where it says it stands."""
    standing = {}
    for process in await list_open(wreck.kit.records):
        handle = wreck.kit.client.get_workflow_handle(process.workflow_id)
        standing[process.workflow_id] = await handle.query("standing", result_type=StandingReport)
    return standing
