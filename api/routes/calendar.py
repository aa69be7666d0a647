"""The calendar of an inspection: a bank holiday proclaimed after it began."""

from fastapi import APIRouter, Depends

from api.composing import exceptions as composing
from api.deps import Actor, here
from api.schemas.acts import ActOut
from api.schemas.exceptions import BankHolidayIn
from api.telling import tell_of_calendar
from records.acts import ActState

router = APIRouter(
    prefix="/api/v1/inspections/{ref}/calendar",
    dependencies=[Depends(here)],
    tags=["dates and absences"],
)


@router.post("/holidays")
async def amend_calendar(actor: Actor, sent: BankHolidayIn) -> ActOut:
    """Enter a bank holiday proclaimed later. Open dates in working days move later by it."""
    act = await actor.act("amend_calendar", lambda: composing.amend_calendar(sent), sent)
    if act.state is ActState.ACCEPTED:
        await tell_of_calendar(actor.here)
    return act
