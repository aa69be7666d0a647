"""What operators do with webhooks, for both faces: register, renew, switch, test, send again."""

import secrets
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass

from api.parts import Parts
from criteria.errors import Rule, require
from criteria.web_address import choose_address, read_address
from criteria.webhook_events import TEST_EVENT
from records import webhooks
from records.deliveries import queue_test, send_again
from records.webhooks import BY_OPERATOR, NewWebhook, Webhook, new_webhook_id

SECRET_BYTES = 32


@dataclass(frozen=True)
class Told:
    """A webhook and its secret, which is told this once."""

    webhook: Webhook
    secret: str


async def register(parts: Parts, url: str, events: Sequence[str], person: str) -> Told:
    """Register an endpoint. Raises RuleBroken for an address that may not be called."""
    address = read_address(url, development=parts.development)
    found = await parts.resolve(address.host, address.port)
    choose_address(address, found, development=parts.development)
    id_, secret = new_webhook_id(), _new_secret()
    new = NewWebhook(id_, url, tuple(dict.fromkeys(events)), _sealed(parts, id_, secret))
    made = await webhooks.register_webhook(parts.records, new, person, parts.clock())
    return Told(made, secret)


async def renew(parts: Parts, webhook: str, person: str) -> Told:
    """A new secret; what is sent is signed with the one before too, for a time."""
    secret = _new_secret()
    sealed = _sealed(parts, webhook, secret)
    renewed = await webhooks.renew_secret(parts.records, webhook, sealed, person, parts.clock())
    return Told(renewed, secret)


async def switch_off(parts: Parts, webhook: str, person: str) -> Webhook:
    return await webhooks.switch_off(parts.records, webhook, BY_OPERATOR, parts.clock(), person)


async def switch_on(parts: Parts, webhook: str, person: str) -> Webhook:
    return await webhooks.switch_on(parts.records, webhook, person, parts.clock())


async def remove(parts: Parts, webhook: str, person: str) -> None:
    await webhooks.remove_webhook(parts.records, webhook, person, parts.clock())


async def send_test(parts: Parts, webhook: str) -> str:
    """Send a test event; the id of its delivery. Raises RuleBroken(WEBHOOK_IS_OFF)."""
    await _require_on(parts, webhook)
    delivery = await queue_test(parts.records, webhook, TEST_EVENT, parts.clock())
    await _wake(parts, webhook)
    return delivery


async def again(parts: Parts, webhook: str, delivery: str) -> None:
    """Send what did not get there once more. Raises NotFound, RuleBroken(WEBHOOK_IS_OFF)."""
    await _require_on(parts, webhook)
    await send_again(parts.records, webhook, delivery, parts.clock())
    await _wake(parts, webhook)


async def _require_on(parts: Parts, webhook: str) -> None:
    found = await webhooks.get_webhook(parts.records, webhook)
    require(found.off_at is None, Rule.WEBHOOK_IS_OFF)


async def _wake(parts: Parts, webhook: str) -> None:
    if parts.wake_webhook:  # without, the sweep does it
        await parts.wake_webhook(webhook)


def _new_secret() -> str:
    """In the form of Standard Webhooks."""
    return "whsec_" + b64encode(secrets.token_bytes(SECRET_BYTES)).decode("ascii")


def _sealed(parts: Parts, webhook: str, secret: str) -> str:
    return parts.sealed.seal(webhooks.purpose_of(webhook), secret)
