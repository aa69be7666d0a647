"""The calendar feed: due dates for a calendar program, at a secret address of one's own."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request, Response

from api.deps import Caller, PartsDep, caller
from api.schemas.calendar_feed import CalendarFeedMade, CalendarFeedOut
from api.shown.calendar_feed import address_of, feed_of
from records.calendar_feeds import end_feed, feed_made_at, make_feed

Token = Annotated[
    str,
    Path(
        description="The secret of an address.",
        pattern="^[A-Za-z0-9_-]{43}$",
        examples=["0123456789012345678901234567890123456789012"],
    ),
]

router = APIRouter(prefix="/api/v1", tags=["me"])


@router.get("/calendar-feed", dependencies=[Depends(caller)])
async def get_calendar_feed(caller: Caller) -> CalendarFeedOut:
    """Whether you have a calendar feed. Its address cannot be read again: make a new one."""
    return CalendarFeedOut(made_at=await feed_made_at(caller.parts.records, caller.person.id))


@router.post("/calendar-feed", dependencies=[Depends(caller)])
async def make_calendar_feed(caller: Caller, request: Request) -> CalendarFeedMade:
    """Make an address for your due dates. One that you had opens nothing any more."""
    token = await make_feed(caller.parts.records, caller.person.id, caller.parts.clock())
    return CalendarFeedMade(address=address_of(request, token))


@router.delete("/calendar-feed", status_code=204, dependencies=[Depends(caller)])
async def end_calendar_feed(caller: Caller) -> None:
    """End your feed: its address opens nothing any more."""
    async with caller.parts.records.transaction() as session:
        await end_feed(session, caller.person.id)


@router.get("/calendars/{token}.ics", response_class=Response)
async def read_calendar(parts: PartsDep, request: Request, token: Token) -> Response:
    """The feed as iCalendar, for whoever has its address: titles of tasks and dates only."""
    content = await feed_of(parts, request, token)
    return Response(content, media_type="text/calendar; charset=utf-8")
