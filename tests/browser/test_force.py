"""A force at the browser: whole tasks with scripts and without, each page good in each state."""

from playwright.async_api import Page, expect

from tests.api.story import STAGES, at
from tests.browser.chromium import Window
from tests.browser.conftest import Portal
from tests.pages.force_world import with_draft_html

PLACE = "/inspections/NCP-2027-0001"
RETURN = f"{PLACE}/self-assessment"


async def test_rows_are_shared_out_written_and_saved_while_typing(portal: Portal) -> None:
    liaison = await portal.window("liaison")
    page = await liaison.go(RETURN)
    await liaison.must_be_good()
    await page.get_by_role("link", name="Share out rows").click()
    await page.get_by_role("button", name="Give the rows").click()
    assert (await page.title()).startswith("Error:")
    await liaison.must_be_good()
    await page.get_by_label("1.4 Research").check()
    await page.get_by_label("2.8 Recording").check()
    await page.get_by_label("Who writes them").select_option("p-x01-contributor-1")
    await page.get_by_role("button", name="Give the rows").click()
    await expect(page.get_by_text("2 rows changed.")).to_be_visible()
    await liaison.must_be_good()

    contributor = await portal.window("p-x01-contributor-1")
    page = await contributor.go(RETURN)
    await contributor.must_be_good()
    await page.get_by_role("link", name="1.4 Research").click()
    await page.get_by_label("Your answer").fill("We ask children what helped them.")
    await expect(page.get_by_text("Saved at 09:00")).to_be_visible()
    await contributor.must_be_good()
    await page.get_by_role("button", name="Save and go to the next row").click()
    await page.wait_for_url("**/sa.j8")

    opened = await liaison.go(f"{RETURN}/sa.l4")
    await page.goto(f"{RETURN}/sa.l4")
    await page.get_by_label("Your answer").fill("We ask them twice.")
    await page.get_by_role("button", name="Save", exact=True).click()
    await expect(page.get_by_label("Your answer")).to_have_value("We ask them twice.")
    await opened.get_by_label("Your answer").fill("The liaison's own words.")
    await opened.wait_for_selector("text=Somebody saved this row while you wrote")  # by itself
    for said in ("We ask them twice.", "The liaison's own words."):
        await expect(opened.get_by_label("The answer as it should stand")).to_contain_text(said)
    await liaison.must_be_good()
    await expect(opened.get_by_text("Kept on this device")).to_be_hidden()
    await opened.get_by_role("button", name="Save this text").click()
    await expect(opened.get_by_label("Your answer")).to_have_value(
        "We ask them twice.\n\nThe liaison's own words."
    )
    await expect(opened.get_by_text("Kept on this device")).to_be_hidden()
    await liaison.must_be_good()


async def test_a_return_is_written_submitted_and_approved_without_scripts(portal: Portal) -> None:
    liaison = await portal.window("liaison", scripts=False)
    page = await liaison.go(f"{RETURN}/sa.context")
    for _ in range(19):
        await page.get_by_label("Your answer").fill("What we do.")
        await page.get_by_role("button", name="Save and go to").click()
    assert page.url.endswith("/self-assessment")
    assert "19 of 19 answered" in await page.locator("main").inner_text()
    await page.get_by_role("button", name="Submit the return").click()
    assert (await page.title()).startswith("Error:")
    await liaison.must_be_good()
    await page.get_by_label("As far as I know").check()
    await page.get_by_role("button", name="Submit the return").click()
    await expect(page.get_by_role("heading", name="Receipt for the return")).to_be_visible()
    await liaison.must_be_good()
    for path in (RETURN, f"{RETURN}/sa.l4"):
        await liaison.go(path)
        await liaison.must_be_good()

    lead = await portal.window("chief_officer_lead")
    page = lead.page
    await page.get_by_role("link", name="Approve the force’s return").click()
    await lead.must_be_good()
    await page.get_by_text("Send it back instead").click()
    await page.get_by_role("button", name="Send the return back").click()
    assert (await page.title()).startswith("Error:")
    await lead.must_be_good()
    await page.get_by_label("I have read the whole return").check()
    await page.get_by_role("button", name="Approve the return").dblclick()
    await expect(page.get_by_text("it has gone to the inspectorate")).to_be_visible()
    await lead.must_be_good()
    await lead.go(f"{RETURN}/approval")
    await lead.must_be_good()
    await lead.go(f"{PLACE}/given")
    await lead.must_be_good()


