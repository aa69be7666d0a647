"""Inspection managers at the browser: from starting an inspection to allocating its cases."""

from typing import Any

import pytest

from tests.api.story import Story, at, eligible_cases
from tests.browser.chromium import Window
from tests.browser.conftest import Portal


async def press(window: Window, name: str) -> None:
    """Press a button and wait for the page that follows."""
    async with window.page.expect_navigation():
        await window.page.get_by_role("button", name=name, exact=True).click()


async def said(window: Window) -> str:
    return await window.page.locator("main").inner_text()


async def must_show_faults(window: Window, *fields: str) -> None:
    """An error page: its title says so, and the summary leads to each field."""
    assert (await window.page.title()).startswith("Error:")
    summary = window.page.locator(".govuk-error-summary")
    for field in fields:
        assert await summary.locator(f'a[href="#{field}"]').count() == 1, field
        assert await window.page.locator(f'[id="{field}"]').count() == 1, field


async def fill_date(window: Window, name: str, *parts: str) -> None:
    for part, value in zip(("day", "month", "year"), parts, strict=True):
        await window.page.fill(f'[name="{name}-{part}"]', value)


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
async def test_a_lead_starts_an_inspection_step_by_step(portal: Portal, scripts: bool) -> None:
    window = await portal.window("inspection_lead", scripts=scripts)
    page = await window.go("/inspections")

    async def good() -> None:
        if scripts:
            await window.must_be_good()

    await page.get_by_role("button", name="Start an inspection").click()
    await press(window, "Continue")
    await must_show_faults(window, "force")
    await good()
    await page.select_option("#force", "X03")
    await press(window, "Continue")
    await good()
    await fill_date(window, "start", "31", "2", "2027")
    await fill_date(window, "end", "14", "5", "2027")
    await press(window, "Continue")
    await must_show_faults(window, "start-day")
    assert await page.input_value("#start-day") == "31"
    assert await page.input_value("#end-month") == "5"
    await good()
    await fill_date(window, "planned", "10", "1", "2027")
    await fill_date(window, "start", "3", "5", "2027")
    await press(window, "Continue")
    await must_show_faults(window, "planned-day")
    await fill_date(window, "planned", "13", "1", "2027")
    await press(window, "Continue")
    await good()
    assert "Not offered, because of a conflict of interest" in await said(window)
    for box in await page.locator('[name="inspector"]').all():
        await box.uncheck()
    await press(window, "Continue")
    await must_show_faults(window, "inspector")
    await good()
    await page.check('[name="inspector"][value="p-inspector-2"]')
    await press(window, "Continue")
    check = await said(window)
    assert "Rosalind Featherby" in check
    assert "cannot be taken back" in check
    assert "20 working days from the planned delivery on Wednesday 13 January 2027" in check
    await good()
    await page.go_back()  # what was chosen is still there
    assert await page.is_checked('[name="inspector"][value="p-inspector-2"]')
    await page.go_forward()
    await press(window, "Issue the inspection")
    shown = await said(window)
    assert "You issued the inspection" in shown
    assert "Awaited: " in shown
    await good()


async def test_the_list_is_filtered_and_turned_into_a_timeline(
    portal: Portal, story: Story
) -> None:
    window = await portal.window("inspection_lead")
    page = await window.go("/inspections")
    assert "next due 25 January 2027" in await said(window)
    await window.must_be_good()
    await page.fill("#search", "nobody")
    await press(window, "Show")
    assert "No inspection fits these filters" in await said(window)
    assert await page.input_value("#search") == "nobody"
    await window.must_be_good()
    await page.locator("main").get_by_role("link", name="Clear the filters").first.click()
    await page.get_by_role("link", name="Self-assessment 1").click()
    assert await page.locator(".ts-facets [aria-current]").inner_text() == "Self-assessment 1"
    await page.get_by_role("link", name="Timeline").click()
    assert (
        await page.locator("svg[role=img] title").first.text_content() == "Timeline of inspections"
    )
    assert await page.get_by_role("region", name="Timeline as a table").locator("tr").count() == 2
    await window.must_be_good()
    await page.get_by_role("link", name="Six months earlier").click()
    await page.get_by_role("link", name="Six months earlier").click()
    assert "No inspection was under way in this period" in await said(window)
    await window.must_be_good()


