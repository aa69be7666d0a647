"""What webhooks are told: a row for each event and endpoint, written with what caused it.

A row is sent when its `next_at` has come. Whoever sends it moves that on first, so that nobody else
takes it meanwhile, and that somebody does if the sender dies: it goes out again under the same id.
"""

import hashlib
import hmac
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import func, select, update

from records.canonical import canonical_text
from records.errors import NotFound
from records.projection import Change, Document, EventRow
from records.session import Records, Session
from records.tables import DeliveryTable, ProcessTable, WebhookTable
from records.upsert import insert_missing
from records.values import read_value
from records.webhooks import list_listening

# A sender that died holds a delivery no longer than this, which is longer than any sending takes.
ABANDONED_AFTER = timedelta(seconds=30)
LONGEST_LIST = 100


class DeliveryState(StrEnum):
    QUEUED = "queued"
    DELIVERED = "delivered"
    FAILED = "failed"  # after its last attempt
    DROPPED = "dropped"  # its endpoint was switched off or removed before it got there


@dataclass(frozen=True)
class Delivery:
    """One telling. `body` is sent as it stands; `id` is the receiver's to know repeats by."""

    id: str
    webhook: str
    event: str
    body: str
    state: DeliveryState
    queued_at: datetime
    next_at: datetime
    attempts: int
    attempted_at: datetime | None
    delivered_at: datetime | None
    status: int | None
    failure: str | None


async def queue_events(
    session: Session,
    process: ProcessTable,
    change: Change,
    derive: Callable[[], Sequence[EventRow]],
) -> None:
    """Queue what a change tells each endpoint that asked for it. A second time adds nothing."""
    listening = await list_listening(session)
    for row in derive() if listening else ():
        for webhook in listening:
            if row.event in webhook.events:
                data = dict(row.data)
                if row.task:
                    named = opaque(webhook.salt, f"{process.workflow_id}:{row.task}")
                    data["task"] = {"id": f"task_{named}", **data["task"]}
                await _queue(session, webhook, change.effect, row, data)


async def queue_test(records: Records, webhook: str, event: str, at: datetime) -> str:
    """Queue a test of one endpoint; the id of its delivery. Raises NotFound."""
    async with records.transaction() as session:
        row = await session.get(WebhookTable, webhook)
        if row is None or row.removed_at is not None:
            raise NotFound("webhook", webhook)
        effect = f"test:{webhook}:{at.isoformat()}"
        tested = EventRow(event, at, {"webhook": webhook})
        return await _queue(session, row, effect, tested, tested.data)


async def _queue(
    session: Session, webhook: WebhookTable, effect: str, row: EventRow, data: Document
) -> str:
    id_ = f"msg_{opaque(webhook.salt, f'{effect}:{row.event}:{row.task}')}"
    body = {"type": row.event, "timestamp": instant(row.at), "data": data}
    values = {
        "id": id_,
        "webhook": webhook.id,
        "effect": effect,
        "event": row.event,
        "body": canonical_text(body),
        "state": DeliveryState.QUEUED.value,
        "queued_at": row.at,
        "next_at": row.at,
        "attempts": 0,
    }
    await insert_missing(session, DeliveryTable, values)
    return id_


def opaque(salt: str, name: str) -> str:
    """An id that is the same each time and that nobody without the salt can trace to the name."""
    return hmac.new(salt.encode(), name.encode(), hashlib.sha256).hexdigest()[:32]


