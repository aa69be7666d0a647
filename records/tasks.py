"""Tasks: what is asked of whom, by when, and why that date. Written by projections, read here."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case, select

from criteria.roles import Role, Side, side_of
from criteria.visibility import Viewer
from records.session import Records
from records.tables import InspectionTable, TaskTable
from records.values import read_value
from records.visibility import reachable


@dataclass(frozen=True)
class Task:
    """Something asked of people in their roles. `why` explains the due date in a sentence."""

    id: str
    workflow_id: str
    inspection: str
    task: str
    roles: tuple[str, ...]
    people: tuple[str, ...]
    title: str
    due: datetime | None
    why: str
    opened_at: datetime
    done_at: datetime | None
    overdue: bool


_UNDATED = case((TaskTable.due.is_(None), 1), else_=0)
_BY_DUE = (_UNDATED, TaskTable.due, TaskTable.id)


async def list_tasks(
    records: Records, viewer: Viewer, inspection: str, *, done: bool = False
) -> list[Task]:
    """The open tasks of an inspection, with `done` all of them, the first due first.

    The inspectorate sees all; others see what is asked of their own side.
    """
    query = (
        select(TaskTable)
        .join(InspectionTable, InspectionTable.reference == TaskTable.inspection)
        .where(TaskTable.inspection == inspection, reachable(viewer))
    )
    if not done:
        query = query.where(TaskTable.done_at.is_(None))
    async with records.reading() as session:
        rows = await session.scalars(query.order_by(*_BY_DUE))
        found = [read_value(Task, row) for row in rows]
    return [task for task in found if _concerns(viewer, task)]


def _concerns(viewer: Viewer, task: Task) -> bool:
    if viewer.side is Side.INSPECTORATE:
        return True
    return any(side_of(Role(role)) is viewer.side for role in task.roles)