@at("judged")
async def test_an_inspection_says_first_what_is_to_be_done(portal: Portal, story: Story) -> None:
    lead = await portal.window("inspection_lead")
    page = await lead.go(f"/inspections/{story.reference}")
    now = await page.locator("[aria-current=step]").inner_text()
    assert now.split() == ["Moderation", "now"]
    shown = await said(lead)
    assert "Awaited: panel chair and panel member" in shown
    assert "4 of 4 reviews are in" in shown
    assert await page.get_by_role("region", name="Chart of the reviews").locator("svg").count() == 1
    await page.get_by_text("The same as a table").click()
    table = page.get_by_role("region", name="Reviews as a table")
    assert await table.locator("tbody tr").count() == 9
    assert "Recording\t0\t4\t0" in await table.inner_text()
    await lead.must_be_good()

    chair = await portal.window("panel_chair")
    page = await chair.go(f"/inspections/{story.reference}")
    todo = page.locator(".ts-todo")
    await todo.get_by_role("link", name="Moderate judgements and differing cases").click()
    assert page.url.endswith("/moderation")

    force = await portal.window("liaison")
    await force.go(f"/inspections/{story.reference}")
    assert "Nothing is asked of you just now" in await said(force)
    await force.must_be_good()


async def submitted(story: Story) -> None:
    """The return approved and the eligible cases registered."""
    revision = await story.submit()
    await story.act("return/approval", "chief_officer_lead", {"revision": revision})
    await story.act("eligible-cases", "liaison", {"cases": eligible_cases()})


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
async def test_a_submission_is_accepted_drawn_from_and_allocated(
    portal: Portal, story: Story, scripts: bool
) -> None:
    await submitted(story)
    window = await portal.window("inspection_lead", scripts=scripts)

    async def good() -> None:
        if scripts:
            await window.must_be_good()

    page = await window.go(f"/inspections/{story.reference}/submission")
    assert "12 cases on the list" in await said(window)
    assert "What we do: sa.l1." in await said(window)
    await good()
    await press(window, "Accept the submission")
    assert "You accepted the submission" in await said(window)
    await good()
    await press(window, "Draw the sample")
    assert page.url.split("?")[0].endswith("/allocation")
    await good()
    first = page.locator("select").first
    await first.select_option(label="Choose")
    await press(window, "Allocate the cases")
    field = str(await first.get_attribute("id"))
    await must_show_faults(window, field)
    await good()
    for select in await page.locator("main select").all():
        await select.select_option("p-inspector-2")
    await press(window, "Count again after a change")
    workload = page.get_by_role("region", name="Workload by inspector")
    assert "Rosalind Featherby\t2\t2\t4" in await workload.inner_text()
    assert set((await story.reviewers()).values()) == {None}
    await press(window, "Allocate the cases")
    assert "You allocated the cases" in await said(window)
    assert set((await story.reviewers()).values()) == {"p-inspector-2"}
    await good()


async def test_answers_are_asked_about_again(portal: Portal, story: Story) -> None:
    await submitted(story)
    window = await portal.window("inspection_lead")
    page = await window.go(f"/inspections/{story.reference}/submission")
    await page.get_by_role("link", name="Ask the force about answers again instead").click()
    await window.must_be_good()
    await page.fill("#reason", "How is the training checked?")
    await press(window, "Ask for clarification")
    await must_show_faults(window, "rows")
    assert await page.input_value("#reason") == "How is the training checked?"
    await window.must_be_good()
    await page.check('[value="sa.l4"]')
    await press(window, "Ask for clarification")
    shown = await said(window)
    assert "You asked the force to clarify" in shown
    assert "The force is asked to clarify 1 answer;" in shown
    assert await page.get_by_role("button", name="Accept the submission").count() == 0
    await window.must_be_good()
    assert (await story.state()).returned.clarify == ["sa.l4"]


