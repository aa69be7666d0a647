"""Messages: each notice to me exactly as it is sent, newest first."""

from fastapi import APIRouter
from starlette.responses import Response

from api.access import SIGNED_IN, Access
from api.pages.deps import PageDep
from records.notices import list_for_person

router = APIRouter(include_in_schema=False)

ACCESS: dict[str, Access] = {"page_messages": SIGNED_IN}

NEWEST = 100  # shown on the page; older ones stay in the API


@router.get("/messages", name="page_messages")
async def messages(page: PageDep) -> Response:
    """What I was told, word for word, and where each message stands."""
    found = await list_for_person(page.records, page.person.id)
    return page.render("everyone/messages.html", messages=found[:NEWEST], total=len(found))
