"""Webhooks, for operators: endpoints of the inspectorate's own systems that are told of events."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path

from api import subscribing
from api.deps import Caller, caller
from api.schemas.webhooks import (
    DeliveryId,
    DeliveryList,
    DeliveryOut,
    DeliveryQueued,
    WebhookId,
    WebhookIn,
    WebhookList,
    WebhookMade,
    WebhookOut,
)
from records import deliveries, webhooks

router = APIRouter(prefix="/api/v1/webhooks", dependencies=[Depends(caller)], tags=["webhooks"])

One = Annotated[WebhookId, Path(description="A webhook.")]
Of = Annotated[DeliveryId, Path(description="A delivery.")]


@router.get("")
async def list_webhooks(caller: Caller) -> WebhookList:
    """Every endpoint, the oldest first. Secrets cannot be read again."""
    found = await webhooks.list_webhooks(caller.parts.records)
    return WebhookList(items=[WebhookOut.model_validate(one) for one in found])


@router.post("", status_code=201)
async def register_webhook(caller: Caller, sent: WebhookIn) -> WebhookMade:
    """Register an endpoint. Its secret is in this answer and in no other."""
    told = await subscribing.register(caller.parts, sent.url, sent.events, caller.person.id)
    return WebhookMade.model_validate(told)


@router.get("/{webhook}")
async def get_webhook(caller: Caller, webhook: One) -> WebhookOut:
    """One endpoint."""
    return WebhookOut.model_validate(await webhooks.get_webhook(caller.parts.records, webhook))


@router.delete("/{webhook}", status_code=204)
async def remove_webhook(caller: Caller, webhook: One) -> None:
    """Remove an endpoint: its address and secrets are forgotten, what waits is dropped."""
    await subscribing.remove(caller.parts, webhook, caller.person.id)


@router.post("/{webhook}/secret")
async def renew_webhook_secret(caller: Caller, webhook: One) -> WebhookMade:
    """Make a new secret. For seven days both sign, so that the receiver can change over."""
    return WebhookMade.model_validate(
        await subscribing.renew(caller.parts, webhook, caller.person.id)
    )


@router.post("/{webhook}/off")
async def switch_webhook_off(caller: Caller, webhook: One) -> WebhookOut:
    """Tell it nothing any more; what waits is dropped."""
    return WebhookOut.model_validate(
        await subscribing.switch_off(caller.parts, webhook, caller.person.id)
    )


@router.post("/{webhook}/on")
async def switch_webhook_on(caller: Caller, webhook: One) -> WebhookOut:
    """Tell it what happens from now on; what happened meanwhile is not made up for."""
    return WebhookOut.model_validate(
        await subscribing.switch_on(caller.parts, webhook, caller.person.id)
    )


@router.post("/{webhook}/test", status_code=202)
async def test_webhook(caller: Caller, webhook: One) -> DeliveryQueued:
    """Send the event `touchstone.test`; the list of deliveries tells what became of it."""
    return DeliveryQueued(id=await subscribing.send_test(caller.parts, webhook))


@router.get("/{webhook}/deliveries")
async def list_webhook_deliveries(caller: Caller, webhook: One) -> DeliveryList:
    """What this endpoint was told, and what became of it."""
    await webhooks.get_webhook(caller.parts.records, webhook)
    found = await deliveries.list_deliveries(caller.parts.records, webhook)
    return DeliveryList(items=[DeliveryOut.model_validate(one) for one in found])


@router.post("/{webhook}/deliveries/{delivery}/again", status_code=202)
async def send_webhook_again(caller: Caller, webhook: One, delivery: Of) -> DeliveryQueued:
    """Send once more, under the same id, what failed or was dropped. Nothing else is changed."""
    await subscribing.again(caller.parts, webhook, delivery)
    return DeliveryQueued(id=delivery)
