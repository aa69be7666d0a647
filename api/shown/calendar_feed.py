"""A person's calendar feed, and the address that is told once."""

from starlette.requests import Request

from api.parts import Parts
from criteria.errors import Rule, require
from documents.calendar_feed import DueDate, calendar_feed
from records.calendar_feeds import feed_owner, list_dated

FEEDS = "/api/v1/calendars/"


def address_of(request: Request, token: str) -> str:
    """The whole address, at the host by which the caller reached us."""
    return f"{str(request.base_url).rstrip('/')}{FEEDS}{token}.ics"


async def feed_of(parts: Parts, request: Request, token: str) -> bytes:
    """What the holder of the token may read. Raises NotFound for a token of nobody."""
    person = await feed_owner(parts.records, token)
    # Who was invented for a demonstration is nobody anywhere else.
    require(parts.development or not person.demonstration, Rule.NOT_SIGNED_IN)
    dates = [
        DueDate(one.id, f"{one.title} ({one.inspection})", one.due)
        for one in await list_dated(parts.records, person.id)
    ]
    link = f"{str(request.base_url).rstrip('/')}/tasks"
    return calendar_feed(dates, at=parts.clock(), link=link, language=person.language)
