"""A bank holiday proclaimed later, entered at the browser with scripts and without."""

import pytest

from tests.api.story import Story
from tests.browser.chromium import Window
from tests.browser.conftest import Portal
from tests.browser.test_managers import fill_date, must_show_faults, press, said

WHERE = "Royal proclamation, printed in the Gazette."


async def choose(window: Window, *parts: str) -> str:
    """Choose a day and see what the page says of it."""
    await fill_date(window, "day", *parts)
    await press(window, "See which dates move")
    return await said(window)


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
async def test_a_bank_holiday_is_chosen_weighed_and_entered(
    portal: Portal, story: Story, scripts: bool
) -> None:
    window = await portal.window("inspection_lead", scripts=scripts)
    page = await window.go(f"/inspections/{story.reference}/dates")

    async def good() -> None:
        if scripts:
            await window.must_be_good()

    await page.get_by_role("link", name="Enter a bank holiday proclaimed later").click()
    await good()
    for day in (("31", "2", "2027"), ("", "", "")):
        assert "Enter a real date" in await choose(window, *day)
        await must_show_faults(window, "day-day")
        for part, value in zip(("day", "month", "year"), day, strict=True):
            assert await page.input_value(f"#day-{part}") == value
        await good()
    for day, words in (
        (("23", "1", "2027"), "That day is at a weekend"),
        (("26", "3", "2027"), "That bank holiday is already counted"),
        (("4", "1", "2027"), "That day has passed"),
    ):
        assert words in await choose(window, *day)
        assert await page.get_by_role("button", name="Enter the bank holiday").count() == 0
        await good()
    assert "Dates that move" in await choose(window, "20", "1", "2027")
    await good()
    await press(window, "Enter the bank holiday")
    await must_show_faults(window, "source")
    await good()
    await page.fill("#source", WHERE)
    await press(window, "Enter the bank holiday")
    text = await said(window)
    assert "You entered the bank holiday" in text
    assert "1 bank holiday between" in text
    await good()


async def test_the_force_is_offered_no_bank_holiday(portal: Portal, story: Story) -> None:
    window = await portal.window("liaison")
    page = await window.go(f"/inspections/{story.reference}/dates")
    assert await page.get_by_role("link", name="bank holiday").count() == 0
    await window.must_be_good()
