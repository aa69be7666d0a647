"""Notices that did not arrive at the browser: from the inbox to the end of the task."""

from collections.abc import Iterator

import pytest

from tests.api.story import Story
from tests.browser.conftest import Portal
from tests.browser.test_managers import must_show_faults, press, said
from tests.notify_service import notify_service
from tests.sending import Sending

WHY = "Rang the staff officer at 10:05 and read the notice to her."


@pytest.fixture
def sending(story: Story) -> Iterator[Sending]:
    with notify_service() as service:
        yield Sending.of(story, service)


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
async def test_the_lead_reads_what_did_not_arrive_and_settles_it(
    portal: Portal, sending: Sending, scripts: bool
) -> None:
    await sending.readdress("liaison", "nobody@force.example")
    await sending.send()
    await sending.sweep()
    window = await portal.window("inspection_lead", scripts=scripts)
    page = await window.go("/tasks")
    if scripts:
        await window.must_be_good()
    await page.get_by_role("link", name="A notice did not arrive: force liaison officer").click()
    if scripts:
        await window.must_be_good()
    await press(window, "Settle it")
    await must_show_faults(window, "how", "reason")
    if scripts:
        await window.must_be_good()
    await page.get_by_label("They have been told another way").check()
    await page.fill("#reason", WHY)
    await press(window, "Settle it")
    assert "You settled notices that did not arrive" in await said(window)
    assert "Nothing waits here" in await said(window)
    if scripts:
        await window.must_be_good()


async def test_an_operator_reads_what_holds_notices_back(portal: Portal, sending: Sending) -> None:
    sending.service.fields = ("subject", "body", "rank")
    await sending.send()
    window = await portal.window("operator")
    await window.go("/operations")
    assert "Notices held back by a setting" in await said(window)
    await window.must_be_good()
