"""A dead network loses nothing: text is kept on the device, sealed, and sent when it is back."""

import asyncio
import json
from typing import Any

from playwright.async_api import Dialog, Page, Route, expect

from tests.api.story import Story, at, mark
from tests.browser.chromium import Window
from tests.browser.conftest import Portal

ME, OTHER = "p-inspector-1", "p-inspector-2"
SECRET = "The child was seen alone on Tuesday."
FIELD = "#stage\\.recording"

# Everything that this site holds in the browser, bytes as text.
STORED = """async () => {
  const rows = await new Promise((done) => {
    const opening = indexedDB.open("touchstone", 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore("kept", { keyPath: "id" });
    opening.onsuccess = () => {
      const asked = opening.result.transaction("kept").objectStore("kept").getAll();
      asked.onsuccess = () => { opening.result.close(); done(asked.result); };
    };
  });
  const text = (bytes) => String.fromCharCode(...new Uint8Array(bytes));
  return {
    rows: rows.map((row) => Object.entries(row).map(([name, value]) => [name,
      typeof value === "string" ? value : text(value.buffer ?? value)])),
    local: JSON.stringify({ ...localStorage }), session: JSON.stringify({ ...sessionStorage }),
  };
}"""


@at("allocated")
async def test_what_cannot_be_sent_is_kept_sealed_and_sent_when_the_connection_is_back(
    portal: Portal, story: Story
) -> None:
    case = await _case(story, ME)
    window, page = await _writing(portal, story, case)
    await _lose_connection(window, page)
    kept = await page.evaluate(STORED)
    assert len(kept["rows"]) == 1
    for plain in (SECRET, "Tuesday", case, story.reference, "Review of case"):
        assert plain not in json.dumps(kept)
    assert {name for name, _ in kept["rows"][0]} == {"id", "key", "iv", "sealed"}
    await window.must_be_good()
    await window.context.set_offline(False)
    await expect(page.locator("[data-saved]")).to_contain_text("Saved at", timeout=20_000)
    assert (await _draft(portal, story, case))["content"]["stages"]["recording"] == SECRET
    assert (await page.evaluate(STORED))["rows"] == []


@at("allocated")
async def test_a_closed_tab_loses_nothing(portal: Portal, story: Story) -> None:
    case = await _case(story, ME)
    window, page = await _writing(portal, story, case)
    await _lose_connection(window, page)
    await page.close()
    await window.context.set_offline(False)
    window.page = page = await window.context.new_page()
    await page.goto("/tasks")
    offer = page.get_by_role("region", name="Kept on this device, not sent yet")
    await expect(offer).to_contain_text(f"Review of case {case}")
    await window.must_be_good()
    await offer.get_by_role("link").click()
    await expect(page.locator("[data-saved]")).to_contain_text("has been sent and saved")
    await expect(page.locator(FIELD)).to_have_value(SECRET)
    assert (await _draft(portal, story, case))["version"] == 1


@at("allocated")
async def test_text_typed_after_the_sign_in_ended_is_sent_after_a_new_one_of_the_same_person(
    portal: Portal, story: Story
) -> None:
    case = await _case(story, ME)
    window, page = await _writing(portal, story, case)
    await window.context.clear_cookies(name="touchstone-session")
    await page.locator(FIELD).fill(SECRET)
    again = page.locator("[data-saved]").get_by_role("link", name="Sign in again to send it")
    await expect(again).to_be_visible(timeout=20_000)
    await again.click()
    await _choose(page, OTHER)
    await page.goto("/tasks")
    await page.wait_for_load_state("networkidle")
    assert SECRET not in await page.content()
    await expect(page.get_by_text("Kept on this device")).to_be_hidden()
    await page.goto(f"/sign-in?next=/inspections/{story.reference}/cases/{case}/review")
    await _choose(page, ME)
    await expect(page.locator(FIELD)).to_have_value(SECRET, timeout=20_000)
    assert (await _draft(portal, story, case))["content"]["stages"]["recording"] == SECRET


@at("allocated")
async def test_text_that_comes_second_is_shown_beside_what_was_saved_meanwhile(
    portal: Portal, story: Story
) -> None:
    case = await _case(story, ME)
    window, page = await _overtaken(portal, story, case, {"recording": "Written at another desk."})
    await expect(page.locator("h1")).to_contain_text("saved somewhere else", timeout=20_000)
    said = await page.locator("main").inner_text()
    assert SECRET in said
    assert "Written at another desk." in said
    await expect(page.get_by_text("Kept on this device")).to_be_hidden()
    await window.must_be_good()
    await page.route("**/device-key*", _late)  # what was kept is read later than a page is left
    await page.get_by_role("button", name="Put both together").click()
    await expect(page.locator(FIELD)).to_have_value(f"Written at another desk.\n\n{SECRET}")
    async with asyncio.timeout(20):
        while await _rows(page):
            pass
    await expect(page.get_by_text("Kept on this device")).to_be_hidden()
    saved = await _draft(portal, story, case)
    assert saved["content"]["grade"] == "good"
    assert saved["version"] == 2


