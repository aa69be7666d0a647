"""The portal served over HTTP from an office of its own, and a browser to open it with.

`story` is as in tests/api: an inspection at the stage that a test names; `portal` serves it.
"""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass

import pytest
from playwright.async_api import Browser

from tests.api.conftest import office, stages, story
from tests.api.office import Office, person_of
from tests.api.story import Story
from tests.browser.chromium import Window, chromium
from tests.browser.serving import served

__all__ = ["office", "stages", "story"]


@pytest.fixture(scope="session")
async def browser() -> AsyncIterator[Browser]:
    async with chromium() as browser:
        yield browser


@dataclass
class Portal:
    """The portal of an office. `window` opens one for a person, by role or id; "" for nobody."""

    office: Office
    address: str
    _open: Callable[[str, bool], Awaitable[Window]]

    async def window(self, by: str = "", *, scripts: bool = True) -> Window:
        return await self._open(person_of(by), scripts)


@pytest.fixture
async def portal(story: Story, browser: Browser) -> AsyncIterator[Portal]:
    """The portal over the story's office; its windows are closed at the end."""
    windows: list[Window] = []

    async with served(story.office.app) as address:

        async def open_window(person: str, scripts: bool) -> Window:
            window = await Window.open(browser, address, scripts=scripts)
            windows.append(window)
            if person:
                await window.sign_in(person)
            return window

        yield Portal(story.office, address, open_window)
        for window in windows:
            await window.context.close()
