"""The embedded stack with the real engine and small programs in place of worker and web.

`python -m tests.touchstone.stand_ins [WORKER]` takes the settings of `touchstone up`. WORKER is
`witness` (at its end it notes whether the engine still answers), `crashing`, `stubborn`, or `none`,
with which the migration fails.
"""

import asyncio
import os
import signal
import socket
import sys
from pathlib import Path

from touchstone.embedded.children import Restarts
from touchstone.obstacles import Obstacle
from touchstone.settings import Settings, load_settings
from touchstone.stack import Parts, up
from touchstone.terminal import complain, say

WITNESS_NOTE = "engine-at-the-end"
LISTENING = "listening"  # what the worker logs once it minds signals


async def nothing(_: Settings) -> None:
    """Stands for migrations and reconciling."""


async def fail(_: Settings) -> None:
    """Stands for a migration with an error in it."""
    raise ValueError("words of a person")


def run_stack(worker: str) -> int:
    settings = load_settings()
    folder, port = str(settings.data_folder), str(settings.web_port)
    parts = Parts(
        worker=(sys.executable, "-m", __spec__.name, "--worker", worker),
        web=(sys.executable, "-m", "http.server", "-b", "127.0.0.1", "-d", folder, port),
        migrate=fail if worker == "none" else nothing,
        reconcile=nothing,
        restarts=Restarts(limit=2, first_pause=0.05),
    )
    try:
        asyncio.run(up(settings, say, parts))
    except Obstacle as obstacle:
        complain(str(obstacle))
        return 1
    return 0


def run_worker(kind: str) -> int:
    settings = load_settings()
    if kind == "crashing":
        # Leaves a process behind, as a pool does whose owner is killed.
        os.posix_spawn("/bin/sleep", ["sleep", "600"], os.environ)
        return 7
    if kind == "stubborn":
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        say(LISTENING)
        while True:
            signal.pause()
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})
    say(LISTENING)
    signal.sigwait({signal.SIGTERM})
    with socket.socket() as line:
        refused = line.connect_ex(("127.0.0.1", settings.temporal_port))
    Path(settings.data_folder / WITNESS_NOTE).write_text("gone" if refused else "there")
    return 0


def main() -> int:
    if sys.argv[1:2] == ["--worker"]:
        return run_worker(sys.argv[2])
    return run_stack(sys.argv[1] if len(sys.argv) > 1 else "witness")


if __name__ == "__main__":
    sys.exit(main())
