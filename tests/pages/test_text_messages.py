"""What went out by text message, on the pages of its reader, of the lead and of operators."""

from tests.api.office import person_of
from tests.api.story import Story, at
from tests.api.test_text_messages import sending
from tests.notify_service import NOBODYS_NUMBER
from tests.pages.visitor import Visitor
from tests.sending import Sending

__all__ = ["sending"]


@at("allocated")
async def test_the_messages_page_says_what_went_by_text_message(
    story: Story, sending: Sending
) -> None:
    await sending.send()
    page = (await (await Visitor.at(story.office, "chief_officer_lead")).get("/messages")).text
    assert page.count('govuk-tag--blue">by text message<') == 2
    assert "To do by" in page
    page = (await (await Visitor.at(story.office, "liaison")).get("/messages")).text
    assert "by text message" not in page


@at("allocated")
async def test_a_text_that_failed_is_shown_as_one_to_the_lead_and_to_operators(
    story: Story, sending: Sending
) -> None:
    await sending.renumber("chief_officer_lead", NOBODYS_NUMBER)
    await sending.send()
    await sending.sweep()
    lead = await Visitor.at(story.office, "inspection_lead")
    where = f"/inspections/{story.reference}"
    page = (await lead.get(f"{where}/undelivered/chief_officer_lead")).text
    assert "by text message: GOV.UK Notify refused the telephone number." in page
    assert NOBODYS_NUMBER not in page
    assert person_of("chief_officer_lead") not in page
    page = (await (await Visitor.at(story.office, "operator")).get("/operations")).text
    assert ", by text message</td>" in page
