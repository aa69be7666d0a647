"""Signing in at the browser, and what the floor of every page promises."""

import pytest

from tests.browser.conftest import Portal


async def test_the_sign_in_page_is_good_and_shows_who_each_person_is(portal: Portal) -> None:
    window = await portal.window()
    page = await window.go("/")
    assert page.url.endswith("/sign-in")
    card = page.locator('button[value="p-x01-liaison"]')
    assert "force liaison officer" in await card.inner_text()
    await window.must_be_good()


async def test_my_tasks_is_good_and_leads_on(portal: Portal) -> None:
    window = await portal.window("liaison")
    assert await window.page.title() == "My tasks – Touchstone"
    await window.must_be_good()


async def test_nothing_asked_is_said_kindly(portal: Portal) -> None:
    window = await portal.window("p-x02-liaison")
    assert "Nothing is asked of you" in await window.page.locator("main").inner_text()
    await window.must_be_good()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
async def test_signing_out_forgets_who_was_here(portal: Portal, scripts: bool) -> None:
    window = await portal.window("liaison", scripts=scripts)
    await window.page.get_by_role("button", name="Sign out").click()
    await window.page.wait_for_url("**/sign-in")
    await window.page.goto("/tasks")
    assert "/sign-in?next=/tasks" in window.page.url
