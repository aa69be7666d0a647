"""Messages: each notice to me exactly as it is sent, newest first."""

from fastapi import APIRouter
from starlette.responses import Response

from api.access import SIGNED_IN, Access
from api.pages.deps import PageDep
from records.messages import read_messages

router = APIRouter(include_in_schema=False)

ACCESS: dict[str, Access] = {"page_messages": SIGNED_IN}

ON_A_PAGE = 20


@router.get("/messages", name="page_messages")
async def messages(page: PageDep, after: str | None = None) -> Response:
    """What I was told, word for word, and where each message stands."""
    found = await read_messages(page.records, page.person.id, after=after, limit=ON_A_PAGE)
    return page.render("everyone/messages.html", messages=found, paged=after is not None)
