"""The system's Chromium, driven by Playwright, and what every page of the portal must be."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.async_api import Browser, BrowserContext, Page, async_playwright

from touchstone.pictures import find_chromium

ROOT = Path(__file__).parents[2]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
DESKTOP, PHONE = {"width": 1280, "height": 900}, {"width": 320, "height": 800}


def chromium_here() -> str:
    """The path of this machine's Chromium. Without one: skip here, fail under CI."""
    if found := find_chromium():
        return found
    missing = "no Chromium on this machine: apt install chromium-headless-shell"
    if os.environ.get("CI"):
        pytest.fail(missing)
    pytest.skip(missing)


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """A headless Chromium."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=chromium_here(), args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        yield browser
        await browser.close()


@dataclass
class Window:
    """One person's browser window, and whatever it complained about."""

    page: Page
    context: BrowserContext
    scripts: bool = True
    complaints: list[str] = field(default_factory=list)

    @classmethod
    async def open(cls, browser: Browser, address: str, *, scripts: bool = True) -> "Window":
        context = await browser.new_context(
            base_url=address,
            java_script_enabled=scripts,
            viewport=DESKTOP,  # type: ignore[arg-type]
            locale="en-GB",
            timezone_id="Europe/London",
            reduced_motion="reduce",
        )
        context.set_default_timeout(30_000)
        window = cls(await context.new_page(), context, scripts)
        window.page.on("console", window._heard)
        window.page.on("pageerror", lambda error: window.complaints.append(f"error: {error}"))
        window.page.on("response", window._answered)
        return window

    def _heard(self, message: object) -> None:
        kind, text = getattr(message, "type", ""), getattr(message, "text", "")
        # A refused form is answered 4xx on purpose; Chromium reports that as an error of its own.
        if kind in ("error", "warning") and "Failed to load resource" not in text:
            self.complaints.append(f"{kind}: {text}")

    def _answered(self, response: object) -> None:
        request = getattr(response, "request", None)
        kind = getattr(request, "resource_type", "")
        status = getattr(response, "status", 0)
        if status >= 500 or (status >= 400 and kind not in ("document", "fetch", "xhr")):
            self.complaints.append(f"{status}: {getattr(response, 'url', '')}")

    async def sign_in(self, person: str) -> None:
        """Sign in as a demonstration person, by the page."""
        await self.page.goto("/sign-in")
        button = self.page.locator(f'button[value="{person}"]')
        house = self.page.locator("details", has=button)
        if not await house.evaluate("one => one.open"):
            await house.locator("summary").click()
        await button.click()
        await self.page.wait_for_url("**/tasks")

    async def go(self, path: str) -> Page:
        await self.page.goto(path)
        return self.page

    async def must_be_good(self) -> None:
        """No accessibility fault, no sideways scrolling on a phone, no complaint of the browser."""
        where = self.page.url
        await self.page.set_viewport_size(DESKTOP)  # type: ignore[arg-type]
        # axe waits for ever where scripts are off; the page is the same with them.
        faults = await self._axe() if self.scripts else []
        assert faults == [], f"{where}: {faults}"
        await self.page.set_viewport_size(PHONE)  # type: ignore[arg-type]
        wide = await self.page.evaluate("document.documentElement.scrollWidth")
        assert wide <= PHONE["width"], f"{where}: {wide} px wide on a phone of 320"
        await self.page.set_viewport_size(DESKTOP)  # type: ignore[arg-type]
        assert self.complaints == [], f"{where}: {self.complaints}"

    async def _axe(self) -> list[str]:
        # Evaluated by the debugger: the page's own policy, which stays as strict as it is, does
        # not apply to it.
        await self.page.evaluate(AXE.read_text(encoding="utf-8"))
        found = await self.page.evaluate(
            # What holds is not described: that would take a quarter of the time.
            "values => axe.run({runOnly: {type: 'tag', values}, resultTypes: ['violations']})",
            RULES,
        )
        return [f"{one['id']}: {one['nodes'][0]['html'][:160]}" for one in found["violations"]]
