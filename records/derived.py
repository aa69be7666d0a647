"""Rows that a projection derives from a process's state: tasks, queued notices, the row in a list.

None of them is a truth of its own; each can be worked out again from the state.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, or_, select, update

from records.notices import supersede
from records.projection import Change, NoticeRow, TaskRow
from records.searching import role_codes
from records.session import Session
from records.tables import (
    InspectionTable,
    NoticeTable,
    ProcessTable,
    ReferralTable,
    TaskPersonTable,
    TaskTable,
)
from records.upsert import insert_missing
from workflows.names import REFERRAL

_INSPECTION_COLUMNS = frozenset(
    {
        "issued_at",
        "fieldwork_start",
        "fieldwork_end",
        "phase",
        "awaiting",
        "next_due",
        "overdue",
        "closed_at",
        "paused_at",
        "withdrawn_at",
    }
)
_REFERRAL_COLUMNS = frozenset({"state", "closed_at"})


def task_id_of(workflow_id: str, task: str) -> str:
    """The id of a task: unique over all processes, the same at every projection."""
    return f"{workflow_id}:{task}"


async def sync_tasks(
    session: Session, process: ProcessTable, tasks: Sequence[TaskRow], at: datetime
) -> None:
    """Make the process's tasks those given: new ones opened, changed ones changed, others done."""
    known = await _known_tasks(session, process.workflow_id, [task.task for task in tasks])
    for task in tasks:
        row = known.pop(task.task, None)
        if row is None:
            await _open_task(session, process, task, at)
        else:
            await _change_task(session, row, task, at)
    for row in known.values():
        if row.done_at is None:
            row.done_at = at
            await _take_back(session, row.id)
    await session.flush()


async def _known_tasks(
    session: Session, workflow_id: str, wanted: Sequence[str]
) -> dict[str, TaskTable]:
    query = (
        select(TaskTable)
        .where(
            TaskTable.workflow_id == workflow_id,
            or_(TaskTable.done_at.is_(None), TaskTable.task.in_(wanted)),
        )
        .order_by(TaskTable.id)
        .with_for_update()
    )
    return {row.task: row for row in await session.scalars(query)}


async def _open_task(session: Session, process: ProcessTable, task: TaskRow, at: datetime) -> None:
    id_ = task_id_of(process.workflow_id, task.task)
    await session.execute(
        insert(TaskTable).values(
            id=id_,
            workflow_id=process.workflow_id,
            inspection=process.inspection,
            task=task.task,
            opened_at=task.opened_at or at,
            **_columns(task),
        )
    )
    await _give(session, id_, _holders(task))


async def _change_task(session: Session, row: TaskTable, task: TaskRow, at: datetime) -> None:
    if row.done_at is not None and task.done_at is None:
        row.opened_at = task.opened_at or at  # opened again
    if left := set(row.people) - set(task.people):
        await supersede(session, row.inspection, left, row.id)
    if _holders(row) != _holders(task):
        await _take_back(session, row.id)
        await _give(session, row.id, _holders(task))
    for name, value in _columns(task).items():
        if getattr(row, name) != value:
            setattr(row, name, value)


async def _take_back(session: Session, task_id: str) -> None:
    await session.execute(delete(TaskPersonTable).where(TaskPersonTable.task_id == task_id))


def _columns(task: TaskRow) -> dict[str, Any]:
    return {
        "roles": list(task.roles),
        "people": list(task.people),
        "title": task.title,
        "due": task.due,
        "why": task.why,
        "done_at": task.done_at,
        "overdue": task.overdue,
    }


def _holders(task: TaskTable | TaskRow) -> frozenset[str]:
    """In whose inboxes a task lies; a done one in nobody's."""
    return frozenset() if task.done_at else frozenset(task.people)


async def _give(session: Session, task_id: str, people: Collection[str]) -> None:
    rows = [{"task_id": task_id, "person": person} for person in sorted(people)]
    if rows:
        await session.execute(insert(TaskPersonTable), rows)


async def queue_notices(
    session: Session, process: ProcessTable, change: Change, notices: Sequence[NoticeRow]
) -> None:
    """Queue what a change says to people. A key that was queued before is passed over."""
    for notice in notices:
        task = notice.task and task_id_of(process.workflow_id, notice.task)
        values = {name: value for name, value in vars(notice).items() if name != "task"}
        fixed = {
            "effect": change.effect,
            "inspection": process.inspection,
            "task_id": task,
            "state": "queued",
            "queued_at": change.at,
            "attempts": 0,
        }
        await insert_missing(session, NoticeTable, values | fixed)


async def list_batches(session: Session, effects: Sequence[str]) -> tuple[str, ...]:
    """The batches which these effects queued and which still hold a notice to be sent."""
    query = (
        select(NoticeTable.batch)
        .where(NoticeTable.effect.in_(effects), NoticeTable.state == "queued")
        .distinct()
        .order_by(NoticeTable.batch)
    )
    return tuple(await session.scalars(query))


async def update_list_row(
    session: Session, process: ProcessTable, columns: Mapping[str, Any]
) -> None:
    """Bring the row that stands for the process in lists up to its state."""
    if not columns:
        return
    is_referral = process.workflow_type == REFERRAL
    allowed = _REFERRAL_COLUMNS if is_referral else _INSPECTION_COLUMNS
    if not columns.keys() <= allowed:
        raise ValueError(f"no such columns of a list row: {sorted(columns.keys() - allowed)}")
    statement: Any
    if is_referral:
        reference = process.workflow_id.partition("/")[2]
        statement = update(ReferralTable).where(ReferralTable.reference == reference)
    else:
        statement = update(InspectionTable).where(InspectionTable.reference == process.inspection)
        if "awaiting" in columns:
            columns = {**columns, "awaited": role_codes(columns["awaiting"])}
    await session.execute(statement.values(**columns))
