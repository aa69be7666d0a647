"""Notices that did not arrive: the lead says how those concerned came to know of them."""

from fastapi import APIRouter, Depends

from api.composing import undelivered as composing
from api.deps import Actor, here
from api.schemas.acts import ActOut
from api.schemas.undelivered import SettlementIn
from criteria.roles import Role

router = APIRouter(
    prefix="/api/v1/inspections/{ref}/undelivered",
    dependencies=[Depends(here)],
    tags=["record"],
)


@router.post("/{role}/settlement")
async def settle_undelivered(actor: Actor, role: Role, sent: SettlementIn) -> ActOut:
    """Settle failed notices to the holders of a role: they were told otherwise, or with `again`
    the notices go out once more.
    """
    return await actor.act(
        "settle_undelivered", lambda: composing.settle(role, sent), sent, role=role.value
    )
