"""Every test of this folder that keeps something runs twice: on SQLite and on PostgreSQL."""

import asyncio
import itertools
import os
import shutil
from collections.abc import AsyncIterator, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from records import migrations
from records.session import Records
from tests.postgres import Server, running_server
from tests.records.builders import House, build_house

_NUMBERS = itertools.count(1)
TEMPLATE = f"touchstone_template_{os.getpid()}"


def run_apart(work: Coroutine[Any, Any, Any]) -> None:
    """Run to the end in a loop of its own, beside the one that the tests run in."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, work).result()


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """A running server with a migrated template database."""

    async def prepare(server: Server) -> None:
        await server.drop(TEMPLATE)
        await migrations.upgrade(await server.create(TEMPLATE))

    with running_server() as server:
        run_apart(prepare(server))
        yield server
        run_apart(server.drop(TEMPLATE))


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file that no test touches."""
    path = tmp_path_factory.mktemp("template") / "records.db"
    run_apart(migrations.upgrade(f"sqlite+aiosqlite:///{path}"))
    return path


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def backend(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def address(request: pytest.FixtureRequest, backend: str, tmp_path: Path) -> Iterator[str]:
    """A fresh migrated database."""
    if backend == "sqlite":
        shutil.copyfile(request.getfixturevalue("sqlite_template"), tmp_path / "records.db")
        yield f"sqlite+aiosqlite:///{tmp_path / 'records.db'}"
        return
    server: Server = request.getfixturevalue("postgres")
    name = f"t{os.getpid()}_{next(_NUMBERS)}"
    run_apart(server.create(name, TEMPLATE))
    yield server.url(name)
    run_apart(server.drop(name))


@pytest.fixture
def empty_address(request: pytest.FixtureRequest, backend: str, tmp_path: Path) -> Iterator[str]:
    """A database in which no migration ever ran."""
    if backend == "sqlite":
        yield f"sqlite+aiosqlite:///{tmp_path / 'empty.db'}"
        return
    server: Server = request.getfixturevalue("postgres")
    name = f"e{os.getpid()}_{next(_NUMBERS)}"
    run_apart(server.create(name))
    yield server.url(name)
    run_apart(server.drop(name))


@pytest.fixture
async def records(address: str) -> AsyncIterator[Records]:
    opened = Records.open(address)
    yield opened
    await opened.close()


@pytest.fixture
async def house(records: Records) -> House:
    """Two forces, an inspection of each, and a person in every role of both."""
    return await build_house(records)
