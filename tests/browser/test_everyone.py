"""Pages that everybody has: messages, documents, help, follow-up, language, live hints."""

from playwright.async_api import expect

from tests.api.story import Story, at
from tests.browser.conftest import Portal


async def test_messages_stand_as_they_are_sent(portal: Portal) -> None:
    window = await portal.window("liaison")
    page = await window.go("/messages")
    sent = await portal.office.get("messages", "liaison")
    newest = sent["items"][0]
    assert newest["subject"] in await page.locator("main").inner_text()
    assert newest["body"].split("\n")[0] in await page.locator("main").inner_text()
    await window.must_be_good()


async def test_who_was_told_nothing_yet_is_told_so(portal: Portal) -> None:
    window = await portal.window("p-x02-liaison")
    page = await window.go("/messages")
    assert "Nothing has been sent to you yet" in await page.locator("main").inner_text()
    await window.must_be_good()


async def test_a_document_is_saved_as_it_was_kept(portal: Portal, story: Story) -> None:
    window = await portal.window("liaison")
    page = await window.go(f"/inspections/{story.reference}/documents")
    await window.must_be_good()
    async with page.expect_download() as saving:
        await page.get_by_role("link", name="Notice letter").click()
    saved = await (await saving.value).path()
    assert saved.read_bytes() == b"notice_letter/1"


async def test_help_explains_each_phase_and_quotes_the_criteria(portal: Portal) -> None:
    window = await portal.window("contributor")
    page = await window.go("/help")
    await window.must_be_good()
    await page.get_by_role("link", name="National Child Protection Inspection").first.click()
    assert (
        "children and young people are protected from harm"
        in await page.locator("main").inner_text()
    )
    await window.must_be_good()


async def test_the_accessibility_statement_is_for_anyone(portal: Portal) -> None:
    window = await portal.window()
    await window.go("/accessibility")
    await window.must_be_good()


async def test_the_language_is_switched_and_stays(portal: Portal) -> None:
    window = await portal.window("liaison")
    await window.page.get_by_role("link", name="Cymraeg").click()
    assert await window.page.locator("html").get_attribute("lang") == "cy"
    page = await window.go("/messages")
    assert await page.locator("html").get_attribute("lang") == "cy"
    await window.must_be_good()


@at("published")
async def test_the_follow_up_is_answered_closed_and_said(portal: Portal, story: Story) -> None:
    path = f"/inspections/{story.reference}/follow-up"
    for by in ("liaison", "local_policing_body"):
        window = await portal.window(by)
        page = await window.go(path)
        await window.must_be_good()
        while await (box := page.locator("main textarea")).count():
            task = await box.first.get_attribute("id")
            form = page.locator("form", has=page.locator(f"#{task}"))
            await form.get_by_role("button").click()
            await expect(page).to_have_title(f"Error: Follow-up: {story.reference} – Touchstone")
            assert await page.locator(".govuk-error-summary a").get_attribute("href") == f"#{task}"
            await page.locator(f"#{task}").fill("Done, and checked.")
            await page.locator("form", has=page.locator(f"#{task}")).get_by_role("button").click()
            await expect(page.get_by_text("You answered the follow-up.")).to_be_visible()
    lead = await portal.window("inspection_lead", scripts=False)
    page = await lead.go(path)
    await page.locator("#reason").fill("All is answered.")
    await page.get_by_role("button", name="Close the follow-up").click()
    assert "You closed the follow-up" in await page.locator("main").inner_text()
    await lead.must_be_good()


async def test_before_publication_the_follow_up_says_when_it_opens(
    portal: Portal, story: Story
) -> None:
    window = await portal.window("liaison")
    page = await window.go(f"/inspections/{story.reference}/follow-up")
    assert "opens when the report is published" in await page.locator("main").inner_text()
    await window.must_be_good()


@at("published")
async def test_a_page_that_waits_for_others_renews_itself(portal: Portal, story: Story) -> None:
    window = await portal.window("hmi")
    path = f"/inspections/{story.reference}/follow-up"
    async with window.page.expect_response(lambda one: one.url.endswith("/changes")):
        page = await window.go(path)
    await expect(page.get_by_text("What has been answered")).to_have_count(0)
    await page.wait_for_timeout(1500)  # the hints' first reading
    await story.act("follow-up/action_plan", "liaison", {"text": "Our plan."})
    await expect(page.get_by_text("Our plan.")).to_be_visible()
    assert window.complaints == []
