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
# Templates: migrated, and migrated with the house of builders.py in it.
BARE, FURNISHED = f"bare_{os.getpid()}", f"furnished_{os.getpid()}"


def run_apart(work: Coroutine[Any, Any, Any]) -> None:
    """Run to the end in a loop of its own, beside the one that the tests run in."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, work).result()


async def furnish(address: str) -> None:
    records = Records.open(address)
    await build_house(records)
    await records.close()


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """A running server with both templates."""

    async def prepare(server: Server) -> None:
        await migrations.upgrade(await server.create(BARE))
        await furnish(await server.create(FURNISHED, BARE))

    with running_server() as server:
        run_apart(prepare(server))
        yield server
        run_apart(server.drop(FURNISHED))
        run_apart(server.drop(BARE))


@pytest.fixture(scope="session")
def sqlite_templates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with both templates."""
    folder = tmp_path_factory.mktemp("templates")
    run_apart(migrations.upgrade(f"sqlite+aiosqlite:///{folder / BARE}"))
    shutil.copyfile(folder / BARE, folder / FURNISHED)
    run_apart(furnish(f"sqlite+aiosqlite:///{folder / FURNISHED}"))
    return folder


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def backend(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def address(request: pytest.FixtureRequest, backend: str, tmp_path: Path) -> Iterator[str]:
    """A fresh migrated database; for a test that asks for the house, with the house in it."""
    template = FURNISHED if "house" in request.fixturenames else BARE
    if backend == "sqlite":
        folder: Path = request.getfixturevalue("sqlite_templates")
        shutil.copyfile(folder / template, tmp_path / "records.db")
        yield f"sqlite+aiosqlite:///{tmp_path / 'records.db'}"
        return
    server: Server = request.getfixturevalue("postgres")
    name = f"t{os.getpid()}_{next(_NUMBERS)}"
    run_apart(server.create(name, template))
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
def house(records: Records) -> House:
    """Two forces, an inspection of each, and a person in every role of both."""
    return House(records)
