"""Delivery of the notice letter: how it stands, opening it, service by hand, deemed service."""

from fastapi import APIRouter, Depends

from api.composing import delivery as composing
from api.deps import Actor, HereDep, here
from api.schemas.acts import ActOut
from api.schemas.delivery import DeliveryOut, ServiceIn
from api.schemas.values import Empty, Nothing
from api.shown.delivery import delivery_at

router = APIRouter(
    prefix="/api/v1/inspections/{ref}/delivery",
    dependencies=[Depends(here)],
    tags=["dates and absences"],
)


@router.get("")
async def get_delivery(here: HereDep) -> DeliveryOut:
    """Whether, when and how the notice letter was delivered."""
    return await delivery_at(here)


@router.post("/opening")
async def open_notice(actor: Actor, sent: Empty = Nothing()) -> ActOut:
    """Say that you have opened the letter. Downloading it says so by itself."""
    return await actor.act("open_notice", composing.bare, sent)


@router.post("/service")
async def record_service(actor: Actor, sent: ServiceIn) -> ActOut:
    """Record service by hand. What is recorded first stands; dates move later only."""
    return await actor.act("record_service", lambda: composing.record_service(sent), sent)


@router.post("/deemed-service")
async def deem_service(actor: Actor, sent: Empty = Nothing()) -> ActOut:
    """Record deemed service, once the programme's wait for delivery has passed."""
    return await actor.act("deem_service", composing.bare, sent)
