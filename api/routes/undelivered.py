"""Notices that did not arrive: the lead says how those concerned came to know of them."""

from fastapi import APIRouter, Depends

from api.composing import undelivered as composing
from api.deps import Actor, here
from api.schemas.acts import ActOut
from api.schemas.undelivered import SettlementIn, Unreached

router = APIRouter(
    prefix="/api/v1/inspections/{ref}/undelivered",
    dependencies=[Depends(here)],
    tags=["record"],
)


@router.post("/{role}/settlement")
async def settle_undelivered(actor: Actor, role: Unreached, sent: SettlementIn) -> ActOut:
    """Settle failed notices to the holders of a role, or to the force's registered mailbox: they
    were told otherwise, or with `again` the notices go out once more.
    """
    return await actor.act(
        "settle_undelivered", lambda: composing.settle(role, sent), sent, role=str(role)
    )
