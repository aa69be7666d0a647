"""Engine and worker as processes of their own, to be killed and started again."""

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from records.migrations import upgrade
from tests.servers import Engine, free_port, start_engine
from touchstone.embedded.launch import launched
from touchstone.keys import KeyRing
from touchstone.reconcile import Report, reconcile_with
from touchstone.settings import ROOT, Settings, child_environment
from touchstone.sweep import sweep
from touchstone.wiring import Kit, now, opened

PATIENCE = 60.0


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

    def start(self) -> None:
        """Start what does not run."""
        if self.engine is None:
            self.engine = start_engine(self.settings.temporal_port, self.database)
        if self.worker is None:
            with (self.settings.data_folder / "worker.log").open("ab") as log:
                self.worker = subprocess.Popen(
                    launched(sys.executable, "-m", "tests.chaos.worker"),
                    cwd=ROOT,
                    env=child_environment(self.settings),
                    stdout=log,
                    stderr=log,
                )

    def arm(self, point: str) -> None:
        """Let the worker die the next time it reaches the point."""
        (self.settings.data_folder / f"kill-{point}").touch()

    async def worker_dies(self) -> None:
        """Wait until the worker has struck itself."""
        assert self.worker is not None
        await until(lambda: self.worker is not None and self.worker.poll() is not None)
        self.worker = None

    def kill_worker(self) -> None:
        if self.worker is not None:
            self.worker.kill()
            self.worker.wait()
            self.worker = None

    def kill_engine(self) -> None:
        if self.engine is not None:
            self.engine.kill()
            self.engine = None

    async def recover(self) -> Report:
        """What `up` does before the web process opens."""
        self.start()
        return await reconcile_with(self.kit)

    async def sweep(self) -> None:
        """A sweep for which everything has waited long enough."""
        await sweep(self.kit, now() + timedelta(hours=1))


@asynccontextmanager
async def wreckable(folder: Path) -> AsyncIterator[Wreck]:
    """A fresh stack in `folder`, started."""
    data = folder / "data"
    data.mkdir()
    port = free_port()
    settings = Settings(
        data_folder=data,
        keys_folder=folder / "keys",
        temporal_port=port,
        temporal_address=f"127.0.0.1:{port}",
        log_level="warning",
        log_format="json",
        sweep_seconds=3600,
    )
    KeyRing.load(settings.keys_folder).make_missing()
    await upgrade(settings.database_url)
    async with opened(settings) as kit:
        wreck = Wreck(settings, kit)
        wreck.start()
        try:
            yield wreck
        finally:
            wreck.kill_worker()
            wreck.kill_engine()


async def until(
    holds: Callable[[], bool] | Callable[[], Coroutine[Any, Any, bool]], what: str = "it"
) -> None:
    """Wait until a condition holds; fail after a minute."""
    end = asyncio.get_running_loop().time() + PATIENCE
    while True:
        answer = holds()
        if answer if isinstance(answer, bool) else await answer:
            return
        assert asyncio.get_running_loop().time() < end, f"waited in vain for {what}"
        await asyncio.sleep(0.05)
