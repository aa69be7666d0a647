"""The portal's journey from the panel's first decision to the closing of the follow-up."""

import re
from datetime import timedelta

from playwright.async_api import expect

from tests.journeys.portal_scenes import CASES, CHIEF, LEAD, LIAISON, fill_date, today
from tests.journeys.portal_walk import WAIT_MS, Walk, main_of, press

CHAIR, MEMBER, DECIDER = "p-panel-chair", "p-panel-1", "p-decider-1"
EDITOR, HMI, BODY = "p-editor", "p-hmi-1", "p-x01-policing-body"


async def moderate(walk: Walk) -> None:
    """The panel decides on the case that the sides see differently, and on every judgement."""
    page = await walk.at(MEMBER, "moderation")
    assert "11 items wait for the panel: 1 case and 10 judgements" in await main_of(page)
    await press(page, "Start with the first")
    await expect(page.get_by_role("heading", level=1)).to_have_text(
        f"Case {CASES[0]}", timeout=WAIT_MS
    )
    await page.get_by_label("Amend it").check()
    await page.get_by_label("Amended grade").select_option("requires_improvement")
    await page.get_by_label("The panel’s reason").fill("The call log shows that it came late.")
    await press(page, "Record the decision and go on", "The panel’s decision is recorded")
    queue = await walk.read(CHAIR, "moderation")
    items = dict.fromkeys(re.findall(r"/moderation/(indicator:[\w-]+)", queue))
    assert len(items) == 10
    for item in items:
        filled = {"decision": "confirm", "reason": "The evidence bears it out."}
        await walk.send(CHAIR, f"moderation/{item}", filled)


async def conclude(walk: Walk) -> None:
    """The lead gives the overall assessment; the panel's chair confirms it."""
    page = await walk.at(LEAD, "overall")
    await page.get_by_label("Quality of practice").fill("Practice is mixed.")
    await page.get_by_label("Fit between practice and policy").fill("Policy is ahead of it.")
    await press(page, "Give the overall assessment", "It waits for the chair of the panel")
    page = await walk.at(CHAIR, "overall")
    await press(page, "Confirm the overall assessment", "You confirmed the overall assessment")


async def draft(walk: Walk) -> None:
    """The lead writes the draft beside its facts and submits it; the force gets it."""
    page = await walk.at(LEAD, "report/draft")
    await page.get_by_label("Text of Summary").fill("Committed staff and uneven practice.")
    await press(page, "Add a recommendation")
    await page.get_by_label("What the force should do").fill("Review supervision.")
    await page.get_by_label("By when").select_option("immediate")
    await page.get_by_label("Follows from").select_option("recording")
    await press(page, "Submit the draft report", "You submitted the draft report")


async def check_accuracy(walk: Walk) -> None:
    """The force raises a point beside a paragraph and sends it; an outsider decides it."""
    page = await walk.at(LIAISON, "accuracy-check")
    await walk.until(page, "Leadership, management and governance")
    await page.get_by_role("link", name="Leadership, management and governance").click()
    box = page.get_by_label(re.compile(r"^Paragraph \d")).first
    await box.get_by_text("Raise a point").click()
    await box.get_by_label("What is wrong").fill("The team has nine officers.")
    await expect(box.get_by_text("Saved at")).to_be_visible(timeout=WAIT_MS)
    await page.get_by_role("link", name="All chapters").click()
    await press(page, "Send one point", "You answered the factual accuracy check.")
    page = await walk.at(DECIDER, "report/decisions")
    await page.get_by_role("radio", name="Accept").check()
    await page.get_by_label("Reason for the decision on point 1").fill("The list bears it out.")
    await press(page, "Send the decision", "You decided the accuracy points")


async def settle(walk: Walk) -> None:
    """The editor settles the final text with its planned day."""
    page = await walk.at(EDITOR, "report/final")
    assert "1 point of the force was accepted" in await main_of(page)
    assert "The team has nine officers." in await main_of(page)
    await page.get_by_label("Text of Summary").fill("Nine committed officers.")
    await fill_date(page, "publication", today() + timedelta(weeks=20))
    await press(page, "Settle the final text", "You settled the final text")


async def sign_and_publish(walk: Walk) -> None:
    """HMI signs what is shown with its hash; the editor publishes it."""
    page = await walk.at(HMI, "report/sign-off")
    await walk.until(page, "What is signed")
    await page.get_by_label("I have read the document of this hash").check()
    await press(page, "Sign this text", "You signed off the report")
    page = await walk.at(EDITOR, "report/publication")
    await press(page, "Publish the report", "You published the report")
    await page.goto(f"{walk.here}/report")
    assert "The report is published." in await main_of(page)


async def follow_up(walk: Walk) -> None:
    """The force and the policing body answer all that is asked of them; the lead closes."""
    for by in (LIAISON, CHIEF, BODY):
        page = await walk.at(by, "follow-up")
        await walk.until(page, "asked")
        boxes = page.locator("main textarea")
        while before := await boxes.count():
            await boxes.first.fill("Done, and checked.")
            await page.get_by_role("button", name="Send the answer").first.click()
            await expect(page.get_by_text("You answered the follow-up.")).to_be_visible(
                timeout=WAIT_MS
            )
            await expect(boxes).to_have_count(before - 1, timeout=WAIT_MS)
    page = await walk.at(LEAD, "follow-up")
    await page.locator("#reason").fill("All is answered.")
    await press(page, "Close the follow-up", "You closed the follow-up")


async def read_history(walk: Walk) -> None:
    """What happened, in plain words, and whether the journal is whole."""
    page = await walk.at(LEAD, "history")
    await page.get_by_role("link", name="Check whether the journal is whole").click()
    await expect(page.get_by_text("The journal is whole.")).to_be_visible(timeout=WAIT_MS)
    assert "The follow-up was closed" in await main_of(page)
