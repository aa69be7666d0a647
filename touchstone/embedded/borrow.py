"""Uses the stack that is up, or one started for the purpose and ended afterwards."""

import asyncio
from asyncio.subprocess import STDOUT, Process
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from touchstone.embedded.instance import Running, running_stack
from touchstone.embedded.launch import launched
from touchstone.obstacles import Obstacle
from touchstone.settings import ROOT, Settings, child_environment
from touchstone.stack import entry_point

START_SECONDS, END_SECONDS = 90.0, 60.0


class NoStack(Obstacle):
    """No stack is up and none could be started."""


@asynccontextmanager
async def borrowed_stack(
    settings: Settings, command: Sequence[str] | None = None
) -> AsyncIterator[Running]:
    """Give the running stack of the data folder and leave it alone, or start and end an own one.

    `command` starts a stack, `touchstone up` if none is given. Raises NoStack.
    """
    found = running_stack(settings)
    if found is not None:
        yield found
        return
    log = settings.data_folder / "logs" / "up.log"
    process = await _started(command or entry_point("up"), settings, log)
    try:
        yield await _once_up(process, settings, log)
    finally:
        await _ended(process)


async def _started(command: Sequence[str], settings: Settings, log: Path) -> Process:
    settings.data_folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    log.parent.mkdir(mode=0o700, exist_ok=True)
    environment = child_environment(settings)
    if "development" not in settings.model_fields_set:
        del environment["TOUCHSTONE_DEVELOPMENT"]  # `up` decides, as it does when run by hand
    with log.open("wb") as output:
        return await asyncio.create_subprocess_exec(
            *launched(*command),
            stdout=output,
            stderr=STDOUT,
            env=environment,
            cwd=ROOT,
            start_new_session=True,
        )


async def _once_up(process: Process, settings: Settings, log: Path) -> Running:
    end = asyncio.get_running_loop().time() + START_SECONDS
    while asyncio.get_running_loop().time() < end:
        running = running_stack(settings)
        if running is not None:
            return running
        if process.returncode is not None:
            raise NoStack(_last_line(log))
        await asyncio.sleep(0.05)
    raise NoStack(f"The stack did not come up in {START_SECONDS:g} s. Its log: {log}")


def _last_line(log: Path) -> str:
    said = log.read_text("utf-8", errors="replace").strip().splitlines()
    return said[-1].removeprefix("touchstone: ") if said else f"It ended without a word: {log}"


async def _ended(process: Process) -> None:
    with suppress(ProcessLookupError):
        process.terminate()
    try:
        await asyncio.wait_for(process.wait(), END_SECONDS)
    except TimeoutError:
        process.kill()
        await process.wait()
