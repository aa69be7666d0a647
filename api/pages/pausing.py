"""Pausing, resuming and withdrawing an inspection: what follows is said before the button."""

from dataclasses import dataclass
from datetime import datetime

from fastapi import APIRouter
from starlette.responses import Response

from api.access import ACCESS as CALLS
from api.access import Access
from api.composing import pausing as composing
from api.pages import doing
from api.pages.deps import PlaceDep, PlaceFormDep
from api.pages.doing import Doing, Wrong
from api.pages.page import PlacePage, Typed
from api.schemas.pausing import PauseIn, ResumeIn, WithdrawalIn
from criteria.visibility import Kind
from records.referrals import list_referrals
from records.revisions import find_standing
from workflows.phases import Phase, phase
from workflows.standing_still import is_paused
from workflows.tasks import open_tasks

router = APIRouter(prefix="/inspections/{ref}", include_in_schema=False)

ACCESS: dict[str, Access] = {
    "page_pause": CALLS["pause_inspection"],
    "page_pause_send": CALLS["pause_inspection"],
    "page_resume_send": CALLS["resume_inspection"],
    "page_withdrawal": CALLS["withdraw_inspection"],
    "page_withdrawal_send": CALLS["withdraw_inspection"],
}


@dataclass(frozen=True)
class PausingView:
    """How the inspection stands. `dated` counts the open tasks whose date a pause would move."""

    can_change: bool  # it has been issued, and is neither published nor closed
    paused_at: datetime | None
    reason: str  # of the pause, "" where there is none or it may not be read
    dated: int
    open: int
    referrals: int


@router.get("/pause", name="page_pause")
async def pausing(page: PlaceDep) -> Response:
    """Pause it or, while it is paused, resume it."""
    return await _pausing(page)


@router.post("/pause", name="page_pause_send")
async def pause(page: PlaceFormDep) -> Response:
    """Stop the clocks."""
    return await doing.act(
        page,
        Doing("pause_inspection"),
        lambda typed: PauseIn(reason=_reason(typed, "Say why the inspection is paused.")),
        lambda sent: lambda: composing.pause(sent),
        again=lambda: _pausing(page),
        then=page.path,
    )


@router.post("/resumption", name="page_resume_send")
async def resume(page: PlaceFormDep) -> Response:
    """Let the clocks run again."""
    return await doing.act(
        page,
        Doing("resume_inspection"),
        lambda typed: ResumeIn(reason=typed.text("reason") or None),
        lambda sent: lambda: composing.resume(sent),
        again=lambda: _pausing(page),
        then=f"{page.path}/dates",
    )


@router.get("/withdrawal", name="page_withdrawal")
async def withdrawing(page: PlaceDep) -> Response:
    """What withdrawing would end."""
    return await _withdrawing(page)


@router.post("/withdrawal", name="page_withdrawal_send")
async def withdraw(page: PlaceFormDep) -> Response:
    """End the inspection."""
    return await doing.act(
        page,
        Doing("withdraw_inspection"),
        _withdrawal,
        lambda sent: lambda: composing.withdraw(sent),
        again=lambda: _withdrawing(page),
        then=page.path,
    )


def _reason(typed: Typed, asked: str) -> str:
    if not typed.text("reason"):
        raise Wrong(("reason", asked))
    return typed.text("reason")


def _withdrawal(typed: Typed) -> WithdrawalIn:
    faults = []
    if not typed.text("reason"):
        faults.append(("reason", "Say why the inspection is withdrawn."))
    if typed.text("sure") != "yes":
        faults.append(("sure", "Tick the box to confirm that you mean to withdraw it."))
    if faults:
        raise Wrong(*faults)
    return WithdrawalIn(reason=typed.text("reason"))


async def _pausing(page: PlacePage) -> Response:
    return page.render("managers/pause.html", view=await _view(page))


async def _withdrawing(page: PlacePage) -> Response:
    return page.render("managers/withdraw.html", view=await _view(page))


async def _view(page: PlacePage) -> PausingView:
    here, state = page.here, await page.here.find_state()
    tasks = open_tasks(state).values() if state else []
    paused = state is not None and is_paused(state)
    before = (Phase.FOLLOW_UP, Phase.CLOSED)
    subject = composing.PAUSE
    said = (
        await find_standing(here.records, here.viewer, here.reference, Kind.REASON, subject)
        if paused
        else None
    )
    found = await list_referrals(here.records, here.viewer, here.reference)
    return PausingView(
        can_change=state is not None and phase(state) not in before,
        paused_at=here.inspection.paused_at,
        reason=str(said.content["text"]) if said else "",
        dated=sum(1 for task in tasks if task.due),
        open=len(tasks),
        referrals=sum(1 for one in found if one.closed_at is None),
    )
