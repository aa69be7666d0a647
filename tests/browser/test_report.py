"""The report from its first draft to publication, by those who write, decide, settle and sign."""

from playwright.async_api import Page, expect

from tests.api.story import Story, at, report_text
from tests.browser.conftest import Portal

POINTS = [
    {"paragraph": "5.2", "kind": "error", "text": "The team has nine officers, not seven."},
    {"paragraph": "whole report", "kind": "omission", "text": "The new hub is not mentioned."},
]


@at("confirmed")
async def test_the_draft_is_written_without_scripts_and_goes_to_the_force(
    portal: Portal, story: Story
) -> None:
    path = f"/inspections/{story.reference}/report"
    window = await portal.window("inspection_lead", scripts=False)
    page = await window.go(f"{path}/draft")
    summary = page.get_by_label("Text of Summary")
    await summary.fill("First paragraph,\non two lines.\n\nSecond paragraph.")
    await page.get_by_role("button", name="Add a recommendation").click()
    await page.get_by_role("button", name="Add a recommendation").click()
    await page.get_by_label("What the force should do").last.fill("Review supervision.")
    await page.get_by_role("button", name="Remove recommendation 1").click()
    await expect(page.get_by_label("What the force should do")).to_have_value("Review supervision.")
    await page.get_by_role("button", name="Submit the draft report").click()
    assert (await page.title()).startswith("Error: ")
    await expect(page.get_by_label("What the force should do")).to_have_value("Review supervision.")
    await page.get_by_label("By when").select_option("three_months")
    await page.get_by_label("Follows from").select_option("recording")
    await page.get_by_role("button", name="Save and preview").click()
    assert "First paragraph, on two lines." in await _main(page)
    await page.get_by_role("link", name="Back to writing").click()
    await page.get_by_role("button", name="Submit the draft report").click()
    assert page.url.partition("?")[0].endswith(f"{path}")
    assert "You submitted the draft report" in await _main(page)
    assert "Asked of Alistair Penhallow" in await _main(page)
    assert (await story.state()).report.drafts == 1


@at("confirmed")
async def test_what_is_written_is_saved_as_it_is_typed_beside_the_facts(
    portal: Portal, story: Story
) -> None:
    window = await portal.window("inspection_lead")
    page = await window.go(f"/inspections/{story.reference}/report/draft")
    facts = page.get_by_role("complementary", name="Facts: Summary")
    assert await facts.locator("svg").count() == 1
    assert await facts.get_by_role("row", name="Recording 3 out of 5").count() == 1
    await expect(page.get_by_label("Text of Recording")).to_have_value("What we found: recording.")
    await page.get_by_label("Text of Summary").fill("Typed and not yet submitted.")
    await expect(page.locator("[data-saved]")).to_contain_text("Saved at")
    await window.must_be_good()
    await page.reload()
    await expect(page.get_by_label("Text of Summary")).to_have_value("Typed and not yet submitted.")
    await page.get_by_role("button", name="Submit the draft report").dblclick()
    await expect(page.get_by_text("You submitted the draft report")).to_be_visible()
    assert (await story.state()).report.drafts == 1
    await window.must_be_good()


