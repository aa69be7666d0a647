"""Real Temporal servers for the tests of this folder, each started once in a process of tests."""

from collections.abc import AsyncIterator, Iterator

import pytest
from temporalio.client import Client
from temporalio.testing import WorkflowEnvironment

from tests.servers import Engine, connected, running_engine, running_time_machine
from tests.workflows.engine import a_key_ring
from tests.workflows.weeks import MONDAY
from touchstone.keys import KeyRing
from touchstone.temporal import data_converter


@pytest.fixture(scope="session")
def keys(tmp_path_factory: pytest.TempPathFactory) -> KeyRing:
    """A key ring of this test run."""
    return a_key_ring(tmp_path_factory.mktemp("keys"))


@pytest.fixture(scope="session")
def engine() -> Iterator[Engine]:
    """A real dev server in memory."""
    with running_engine() as running:
        yield running


@pytest.fixture(scope="session")
async def client(engine: Engine, keys: KeyRing) -> Client:
    """A client of the real server that seals, as the product's does."""
    return await connected(engine, data_converter(keys, engine.namespace))


@pytest.fixture
async def time_machine(keys: KeyRing) -> AsyncIterator[WorkflowEnvironment]:
    """A server on which weeks pass in a second, its clock at MONDAY."""
    async with running_time_machine(data_converter(keys, "default"), MONDAY) as environment:
        yield environment
