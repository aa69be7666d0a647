"""The panel at its queue, and the overall assessment from its first word to its confirmation."""

from playwright.async_api import expect

from tests.api.story import Story, at, overall
from tests.browser.conftest import Portal


@at("judged")
async def test_the_panel_goes_through_its_queue_with_both_sides_in_view(
    portal: Portal, story: Story
) -> None:
    case = min(await story.reviewers())  # the one that the sides see differently
    window = await portal.window("panel_member")
    page = await window.go(f"/inspections/{story.reference}/moderation")
    assert "11 items wait for the panel: 1 case and 10 judgements" in await _main(page)
    assert "the force says Good, the inspectors say Inadequate" in await _main(page)
    await window.must_be_good()
    await page.get_by_role("button", name="Start with the first").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text(f"Case {case}")
    assert await page.get_by_role("row", name="Grade of the case Good Inadequate").count() == 1
    await window.must_be_good()

    await page.get_by_label("Amend it").check()
    await page.get_by_label("The panel’s reason").fill("The call log shows that it came late.")
    await page.get_by_role("button", name="Record the decision").click()
    await expect(page).to_have_title(f"Error: Case {case} – Moderation – Touchstone")
    await page.get_by_role("link", name="Choose what it is amended to").click()
    assert await page.evaluate("document.activeElement.id") == "score"
    reason = page.get_by_label("The panel’s reason")
    await expect(reason).to_have_value("The call log shows that it came late.")
    await window.must_be_good()

    await page.get_by_label("Amended grade").select_option("requires_improvement")
    await page.get_by_role("button", name="Record the decision").dblclick()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Initial contact")
    assert "The panel’s decision is recorded" in await _main(page)
    await window.must_be_good()
    page = await window.go(f"/inspections/{story.reference}/moderation/case:{case}")
    assert "The panel has decided; nothing is asked." in await _main(page)
    await window.must_be_good()
    assert (await story.state()).cases[case].grade == "requires_improvement"


@at("judged")
async def test_a_judgement_returned_without_scripts_waits_for_the_team(
    portal: Portal, story: Story
) -> None:
    window = await portal.window("panel_chair", scripts=False)
    item = f"/inspections/{story.reference}/moderation/indicator:police-detention"
    page = await window.go(item)
    await page.get_by_label("Return it for evidence").check()
    await page.get_by_label("The panel’s reason").fill("Nobody was asked in the cells.")
    await page.get_by_role("button", name="Record the decision and go on").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text(
        "Leadership, management and governance"
    )
    page = await window.go(item)
    assert "It went back to the team" in await _main(page)
    lead = await portal.window("inspection_lead")
    page = await lead.go(f"/inspections/{story.reference}/moderation")
    said = await _main(page)
    assert "You may read along." in said
    assert "1 judgement, from the team led by" in said
    assert "Nobody was asked in the cells." in said
    assert await page.get_by_role("button", name="Start with the first").count() == 0
    await lead.must_be_good()


@at("judged")
async def test_the_overall_is_first_on_the_page_and_given_last(
    portal: Portal, story: Story
) -> None:
    path = f"/inspections/{story.reference}/overall"
    lead = await portal.window("inspection_lead")
    page = await lead.go(path)
    said = await _main(page)
    assert said.index("The police force does the best it can") < said.index("Write it")
    assert "0 of 10 indicators below it are judged and moderated" in said
    assert await page.get_by_role("button", name="Give the overall assessment").count() == 0
    await page.get_by_label("Quality of practice").fill("Written before it can be given.")
    await expect(page.locator("[data-saved]")).to_contain_text("Saved at")
    await lead.must_be_good()

    for item in (await story.get("moderation", "panel_chair"))["items"]:
        body = {"decision": "confirm", "reason": "The evidence bears it out."}
        await story.act(f"moderation/{item['item']}", "p-panel-1", body)
    page = await lead.go(path)
    practice = page.get_by_label("Quality of practice")
    await expect(practice).to_have_value("Written before it can be given.")
    await page.get_by_role("button", name="Give the overall assessment").click()
    await expect(page).to_have_title("Error: Overall assessment: NCP-2027-0001 – Touchstone")
    await page.get_by_label("Fit between practice and policy").fill("Policy is ahead of it.")
    await page.get_by_label("Good quality evidence and information was obtained.").fill("Seen.")
    await lead.must_be_good()
    await page.get_by_role("button", name="Give the overall assessment").dblclick()
    await expect(page.get_by_text("It waits for the chair of the panel")).to_be_visible()
    await lead.must_be_good()

    chair = await portal.window("panel_chair", scripts=False)
    page = await chair.go(path)
    assert "Seen." in await _main(page)
    await page.get_by_role("button", name="Confirm the overall assessment").click()
    assert "You confirmed the overall assessment" in await _main(page)
    assert (await story.state()).overall is not None
    assert (await story.state()).overall.confirmed_by == "p-panel-chair"  # type: ignore[union-attr]
    again = await portal.window("panel_chair")
    await again.go(path)
    await again.must_be_good()


@at("confirmed")
async def test_an_overall_that_has_turned_stale_says_so_and_keeps_its_words(
    portal: Portal, story: Story
) -> None:
    body = {"score": "2", "narrative": "Judged anew.", "evidence": {}}
    await story.act("indicators/recording/judgement", "p-inspector-1", body)
    window = await portal.window("inspection_lead")
    page = await window.go(f"/inspections/{story.reference}/overall")
    assert "It must be given again" in await _main(page)
    practice = page.get_by_label("Quality of practice")
    await expect(practice).to_have_value(overall()["practice"])
    await window.must_be_good()


async def test_before_anything_is_in_the_queue_says_what_is_awaited(
    portal: Portal, story: Story
) -> None:
    window = await portal.window("panel_member")
    page = await window.go(f"/inspections/{story.reference}/moderation")
    said = await _main(page)
    assert "Nothing waits for the panel just now." in said
    assert "10 judgements, from the team led by Marguerite Ashdown-Cole" in said
    await window.must_be_good()


async def _main(page: object) -> str:
    return str(await page.locator("main").inner_text())  # type: ignore[attr-defined]
