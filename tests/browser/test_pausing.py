"""Pausing, resuming and withdrawing at the browser, with scripts and without."""

import pytest

from tests.api.story import Story
from tests.browser.chromium import Window
from tests.browser.conftest import Portal
from tests.browser.test_managers import must_show_faults, press, said

WHY = "A critical incident takes every detective of the force."


async def good(window: Window, scripts: bool) -> None:
    if scripts:
        await window.must_be_good()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
async def test_an_inspection_is_paused_shown_as_such_and_resumed(
    portal: Portal, story: Story, scripts: bool
) -> None:
    window = await portal.window("inspection_lead", scripts=scripts)
    page = await window.go(f"/inspections/{story.reference}/dates")
    await good(window, scripts)
    await page.get_by_role("link", name="Pause the inspection").click()
    await good(window, scripts)
    await press(window, "Pause the inspection")
    await must_show_faults(window, "reason")
    await good(window, scripts)
    await page.fill("#reason", WHY)
    await press(window, "Pause the inspection")
    assert "You paused the inspection" in await said(window)
    banner = page.locator(".ts-paused")
    assert "the clocks stand still; referrals go on." in await banner.inner_text()
    await good(window, scripts)
    for where in ("/inspections", "/inspections?view=timeline"):
        await window.go(where)
        assert await page.get_by_text("Paused", exact=True).first.is_visible()
        await good(window, scripts)
    await window.go(f"/inspections/{story.reference}/pause")
    assert WHY in await said(window)
    await good(window, scripts)
    await press(window, "Resume the inspection")
    assert await banner.count() == 0
    assert "You resumed the inspection" in await said(window)


async def test_hmi_withdraws_an_inspection_only_after_confirming_it(
    portal: Portal, story: Story
) -> None:
    window = await portal.window("hmi")
    page = await window.go(f"/inspections/{story.reference}/dates")
    assert await page.get_by_role("link", name="Pause the inspection").count() == 0
    await page.get_by_role("link", name="Withdraw the inspection").click()
    await window.must_be_good()
    await press(window, "Withdraw the inspection")
    await must_show_faults(window, "reason", "sure")
    await window.must_be_good()
    await page.fill("#reason", WHY)
    await page.get_by_label("I mean to withdraw this inspection for good").check()
    await press(window, "Withdraw the inspection")
    assert "You withdrew the inspection" in await said(window)
    assert "nothing more is asked" in await page.locator(".ts-paused").inner_text()
    await window.must_be_good()
    await window.go("/inspections?state=closed")
    assert await page.get_by_text("Withdrawn", exact=True).is_visible()
    await window.must_be_good()