@at("drafted")
async def test_points_are_decided_the_text_settled_signed_and_published(
    portal: Portal, story: Story
) -> None:
    path = f"/inspections/{story.reference}/report"
    await story.act("report/accuracy", "liaison", {"points": POINTS})
    decider = await portal.window("accuracy_decider")
    page = await decider.go(f"{path}/decisions")
    await decider.must_be_good()
    await page.get_by_role("radio", name="Accept").first.check()
    await page.get_by_label("Reason for the decision on point 1").fill("The list bears it out.")
    await expect(page.locator("[data-saved]")).to_contain_text("Saved at")
    await page.get_by_role("button", name="Send all 2 decisions").click()
    await expect(page).to_have_title(
        "Error: Decisions on the force’s points: NCP-2027-0001 – Touchstone"
    )
    await expect(page.get_by_label("Reason for the decision on point 1")).to_have_value(
        "The list bears it out."
    )
    await decider.must_be_good()
    await page.get_by_role("radio", name="Refuse").last.check()
    await page.get_by_label("Reason for the decision on point 2").fill("It opened afterwards.")
    await page.get_by_role("button", name="Send all 2 decisions").click()
    await expect(page.get_by_text("You decided the accuracy points")).to_be_visible()
    await decider.must_be_good()

    hmi = await portal.window("hmi")
    page = await hmi.go(f"{path}/sign-off")
    assert "The final text is awaited from the editor: Bronagh Mulcairn" in await _main(page)
    await hmi.must_be_good()

    editor = await portal.window("editor")
    page = await editor.go(f"{path}/final")
    said = await _main(page)
    assert "1 point of the force was accepted" in said
    assert "The team has nine officers, not seven." in said
    assert "The new hub is not mentioned." not in said
    await expect(page.get_by_label("Text of Summary")).to_have_value(report_text()["summary"][0])
    await editor.must_be_good()
    await page.get_by_label("Text of Summary").fill("Nine committed officers.")
    await page.get_by_label("Day", exact=True).fill("41")
    await page.get_by_role("button", name="Settle the final text").click()
    await expect(page.get_by_role("link", name="Enter a real date")).to_be_visible()
    await expect(page.get_by_label("Text of Summary")).to_have_value("Nine committed officers.")
    await editor.must_be_good()
    for label, text in (("Day", "27"), ("Month", "9"), ("Year", "2027")):
        await page.get_by_label(label, exact=True).fill(text)
    await page.get_by_role("button", name="Settle the final text").click()
    await expect(page.get_by_text("You settled the final text")).to_be_visible()

    page = await hmi.go(f"{path}/sign-off")
    sha256 = (await story.get("report", "hmi"))["sha256_to_sign"]
    groups = " ".join(sha256[place : place + 4] for place in range(0, 64, 4))
    assert groups in await _main(page)
    taken = await page.locator("del").inner_text()
    assert taken.split("\n")[-1] == report_text()["summary"][0]
    assert "1 accepted, 1 refused" in await _main(page)
    await page.get_by_text("How to check it").click()
    command = await page.locator(".ts-command").first.inner_text()
    assert command.startswith(f'echo "{sha256}  NCP-2027-0001-final-report-manifest-1')
    await hmi.must_be_good()
    await page.get_by_role("button", name="Sign this text").click()
    await expect(page.get_by_role("link", name="Confirm that you have read")).to_be_visible()
    await hmi.must_be_good()
    await page.get_by_label("I have read the document of this hash").check()
    await page.get_by_role("button", name="Sign this text").click()
    await expect(page.get_by_text("You signed off the report")).to_be_visible()
    assert (await story.state()).report.signed == sha256
    await hmi.must_be_good()

    page = await editor.go(f"{path}/publication")
    assert "Its printed day of publication is Monday 27 September 2027" in await _main(page)
    await editor.must_be_good()
    await page.get_by_role("button", name="Publish the report").dblclick()
    await expect(page.get_by_text("You published the report")).to_be_visible()
    assert (await story.state()).report.published == sha256
    await editor.must_be_good()
    page = await editor.go(path)
    assert "The report is published." in await _main(page)
    await editor.must_be_good()


@at("drafted")
async def test_the_force_sees_its_side_of_the_report_only(portal: Portal, story: Story) -> None:
    window = await portal.window("liaison")
    page = await window.go(f"/inspections/{story.reference}/report")
    said = await _main(page)
    assert "Draft to the force" in said
    for hidden in ("Final text", "Sign-off", "Overall assessment"):
        assert hidden not in said
    assert "Your pages" not in said
    await window.must_be_good()


async def _main(page: Page) -> str:
    return await page.locator("main").inner_text()
