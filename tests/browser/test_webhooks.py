"""Webhooks at the browser: registered, told once, looked at with everything that may be there."""

from datetime import timedelta

from records.deliveries import list_deliveries, mark_delivered, mark_missed
from records.webhooks import list_webhooks
from tests.browser.conftest import Portal
from tests.browser.test_managers import press, said


async def test_an_operator_registers_an_endpoint_and_sees_what_became_of_each_telling(
    portal: Portal,
) -> None:
    records = portal.office.parts.records
    window = await portal.window("operator")
    page = await window.go("/operations")
    await page.get_by_role("link", name="Other systems that are told what happens").click()
    await window.must_be_good()
    await press(window, "Register it")
    assert "Enter the address at which your system takes webhooks." in await said(window)
    await window.must_be_good()
    await page.get_by_label("Address").fill(f"https://hooks.example/{'touchstone-' * 6}")
    await press(window, "Register it")
    assert (await page.locator("#secret code").inner_text()).startswith("whsec_")
    await window.must_be_good()
    [webhook] = await list_webhooks(records)
    for _ in range(4):
        portal.office.clock.now += timedelta(minutes=1)
        await window.go(f"/operations/webhooks/{webhook.id}")
        await press(window, "Send a test")
    ids = [one.id for one in await list_deliveries(records, webhook.id)]
    await mark_delivered(records, ids[1], portal.office.clock(), 204)
    await mark_missed(records, ids[2], "answered", 500, None)
    await mark_missed(records, ids[3], "timed_out", None, portal.office.clock())
    page = await window.go(f"/operations/webhooks/{webhook.id}")
    assert "whsec_" not in await page.content()
    assert await page.get_by_role("button", name="Send again").count() == 1
    await window.must_be_good()
    await press(window, "Switch it off")
    assert "Switched off by an operator." in await said(window)
    await window.must_be_good()
    await window.go("/operations/webhooks")
    await window.must_be_good()
