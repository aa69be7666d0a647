"""Delivery of the notice letter on the portal and in the API, without a browser."""

from tests.api.story import Story, at
from tests.pages.visitor import Visitor


@at("issued")
async def test_a_lead_is_shown_the_form_until_the_liaison_has_opened_the_page(
    story: Story,
) -> None:
    lead = await Visitor.at(story.office, "inspection_lead")
    where = f"/inspections/{story.reference}/delivery"
    page = (await lead.get(where)).text
    assert "Record service" in page
    assert "inspections@northshire.example" in page
    assert "The letter to the mailbox:" in page
    assert "Its receipt there counts as delivery of the letter" in page
    liaison = await Visitor.at(story.office, "liaison")
    await liaison.get(f"/inspections/{story.reference}/self-assessment")
    after = (await lead.get(where)).text
    assert "opened by a person of the force" in after
    assert "Record service" not in after
