"""Who serves on an inspection: handing a role over, and those who could take it."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query

from api.composing import people as composing
from api.deps import Actor, HereDep, here
from api.schemas.acts import ActOut
from api.schemas.paths import RoleName
from api.schemas.people import CandidateList, HandOverIn
from api.schemas.values import PersonId
from api.shown.candidates import candidates
from api.telling import tell_of_people
from records.acts import ActState

router = APIRouter(
    prefix="/api/v1/inspections/{ref}/roles/{role}", dependencies=[Depends(here)], tags=["people"]
)


@router.get("/candidates")
async def list_candidates(
    here: HereDep, role: RoleName, leaver: Annotated[PersonId | None, Query()] = None
) -> CandidateList:
    """Who could take the role over, and which rule excludes each of those who could not."""
    return await candidates(here, role, leaver)


@router.post("/hand-over")
async def hand_over_role(actor: Actor, role: RoleName, sent: HandOverIn) -> ActOut:
    """Hand a role over with all its tasks. The leaver loses their place at once; what was drafted,
    decided and voted stands.
    """
    act = await actor.act(
        "hand_over_role", lambda: composing.hand_over(actor.here, role, sent), sent, role=role
    )
    if act.state is ActState.ACCEPTED:
        await tell_of_people(actor.here)
    return act
