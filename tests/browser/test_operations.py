"""The operators' page: what waits, what failed, where to look further."""

from sqlalchemy import update

from records.acts import list_waiting
from records.tables import NoticeTable
from tests.api.story import Story
from tests.browser.conftest import Portal


async def test_a_quiet_service_says_that_it_can_wait_until_morning(portal: Portal) -> None:
    window = await portal.window("operator")
    page = await window.go("/operations")
    assert "This can wait until morning" in await page.locator("main").inner_text()
    link = page.get_by_role("link", name="Overdue", exact=True)
    assert "Overdue%20%3D%20true" in str(await link.get_attribute("href"))
    await window.must_be_good()


async def test_what_waits_fails_or_is_stuck_is_counted_and_listed(
    portal: Portal, story: Story
) -> None:
    portal.office.engine.away = True
    body = {"days": 2, "reason": "A secret reason."}
    await portal.office.call("POST", f"{story.here}/tasks/return/extension", "hmi", body)
    async with portal.office.parts.records.transaction() as session:
        await session.execute(update(NoticeTable).values(state="failed"))
    portal.office.clock.pass_days(60)
    window = await portal.window("operator")
    page = await window.go("/operations")
    said = await page.locator("main").inner_text()
    for part in ("Acts waiting for the engine (1)", "extend", "away", "Something needs a look"):
        assert part in said
    assert "A secret reason" not in said
    for heading in ("Failed notices", "Stuck tasks"):
        assert await page.get_by_role("region", name=heading).count() == 1
    await window.must_be_good()
    portal.office.engine.away = False
    [act] = await list_waiting(portal.office.parts.records, portal.office.clock())
    await portal.office.engine.send(act)
    said = await (await window.go("/operations")).locator("main").inner_text()
    assert "The service runs. What is listed below needs a look." in said
    assert "Asked" in said
