"""The inspectors' pages: a case reviewed by keyboard, a case referred back, an indicator judged."""

import re

from playwright.async_api import Page, expect

from tests.api.story import STAGES, Story, at, mark
from tests.browser.conftest import Portal

ME = "p-inspector-1"


@at("allocated")
async def test_a_case_is_reviewed_by_keyboard_and_the_forces_audit_opens(
    portal: Portal, story: Story
) -> None:
    case = await _case(story)
    await _audit(story, case)
    window = await portal.window(ME)
    page = await window.go(f"/inspections/{story.reference}/cases")
    assert "audit" not in await page.locator("main").inner_text()
    await window.must_be_good()
    await page.get_by_role("link", name=case, exact=True).click()
    await window.must_be_good()
    await _score_by_keyboard(page)
    await page.get_by_role("button", name="Submit the review").click()
    await expect(page).to_have_title(f"Error: Review of case {case} – Touchstone")
    await expect(page.locator('.govuk-error-summary a[href="#grade"]')).to_be_visible()
    await expect(page.locator("#stage\\.recording")).to_have_value("Kept in order.")
    assert await page.locator('input[name^="score."]:checked').count() == len(STAGES)
    await window.must_be_good()
    await page.get_by_label("Requires improvement").check()
    await page.locator("#summary").fill("Prompt, but late in supervision.")
    await page.get_by_role("button", name="Submit the review").click()
    await expect(page.get_by_text("You submitted the case file review.")).to_be_visible()
    said = await page.locator("main").inner_text()
    assert "Seen as good." in said
    assert "Kept in order." in said
    assert (await story.state()).cases[case].review is not None
    await window.must_be_good()
    await page.goto(f"/inspections/{story.reference}/cases/{case}/review")
    assert "sealed" in await page.locator("main").inner_text()
    await window.must_be_good()


@at("allocated")
async def test_shortcuts_can_be_switched_off_and_stay_off(portal: Portal, story: Story) -> None:
    window = await portal.window(ME)
    page = await window.go(f"/inspections/{story.reference}/cases/{await _case(story)}/review")
    await page.get_by_text("Keyboard", exact=True).click()
    await window.must_be_good()
    await page.get_by_role("button", name="Switch shortcuts off").click()
    await page.reload()
    await page.locator("#name-initial-contact").focus()
    await page.keyboard.press("Alt+Shift+Digit4")
    assert await page.locator('input[name^="score."]:checked').count() == 0
    await page.get_by_text("Keyboard", exact=True).click()
    await page.get_by_role("button", name="Switch shortcuts on").click()
    await page.locator("#name-initial-contact").focus()
    await page.keyboard.press("Alt+Shift+Digit9")
    await expect(page.locator("#score\\.initial-contact-not_seen")).to_be_checked()


@at("allocated")
async def test_a_case_is_reviewed_without_scripts(portal: Portal, story: Story) -> None:
    case = await _case(story)
    window = await portal.window(ME, scripts=False)
    page = await window.go(f"/inspections/{story.reference}/cases/{case}/review")
    second = await window.context.new_page()
    await second.goto(page.url)
    await page.locator("#summary").fill("Written first.")
    await page.get_by_role("button", name="Save and go on later").click()
    await expect(page.locator("[data-saved]")).to_contain_text("Saved at")
    await second.locator("#summary").fill("Written second.")
    await second.get_by_role("button", name="Save and go on later").click()
    said = await second.locator("main").inner_text()
    assert "Written first." in said
    assert "Written second." in said
    await second.get_by_role("button", name="Put both together").click()
    await expect(second.locator("#summary")).to_have_value("Written first.\n\nWritten second.")
    for stage in STAGES:
        await second.locator(f"#score\\.{stage}-not_applicable").check()
    await second.get_by_label("Good", exact=True).check()
    await second.get_by_role("button", name="Submit the review").click()
    await expect(second.get_by_text("You submitted the case file review.")).to_be_visible()
    assert "not in yet" in await second.locator("main").inner_text()


@at("allocated")
async def test_a_case_is_referred_back_from_anywhere_and_closed(
    portal: Portal, story: Story
) -> None:
    window = await portal.window(ME)
    page = window.page
    await page.get_by_role("link", name="Refer a case back").click()
    await window.must_be_good()
    await page.get_by_role("button", name="Go on").click()
    await expect(page).to_have_title("Error: Refer a case back – Touchstone")
    await window.must_be_good()
    await page.get_by_label("Which case?").fill("n-0417")
    await page.get_by_role("button", name="Go on").click()
    await expect(page.get_by_text("No case of the sample has this reference")).to_be_visible()
    await window.must_be_good()
    await page.get_by_role("button", name="Refer the case back").click()
    for field in ("concern", "immediate_danger"):
        await expect(page.locator(f'.govuk-error-summary a[href="#{field}"]')).to_be_visible()
    await window.must_be_good()
    await page.get_by_label("Yes").check()
    await page.locator("#concern").fill("No check on the child since the last report.")
    await page.get_by_role("button", name="Refer the case back").click()
    numbers = page.get_by_role("region", name="Ring now").get_by_role("link")
    assert await numbers.first.get_attribute("href") == "tel:999"
    assert await numbers.nth(1).get_attribute("href") == "tel:01632960112"
    await window.must_be_good()
    path = page.url.partition("?")[0].removeprefix(portal.address)
    await page.get_by_role("button", name="Record the call").click()
    await expect(page.locator('.govuk-error-summary a[href="#entry-contact"]')).to_be_visible()
    await page.locator("#entry-contact").fill("17:05 answered.")
    await page.get_by_role("button", name="Record the call").click()
    await expect(page.get_by_role("region", name="Ring now")).to_be_hidden()
    await window.must_be_good()
    await _force_answers(portal, path)
    lead = await portal.window("inspection_lead")
    await lead.go(path)
    await lead.must_be_good()
    await lead.page.locator("#entry-closure").fill("The child is safe.")
    await lead.page.get_by_role("button", name="Close the referral").click()
    await expect(lead.page.get_by_text("You closed the referral.")).to_be_visible()
    await lead.must_be_good()
    await lead.go(f"/inspections/{story.reference}/referrals")
    assert "Closed" in await lead.page.locator("main").inner_text()
    await lead.must_be_good()


