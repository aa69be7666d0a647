"""Webhooks: the endpoints that operators registered, their sealed secrets, on, off or removed.

Each change stands in the house's chain of the journal, by the webhook's id and never its address.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, update

from criteria.errors import Rule, require
from records.errors import NotFound
from records.identifiers import new_id
from records.journal import HOUSE, append
from records.session import Records, Session
from records.tables import DeliveryTable, WebhookTable
from records.values import read_value

BOTH_SECRETS_FOR = timedelta(days=7)  # after a new one was made
BY_OPERATOR, GONE = "operator", "gone"  # why an endpoint is switched off


@dataclass(frozen=True)
class Webhook:
    """An endpoint as operators see it. `events` are types; no secret is in it."""

    id: str
    url: str
    events: tuple[str, ...]
    old_until: datetime | None
    made_by: str
    made_at: datetime
    off_at: datetime | None
    off_because: str | None


@dataclass(frozen=True)
class Endpoint:
    """Where to send, and what signs it: sealed secrets, the newest first."""

    id: str
    url: str
    secrets: tuple[str, ...]


@dataclass(frozen=True)
class NewWebhook:
    """An endpoint to register; `secret` is sealed for `id`."""

    id: str
    url: str
    events: tuple[str, ...]
    secret: str


def new_webhook_id() -> str:
    return new_id("wh")


def purpose_of(webhook: str) -> str:
    """What a webhook's secret is sealed for."""
    return f"webhook/{webhook}"


async def register_webhook(records: Records, new: NewWebhook, person: str, at: datetime) -> Webhook:
    """Register an endpoint. Raises RuleBroken(WEBHOOK_IS_KNOWN)."""
    async with records.transaction() as session:
        known = select(WebhookTable.id).where(
            WebhookTable.url == new.url, WebhookTable.removed_at.is_(None)
        )
        require((await session.scalars(known)).first() is None, Rule.WEBHOOK_IS_KNOWN)
        row = WebhookTable(
            id=new.id,
            url=new.url,
            events=list(new.events),
            secret=new.secret,
            salt=secrets.token_hex(16),
            made_by=person,
            made_at=at,
        )
        session.add(row)
        await session.flush()
        await _enter(session, "webhook_registered", new.id, person, at)
        return read_value(Webhook, row)


async def list_webhooks(records: Records) -> list[Webhook]:
    """Every endpoint that was not removed, the oldest first."""
    query = (
        select(WebhookTable)
        .where(WebhookTable.removed_at.is_(None))
        .order_by(WebhookTable.made_at, WebhookTable.id)
    )
    async with records.reading() as session:
        return [read_value(Webhook, row) for row in await session.scalars(query)]


async def get_webhook(records: Records, webhook: str) -> Webhook:
    """One endpoint. Raises NotFound, also for a removed one."""
    async with records.reading() as session:
        return read_value(Webhook, await _get(session, webhook))


async def find_endpoint(records: Records, webhook: str, at: datetime) -> Endpoint | None:
    """Where to send now and what signs it; None where the endpoint is off or removed."""
    async with records.reading() as session:
        row = await session.get(WebhookTable, webhook)
        if row is None or row.removed_at is not None or row.off_at is not None:
            return None
        both = row.old_secret is not None and row.old_until is not None and at < row.old_until
        found = [row.secret, *([str(row.old_secret)] if both else [])]
        return Endpoint(row.id, row.url, tuple(found))


async def renew_secret(
    records: Records, webhook: str, secret: str, person: str, at: datetime
) -> Webhook:
    """Sign with a new sealed secret; with the one before too for a time. Raises NotFound."""
    async with records.transaction() as session:
        row = await _get(session, webhook, lock=True)
        row.old_secret, row.old_until = row.secret, at + BOTH_SECRETS_FOR
        row.secret = secret
        await _enter(session, "webhook_secret_renewed", webhook, person, at)
        return read_value(Webhook, row)


async def switch_off(
    records: Records, webhook: str, because: str, at: datetime, person: str | None = None
) -> Webhook:
    """Tell it nothing any more; what waits is dropped. Safe where it is off. Raises NotFound."""
    async with records.transaction() as session:
        row = await _get(session, webhook, lock=True)
        if row.off_at is None:
            row.off_at, row.off_because = at, because
            await _drop_waiting(session, webhook)
            await _enter(session, "webhook_switched_off", webhook, person, at)
        return read_value(Webhook, row)


async def switch_on(records: Records, webhook: str, person: str, at: datetime) -> Webhook:
    """Tell it what happens from now on. Safe where it is on. Raises NotFound."""
    async with records.transaction() as session:
        row = await _get(session, webhook, lock=True)
        if row.off_at is not None:
            row.off_at, row.off_because = None, None
            await _enter(session, "webhook_switched_on", webhook, person, at)
        return read_value(Webhook, row)


async def drop_waiting(records: Records, webhook: str) -> None:
    """What waits for an endpoint that is off or removed: queued just when that was done."""
    async with records.transaction() as session:
        await _drop_waiting(session, webhook)


async def remove_webhook(records: Records, webhook: str, person: str, at: datetime) -> None:
    """Forget its address and secrets; what waits is dropped. Raises NotFound."""
    async with records.transaction() as session:
        row = await _get(session, webhook, lock=True)
        row.removed_at, row.url, row.secret = at, "", ""
        row.old_secret, row.old_until = None, None
        await _drop_waiting(session, webhook)
        await _enter(session, "webhook_removed", webhook, person, at)


async def list_listening(session: Session) -> list[WebhookTable]:
    """The rows of endpoints that are told of events now. For the records' own use."""
    query = (
        select(WebhookTable)
        .where(WebhookTable.removed_at.is_(None), WebhookTable.off_at.is_(None))
        .order_by(WebhookTable.id)
    )
    return list(await session.scalars(query))


async def _get(session: Session, webhook: str, *, lock: bool = False) -> WebhookTable:
    query = select(WebhookTable).where(
        WebhookTable.id == webhook, WebhookTable.removed_at.is_(None)
    )
    row = (await session.scalars(query.with_for_update() if lock else query)).one_or_none()
    if row is None:
        raise NotFound("webhook", webhook)
    return row


async def _drop_waiting(session: Session, webhook: str) -> None:
    await session.execute(
        update(DeliveryTable)
        .where(DeliveryTable.webhook == webhook, DeliveryTable.state == "queued")
        .values(state="dropped")
        .execution_options(synchronize_session=False)
    )


async def _enter(
    session: Session, event: str, webhook: str, person: str | None, at: datetime
) -> None:
    body = {"webhook": webhook}
    await append(session, HOUSE, event, actor=person, act_id=None, run_id=None, at=at, body=body)
