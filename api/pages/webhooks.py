"""Webhooks, for operators: register an endpoint, see what it was told, test it, send again.

A secret is shown once, in the answer to the form that made it.
"""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Path
from pydantic import ValidationError
from starlette.responses import Response

from api import subscribing
from api.access import ACCESS as CALLS
from api.access import Access
from api.pages import doing
from api.pages.deps import FormDep, PageDep
from api.pages.doing import Wrong
from api.pages.page import Fault, Page, Typed
from api.schemas.webhooks import DeliveryId, WebhookId, WebhookIn
from criteria.errors import RuleBroken
from criteria.explanations import explain
from criteria.webhook_events import WebhookEvent
from records.deliveries import Figures, count_deliveries, list_deliveries
from records.webhooks import Webhook, get_webhook, list_webhooks

HERE = "/operations/webhooks"

router = APIRouter(prefix=HERE, include_in_schema=False)

ACCESS: dict[str, Access] = {
    "page_webhooks": CALLS["list_webhooks"],
    "page_register_webhook": CALLS["register_webhook"],
    "page_webhook": CALLS["get_webhook"],
    "page_renew_webhook_secret": CALLS["renew_webhook_secret"],
    "page_switch_webhook_off": CALLS["switch_webhook_off"],
    "page_switch_webhook_on": CALLS["switch_webhook_on"],
    "page_test_webhook": CALLS["test_webhook"],
    "page_remove_webhook": CALLS["remove_webhook"],
    "page_send_webhook_again": CALLS["send_webhook_again"],
}

One = Annotated[WebhookId, Path()]
Of = Annotated[DeliveryId, Path()]


@dataclass(frozen=True)
class Line:
    """An endpoint in the list."""

    webhook: Webhook
    figures: Figures


@router.get("", name="page_webhooks")
async def listed(page: PageDep) -> Response:
    """Every endpoint, and the form for another."""
    return await _shown(page)


@router.post("", name="page_register_webhook")
async def register(page: FormDep) -> Response:
    """Register an endpoint; its secret is shown this once."""
    try:
        sent = _read(page.typed)
        told = await subscribing.register(page.parts, sent.url, sent.events, page.person.id)
    except (Wrong, ValidationError) as error:
        return await doing.shown_again(page, error, lambda: _shown(page))
    except RuleBroken as broken:
        words = explain(broken.rule)
        page.faults = [Fault("url", f"{page.say(words.happened)} {page.say(words.do)}")]
        return await _shown(page)
    return await _one(page, told.webhook.id, told.secret)


@router.get("/{webhook}", name="page_webhook")
async def one(page: PageDep, webhook: One) -> Response:
    """One endpoint and what it was told."""
    return await _one(page, webhook)


@router.post("/{webhook}/secret", name="page_renew_webhook_secret")
async def renew(page: FormDep, webhook: One) -> Response:
    """A new secret, shown this once."""
    told = await subscribing.renew(page.parts, webhook, page.person.id)
    return await _one(page, webhook, told.secret)


@router.post("/{webhook}/off", name="page_switch_webhook_off")
async def switch_off(page: FormDep, webhook: One) -> Response:
    """Tell it nothing any more."""
    await subscribing.switch_off(page.parts, webhook, page.person.id)
    return page.go(f"{HERE}/{webhook}")


@router.post("/{webhook}/on", name="page_switch_webhook_on")
async def switch_on(page: FormDep, webhook: One) -> Response:
    """Tell it what happens from now on."""
    await subscribing.switch_on(page.parts, webhook, page.person.id)
    return page.go(f"{HERE}/{webhook}")


@router.post("/{webhook}/test", name="page_test_webhook")
async def send_test(page: FormDep, webhook: One) -> Response:
    """Send it a test event."""
    return await _sent(page, webhook)


@router.post("/{webhook}/deliveries/{delivery}/again", name="page_send_webhook_again")
async def send_again(page: FormDep, webhook: One, delivery: Of) -> Response:
    """Send once more what failed or was dropped."""
    return await _sent(page, webhook, delivery)


@router.post("/{webhook}/remove", name="page_remove_webhook")
async def remove(page: FormDep, webhook: One) -> Response:
    """Remove the endpoint, and back to the others."""
    await subscribing.remove(page.parts, webhook, page.person.id)
    return page.go(HERE)


def _read(typed: Typed) -> WebhookIn:
    faults = []
    if not typed.text("url"):
        faults.append(("url", "Enter the address at which your system takes webhooks."))
    if not typed.all("events"):
        faults.append(("events", "Choose at least one event."))
    if faults:
        raise Wrong(*faults)
    return WebhookIn.model_validate({"url": typed.text("url"), "events": typed.all("events")})


async def _sent(page: Page, webhook: str, delivery: str = "") -> Response:
    """Send a test, or a delivery again; one that is switched off meanwhile says so."""
    try:
        if delivery:
            await subscribing.again(page.parts, webhook, delivery)
        else:
            await subscribing.send_test(page.parts, webhook)
    except RuleBroken as broken:
        return await doing.shown_again(page, broken, lambda: _one(page, webhook))
    return page.go(f"{HERE}/{webhook}#told")


async def _shown(page: Page) -> Response:
    figures = await count_deliveries(page.records)
    found = await list_webhooks(page.records)
    lines = [Line(one, figures.get(one.id, Figures())) for one in found]
    events = [event.value for event in WebhookEvent]
    return page.render("operators/webhooks.html", lines=lines, events=events)


async def _one(page: Page, webhook: str, secret: str = "") -> Response:
    found = await get_webhook(page.records, webhook)
    return page.render(
        "operators/webhook.html",
        webhook=found,
        secret=secret,
        told=await list_deliveries(page.records, webhook),
        now=page.parts.clock(),
    )
