"""A bank holiday proclaimed later: choose the day, see which dates move by it, enter it."""

from datetime import date, datetime

from fastapi import APIRouter
from starlette.responses import Response

from api.access import ACCESS as CALLS
from api.access import Access
from api.composing import exceptions as composing
from api.pages import doing
from api.pages.begun import typed_in
from api.pages.deps import PlaceDep, PlaceFormDep
from api.pages.doing import Doing, Wrong
from api.pages.page import PlacePage, Typed
from api.schemas.exceptions import BankHolidayIn
from api.telling import tell_of_calendar
from criteria.errors import RuleBroken
from criteria.explanations import Explanation, explain
from records.errors import NotFound
from records.processes import get_process
from workflows.calendar import moves, require_can_be_added
from workflows.names import follow_up_workflow_id
from workflows.patch import from_document
from workflows.state import FollowUpState, InspectionState

router = APIRouter(prefix="/inspections/{ref}/calendar", include_in_schema=False)

ACCESS: dict[str, Access] = {
    "page_holiday": CALLS["amend_calendar"],
    "page_enter_holiday": CALLS["amend_calendar"],
}

NO_DAY = ("day-day", "Enter a real date, such as 1 3 2027.")


@router.get("/holidays", name="page_holiday")
async def holiday(page: PlaceDep) -> Response:
    """The day, and once it is chosen the dates that would move by it."""
    if "day-day" not in page.request.query_params:
        return await _shown(page, None)
    page.typed = typed_in(page.request.query_params)
    day = page.typed.day("day")
    if day is None:
        return await doing.shown_again(page, Wrong(NO_DAY), lambda: _shown(page, None))
    return await _shown(page, day)


@router.post("/holidays", name="page_enter_holiday")
async def enter_holiday(page: PlaceFormDep) -> Response:
    """Enter it, and back to all dates."""
    answer = await doing.act(
        page,
        Doing("amend_calendar"),
        _read,
        lambda sent: lambda: composing.amend_calendar(sent),
        again=lambda: _shown(page, _iso(page.typed.text("day"))),
        then=f"{page.path}/dates",
    )
    if answer.status_code == 303:
        await tell_of_calendar(page.here)
    return answer


async def _shown(page: PlacePage, day: date | None) -> Response:
    state = await page.here.find_state()
    against = _against(state, day, page.here.now()) if state and day else None
    shown = [state, *await _beside(page)] if state and day and not against else []
    moved = [one for process in shown for one in moves(process, day)] if day else []
    return page.render("managers/holiday.html", day=day, moved=moved, against=against)


async def _beside(page: PlacePage) -> list[FollowUpState]:
    """The follow-up, once there is one; a referral's clocks count hours, which never move."""
    try:
        process = await get_process(page.records, follow_up_workflow_id(page.here.reference))
    except NotFound:
        return []
    return [from_document(FollowUpState, process.state)]


def _against(state: InspectionState, day: date, now: datetime) -> Explanation | None:
    """Why the day cannot be entered, if it cannot: in the words of the rule that would refuse."""
    try:
        require_can_be_added(state, day, now)
    except RuleBroken as broken:
        return explain(broken.rule)
    return None


def _read(typed: Typed) -> BankHolidayIn:
    day = _iso(typed.text("day"))
    if day is None:
        raise Wrong(NO_DAY)
    if not typed.text("source"):
        raise Wrong(("source", "Say where the bank holiday was proclaimed."))
    return BankHolidayIn(day=day, source=typed.text("source"))


def _iso(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
