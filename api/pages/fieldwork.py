"""Moving the fieldwork: its days, then every date that moves with them, then the act.

The days travel in the address, so that going back finds them; the engine's own rules say on the
first step already what it would refuse.
"""

from dataclasses import dataclass
from datetime import date

from fastapi import APIRouter
from starlette.responses import Response

from api.access import ACCESS as CALLS
from api.access import Access
from api.composing import fieldwork as composing
from api.pages import doing
from api.pages.begun import typed_in
from api.pages.deps import PlaceDep, PlaceFormDep
from api.pages.doing import Doing, Wrong
from api.pages.page import PlacePage, Typed
from api.schemas.fieldwork import FieldworkIn
from criteria.errors import RuleBroken
from criteria.visibility import Kind
from records.revisions import find_standing
from workflows.fieldwork import MovedDate, has_passed
from workflows.state import InspectionState

router = APIRouter(prefix="/inspections/{ref}/fieldwork", include_in_schema=False)

ACCESS: dict[str, Access] = {
    "page_fieldwork": CALLS["move_fieldwork"],
    "page_fieldwork_send": CALLS["move_fieldwork"],
}
FIRST = "start-day"  # in an address: the days have been typed


@dataclass(frozen=True)
class FieldworkView:
    """The fieldwork as it stands."""

    start: date | None
    end: date | None
    can_move: bool  # it is planned and not over, and nothing is published
    begun: bool  # its first day has passed
    reason: str  # why it was moved last, "" where it never was


@dataclass(frozen=True)
class MoveView:
    """The days it would move to, and what moves with them: asked for now, and to come."""

    start: date
    end: date
    open: list[MovedDate]
    to_come: list[MovedDate]


@router.get("", name="page_fieldwork")
async def fieldwork(page: PlaceDep) -> Response:
    """Which days; or, once they are given, what follows from them."""
    if FIRST not in page.request.query_params:
        return await _days(page)
    page.typed = typed_in(page.request.query_params)
    try:
        return await _preview(page)
    except (Wrong, RuleBroken) as error:
        return await doing.shown_again(page, error, lambda: _days(page))


@router.post("", name="page_fieldwork_send")
async def move(page: PlaceFormDep) -> Response:
    """Move it."""
    return await doing.act(
        page,
        Doing("move_fieldwork"),
        _sent,
        lambda sent: lambda: composing.move_fieldwork(sent),
        again=lambda: _again(page),
        then=f"{page.path}/dates",
    )


def _sent(typed: Typed) -> FieldworkIn:
    start, end = _typed_days(typed)
    if not typed.text("reason"):
        raise Wrong(("reason", "Say why the fieldwork moves."))
    return FieldworkIn(fieldwork_start=start, fieldwork_end=end, reason=typed.text("reason"))


def _typed_days(typed: Typed) -> tuple[date, date]:
    start, end = typed.day("start"), typed.day("end")
    if start and end:
        return start, end
    faults = [f"{name}-day" for name, day in (("start", start), ("end", end)) if day is None]
    raise Wrong(*((name, "Enter a real date, such as 1 3 2027.") for name in faults))


async def _again(page: PlacePage) -> Response:
    """The preview with its faults; the first step where these days cannot be taken any more."""
    try:
        return await _preview(page)
    except (Wrong, RuleBroken):
        return await _days(page)


async def _preview(page: PlacePage) -> Response:
    start, end = _typed_days(page.typed)
    found = await composing.foresee(page.here, start, end)
    now = [one for one in found if one.is_open]
    later = [one for one in found if not one.is_open]
    view = MoveView(start, end, now, later)
    return page.render("managers/fieldwork_check.html", view=view)


async def _days(page: PlacePage) -> Response:
    state = await page.here.find_state()
    return page.render("managers/fieldwork.html", view=await _view(page, state))


async def _view(page: PlacePage, state: InspectionState | None) -> FieldworkView:
    here, now = page.here, page.parts.clock()
    subject = composing.FIELDWORK
    said = await find_standing(here.records, here.viewer, here.reference, Kind.REASON, subject)
    planned = state is not None and state.closed_at is None and not state.report.published
    return FieldworkView(
        start=here.inspection.fieldwork_start,
        end=here.inspection.fieldwork_end,
        can_move=bool(planned and state and not has_passed(state, state.fieldwork_end, now)),
        begun=state is not None and has_passed(state, state.fieldwork_start, now),
        reason=str(said.content["text"]) if said else "",
    )
