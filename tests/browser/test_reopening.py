"""Reopening a phase at the browser: chosen, everything shown, done; then said in the history."""

import pytest

from tests.api.story import Story, at
from tests.browser.conftest import Portal
from tests.browser.test_managers import must_show_faults, press, said

WHY = "The panel had not been shown one of the reviews."


@at("confirmed")
@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
async def test_a_phase_is_reopened_after_all_that_becomes_void_was_shown(
    portal: Portal, story: Story, scripts: bool
) -> None:
    lead = await portal.window("inspection_lead", scripts=scripts)
    page = await lead.go(f"/inspections/{story.reference}")
    await page.get_by_role("link", name="Reopen a phase").click()
    await lead.must_be_good()
    await press(lead, "Show what becomes void")
    await must_show_faults(lead, "phase")
    await lead.must_be_good()
    await page.get_by_label("Moderation", exact=True).check()
    await press(lead, "Show what becomes void")
    assert "This becomes void" in await said(lead)
    await lead.must_be_good()
    await press(lead, "Reopen the phase")
    await must_show_faults(lead, "reason", "sure")
    await lead.must_be_good()
    await page.fill("#reason", WHY)
    await page.get_by_label("I mean to make all this void").check()
    await press(lead, "Reopen the phase")
    assert "You reopened the phase" in await said(lead)
    assert "Void since: The panel’s decisions on cases" in await said(lead)
    await lead.must_be_good()
    await lead.go(f"/inspections/{story.reference}/reopening")
    assert WHY in await said(lead)
