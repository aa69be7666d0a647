"""To whom a notice went, as pages say it: a person's name, or the office that it is."""

from collections.abc import Collection

from api.pages.page import Page
from criteria.mailbox import force_of
from records.people import names_of


async def names_of_recipients(page: Page, recipients: Collection[str]) -> dict[str, str]:
    """Recipient -> what the page calls them."""
    offices = {one for one in recipients if force_of(one) is not None}
    names = await names_of(page.records, set(recipients) - offices)
    mailbox = page.say("the force’s registered mailbox")
    return {one: mailbox if one in offices else names.get(one, one) for one in recipients}
