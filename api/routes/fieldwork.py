"""Moving the fieldwork to later days, and foreseeing what moves with it."""

from datetime import date

from fastapi import APIRouter, Depends

from api.composing import fieldwork as composing
from api.deps import Actor, HereDep, here
from api.schemas.acts import ActOut
from api.schemas.fieldwork import FieldworkIn, MovedDateOut, MovedDates

router = APIRouter(
    prefix="/api/v1/inspections/{ref}/fieldwork",
    dependencies=[Depends(here)],
    tags=["dates and absences"],
)


@router.post("")
async def move_fieldwork(actor: Actor, sent: FieldworkIn) -> ActOut:
    """Move the fieldwork to later days. Every date that is counted from it moves with it."""
    return await actor.act("move_fieldwork", lambda: composing.move_fieldwork(sent), sent)


@router.get("/moved")
async def foresee_fieldwork(here: HereDep, start: date, end: date) -> MovedDates:
    """The dates that would move with it. Days that the act would refuse are refused here too."""
    found = await composing.foresee(here, start, end)
    return MovedDates(
        items=[
            MovedDateOut(
                kind=one.kind,
                open=one.is_open,
                before=one.before.at,
                after=one.after.at,
                why=one.after.why,
            )
            for one in found
        ]
    )
