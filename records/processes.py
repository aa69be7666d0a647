"""Where each process stands: one row per workflow, moved on by projections, in order, once each.

A projection never refuses an act. What it raises means that records and workflow have parted and
must be reconciled, or that a program is wrong.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, insert, select, update

from records.acts import ActState
from records.canonical import digest
from records.deliveries import list_told, queue_events
from records.derived import list_batches, queue_notices, sync_tasks, update_list_row
from records.errors import EffectKeyReused, NotFound, RecordsAhead
from records.following_calendar import follow_calendar
from records.handing_over import follow_people
from records.journal import append
from records.projection import (
    Change,
    Deriver,
    EventRow,
    NoticeRow,
    Outcome,
    ProjectionRecord,
    TaskRow,
)
from records.revisions import accept_revisions, approve_revisions, withdraw_revisions
from records.session import Records, Session
from records.tables import ActTable, EffectTable, ProcessTable
from records.undelivered import settle_failed
from records.upsert import insert_missing
from records.values import read_value
from workflows.patch import merge

__all__ = [
    "Change",
    "Deriver",
    "EventRow",
    "NoticeRow",
    "Outcome",
    "Process",
    "ProjectionRecord",
    "TaskRow",
    "get_process",
    "list_open",
    "note_history",
    "open_process",
    "project",
]


@dataclass(frozen=True)
class Process:
    """One workflow as the records know it. `last_effect` is "" before the first."""

    workflow_id: str
    inspection: str
    workflow_type: str
    state: dict[str, Any]
    last_effect: str
    version: int
    opened_at: datetime
    closed_at: datetime | None
    history_file: str | None


async def open_process(
    session: Session,
    workflow_id: str,
    inspection: str,
    workflow_type: str,
    at: datetime,
    state: Mapping[str, Any] | None = None,
) -> bool:
    """Note a process, so that what did not start can be started. False when it was there."""
    values = {
        "workflow_id": workflow_id,
        "inspection": inspection,
        "workflow_type": workflow_type,
        "state": dict(state or {}),
        "last_effect": "",
        "version": 0,
        "opened_at": at,
    }
    return await insert_missing(session, ProcessTable, values)


async def project(records: Records, projection: ProjectionRecord, deriver: Deriver) -> Outcome:
    """Record the changes of one process in order, in one transaction; those recorded are skipped.

    Raises EffectKeyReused for a recorded key with another payload, and RecordsAhead for a change
    that does not follow the last one recorded. Then nothing of the projection is kept.
    """
    if not projection.changes:
        raise ValueError(f"a projection of {projection.workflow_id} without changes")
    async with records.transaction() as session:
        row = await _lock_process(session, projection)
        applied = _unrecorded(projection, await _recorded(session, projection))
        for change in applied:
            await _apply(session, row, change, deriver)
        if applied:
            await sync_tasks(session, row, deriver.tasks(row.state), applied[-1].at)
            await update_list_row(session, row, deriver.list_row(row.state))
        keys = [change.effect for change in projection.changes]
        done = tuple(change.effect for change in applied)
        return Outcome(
            row.workflow_id,
            row.version,
            row.last_effect,
            applied=done,
            skipped=tuple(key for key in keys if key not in done),
            batches=await list_batches(session, keys),
            webhooks=await list_told(session, keys),
        )


async def _lock_process(session: Session, projection: ProjectionRecord) -> ProcessTable:
    query = (
        select(ProcessTable)
        .where(ProcessTable.workflow_id == projection.workflow_id)
        .with_for_update()
    )
    row = (await session.scalars(query)).one_or_none()
    if row is None:
        opened_at = projection.changes[0].at
        await open_process(
            session,
            projection.workflow_id,
            projection.inspection,
            projection.workflow_type,
            opened_at,
        )
        row = (await session.scalars(query)).one()
    return row


async def _recorded(session: Session, projection: ProjectionRecord) -> dict[str, str]:
    keys = [change.effect for change in projection.changes]
    query = select(EffectTable.key, EffectTable.payload_hash).where(EffectTable.key.in_(keys))
    return {row.key: row.payload_hash for row in await session.execute(query)}


def _unrecorded(projection: ProjectionRecord, recorded: dict[str, str]) -> list[Change]:
    fresh = []
    for change in projection.changes:
        if change.effect not in recorded:
            recorded[change.effect] = change.payload_hash
            fresh.append(change)
        elif recorded[change.effect] != change.payload_hash:
            raise EffectKeyReused(change.effect)
    return fresh


async def _apply(session: Session, row: ProcessTable, change: Change, deriver: Deriver) -> None:
    if row.last_effect != change.base:
        raise RecordsAhead(row.workflow_id, change.base, row.last_effect)
    before, after = row.state, merge(row.state, change.patch)
    row.state, row.last_effect, row.version = after, change.effect, row.version + 1
    if change.closes:
        row.closed_at = change.at
    await withdraw_revisions(session, row.inspection, change.withdraws)
    revisions = await _accept(session, row.inspection, change)
    await approve_revisions(session, row.inspection, change.approves, change.at)
    await session.execute(
        insert(EffectTable).values(
            key=change.effect,
            workflow_id=row.workflow_id,
            payload_hash=change.payload_hash,
            at=change.at,
        )
    )
    position = await _enter_in_journal(session, row, change, revisions)
    await follow_people(session, row, change, position)
    await follow_calendar(session, row, change, before)
    await queue_notices(session, row, change, deriver.notices(before, after, change))
    await queue_events(session, row, change, lambda: deriver.events(before, after, change))
    await settle_failed(session, row, change)


async def _accept(session: Session, inspection: str, change: Change) -> dict[str, str]:
    if change.act_id is None:
        return {}
    # The workflow's word is final: an act it accepted is accepted, whatever was written before.
    await session.execute(
        update(ActTable)
        .where(ActTable.id == change.act_id, ActTable.state != ActState.ACCEPTED)
        .values(state=ActState.ACCEPTED.value, decided_at=change.at, rule=None, codes=None)
    )
    return await accept_revisions(session, inspection, change.act_id, change.at)


async def _enter_in_journal(
    session: Session, row: ProcessTable, change: Change, revisions: dict[str, str]
) -> int:
    vouched = {
        "effect": change.effect,
        "payload_hash": change.payload_hash,
        "process": row.workflow_id,
        "state": digest(row.state),
        "revisions": revisions,
    }
    entry = await append(
        session,
        row.inspection,
        change.event,
        actor=change.actor,
        act_id=change.act_id,
        run_id=change.run_id,
        at=change.at,
        body={**change.body, **vouched},
    )
    return entry.position


async def get_process(records: Records, workflow_id: str) -> Process:
    """Where one process stands. Raises NotFound."""
    async with records.reading() as session:
        row = await session.get(ProcessTable, workflow_id)
        if row is None:
            raise NotFound("process", workflow_id)
        return read_value(Process, row)


async def read_versions(records: Records, inspections: Collection[str]) -> dict[str, int]:
    """Inspection -> a number that grows with every projection of any of its processes."""
    query = (
        select(ProcessTable.inspection, func.sum(ProcessTable.version))
        .where(ProcessTable.inspection.in_(list(inspections)))
        .group_by(ProcessTable.inspection)
    )
    async with records.reading() as session:
        return {reference: int(version) for reference, version in await session.execute(query)}


async def list_open(records: Records) -> list[Process]:
    """Every process that has not ended, by workflow id: what must be running."""
    query = (
        select(ProcessTable)
        .where(ProcessTable.closed_at.is_(None))
        .order_by(ProcessTable.workflow_id)
    )
    async with records.reading() as session:
        return [read_value(Process, row) for row in await session.scalars(query)]


async def list_closed_without_history(records: Records) -> list[Process]:
    """Processes that have ended and whose history is not kept yet, by workflow id."""
    query = (
        select(ProcessTable)
        .where(ProcessTable.closed_at.is_not(None), ProcessTable.history_file.is_(None))
        .order_by(ProcessTable.workflow_id)
    )
    async with records.reading() as session:
        return [read_value(Process, row) for row in await session.scalars(query)]


async def note_history(records: Records, workflow_id: str, sha256: str) -> None:
    """Note the hash under which the file store holds the history of a process that ended."""
    async with records.transaction() as session:
        await session.execute(
            update(ProcessTable)
            .where(ProcessTable.workflow_id == workflow_id)
            .values(history_file=sha256)
        )