@at("judged")
async def test_a_judgement_shows_what_it_rests_on_and_is_given_again(
    portal: Portal, story: Story
) -> None:
    window = await portal.window(ME)
    page = await window.go(f"/inspections/{story.reference}/judgements")
    await window.must_be_good()
    await page.get_by_role("link", name="Initial contact").click()
    chart = page.get_by_role("img", name="Scores of the cases reviewed")
    await expect(chart).to_be_visible()
    assert "4" in await page.get_by_role("table").first.inner_text()
    for summary in await page.locator("main summary").all():
        await summary.click()
    said = await page.locator("main").inner_text()
    assert "The call was graded at once." in said
    assert "What we do: sa.j1." in said
    await window.must_be_good()
    await page.get_by_label("Narrative").fill("Seen again, and weighed anew.")
    await expect(page.locator("[data-saved]")).to_contain_text("Saved at", timeout=20_000)
    await page.locator("#rec_text\\.1").fill("Check supervision.")
    await page.get_by_role("button", name="Submit the judgement").click()
    await expect(page.get_by_text("You submitted the judgement.")).to_be_visible()
    assert (await story.state()).revised == {"initial-contact": 1}
    assert "Check supervision." in await page.locator("main").inner_text()
    panel = await portal.window("p-panel-1")
    await panel.go(page.url.partition("?")[0].removeprefix(portal.address))
    await expect(panel.page.get_by_role("button", name="Submit the judgement")).to_have_count(0)
    await panel.must_be_good()


@at("allocated")
async def test_leadership_needs_evidence_for_each_expectation(portal: Portal, story: Story) -> None:
    window = await portal.window("inspection_lead", scripts=False)
    page = await window.go(f"/inspections/{story.reference}/judgements/leadership")
    await page.locator("#evidence\\.leadership\\.01").fill("Seen in the weekly briefing.")
    await page.get_by_role("button", name="Submit the judgement").click()
    await expect(page).to_have_title(re.compile("^Error: Judgement: Leadership"))
    faults = page.locator(".govuk-error-summary a")
    assert await faults.count() == 16  # 14 expectations, the score, the narrative
    first = page.locator("#evidence\\.leadership\\.01")
    await expect(first).to_have_value("Seen in the weekly briefing.")
    await window.must_be_good()
    await page.get_by_label("3", exact=True).check()
    await page.get_by_label("Narrative").fill("Led from the front.")
    for number in range(2, 16):
        await page.locator(f"#evidence\\.leadership\\.{number:02}").fill("Seen on the visit.")
    await page.get_by_role("button", name="Submit the judgement").click()
    await expect(page.get_by_text("You submitted the judgement.")).to_be_visible()


@at("judged")
async def test_the_lead_sees_progress_as_a_chart_with_its_table(
    portal: Portal, story: Story
) -> None:
    window = await portal.window("inspection_lead")
    page = await window.go(f"/inspections/{story.reference}/cases")
    assert "4 of 4 reviews are in, and 4 of the force’s audits." in (
        await page.locator("main").inner_text()
    )
    await expect(page.get_by_role("img", name="Reviews that are in")).to_be_visible()
    await window.must_be_good()


async def _case(story: Story) -> str:
    return min(case for case, who in (await story.reviewers()).items() if who == ME)


async def _audit(story: Story, case: str) -> None:
    await story.act(f"cases/{case}/audit", "case_auditor", mark("good"))


async def _score_by_keyboard(page: Page) -> None:
    """Every stage scored, with a text in one: no mouse."""
    await page.locator("#name-initial-contact").focus()
    for stage in STAGES:
        digit = 8 if stage == "recording" else 4
        await page.keyboard.press(f"Alt+Shift+Digit{digit}")
        if stage == "recording":
            await page.locator("#stage\\.recording").focus()
            await page.keyboard.type("Kept in order.")
        await page.keyboard.press("Alt+Shift+KeyN")
    await page.keyboard.press("Alt+Shift+KeyS")
    await expect(page.locator("[data-saved]")).to_contain_text("Saved at", timeout=20_000)


async def _force_answers(portal: Portal, path: str) -> None:
    for by, step, button in (
        ("liaison", "acknowledgement", "Acknowledge for the force"),
        ("head_of_pvp", "action", "State the action"),
    ):
        window = await portal.window(by, scripts=False)
        page = await window.go(path)
        assert await page.get_by_role("button", name="Close the referral").count() == 0
        assert await page.get_by_role("button", name="Record the call").count() == 0
        await page.locator(f"#entry-{step}").fill("Taken on by the head of the unit.")
        await page.get_by_role("button", name=button).click()
        await expect(page.locator(f"#entry-{step}")).to_have_count(0)
        await window.must_be_good()
