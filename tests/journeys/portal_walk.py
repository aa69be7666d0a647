"""Those who walk through the portal of a running stack: a Chromium window for each, and, for forms
that repeat, a visitor who sends the same pages' forms over HTTP.
"""

import asyncio
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass, field

import httpx
from playwright.async_api import Browser, Page, expect

from tests.browser.chromium import Window
from tests.pages.visitor import Visitor

WAIT_MS = 30_000  # for what a page does at once, on a busy machine
PATIENCE = 60.0  # seconds for what is made behind the pages: documents, a follow-up


class Caller(Visitor):
    """A visitor of a real stack, who belongs to no office."""

    def __init__(self, address: str) -> None:
        # Proxies of the environment are not for the machine itself.
        self.http = httpx.AsyncClient(base_url=address, timeout=60, trust_env=False)


@dataclass
class Walk:
    """One inspection on its way through the portal. `here` is its address once it is issued."""

    browser: Browser
    address: str
    here: str = ""
    _windows: dict[str, Window] = field(default_factory=dict)
    _callers: dict[str, Caller] = field(default_factory=dict)

    @property
    def reference(self) -> str:
        return self.here.rpartition("/")[2]

    async def window(self, person: str) -> Page:
        """The person's own window, signed in by the page the first time."""
        if person not in self._windows:
            window = await Window.open(self.browser, self.address)
            window.context.set_default_timeout(WAIT_MS)
            await window.sign_in(person)
            self._windows[person] = window
        return self._windows[person].page

    async def at(self, person: str, path: str) -> Page:
        """The person's window at a page of the inspection."""
        page = await self.window(person)
        await page.goto(f"{self.here}/{path}")
        return page

    async def caller(self, person: str) -> Caller:
        if person not in self._callers:
            caller = Caller(self.address)
            assert (await caller.sign_in(person)).status_code == 303
            self._callers[person] = caller
        return self._callers[person]

    async def read(self, person: str, path: str) -> str:
        """A page of the inspection as the person gets it, without a browser."""
        return (await (await self.caller(person)).get(f"{self.here}/{path}")).text

    async def send(
        self, person: str, path: str, filled: Mapping[str, object], to: str = ""
    ) -> None:
        """Fill in and send the form of a page, without a browser; it must be taken."""
        caller = await self.caller(person)
        page = await caller.get(f"{self.here}/{path}")
        sent = await caller.send(page, filled, to=to or path)
        assert sent.status_code == 303, (path, sent.status_code, sent.text[-3000:])
        shown = await caller.get(sent.headers["location"])
        assert "Kept, not yet decided" not in shown.text, path

    async def until(self, page: Page, words: str) -> None:
        """Load the page again until it says the words: what it shows is still being made."""
        end = time.monotonic() + PATIENCE
        while words not in await main_of(page):
            assert time.monotonic() < end, f"{page.url} never said {words!r}: {await main_of(page)}"
            await asyncio.sleep(0.2)
            await page.reload()

    def complaints(self) -> dict[str, list[str]]:
        """What each window complained of: errors of scripts, of the policy, of the server."""
        return {who: one.complaints for who, one in self._windows.items() if one.complaints}

    async def close(self) -> None:
        for window in self._windows.values():
            await window.context.close()
        for caller in self._callers.values():
            await caller.http.aclose()


async def press(page: Page, name: str | re.Pattern[str], said: str = "") -> None:
    """Press a button; the page that follows says so."""
    await page.get_by_role("button", name=name, exact=isinstance(name, str)).click()
    if said:
        await expect(page.locator("main")).to_contain_text(said, timeout=WAIT_MS)


async def main_of(page: Page) -> str:
    return await page.locator("main").inner_text()
