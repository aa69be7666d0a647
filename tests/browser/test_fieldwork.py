"""Moving the fieldwork at the browser, with scripts and without."""

import pytest

from tests.api.story import Story, at
from tests.browser.conftest import Portal
from tests.browser.test_managers import must_show_faults, press, said

WHY = "A critical incident takes every detective of the force."


@at("allocated")
@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
async def test_the_fieldwork_moves_after_all_that_moves_with_it_was_shown(
    portal: Portal, story: Story, scripts: bool
) -> None:
    lead = await portal.window("inspection_lead", scripts=scripts)
    page = await lead.go(f"/inspections/{story.reference}/dates")
    await lead.must_be_good()
    await page.get_by_role("link", name="Move the fieldwork").click()
    assert await page.input_value("#start-day") == "1"
    await lead.must_be_good()
    await page.fill("#start-day", "26")
    await page.fill("#start-month", "2")
    await press(lead, "Show what moves with it")
    assert "Neither day may be earlier" in await said(lead)
    assert await page.input_value("#start-day") == "26"
    assert (await page.title()).startswith("Error:")
    await lead.must_be_good()
    await page.fill("#end-day", "")
    await press(lead, "Show what moves with it")
    await must_show_faults(lead, "end-day")
    for field, typed in (("start-day", "8"), ("start-month", "3"), ("end-day", "19")):
        await page.fill(f"#{field}", typed)
    await press(lead, "Show what moves with it")
    assert "Asked for now" in await said(lead)
    await lead.must_be_good()
    await press(lead, "Move the fieldwork")
    await must_show_faults(lead, "reason")
    await lead.must_be_good()
    await page.fill("#reason", WHY)
    await press(lead, "Move the fieldwork")
    assert "You moved the fieldwork" in await said(lead)
    assert "Monday 8 March 2027 to Friday 19 March 2027" in await said(lead)
    await page.get_by_role("link", name="Move the fieldwork").click()
    assert WHY in await said(lead)
    await lead.must_be_good()