async def test_eligible_cases_are_checked_kept_and_registered(portal: Portal) -> None:
    liaison = await portal.window("liaison")
    page = await liaison.go(f"{PLACE}/eligible-cases")
    await liaison.must_be_good()
    rows = "N-0417,domestic-abuse,3/11/2026,Northshire\nN 0502,burglary,tomorrow"
    await page.get_by_label("Paste rows").fill(rows)
    await page.get_by_role("button", name="Check and keep").click()
    await expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    await expect(page.get_by_label("Paste rows")).to_have_value("N 0502,burglary,tomorrow")
    await liaison.must_be_good()
    await page.get_by_label("Paste rows").fill("N-0502,section-47-enquiries,2026-10-19")
    await page.get_by_role("button", name="Check and keep").click()
    await page.get_by_role("button", name="Register 2 cases").click()
    await expect(page.get_by_text("You registered the eligible cases.")).to_be_visible()
    await liaison.must_be_good()
    lead = await portal.window("inspection_lead")
    await lead.go(f"{PLACE}/eligible-cases")
    await expect(lead.page.get_by_role("button", name="Register")).to_have_count(0)
    await lead.must_be_good()


@at("allocated")
async def test_an_audit_is_saved_while_typing_and_submitted(portal: Portal) -> None:
    auditor = await portal.window("case_auditor")
    page = auditor.page
    await page.get_by_role("link", name="Submit the force’s own").click()
    await auditor.must_be_good()
    await page.locator(".ts-rows a").first.click()
    await page.get_by_label("Summary").fill("Prompt first contact.")
    await expect(page.get_by_text("Saved at 09:00")).to_be_visible()
    await page.get_by_role("button", name="Submit the audit").click()
    assert (await page.title()).startswith("Error:")
    await expect(page.get_by_label("Summary")).to_have_value("Prompt first contact.")
    await auditor.must_be_good()
    await _score(page)
    await page.get_by_role("button", name="Submit the audit").dblclick()
    await expect(page.get_by_text("You submitted the case file audit.")).to_be_visible()
    await page.locator(".ts-rows a").first.click()
    await auditor.must_be_good()
    await _read_only(await portal.window("head_of_pvp"))


async def _score(page: Page) -> None:
    for stage in STAGES:
        await page.locator(f'[name="score.{stage}"]').select_option("4")
    await page.get_by_label("Good", exact=True).check()


async def _read_only(head: Window) -> None:
    await head.go(f"{PLACE}/audits")
    await head.page.locator(".ts-rows a").nth(1).click()
    await expect(head.page.get_by_role("button", name="Submit the audit")).to_have_count(0)
    await head.must_be_good()


@at("drafted")
async def test_the_draft_report_is_checked_paragraph_by_paragraph(portal: Portal) -> None:
    await with_draft_html(portal.office, "NCP-2027-0001")
    liaison = await portal.window("liaison")
    page = liaison.page
    await page.get_by_role("link", name="Answer the factual accuracy check").click()
    await liaison.must_be_good()
    await page.get_by_role("link", name="5 Leadership").click()
    box = page.get_by_label("Paragraph 5.4")
    await box.get_by_text("Raise a point").click()
    await box.get_by_label("What is wrong").fill("There were 28 files.")
    await expect(box.get_by_text("Saved at 09:00")).to_be_visible()
    await liaison.must_be_good()
    await page.get_by_role("link", name="All chapters").click()
    await expect(page.get_by_text("One point", exact=True)).to_be_visible()
    await liaison.must_be_good()
    await page.get_by_role("button", name="Send one point").click()
    await expect(page.get_by_text("You answered the factual accuracy check.")).to_be_visible()
    await liaison.must_be_good()
    await liaison.go(f"{PLACE}/accuracy-check/chapters/5")
    await liaison.must_be_good()
