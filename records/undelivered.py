"""Notices that did not arrive, and those that did: what channels report after sending.

A notice that failed for good becomes an act of the engine's own (`note_undelivered`), kept in the
transaction that marks it failed; the sweep sends it, and the inspection asks its lead to act. A
failed notice about such a task makes no other: operators see it. In the same way a receipt for the
notice letter, from the force's registered mailbox, becomes the act that records its delivery.
"""

import hashlib
from collections.abc import Collection
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select

from criteria.mailbox import force_of
from criteria.roles import Side
from records.acts import NewAct, freeze_within
from records.errors import NotFound
from records.projection import Change, Document
from records.session import Records, Session
from records.tables import NoticeTable, ProcessTable
from records.upsert import insert_missing
from workflows.delivery import RECEIPT, RECORD
from workflows.names import inspection_workflow_id
from workflows.process import SYSTEM
from workflows.undelivered import NOTE, UNDELIVERED

__all__ = ["list_unconfirmed", "mark_refused", "note_receipt", "reference_of", "settle_failed"]

NOTIFY = "notify"  # the carrier that tells what became of a notice after it took it
ARRIVED = "delivered"
# GOV.UK Notify's last words on a notice that did not arrive.
DID_NOT_ARRIVE = ("permanent-failure", "temporary-failure", "technical-failure")
_KEYS = {NOTE: "undelivered", RECORD: "delivered"}
_COPIED = ("channel", "facts", "inspection", "language", "recipient", "subject", "body", "task_id")


def reference_of(key: str) -> str:
    """A notice's name outside the records, from its key: the same each time, and names nobody."""
    return hashlib.sha256(key.encode()).hexdigest()[:32]


async def mark_refused(records: Records, key: str, at: datetime, failure: str) -> None:
    """The channel will never take this notice. `failure` is a code."""
    async with records.transaction() as session:
        query = select(NoticeTable).where(NoticeTable.key == key).with_for_update()
        row = (await session.scalars(query)).one_or_none()
        if row is None:
            raise NotFound("notice", key)
        if row.state == "sending":
            await _fail(session, row, at, failure)


async def note_receipt(
    records: Records,
    provider_reference: str,
    status: str,
    at: datetime,
    *,
    ended_at: datetime | None = None,
) -> bool:
    """What GOV.UK Notify says of a notice that it took; whether that is one of ours.

    `ended_at`: when it arrived or failed, by Notify's clock. A status that is not its last word
    changes nothing, nor does a second telling.
    """
    ended_at = min(at, ended_at or at)  # a clock that is ahead of ours tells nothing
    async with records.transaction() as session:
        row = await _taken_as(session, provider_reference)
        if row is None:
            return False
        if row.state == "sent" and status == ARRIVED:
            await _arrive(session, row, at, ended_at)
        elif row.state == "sent" and status in DID_NOT_ARRIVE:
            await _fail(session, row, at, status)
        return True


async def _taken_as(session: Session, provider_reference: str) -> NoticeTable | None:
    query = (
        select(NoticeTable)
        .where(NoticeTable.provider_reference == provider_reference, NoticeTable.carrier == NOTIFY)
        .with_for_update()
    )
    return (await session.scalars(query)).one_or_none()


async def _arrive(session: Session, row: NoticeTable, at: datetime, arrived_at: datetime) -> None:
    row.state, row.delivered_at = "delivered", arrived_at
    if force_of(row.recipient) is not None:  # of notices to a mailbox there is one, the letter
        message = {"at": arrived_at.astimezone(UTC).isoformat(), "how": RECEIPT}
        await _freeze(session, row, RECORD, message, at)


async def _fail(session: Session, row: NoticeTable, at: datetime, failure: str) -> None:
    row.state, row.failed_at, row.failure = "failed", at, failure
    if str(row.facts.get("task", "")).partition(":")[0] == UNDELIVERED:
        return  # a task about it would be told of by the way that has just failed
    message = {"notice": reference_of(row.key), "person": row.recipient}
    await _freeze(session, row, NOTE, message, at)


async def _freeze(
    session: Session, row: NoticeTable, kind: str, message: Document, at: datetime
) -> None:
    """Keep an act of the engine's own about this notice; the same kind twice is once."""
    new = NewAct(
        workflow_id=inspection_workflow_id(row.inspection),
        inspection=row.inspection,
        kind=kind,
        actor=SYSTEM,
        side=Side.INSPECTORATE,
        idempotency_key=f"{_KEYS[kind]}/{reference_of(row.key)}",
        message=message,
    )
    await freeze_within(session, new, (), at)


async def list_unconfirmed(
    records: Records, after: datetime, before: datetime, limit: int = 1000
) -> list[str]:
    """Notify's references of notices that it took in this time and has not told the end of."""
    query = (
        select(NoticeTable.provider_reference)
        .where(
            NoticeTable.state == "sent",
            NoticeTable.carrier == NOTIFY,
            NoticeTable.sent_at > after,
            NoticeTable.sent_at < before,
        )
        .order_by(NoticeTable.sent_at)
        .limit(limit)
    )
    async with records.reading() as session:
        return [str(reference) for reference in await session.scalars(query)]


async def settle_failed(session: Session, process: ProcessTable, change: Change) -> None:
    """Settle the failed notices that the change names; queue a copy of each if it says so."""
    for row in await _failed(session, process.inspection, change.settles):
        row.settled_at = change.at
        if not change.sends_again:
            continue
        reference = reference_of(row.key)
        copied = {name: getattr(row, name) for name in _COPIED}
        fixed: dict[str, Any] = {
            "key": f"{change.effect}:again:{reference}",
            "batch": change.effect,
            "effect": change.effect,
            "template": row.template,
            "state": "queued",
            "queued_at": change.at,
            "attempts": 0,
        }
        await insert_missing(session, NoticeTable, {**copied, **fixed})


async def _failed(
    session: Session, inspection: str, references: Collection[str]
) -> list[NoticeTable]:
    if not references:
        return []
    query = select(NoticeTable).where(
        NoticeTable.inspection == inspection, NoticeTable.state == "failed"
    )
    rows = await session.scalars(query.order_by(NoticeTable.key))
    return [row for row in rows if reference_of(row.key) in references]