async def test_a_date_is_moved_and_something_is_gone_on_without(
    portal: Portal, story: Story
) -> None:
    await story.act("delivery/opening", "liaison")  # nobody is chased for a letter not delivered
    lead = await portal.window("deputy_lead")
    page = await lead.go(f"/inspections/{story.reference}/dates")
    await lead.must_be_good()
    await page.locator('a[href$="/dates/return"]').click()
    assert "once the last escalation has gone" in await said(lead)
    await page.fill("#days", "soon")
    await page.fill("#reason", "An author is ill.")
    await press(lead, "Move the date")
    await must_show_faults(lead, "days")
    assert (await page.input_value("#days"), await page.input_value("#reason")) == (
        "soon",
        "An author is ill.",
    )
    await lead.must_be_good()
    await page.fill("#days", "11")
    await press(lead, "Move the date")
    assert (await page.title()).startswith("Error:")
    await page.fill("#days", "5")
    await page.get_by_text("Which date comes of it").click()
    assert "5 working days more: Monday 15 February 2027" in await said(lead)
    await press(lead, "Move the date")
    assert "You moved the date" in await said(lead)
    assert "15 February 2027" in await said(lead)

    story.office.clock.pass_days(60)
    await lead.sign_in("p-deputy")
    await story.office.engine.climb(f"inspection/{story.reference}")
    page = await lead.go(f"/inspections/{story.reference}/dates/return")
    await press(lead, "Propose to go on without it")
    await must_show_faults(lead, "why_without")
    await page.fill("#why_without", "Nothing came after four reminders.")
    await press(lead, "Propose to go on without it")
    assert "going on without it is proposed" in await said(lead)
    await lead.must_be_good()

    hmi = await portal.window("hmi")
    page = await hmi.go("/tasks")
    await page.get_by_role("link", name="Consent to proceeding without").click()
    await page.locator("main").get_by_role("link", name="Decide on going on without it").click()
    assert "Nothing came after four reminders." in await said(hmi)
    await hmi.must_be_good()
    await press(hmi, "Consent to going on without it")
    assert "You consented to proceeding without it" in await said(hmi)
    assert "return" in (await story.state()).absent

    force = await portal.window("liaison")
    page = await force.go(f"/inspections/{story.reference}/dates")
    assert await page.locator('main a[href*="/dates/"]').count() == 0
    answer: Any = await page.goto(f"/inspections/{story.reference}/dates/eligible_cases")
    assert answer.status == 403


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
async def test_a_chief_officer_replaces_a_leaver_at_once(
    portal: Portal, story: Story, scripts: bool
) -> None:
    window = await portal.window("chief_officer_lead", scripts=scripts)
    page = await window.go(f"/inspections/{story.reference}/people")
    if scripts:
        await window.must_be_good()
    name = "Hand over the role of Alistair Penhallow as force liaison officer"
    await page.get_by_role("link", name=name).click()
    assert "2 open tasks go over" in await said(window)
    await page.fill("#reason", "Leaves the force on Friday.")
    await press(window, "Hand the role over")
    await must_show_faults(window, "successor")
    assert await page.input_value("#reason") == "Leaves the force on Friday."
    if scripts:
        await window.must_be_good()
    await page.check('[value="p-x01-contributor-2"]')
    await press(window, "Hand the role over")
    assert "You handed the role over" in await said(window)
    assert (await story.state()).people["liaison"] == ["p-x01-contributor-2"]

    liaison = await portal.window("p-x01-contributor-2", scripts=scripts)
    page = await liaison.go(f"/inspections/{story.reference}/people")
    assert await page.get_by_role("link", name="Hand over").count() == 0


@at("judged")
async def test_the_history_is_read_in_plain_words_and_checked(portal: Portal, story: Story) -> None:
    lead = await portal.window("inspection_lead")
    page = await lead.go(f"/inspections/{story.reference}/history")
    shown = await said(lead)
    assert "A case file review was submitted" in shown
    assert "(inspector)" in shown
    await lead.must_be_good()
    await page.get_by_role("link", name="Check whether the journal is whole").click()
    assert "The journal is whole." in await said(lead)
    await page.get_by_role("link", name="The notices, and where each stands").click()
    assert await page.get_by_role("region", name="Notices").locator("tbody tr").count() > 5
    await lead.must_be_good()
    force = await portal.window("liaison")
    page = await force.go(f"/inspections/{story.reference}/history")
    assert "What you did here and what you were told of" in await said(force)
    assert await page.get_by_role("link", name="Check whether").count() == 0
    await force.must_be_good()
