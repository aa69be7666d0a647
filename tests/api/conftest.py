"""Each test has an office of its own: a copy of a database as it stands at one stage of a story.

A stage is played once in a session, from the stage before, and copied for each test.
"""

import asyncio
import shutil
from collections.abc import AsyncIterator, Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from records import migrations
from records.session import Records
from tests.api.office import START, Office, open_office
from tests.api.story import STAGES_OF_STORY, Story
from touchstone.people import put_demonstration_people

REFERENCE = "NCP-2027-0001"


class Stages:
    """Folders that hold the story at each stage; none of them is changed once it is made."""

    def __init__(self, root: Path) -> None:
        self._root = root

    async def folder(self, stage: str) -> Path:
        folder = self._root / stage
        if folder.is_dir():
            return folder
        making = self._root / f"{stage}-in-the-making"
        if stage == "people":
            making.mkdir()
            await _people(making)
        else:
            before = ("people", *STAGES_OF_STORY)[STAGES_OF_STORY.index(stage)]
            shutil.copytree(await self.folder(before), making)
            await _play(making, stage)
        return making.rename(folder)


async def _people(folder: Path) -> None:
    url = f"sqlite+aiosqlite:///{folder / 'records.db'}"
    _run_apart(lambda: migrations.upgrade(url))
    records = Records.open(url)
    await put_demonstration_people(records, START)
    await records.close()


async def _play(folder: Path, stage: str) -> None:
    async with open_office(folder) as office:
        if stage == "issued":
            assert (await Story.issued(office)).reference == REFERENCE
        else:
            await Story(office, REFERENCE).advance(stage)


@pytest.fixture(scope="session")
def stages(tmp_path_factory: pytest.TempPathFactory) -> Stages:
    return Stages(tmp_path_factory.mktemp("stages"))


@pytest.fixture
async def office(stages: Stages, tmp_path: Path) -> AsyncIterator[Office]:
    """People and forces, and no inspection yet."""
    shutil.copytree(await stages.folder("people"), tmp_path / "office")
    async with open_office(tmp_path / "office") as office:
        yield office


@pytest.fixture
async def story(
    request: pytest.FixtureRequest, stages: Stages, tmp_path: Path
) -> AsyncIterator[Story]:
    """An inspection of Northshire Constabulary, just issued or at the stage that a test names:
    `@pytest.mark.parametrize("story", ["judged"], indirect=True)`.
    """
    stage = getattr(request, "param", "issued")
    shutil.copytree(await stages.folder(stage), tmp_path / "story")
    async with open_office(tmp_path / "story") as office:
        yield Story(office, REFERENCE)


def _run_apart(work: Callable[[], Coroutine[Any, Any, None]]) -> None:
    """In a loop of its own: migrations run one inside."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(lambda: asyncio.run(work())).result()
