"""Delivery of the notice letter at the browser: how it stands, service by hand, deemed service."""

import pytest

from tests.api.story import Story
from tests.browser.conftest import Portal
from tests.browser.test_managers import fill_date, must_show_faults, press, said


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
async def test_a_lead_records_service_by_hand_after_the_call(
    portal: Portal, story: Story, scripts: bool
) -> None:
    story.office.clock.pass_days(3)
    await story.office.engine.climb(f"inspection/{story.reference}")
    window = await portal.window("inspection_lead", scripts=scripts)

    async def good() -> None:
        if scripts:
            await window.must_be_good()

    page = await window.go(f"/inspections/{story.reference}")
    call = page.get_by_role("link", name="Ring the chief constable’s staff officer")
    await call.first.click()
    assert page.url.endswith("/delivery")
    text = await said(window)
    assert "Planned for Monday 11 January 2027." in text
    assert "you may record deemed service from" in text
    assert await page.get_by_role("button", name="Record deemed service").count() == 0
    await good()
    await fill_date(window, "served_on", "31", "2", "2027")
    await press(window, "Record service")
    await must_show_faults(window, "served_on-day", "how")
    assert await page.input_value("#served_on-day") == "31"
    await good()
    await fill_date(window, "served_on", "14", "1", "2027")
    await page.fill("#served_at", "23:59")
    await page.get_by_label("Given by hand").check()
    await press(window, "Record service")
    assert "Service is recorded once it has happened" in await said(window)
    assert await page.input_value("#served_at") == "23:59"  # what was typed is kept
    await good()
    await page.fill("#served_at", "08:30")
    await press(window, "Record service")
    text = await said(window)
    assert "You recorded how the letter was served" in text
    assert "Delivered 14 January 2027, 08:30: given by hand." in text
    assert "Recorded by Marguerite Ashdown-Cole." in text
    assert await page.get_by_role("button", name="Record service").count() == 0
    await good()
    await window.go(f"/inspections/{story.reference}/dates")
    assert "20 working days from delivery on Thursday 14 January 2027" in await said(window)
    await good()


async def test_after_five_working_days_the_lead_may_deem_service_and_others_only_look(
    portal: Portal, story: Story
) -> None:
    story.office.clock.pass_days(8)
    await story.office.engine.climb(f"inspection/{story.reference}")
    where = f"/inspections/{story.reference}/delivery"
    for role in ("hmi", "chief_officer_lead"):
        window = await portal.window(role)
        page = await window.go(where)
        assert "Not delivered yet" in await said(window)
        assert await page.locator("main button").count() == 0
        await window.must_be_good()
    window = await portal.window("deputy_lead")
    await window.go(where)
    await window.must_be_good()
    await press(window, "Record deemed service")
    assert "deemed service" in await said(window)
    assert await window.page.locator("main button").count() == 0
    await window.must_be_good()
