"""Reopening a phase, and foreseeing what becomes void by it."""

from fastapi import APIRouter, Depends

from api.composing import reopening as composing
from api.deps import Actor, HereDep, here
from api.schemas.acts import ActOut
from api.schemas.reopening import ReopeningIn, ReopeningOut
from api.shown.reopening import reopening_out

router = APIRouter(
    prefix="/api/v1/inspections/{ref}/reopening",
    dependencies=[Depends(here)],
    tags=["pausing and withdrawing"],
)


@router.post("")
async def reopen_phase(actor: Actor, sent: ReopeningIn) -> ActOut:
    """Go back to a phase. What was decided there and after it is void; nothing is deleted."""
    return await actor.act("reopen_phase", lambda: composing.reopen_phase(actor.here, sent), sent)


@router.get("/preview")
async def foresee_reopening(here: HereDep, phase: str) -> ReopeningOut:
    """What would follow. A phase that the act would refuse is refused here too."""
    return reopening_out(await composing.foresee(here, phase))
