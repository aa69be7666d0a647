"""A child process of the embedded stack: started, kept alive with growing pauses, and ended."""

import asyncio
import os
import shutil
import signal
from asyncio.subprocess import DEVNULL, STDOUT, Process
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from touchstone.embedded.launch import launched
from touchstone.obstacles import Obstacle
from touchstone.settings import ROOT

LOG_BYTES = 20_000_000
LOG_CHECK_SECONDS = 60.0


class ChildFailed(Obstacle):
    """A child does not stay up."""


@dataclass(frozen=True)
class Restarts:
    """How often a child is started again: after pauses that double, until `limit` in a row.

    A child that stayed up for `steady` seconds starts afresh.
    """

    limit: int = 5
    first_pause: float = 0.5
    steady: float = 60.0


@dataclass(frozen=True)
class Command:
    """What to run. `grace` is how many seconds it gets to end by itself."""

    name: str
    line: tuple[str, ...]
    environment: Mapping[str, str]
    grace: float = 10.0


class Child:
    """One child and its log file, in a session of its own: Ctrl-C reaches it through us alone."""

    def __init__(
        self,
        command: Command,
        logs: Path,
        lock: int,
        restarts: Restarts,
        say: Callable[[str], None],
    ) -> None:
        self.command = command
        self.log = logs / f"{command.name}.log"
        self._lock = lock
        self._restarts = restarts
        self._say = say
        self._process: Process | None = None

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    async def start(self) -> None:
        """Start the program; its output goes to its log."""
        self.log.parent.mkdir(mode=0o700, exist_ok=True)
        cut_log(self.log)
        with self.log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                *launched(*self.command.line),
                stdin=DEVNULL,
                stdout=log,
                stderr=STDOUT,
                env=dict(self.command.environment),
                cwd=ROOT,
                pass_fds=(self._lock,),
                start_new_session=True,
            )

    def require_alive(self) -> None:
        """Raise ChildFailed if the program has ended."""
        if self._process is None or self._process.returncode is not None:
            raise ChildFailed(f"{self._how_it_ended()}. Its log: {self.log}")

    async def keep(self) -> None:
        """Start the program again whenever it ends; raises ChildFailed when that does not help."""
        loop, tries = asyncio.get_running_loop(), 0
        while True:
            began = loop.time()
            await self._ended()
            self._sweep()
            tries = 1 if loop.time() - began > self._restarts.steady else tries + 1
            if tries > self._restarts.limit:
                raise ChildFailed(
                    f"{self._how_it_ended()} and does not stay up. Its log: {self.log}"
                )
            pause = self._restarts.first_pause * 2 ** (tries - 1)
            self._say(f"{self._how_it_ended()}; it starts again in {pause:g} s.")
            await asyncio.sleep(pause)
            await self.start()

    async def end(self, hurry: asyncio.Event) -> None:
        """End the program and all it started: asked first, killed after its grace or on hurry."""
        if self._process is None:
            return
        with suppress(ProcessLookupError):
            self._process.send_signal(signal.SIGTERM)
        gone = asyncio.create_task(self._process.wait())
        hurried = asyncio.create_task(hurry.wait())
        await asyncio.wait(
            {gone, hurried}, timeout=self.command.grace, return_when=asyncio.FIRST_COMPLETED
        )
        hurried.cancel()
        self._sweep()
        await gone

    def _sweep(self) -> None:
        """Kill what is left of the program's session: itself, or processes that it started."""
        if self._process is not None:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)

    async def _ended(self) -> None:
        assert self._process is not None
        while True:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._process.wait(), LOG_CHECK_SECONDS)
                return
            cut_log(self.log)

    def _how_it_ended(self) -> str:
        code = self._process.returncode if self._process else None
        how = f"signal {-code}" if code is not None and code < 0 else f"exit code {code}"
        return f"The {self.command.name} process stopped ({how})"


def cut_log(log: Path) -> None:
    """Keep a log and its predecessor below LOG_BYTES each.

    The writer keeps its file (it appends), so lines written during the copy may be lost.
    """
    if log.exists() and log.stat().st_size > LOG_BYTES:
        shutil.copyfile(log, log.with_suffix(".1.log"))
        os.truncate(log, 0)
