"""Notices on their way out: each is a row first, claimed by one sender, and never begun too late.

A notice about a task that is done meanwhile is superseded instead of sent.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import and_, or_, select, update

from records.errors import NotFound
from records.session import Records, Session
from records.tables import AppointmentTable, NoticeTable, TaskTable
from records.undelivered import reference_of
from records.values import read_value

DELAYED = "delayed"  # why a notice does not leave: nothing that somebody would have to mend


class NoticeState(StrEnum):
    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    DELIVERED = "delivered"
    FAILED = "failed"
    SUPERSEDED = "superseded"


@dataclass(frozen=True)
class Notice:
    """A notice exactly as it is sent. `facts` holds codes and dates only."""

    key: str
    batch: str
    inspection: str
    task_id: str | None
    recipient: str
    channel: str
    template: str
    facts: dict[str, Any]
    language: str
    subject: str
    body: str
    state: NoticeState
    queued_at: datetime
    claimed_at: datetime | None
    sent_at: datetime | None
    provider_reference: str | None
    attempts: int
    carrier: str | None
    delivered_at: datetime | None
    failed_at: datetime | None
    settled_at: datetime | None
    failure: str | None

    @property
    def reference(self) -> str:
        """Its name outside the records."""
        return reference_of(self.key)


async def list_batch(records: Records, batch: str) -> list[Notice]:
    """The notices of a batch that are not finished with: queued, or being sent. In key order."""
    unfinished = [NoticeState.QUEUED.value, NoticeState.SENDING.value]
    query = select(NoticeTable).where(NoticeTable.batch == batch, NoticeTable.state.in_(unfinished))
    return await _list(records, query.order_by(NoticeTable.key))


async def list_queued_batches(records: Records, older_than: datetime) -> list[str]:
    """Batches with a notice queued or claimed before this moment.

    Their sending did not start, or was lost with the engine's database.
    """
    query = (
        select(NoticeTable.batch)
        .where(
            or_(
                and_(NoticeTable.state == NoticeState.QUEUED, NoticeTable.queued_at < older_than),
                and_(NoticeTable.state == NoticeState.SENDING, NoticeTable.claimed_at < older_than),
            )
        )
        .distinct()
        .order_by(NoticeTable.batch)
    )
    async with records.reading() as session:
        return list(await session.scalars(query))


async def claim(
    records: Records,
    key: str,
    at: datetime,
    *,
    abandoned_before: datetime | None = None,
    as_of: datetime | None = None,
) -> Notice | None:
    """Take a notice for sending: the notice, or None if it is taken, finished or superseded.

    One transaction reads task and notice, so none is begun after its task is done, nor for somebody
    who has left the inspection. With
    `abandoned_before`, a notice that another sender claimed before then and never finished is
    taken over. Send under `key`, by which a provider knows the second of two sendings. A task that
    was done after `as_of` supersedes nothing: a demonstration sends as of long ago.
    """
    async with records.transaction() as session:
        row = await _get(session, key)
        superseded = await _task_is_done(session, row.task_id, as_of) or await _has_left(
            session, row, as_of
        )
        changed: dict[str, Any] = {"state": NoticeState.SUPERSEDED.value}
        if not superseded:
            changed = {
                "state": NoticeState.SENDING.value,
                "claimed_at": at,
                "attempts": NoticeTable.attempts + 1,
            }
        won = await session.execute(
            update(NoticeTable)
            .where(NoticeTable.key == key, _claimable(abandoned_before))
            .values(**changed)
            .returning(NoticeTable.key)
            .execution_options(synchronize_session=False)
        )
        if won.first() is None or superseded:
            return None
        await session.refresh(row)
        return read_value(Notice, row)


def _claimable(abandoned_before: datetime | None) -> Any:
    queued = NoticeTable.state == NoticeState.QUEUED.value
    if abandoned_before is None:
        return queued
    sending = NoticeTable.state == NoticeState.SENDING.value
    return or_(queued, and_(sending, NoticeTable.claimed_at < abandoned_before))


async def _task_is_done(session: Session, task_id: str | None, by: datetime | None) -> bool:
    if task_id is None:
        return False
    # Holding the task's row: a projection that is finishing the task comes wholly before or after.
    query = select(TaskTable.done_at).where(TaskTable.id == task_id).with_for_update(read=True)
    done_at = (await session.scalars(query)).one_or_none()
    return done_at is not None and (by is None or done_at <= by)


async def _has_left(session: Session, notice: NoticeTable, by: datetime | None) -> bool:
    """Whether the recipient served on the inspection and serves in no role any more."""
    query = select(AppointmentTable.until_at).where(
        AppointmentTable.inspection == notice.inspection,
        AppointmentTable.person == notice.recipient,
    )
    ends = list(await session.scalars(query))
    return bool(ends) and all(end is not None and (by is None or end <= by) for end in ends)


async def supersede(
    session: Session, inspection: str, recipients: Collection[str], task_id: str | None = None
) -> None:
    """What is queued to these people, about one task or about anything, is not sent any more."""
    conditions = [] if task_id is None else [NoticeTable.task_id == task_id]
    await session.execute(
        update(NoticeTable)
        .where(
            NoticeTable.inspection == inspection,
            NoticeTable.recipient.in_(recipients),
            NoticeTable.state == NoticeState.QUEUED.value,
            *conditions,
        )
        .values(state=NoticeState.SUPERSEDED.value)
        .execution_options(synchronize_session=False)
    )


async def mark_sent(
    records: Records,
    key: str,
    at: datetime,
    provider_reference: str | None = None,
    carrier: str | None = None,
) -> None:
    """The channel took the notice; `carrier` names it."""
    changed = {
        "sent_at": at,
        "provider_reference": provider_reference,
        "carrier": carrier,
        "failure": None,
    }
    await _move(records, key, NoticeState.SENDING, NoticeState.SENT, **changed)


async def mark_delayed(records: Records, key: str, failure: str) -> None:
    """It did not leave, and waits for the next attempt. `failure` is a code."""
    await _move(records, key, NoticeState.SENDING, NoticeState.QUEUED, failure=failure)


async def mark_lapsed(records: Records, key: str, failure: str) -> None:
    """It cannot go out by its channel any more, and need not. `failure` is a code: why."""
    await _move(records, key, NoticeState.SENDING, NoticeState.SUPERSEDED, failure=failure)


async def _move(
    records: Records, key: str, old: NoticeState, new: NoticeState, **changed: Any
) -> None:
    async with records.transaction() as session:
        await session.execute(
            update(NoticeTable)
            .where(NoticeTable.key == key, NoticeTable.state == old.value)
            .values(state=new.value, **changed)
        )


async def get_notice(records: Records, key: str) -> Notice:
    """One notice. Raises NotFound. For senders; faces list by person or inspection."""
    async with records.reading() as session:
        return read_value(Notice, await _get(session, key))


async def _list(records: Records, query: Any) -> list[Notice]:
    async with records.reading() as session:
        return [read_value(Notice, row) for row in await session.scalars(query)]


async def _get(session: Session, key: str) -> NoticeTable:
    row = await session.get(NoticeTable, key)
    if row is None:
        raise NotFound("notice", key)
    return row
