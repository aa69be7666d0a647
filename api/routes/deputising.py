"""The deputy lead in the lead's place, and the lead back."""

from fastapi import APIRouter, Depends

from api.composing import deputising as composing
from api.deps import Actor, here
from api.schemas.acts import ActOut
from api.schemas.values import Empty, Nothing
from api.telling import tell_of_people
from records.acts import ActState

router = APIRouter(
    prefix="/api/v1/inspections/{ref}", dependencies=[Depends(here)], tags=["people"]
)


@router.post("/lead/absence")
async def mark_lead_away(actor: Actor, sent: Empty = Nothing()) -> ActOut:
    """From now on the deputy is asked and reminded in the lead's place."""
    marked = await actor.act("mark_lead_away", composing.mark, sent)
    if marked.state is ActState.ACCEPTED:
        await tell_of_people(actor.here)
    return marked


@router.post("/lead/return")
async def mark_lead_back(actor: Actor, sent: Empty = Nothing()) -> ActOut:
    """From now on the lead is asked and reminded again."""
    marked = await actor.act("mark_lead_back", composing.mark, sent)
    if marked.state is ActState.ACCEPTED:
        await tell_of_people(actor.here)
    return marked
