"""One stack on one data folder: the lock that sees to it, and the note by which others find it."""

import asyncio
import fcntl
import json
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from touchstone.obstacles import Obstacle
from touchstone.settings import Settings

LOCK, NOTE = "stack.lock", "stack.json"
PATIENCE = 20.0  # seconds for the children of a killed stack to end; they are told to by the kernel


class AlreadyRunning(Obstacle):
    """Another stack uses the data folder."""


class FolderUnusable(Obstacle):
    """The data folder cannot be made or written."""


@dataclass(frozen=True)
class Running:
    """A stack that is up. `started` is an ISO date and time in UTC."""

    pid: int
    started: str
    web_port: int
    temporal_port: int
    ui_port: int

    @property
    def web_url(self) -> str:
        return f"http://127.0.0.1:{self.web_port}"

    @property
    def ui_url(self) -> str:
        return f"http://127.0.0.1:{self.ui_port}"

    @property
    def temporal_address(self) -> str:
        return f"127.0.0.1:{self.temporal_port}"


@asynccontextmanager
async def hold(folder: Path) -> AsyncIterator[int]:
    """Hold the data folder; gives the lock's file descriptor, for the children to inherit.

    While a child lives the lock is held, so a new stack never meets processes of a killed one.
    Raises AlreadyRunning.
    """
    descriptor = _open(folder)
    try:
        await _take(descriptor, folder)
        remove_note(folder)  # of a stack that was killed
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, str(os.getpid()).encode(), 0)
        try:
            yield descriptor
        finally:
            remove_note(folder)
    finally:
        os.close(descriptor)


def write_note(folder: Path, running: Running) -> None:
    """Tell others where this stack is, once all of it is up."""
    draft = folder / f"{NOTE}.new"
    draft.write_text(json.dumps(asdict(running), indent=2) + "\n", "utf-8")
    draft.replace(folder / NOTE)


def remove_note(folder: Path) -> None:
    """Tell others that this stack is no longer there for them."""
    (folder / NOTE).unlink(missing_ok=True)


def running_stack(settings: Settings) -> Running | None:
    """The stack that is up on this data folder, if there is one and it lives."""
    folder = settings.data_folder
    try:
        running = Running(**json.loads((folder / NOTE).read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return None
    return running if _alive(running.pid) and _is_held(folder) else None


def _open(folder: Path) -> int:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return os.open(folder / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise FolderUnusable(
            f"The data folder {folder} cannot be used: {error.strerror}."
        ) from None


async def _take(descriptor: int, folder: Path) -> None:
    loop = asyncio.get_running_loop()
    end = loop.time() + PATIENCE
    while not _try_lock(descriptor, fcntl.LOCK_EX):
        holder = os.pread(descriptor, 32, 0).decode(errors="replace")
        if holder.isdigit() and _alive(int(holder)):
            raise AlreadyRunning(
                f"Touchstone already runs on {folder} (process {holder}). "
                "Stop it first, or set TOUCHSTONE_DATA_FOLDER."
            )
        if loop.time() > end:
            raise AlreadyRunning(f"Processes of an earlier start still use {folder}: end them.")
        await asyncio.sleep(0.05)


def _try_lock(descriptor: int, kind: int) -> bool:
    try:
        fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _is_held(folder: Path) -> bool:
    try:
        descriptor = os.open(folder / LOCK, os.O_RDONLY)
    except FileNotFoundError:
        return False
    try:
        return not _try_lock(descriptor, fcntl.LOCK_SH)
    finally:
        os.close(descriptor)


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
