"""What is asked of one person over all inspections, page by page, with what a list of it shows."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, case, func, or_, select

from records.errors import BadCursor
from records.pages import LARGEST, moment_of, read_cursor, write_cursor
from records.session import Records, Session
from records.tables import ForceTable, InspectionTable, TaskPersonTable, TaskTable
from records.values import read_value


@dataclass(frozen=True)
class Asked:
    """An open task and the inspection that it belongs to. `why` explains the due date."""

    id: str
    workflow_id: str
    inspection: str
    inspection_title: str
    force_code: str
    force_name: str
    force_welsh_name: str | None
    phase: str
    task: str
    roles: tuple[str, ...]
    people: tuple[str, ...]
    title: str
    due: datetime | None
    why: str
    opened_at: datetime
    overdue: bool


@dataclass(frozen=True)
class Inbox:
    """A page of what is asked of a person; `total` and `overdue` count all of it."""

    tasks: tuple[Asked, ...]
    total: int
    overdue: int
    next: str | None


async def read_inbox(
    records: Records,
    person: str,
    *,
    inspection: str | None = None,
    force_code: str | None = None,
    is_overdue: bool | None = None,
    after: str | None = None,
    limit: int = 50,
) -> Inbox:
    """A person's open tasks, the first due first and undated ones last.

    `total` and `overdue` count what the inspection and force leave; `is_overdue` narrows the page
    only. `after` is the `next` of the page before; raises BadCursor for none of ours.
    """
    limit = max(1, min(limit, LARGEST))
    found = _of_person(person, inspection, force_code)
    page = _page_of(found, is_overdue, after).limit(limit + 1)
    async with records.reading() as session:
        rows = [read_value(Asked, row) for row in await session.execute(page)]
        total, overdue = await _count(session, found)
    more = rows[limit - 1] if len(rows) > limit else None
    return Inbox(tuple(rows[:limit]), total, overdue, _cursor(more) if more else None)


def _of_person(person: str, inspection: str | None, force_code: str | None) -> Select[Any]:
    query = (
        select()
        .select_from(TaskPersonTable)
        .join(TaskTable, TaskTable.id == TaskPersonTable.task_id)
        .join(InspectionTable, InspectionTable.reference == TaskTable.inspection)
        .where(TaskPersonTable.person == person, TaskTable.done_at.is_(None))
    )
    if inspection is not None:
        query = query.where(TaskTable.inspection == inspection)
    if force_code is not None:
        query = query.where(InspectionTable.force_code == force_code)
    return query


_UNDATED = case((TaskTable.due.is_(None), 1), else_=0)


def _page_of(found: Select[Any], is_overdue: bool | None, after: str | None) -> Select[Any]:
    names = ("id", "workflow_id", "inspection", "task", "roles", "people", "title", "due", "why")
    query = (
        found.join(ForceTable, ForceTable.code == InspectionTable.force_code)
        .add_columns(*(getattr(TaskTable, name) for name in (*names, "opened_at", "overdue")))
        .add_columns(
            InspectionTable.title.label("inspection_title"),
            InspectionTable.force_code,
            InspectionTable.phase,
            ForceTable.name.label("force_name"),
            ForceTable.welsh_name.label("force_welsh_name"),
        )
        .order_by(_UNDATED, TaskTable.due, TaskTable.id)
    )
    if is_overdue is not None:
        query = query.where(TaskTable.overdue if is_overdue else ~TaskTable.overdue)
    return query if after is None else query.where(_behind(after))


async def _count(session: Session, found: Select[Any]) -> tuple[int, int]:
    late = func.sum(case((TaskTable.overdue, 1), else_=0))
    total, overdue = (await session.execute(found.add_columns(func.count(), late))).one()
    return total, overdue or 0


def _cursor(last: Asked) -> str:
    return write_cursor("inbox", last.due and last.due.isoformat(), last.id)


def _behind(cursor: str) -> Any:
    of_list, at, task_id = read_cursor(cursor, 3)
    if of_list != "inbox" or not isinstance(task_id, str):
        raise BadCursor
    later = TaskTable.id > task_id
    if at is None:
        return and_(TaskTable.due.is_(None), later)
    due = moment_of(at)
    same = and_(TaskTable.due == due, later)
    return or_(TaskTable.due.is_(None), TaskTable.due > due, same)
