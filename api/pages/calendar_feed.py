"""My dates in my own calendar: make the secret address of a feed, make it anew, end it.

The address is shown once, in the answer to the form that made it: only its hash is kept.
"""

from fastapi import APIRouter
from starlette.responses import Response

from api.access import ACCESS as CALLS
from api.access import Access
from api.pages.deps import FormDep, PageDep
from api.pages.page import Page
from api.shown.calendar_feed import address_of
from records.calendar_feeds import end_feed, feed_made_at, make_feed

router = APIRouter(prefix="/calendar-feed", include_in_schema=False)

ACCESS: dict[str, Access] = {
    "page_calendar_feed": CALLS["get_calendar_feed"],
    "page_make_calendar_feed": CALLS["make_calendar_feed"],
    "page_end_calendar_feed": CALLS["end_calendar_feed"],
}


@router.get("", name="page_calendar_feed")
async def feed(page: PageDep) -> Response:
    """Whether there is a feed, and what it tells whom."""
    return await _shown(page)


@router.post("", name="page_make_calendar_feed")
async def make(page: FormDep) -> Response:
    """A new address, shown this once."""
    token = await make_feed(page.records, page.person.id, page.parts.clock())
    return await _shown(page, address=address_of(page.request, token))


@router.post("/end", name="page_end_calendar_feed")
async def end(page: FormDep) -> Response:
    """No address opens anything any more."""
    async with page.records.transaction() as session:
        await end_feed(session, page.person.id)
    return page.go("/calendar-feed")


async def _shown(page: Page, address: str = "") -> Response:
    made_at = await feed_made_at(page.records, page.person.id)
    return page.render("calendar_feed.html", made_at=made_at, address=address)
