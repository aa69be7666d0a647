"""One's own dates in one's own calendar, at the browser: made, read, made anew, ended."""

import pytest
from icalendar import Calendar

from tests.api.story import Story
from tests.browser.conftest import Portal
from tests.browser.test_managers import press, said


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
async def test_an_address_is_made_told_once_made_anew_and_ended(
    portal: Portal, story: Story, scripts: bool
) -> None:
    window = await portal.window("liaison", scripts=scripts)
    page = await window.go("/tasks")

    async def good() -> None:
        if scripts:
            await window.must_be_good()

    async def made(button: str) -> str:
        await press(window, button)
        await good()
        return await page.locator("#address code").inner_text()

    await page.get_by_role("link", name="Get these dates in your own calendar").click()
    await good()
    first = await made("Make my address")
    read = await page.request.get(first)
    assert "Register the eligible cases" in str(Calendar.from_ical(await read.body()).to_ical())
    await window.go("/calendar-feed")
    assert first not in await page.content()
    assert "You have an address" in await said(window)
    await good()
    second = await made("Make a new address")
    assert (await page.request.get(first)).status == 404
    assert (await page.request.get(second)).status == 200
    await press(window, "End it: my calendar gets no more dates")
    assert "You have no such address yet" in await said(window)
    assert (await page.request.get(second)).status == 404
    await good()
