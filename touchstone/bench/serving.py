"""The product's web process on the scratch records, as a child; the engine is away."""

import http.client
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass

from api.pages.session import SESSION
from api.tokens import TokenSigner
from touchstone.bench.world import World
from touchstone.embedded.launch import launched
from touchstone.keys import KeyRing
from touchstone.obstacles import Obstacle
from touchstone.settings import ROOT, Settings, child_environment
from touchstone.wiring import now

_START_SECONDS = 60.0


@dataclass(frozen=True)
class Served:
    """Where the pages are, and how a person is signed in there. `pid` is the web process's."""

    port: int
    pid: int
    signer: TokenSigner

    def headers(self, person: str) -> dict[str, str]:
        """The headers of a signed-in person: of a browser and of a program; none for nobody."""
        if not person:
            return {}
        token = self.signer.token(person)
        return {"Cookie": f"{SESSION}={token}", "Authorization": f"Bearer {token}"}


@contextmanager
def served(world: World) -> Iterator[Served]:
    """Serve the world's records until the end of the block. Raises Obstacle if that fails."""
    settings = _settings(world)
    keys = KeyRing.load(settings.keys_folder)
    keys.make_missing()
    log = world.folder / "web.log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            launched(sys.executable, "-P", "-m", "touchstone", "web"),
            cwd=ROOT,
            env=child_environment(settings),
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
        )
        try:
            if not _answers(process, settings.web_port):
                raise Obstacle(f"The web process does not start: see {log}.")
            yield Served(settings.web_port, process.pid, TokenSigner(keys, now))
        finally:
            process.terminate()
            process.wait()


def _settings(world: World) -> Settings:
    nobody = f"127.0.0.1:{_free_port()}"  # no engine listens there
    return Settings(
        data_folder=world.folder,
        keys_folder=world.folder / "keys",
        database_url=world.database_url,
        web_port=_free_port(),
        temporal_address=nobody,
        development=True,
        log_level="warning",
    )


def _answers(process: subprocess.Popen[bytes], port: int) -> bool:
    end = time.monotonic() + _START_SECONDS
    while process.poll() is None and time.monotonic() < end:
        with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=5)) as connection:
            try:
                connection.request("GET", "/healthz")
                return connection.getresponse().status == 200
            except OSError:
                time.sleep(0.1)
    return False


def _free_port() -> int:
    with closing(socket.socket()) as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port