@at("allocated")
async def test_the_saved_text_can_be_kept_and_ones_own_dropped(
    portal: Portal, story: Story
) -> None:
    case = await _case(story, ME)
    _, page = await _overtaken(portal, story, case, {})
    await page.get_by_role("link", name="Keep the saved text and drop mine").click()
    await expect(page.locator(FIELD)).to_have_value("")
    await expect(page.get_by_text("Kept on this device")).to_be_hidden()
    assert await _rows(page) == []


@at("allocated")
async def test_signing_out_wipes_the_device_and_says_first_what_would_be_lost(
    portal: Portal, story: Story
) -> None:
    window, page = await _writing(portal, story, await _case(story, ME))
    await window.context.route("**/review", lambda route: route.abort())
    await page.locator(FIELD).fill(SECRET)
    await expect(page.locator("[data-saved]")).to_contain_text("Kept on this device")
    asked: list[str] = []

    async def stay(dialog: Dialog) -> None:
        asked.append(dialog.message)
        await (dialog.dismiss() if len(asked) == 1 else dialog.accept())

    page.on("dialog", stay)
    async with page.expect_event("dialog"):
        await page.get_by_role("button", name="Sign out").click()
    assert len(await _rows(page)) == 1
    await page.get_by_role("button", name="Sign out").click()
    await page.wait_for_url("**/sign-in")
    assert "has not been sent" in asked[0]
    assert await _rows(page) == []


@at("allocated")
async def test_signing_out_sends_first_what_can_be_sent(portal: Portal, story: Story) -> None:
    case = await _case(story, ME)
    _, page = await _writing(portal, story, case)
    await page.locator(FIELD).fill(SECRET)
    await page.get_by_role("button", name="Sign out").click()
    await page.wait_for_url("**/sign-in")
    assert (await _draft(portal, story, case))["content"]["stages"]["recording"] == SECRET
    assert await _rows(page) == []


@at("allocated")
async def test_a_button_pressed_without_a_connection_leaves_the_page_as_it_is(
    portal: Portal, story: Story
) -> None:
    case = await _case(story, ME)
    window, page = await _writing(portal, story, case)
    await window.context.set_offline(True)
    await page.locator(FIELD).fill(SECRET)
    await page.get_by_role("button", name="Submit the review").click()
    await expect(page.locator("[data-saved]")).to_contain_text("Kept on this device")
    await expect(page.locator(FIELD)).to_have_value(SECRET)
    assert len(await _rows(page)) == 1


async def _case(story: Story, by: str) -> str:
    return min(case for case, who in (await story.reviewers()).items() if who == by)


async def _writing(portal: Portal, story: Story, case: str) -> tuple[Window, Page]:
    """The review form, with the device's key at hand."""
    window = await portal.window(ME)
    async with window.page.expect_response("**/device-key*"):
        page = await window.go(f"/inspections/{story.reference}/cases/{case}/review")
    return window, page


async def _lose_connection(window: Window, page: Page) -> None:
    await window.context.set_offline(True)
    await page.locator(FIELD).fill(SECRET)
    line = page.locator("[data-saved]")
    await expect(line).to_contain_text("No connection. Kept on this device", timeout=20_000)


async def _overtaken(
    portal: Portal, story: Story, case: str, stages: dict[str, str]
) -> tuple[Window, Page]:
    """Online again with text of one's own, while these stages were saved at another desk."""
    window, page = await _writing(portal, story, case)
    await _lose_connection(window, page)
    path = f"{story.here}/cases/{case}/review/draft"
    await portal.office.call("PUT", path, ME, {**mark("good"), "stages": stages}, version=0)
    await window.context.set_offline(False)
    return window, page


async def _late(route: Route) -> None:
    await asyncio.sleep(1)
    await route.continue_()


async def _choose(page: Page, person: str) -> None:
    button = page.locator(f'button[value="{person}"]')
    house = page.locator("details", has=button)
    if not await house.evaluate("one => one.open"):
        await house.locator("summary").click()
    await button.click()


async def _draft(portal: Portal, story: Story, case: str) -> Any:
    return await portal.office.get(f"{story.here}/cases/{case}/review/draft", ME)


async def _rows(page: Page) -> list[Any]:
    found: list[Any] = (await page.evaluate(STORED))["rows"]
    return found
