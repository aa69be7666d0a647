"""Two buttons of the people page: the lead is away, and the lead is back."""

from fastapi import APIRouter
from starlette.responses import Response

from api.access import ACCESS as CALLS
from api.access import Access
from api.composing import deputising as composing
from api.pages import doing
from api.pages.deps import PlaceFormDep
from api.pages.doing import Doing
from api.pages.page import PlacePage
from api.pages.people_pages import people
from api.schemas.values import Nothing
from api.telling import tell_of_people

router = APIRouter(prefix="/inspections/{ref}/people", include_in_schema=False)

ACCESS: dict[str, Access] = {
    "page_lead_away": CALLS["mark_lead_away"],
    "page_lead_back": CALLS["mark_lead_back"],
}


@router.post("/lead-away", name="page_lead_away")
async def lead_away(page: PlaceFormDep) -> Response:
    """The deputy stands in from now on."""
    return await _mark(page, "mark_lead_away")


@router.post("/lead-back", name="page_lead_back")
async def lead_back(page: PlaceFormDep) -> Response:
    """The lead leads again."""
    return await _mark(page, "mark_lead_back")


async def _mark(page: PlacePage, kind: str) -> Response:
    answer = await doing.act(
        page,
        Doing(kind),
        lambda _: Nothing(),
        lambda _: composing.mark,
        again=lambda: people(page),
        then=f"{page.path}/people",
    )
    if answer.status_code == 303:
        await tell_of_people(page.here)
    return answer