def instant(at: datetime) -> str:
    """As receivers read it: 2027-02-08T17:00:00.000Z."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


async def list_told(session: Session, effects: Sequence[str]) -> tuple[str, ...]:
    """The webhooks for which these effects queued something that is still to be sent."""
    query = (
        select(DeliveryTable.webhook)
        .where(DeliveryTable.effect.in_(effects), DeliveryTable.state == DeliveryState.QUEUED)
        .distinct()
        .order_by(DeliveryTable.webhook)
    )
    return tuple(await session.scalars(query))


async def claim_next(records: Records, webhook: str, at: datetime) -> Delivery | None:
    """Take the delivery that has waited longest of those whose time has come; None for none."""
    due = (
        select(DeliveryTable)
        .where(
            DeliveryTable.webhook == webhook,
            DeliveryTable.state == DeliveryState.QUEUED,
            DeliveryTable.next_at <= at,
        )
        .order_by(DeliveryTable.next_at, DeliveryTable.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    async with records.transaction() as session:
        row = (await session.scalars(due)).one_or_none()
        if row is None:
            return None
        row.attempts, row.attempted_at, row.next_at = row.attempts + 1, at, at + ABANDONED_AFTER
        await session.flush()
        return read_value(Delivery, row)


async def next_due(records: Records, webhook: str) -> datetime | None:
    """When the next delivery to this endpoint is to be sent; None when nothing waits."""
    query = (
        select(DeliveryTable.next_at)
        .where(DeliveryTable.webhook == webhook, DeliveryTable.state == DeliveryState.QUEUED)
        .order_by(DeliveryTable.next_at)
        .limit(1)
    )
    async with records.reading() as session:
        return (await session.scalars(query)).one_or_none()


async def mark_delivered(records: Records, delivery: str, at: datetime, status: int) -> None:
    """It got there, though its endpoint may have been switched off meanwhile."""
    took = (DeliveryState.QUEUED, DeliveryState.DROPPED)
    changed = {"delivered_at": at, "status": status, "failure": None}
    await _move(records, delivery, took, DeliveryState.DELIVERED, **changed)


async def mark_missed(
    records: Records,
    delivery: str,
    failure: str,
    status: int | None,
    next_at: datetime | None,
) -> None:
    """An attempt did not get there: it is sent again at `next_at`, or has failed for good."""
    changed: dict[str, Any] = {"failure": failure, "status": status}
    if next_at is None:
        await _move(records, delivery, (DeliveryState.QUEUED,), DeliveryState.FAILED, **changed)
    else:
        changed["next_at"] = next_at
        await _move(records, delivery, (DeliveryState.QUEUED,), DeliveryState.QUEUED, **changed)


async def send_again(records: Records, webhook: str, delivery: str, at: datetime) -> None:
    """Queue what failed or was dropped once more, with all its attempts and under the same id.

    Changes nothing else. Raises NotFound.
    """
    async with records.transaction() as session:
        row = await session.get(DeliveryTable, delivery, with_for_update=True)
        if row is None or row.webhook != webhook:
            raise NotFound("delivery", delivery)
        if row.state in (DeliveryState.FAILED, DeliveryState.DROPPED):
            row.state, row.attempts, row.next_at = DeliveryState.QUEUED.value, 0, at


async def list_deliveries(records: Records, webhook: str) -> list[Delivery]:
    """The last deliveries to an endpoint, the newest first."""
    query = (
        select(DeliveryTable)
        .where(DeliveryTable.webhook == webhook)
        .order_by(DeliveryTable.queued_at.desc(), DeliveryTable.id)
        .limit(LONGEST_LIST)
    )
    async with records.reading() as session:
        return [read_value(Delivery, row) for row in await session.scalars(query)]


async def list_waiting_webhooks(records: Records, before: datetime) -> list[str]:
    """Webhooks with something that should have been sent by this moment: nobody sends it."""
    query = (
        select(DeliveryTable.webhook)
        .where(DeliveryTable.state == DeliveryState.QUEUED, DeliveryTable.next_at < before)
        .distinct()
        .order_by(DeliveryTable.webhook)
    )
    async with records.reading() as session:
        return list(await session.scalars(query))


async def _move(
    records: Records,
    delivery: str,
    old: Sequence[DeliveryState],
    new: DeliveryState,
    **changed: Any,
) -> None:
    async with records.transaction() as session:
        await session.execute(
            update(DeliveryTable)
            .where(DeliveryTable.id == delivery, DeliveryTable.state.in_([s.value for s in old]))
            .values(state=new.value, **changed)
        )


@dataclass(frozen=True)
class Figures:
    """How the tellings of one endpoint stand."""

    waiting: int = 0
    failed: int = 0
    last_delivered: datetime | None = None


async def count_deliveries(records: Records) -> dict[str, Figures]:
    """Webhook -> figures, for those that were told anything."""
    query = select(
        DeliveryTable.webhook,
        DeliveryTable.state,
        func.count(),
        func.max(DeliveryTable.delivered_at),
    ).group_by(DeliveryTable.webhook, DeliveryTable.state)
    found: dict[str, Figures] = {}
    async with records.reading() as session:
        for webhook, state, count, last in await session.execute(query):
            now = found.get(webhook, Figures())
            if state == DeliveryState.QUEUED:
                now = replace(now, waiting=count)
            elif state == DeliveryState.FAILED:
                now = replace(now, failed=count)
            elif state == DeliveryState.DELIVERED:
                now = replace(now, last_delivered=last)
            found[webhook] = now
    return found
