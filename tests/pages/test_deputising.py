"""The people page while the lead is away: what it says, and who may say it."""

from tests.api.conftest import REFERENCE
from tests.api.story import Story
from tests.pages.visitor import Visitor

PEOPLE = f"/inspections/{REFERENCE}/people"


async def test_the_deputy_marks_the_lead_as_away_and_the_lead_as_back(story: Story) -> None:
    deputy = await Visitor.at(story.office, "deputy_lead")
    page = await deputy.get(PEOPLE)
    assert (await deputy.send(page, {}, to="/lead-away")).status_code == 303
    page = await deputy.get(PEOPLE)
    assert "the deputy lead is asked and reminded in the lead’s place" in page.text
    assert "/lead-away" not in page.text
    overview = f"/inspections/{REFERENCE}"
    assert ": the deputy lead is asked)" in (await deputy.get(overview)).text
    assert (await deputy.send(page, {}, to="/lead-back")).status_code == 303
    assert "is away since" not in (await deputy.get(PEOPLE)).text
    assert "the deputy lead is asked" not in (await deputy.get(overview)).text


async def test_the_force_reads_who_leads_and_gets_no_button(story: Story) -> None:
    await story.act("lead/absence", "inspection_lead")
    page = (await (await Visitor.at(story.office, "liaison")).get(PEOPLE)).text
    assert "the deputy lead is asked and reminded in the lead’s place" in page
    assert "/lead-back" not in page


async def test_a_second_window_is_told_that_the_lead_is_marked_away_already(story: Story) -> None:
    lead = await Visitor.at(story.office, "inspection_lead")
    first, second = await lead.get(PEOPLE), await lead.get(PEOPLE)
    await lead.send(first, {}, to="/lead-away")
    answer = await lead.send(second, {}, to="/lead-away")
    assert answer.status_code == 409
    assert "The deputy lead stands in the lead&#39;s place already." in answer.text
