"""The embedded stack: Temporal, worker and web as children of one supervisor, `touchstone up`.

The children run by the same entry points as in production. Temporal starts first and ends last, so
that nothing that is under way loses its engine.
"""

import asyncio
import signal
import sys
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from datetime import UTC, datetime
from os import getpid
from pathlib import Path
from typing import Any

from touchstone.embedded import ports
from touchstone.embedded.banner import banner
from touchstone.embedded.children import Child, Command, Restarts, cut_log
from touchstone.embedded.engine import (
    answers,
    connect_when_ready,
    engine_command,
    register,
    settle_database,
)
from touchstone.embedded.instance import Running, hold, remove_note, write_note
from touchstone.keys import KeyRing
from touchstone.obstacles import Obstacle
from touchstone.settings import Settings, child_environment

Step = Callable[[Settings], Coroutine[Any, Any, object]]
Furnish = Callable[[Settings, Running, Callable[[str], None]], Coroutine[Any, Any, None]]


async def migrate_records(settings: Settings) -> None:
    """Bring the records' tables up to date; raises Obstacle if a newer version wrote them."""
    from alembic.util import CommandError

    from records.migrations import upgrade

    try:
        await upgrade(settings.database_url)
    except CommandError:
        raise Obstacle("The records were written by another version of Touchstone.") from None


async def reconcile_workflows(settings: Settings) -> None:
    """Start again the workflows that the records know and the engine does not."""
    from touchstone.reconcile import reconcile

    await reconcile(settings)


def entry_point(process: str) -> tuple[str, ...]:
    """The command line of one of our processes, the same as in production."""
    return (sys.executable, "-P", "-m", "touchstone", process)


class StackFailed(Obstacle):
    """Something unforeseen ended the stack."""


@dataclass(frozen=True)
class Parts:
    """What the stack is made of besides the engine; tests of the supervisor put others in."""

    worker: tuple[str, ...] = field(default_factory=lambda: entry_point("worker"))
    web: tuple[str, ...] = field(default_factory=lambda: entry_point("web"))
    migrate: Step = migrate_records
    reconcile: Step = reconcile_workflows
    furnish: Furnish | None = None  # what to do once all of it is up
    restarts: Restarts = field(default_factory=Restarts)


async def up(settings: Settings, say: Callable[[str], None], parts: Parts | None = None) -> None:
    """Run the stack until SIGINT, SIGTERM or SIGHUP; a second signal ends the children at once.

    Raises Obstacle: a taken port, another instance, a child that does not stay up.
    """
    stop, hurry = _on_signals(say)
    life = asyncio.create_task(_hold_and_live(settings, parts or Parts(), say, hurry))
    stopped = asyncio.create_task(stop.wait())
    await asyncio.wait({life, stopped}, return_when=asyncio.FIRST_COMPLETED)
    stopped.cancel()
    life.cancel()
    ended = (await asyncio.gather(life, return_exceptions=True))[0]
    if isinstance(ended, Exception):
        raise ended


async def _hold_and_live(
    settings: Settings, parts: Parts, say: Callable[[str], None], hurry: asyncio.Event
) -> None:
    async with hold(settings.data_folder) as lock:
        ports.require_free(settings)
        stack = Stack(settings, parts, lock, say)
        try:
            await stack.live()
        except Exception as error:
            raise stack.reason(error) from None
        finally:
            await stack.end(hurry)


class Stack:
    """The children of one `up`, in the order in which they were started."""

    def __init__(
        self, settings: Settings, parts: Parts, lock: int, say: Callable[[str], None]
    ) -> None:
        self._settings = settings
        self._parts = parts
        self._lock = lock
        self._say = say
        self._children: list[Child] = []
        self._log: Path | None = None

    async def live(self) -> None:
        """Start everything in order, then keep it alive until cancelled."""
        async with asyncio.TaskGroup() as keepers:
            await self._start_engine(keepers)
            worker = await self._start(Command("worker", self._parts.worker, self._inherited, 30))
            keepers.create_task(worker.keep())
            await self._parts.reconcile(self._settings)
            web = await self._start(Command("web", self._parts.web, self._inherited))
            await answers(_reachable(self._settings), self._settings.web_port, web.require_alive)
            keepers.create_task(web.keep())
            running = self._announce()
            if self._parts.furnish is not None:
                keepers.create_task(self._parts.furnish(self._settings, running, self._say))

    async def end(self, hurry: asyncio.Event) -> None:
        """End the children, the engine last."""
        remove_note(self._settings.data_folder)
        for child in reversed(self._children):
            await child.end(hurry)

    def reason(self, error: Exception) -> Exception:
        """What a person needs to hear of what ended the stack; the rest goes to the log."""
        if isinstance(error, ExceptionGroup):
            obstacles, _ = error.split(Obstacle)
            return self.reason((obstacles or error).exceptions[0])
        if isinstance(error, Obstacle) or self._log is None:
            return error
        from touchstone import logs

        logs.get_logger("touchstone.stack").error("stack.failed", exc_info=error)
        return StackFailed(f"It ended by an error of its own. Its log: {self._log}")

    async def _start_engine(self, keepers: asyncio.TaskGroup) -> None:
        settings = self._settings
        KeyRing.load(settings.keys_folder).make_missing()
        settle_database(settings.data_folder, self._say)
        engine = await self._start(engine_command(settings))
        self._log_to_file()
        migrated = keepers.create_task(self._parts.migrate(settings))
        service = await connect_when_ready(settings, engine.require_alive)
        keepers.create_task(engine.keep())
        await register(service, settings.temporal_namespace, _search_attributes())
        await migrated

    async def _start(self, command: Command) -> Child:
        logs = self._settings.data_folder / "logs"
        child = Child(command, logs, self._lock, self._parts.restarts, self._say)
        self._children.append(child)
        await child.start()
        return child

    def _log_to_file(self) -> None:
        from touchstone import logs  # brings the SDK in, which takes as long as the engine's start

        self._log = self._settings.data_folder / "logs" / "stack.log"
        cut_log(self._log)
        logs.configure(self._settings, self._log.open("a", encoding="utf-8"))

    @property
    def _inherited(self) -> dict[str, str]:
        return child_environment(self._settings, PYTHONUNBUFFERED="1")

    def _announce(self) -> Running:
        settings = self._settings
        now = datetime.now(UTC).isoformat(timespec="seconds")
        running = Running(
            getpid(), now, settings.web_port, settings.temporal_port, settings.ui_port
        )
        write_note(settings.data_folder, running)
        self._say(banner(settings, running))
        return running


def _reachable(settings: Settings) -> str:
    everywhere = settings.web_host in ("0.0.0.0", "::")
    return "127.0.0.1" if everywhere else settings.web_host


def _search_attributes() -> dict[str, str]:
    from workflows.names import SEARCH_ATTRIBUTES

    return SEARCH_ATTRIBUTES


def _on_signals(say: Callable[[str], None]) -> tuple[asyncio.Event, asyncio.Event]:
    """Events for the first and the second signal to stop."""
    stop, hurry = asyncio.Event(), asyncio.Event()

    def heard() -> None:
        if stop.is_set():
            hurry.set()
        else:
            say("Stopping; once more ends it at once.")
            stop.set()

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) is not signal.SIG_IGN:  # nohup stays as it is
            asyncio.get_running_loop().add_signal_handler(number, heard)
    return stop, hurry
