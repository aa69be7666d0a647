"""More time at the browser: the force asks, the lead decides, and each sees what comes of it."""

import pytest

from tests.api.story import Story
from tests.browser.conftest import Portal
from tests.browser.test_managers import must_show_faults, press, said


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
async def test_more_time_is_asked_for_and_granted_in_part(
    portal: Portal, story: Story, scripts: bool
) -> None:
    force = await portal.window("liaison", scripts=scripts)
    here = f"/inspections/{story.reference}/dates"
    page = await force.go(here)
    await page.locator('a[href$="/dates/return/more-time"]').click()
    await force.must_be_good()
    await page.fill("#reason", "An author is ill.")
    await press(force, "Ask for more time")
    await must_show_faults(force, "days")
    assert await page.input_value("#reason") == "An author is ill."
    await force.must_be_good()
    await page.fill("#days", "12")
    await press(force, "Ask for more time")
    assert "12 working days more were asked for" in await said(force)
    await force.must_be_good()

    lead = await portal.window("inspection_lead", scripts=scripts)
    page = await lead.go(here)
    await lead.must_be_good()
    await page.locator('a[href$="/dates/return/decision"]').click()
    assert "All of it is more than you may grant" in await said(lead)
    await lead.must_be_good()
    await press(lead, "Decide")
    await must_show_faults(lead, "decision", "reason")
    await lead.must_be_good()
    await page.locator('input[value="part"]').check()
    await page.fill("#days", "5")
    await page.fill("#reason", "Five days are enough.")
    await press(lead, "Decide")
    assert "15 February 2027" in await said(lead)
    page = await lead.go(f"{here}/return/decision")
    assert "Nothing waits for a decision here." in await said(lead)
    await lead.must_be_good()
    page = await force.go(f"{here}/return/more-time")
    assert "5 working days were granted." in await said(force)
    await force.must_be_good()
