"""Starts stacks for tests in processes of their own, and tells what is left of them."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen

from tests.touchstone.ports import free_ports
from touchstone.settings import ROOT, Settings, child_environment, load_settings

STAND_INS = (sys.executable, "-m", "tests.touchstone.stand_ins")
READY = "Ctrl-C stops it."


def stack_settings(folder: Path, **given: object) -> Settings:
    """Settings for a stack of its own below `folder`, on ports that are free."""
    web, temporal, ui = free_ports(3)
    places = {"data_folder": folder / "data", "keys_folder": folder / "keys"}
    ports = {"web_port": web, "temporal_port": temporal, "ui_port": ui}
    return load_settings(**(places | ports | given))


@dataclass
class Started:
    """A process that was asked to run a stack, in a session of its own."""

    process: subprocess.Popen[str]
    said: str = ""

    def until_ready(self) -> None:
        """Wait until the whole stack is up."""
        self.until(READY)

    def until(self, words: str) -> None:
        """Wait until it has said the words in one line."""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.said += line
            if words in line:
                return
        raise AssertionError(f"it ended without saying so: {self.said} {self.end()}")

    def interrupt(self) -> None:
        """What Ctrl-C does: the signal goes to every process of the terminal's group."""
        os.killpg(self.process.pid, signal.SIGINT)

    def end(self) -> tuple[int, str]:
        """Wait for the end; gives the exit code and what was written to standard error."""
        said, complained = self.process.communicate(timeout=120)
        self.said += said
        return self.process.returncode, complained


@contextmanager
def started(
    settings: Settings, command: Sequence[str] = STAND_INS, *, sweep: bool = True
) -> Iterator[Started]:
    """Run a stack; whatever the test did, nothing on its folder is left, unless `sweep` is off."""
    process = subprocess.Popen(
        command,
        env=child_environment(settings),
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    with process:
        try:
            yield Started(process)
        finally:
            process.kill()
            process.communicate()
            for left in processes_of(settings) if sweep else ():
                os.kill(left, signal.SIGKILL)


def processes_of(settings: Settings) -> list[int]:
    """Every live process that was given the data folder, by argument or environment (Linux)."""
    sign = str(settings.data_folder).encode()
    return [
        int(entry.name)
        for entry in Path("/proc").iterdir()
        if entry.name.isdigit() and int(entry.name) != os.getpid() and _mentions(entry, sign)
    ]


def leaves_nothing(settings: Settings) -> bool:
    """Whether all has ended; what was killed takes the kernel a moment to clear away."""
    until(lambda: not processes_of(settings), seconds=5)
    return True


def until(holds: Callable[[], object], seconds: float = 60) -> None:
    """Look again and again until the condition holds; fails when it does not in time."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it did not come about in time"
        time.sleep(0.02)


def answers(settings: Settings) -> bool:
    """Whether the web process serves a page."""
    try:
        with urlopen(f"http://127.0.0.1:{settings.web_port}/", timeout=20) as page:
            return bool(page.status == 200)
    except OSError:
        return False


def _mentions(process: Path, sign: bytes) -> bool:
    try:
        # A zombie has neither: it holds nothing and needs no one to end it.
        return any(sign in (process / file).read_bytes() for file in ("cmdline", "environ"))
    except OSError:
        return False
