"""The embedded Temporal server: its command line, its database file, and what is registered in it.

Its settings are those that notes on speed found to matter: write-ahead log, one partition a task
queue, no attribute refresh on each read, and 100 updates in flight instead of 10.
"""

import asyncio
import re
import subprocess
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from touchstone.embedded.binaries import find_binary
from touchstone.embedded.children import Command
from touchstone.obstacles import Obstacle
from touchstone.settings import Settings, bare_environment

if TYPE_CHECKING:  # its import takes as long as the server's start, and runs beside it
    from temporalio.service import ServiceClient

DATABASE, VERSION, EARLIER = "temporal.db", "temporal.version", "earlier-engines"
RETENTION_DAYS = 90
# synchronous=normal: a power cut may take the engine's last writes, a killed process none. The
# records are written with synchronous=FULL and win: `reconcile` rebuilds what the engine lost.
PRAGMAS = ("journal_mode=wal", "synchronous=normal")
DYNAMIC = (
    "matching.numTaskqueueReadPartitions=1",
    "matching.numTaskqueueWritePartitions=1",
    "history.maxInFlightUpdates=100",
    "system.forceSearchAttributesCacheRefreshOnRead=false",
)


class EngineUnfit(Obstacle):
    """The embedded engine cannot be used as it is."""


def engine_command(settings: Settings) -> Command:
    """The server on its file in the data folder, listening on this machine only."""
    line = [
        *(str(find_binary("temporal")), "server", "start-dev", "--ip", "127.0.0.1"),
        *("--port", str(settings.temporal_port), "--ui-port", str(settings.ui_port)),
        *("--db-filename", str(settings.data_folder / DATABASE)),
        *("--namespace", settings.temporal_namespace, "--log-level", "warn"),
        *("--ui-codec-endpoint", f"{settings.public_url}/codec", "--ui-disable-news-fetch"),
    ]
    line += [part for pragma in PRAGMAS for part in ("--sqlite-pragma", pragma)]
    line += [part for value in DYNAMIC for part in ("--dynamic-config-value", value)]
    quiet = bare_environment(GOGC="400", TEMPORAL_VERSION_CHECK_DISABLED="1")
    return Command("temporal", tuple(line), quiet)


def settle_database(folder: Path, say: Callable[[str], None]) -> None:
    """Move the database of another server version aside, for files are never upgraded in place.

    The old file is kept. `reconcile` then rebuilds the workflows from the records.
    """
    version = server_version()
    note, database = folder / VERSION, folder / DATABASE
    before = note.read_text("utf-8").strip() if note.exists() else "unknown"
    if database.exists() and before != version:
        aside = folder / EARLIER / f"{before}-{datetime.now(UTC):%Y%m%dT%H%M%S}"
        aside.mkdir(mode=0o700, parents=True)
        for file in folder.glob(f"{DATABASE}*"):
            file.rename(aside / file.name)
        say(f"The engine changed from version {before} to {version}; its old file is in {aside}.")
    note.write_text(f"{version}\n", "utf-8")


def server_version() -> str:
    """The version of the server inside the `temporal` program, such as `1.32.0`."""
    program = find_binary("temporal")
    told = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)
    found = re.search(r"Server ([\w.+-]+)", told.stdout)
    if found is None:
        raise EngineUnfit(f"{program} does not tell its server version.")
    return found[1]


async def connect_when_ready(
    settings: Settings, still_alive: Callable[[], None], patience: float = 60.0
) -> "ServiceClient":
    """Connect as soon as the server answers. `still_alive` raises if waiting is in vain."""
    from temporalio.service import ConnectConfig, ServiceClient

    import touchstone.exit  # noqa: F401

    address = f"127.0.0.1:{settings.temporal_port}"
    await answers("127.0.0.1", settings.temporal_port, still_alive, patience)
    end = asyncio.get_running_loop().time() + patience
    while True:
        still_alive()
        try:
            return await ServiceClient.connect(ConnectConfig(target_host=address))
        except RuntimeError:  # what the SDK raises while there is no server
            if asyncio.get_running_loop().time() > end:
                raise EngineUnfit(f"The engine does not answer at {address}.") from None
        await asyncio.sleep(0.1)


async def answers(
    host: str, port: int, still_alive: Callable[[], None], patience: float = 60.0
) -> None:
    """Wait until something accepts connections at the port; raises EngineUnfit after `patience`."""
    end = asyncio.get_running_loop().time() + patience
    while True:
        still_alive()
        try:
            _, writer = await asyncio.open_connection(host, port)
        except OSError:
            if asyncio.get_running_loop().time() > end:
                raise EngineUnfit(f"Nothing answers at {host}:{port}.") from None
            await asyncio.sleep(0.05)
        else:
            writer.close()
            return


async def register(
    service: "ServiceClient", namespace: str, attributes: Mapping[str, str], patience: float = 60.0
) -> None:
    """Set the namespace's retention and add the search attributes that it lacks.

    `attributes` maps names to types (`Keyword`, `Datetime`, …). Done at every start, since the
    server's own options for it hold for a new database file only. Right after its creation a
    namespace may not be found for some seconds: tried again until `patience` seconds have passed.
    """
    from temporalio.service import RPCError, RPCStatusCode

    passing = (RPCStatusCode.NOT_FOUND, RPCStatusCode.UNAVAILABLE, RPCStatusCode.DEADLINE_EXCEEDED)
    end = asyncio.get_running_loop().time() + patience
    while True:
        try:
            await _set_retention(service, namespace)
            return await _add_attributes(service, namespace, attributes)
        except RPCError as error:
            if error.status not in passing or asyncio.get_running_loop().time() > end:
                raise
        await asyncio.sleep(0.2)


async def _set_retention(service: "ServiceClient", namespace: str) -> None:
    from temporalio.api.workflowservice.v1 import UpdateNamespaceRequest

    wish = UpdateNamespaceRequest(namespace=namespace)
    wish.config.workflow_execution_retention_ttl.FromSeconds(RETENTION_DAYS * 24 * 3600)
    await service.workflow_service.update_namespace(wish)


async def _add_attributes(
    service: "ServiceClient", namespace: str, attributes: Mapping[str, str]
) -> None:
    from temporalio.api.enums.v1 import IndexedValueType
    from temporalio.api.operatorservice.v1 import (
        AddSearchAttributesRequest,
        ListSearchAttributesRequest,
    )

    wanted = {name: IndexedValueType.Value(_enum_name(kind)) for name, kind in attributes.items()}
    known = await service.operator_service.list_search_attributes(
        ListSearchAttributesRequest(namespace=namespace)
    )
    for name, kind in known.custom_attributes.items():
        if wanted.get(name, kind) != kind:
            raise EngineUnfit(f"The engine knows search attribute {name} under another type.")
    missing = {k: v for k, v in wanted.items() if k not in known.custom_attributes}
    if missing:
        await service.operator_service.add_search_attributes(
            AddSearchAttributesRequest(namespace=namespace, search_attributes=missing)
        )


def _enum_name(kind: str) -> str:
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", kind)
    return f"INDEXED_VALUE_TYPE_{words.upper()}"
