"""What is asked of one person over all inspections, page by page, with what a list of it shows."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, Subquery, and_, case, func, or_, select

from records.errors import BadCursor
from records.pages import LARGEST, moment_of, read_cursor, write_cursor
from records.session import Records
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
    counted = _of_person(person, inspection, force_code).subquery()
    page = select(counted).order_by(_undated(counted), counted.c.due, counted.c.id)
    if is_overdue is not None:
        page = page.where(counted.c.overdue if is_overdue else ~counted.c.overdue)
    if after is not None:
        page = page.where(_behind(counted, after))
    async with records.reading() as session:
        rows = (await session.execute(page.limit(limit + 1))).all()
        count = rows[:1] or (await session.execute(select(counted).limit(1))).all()
    tasks = tuple(read_value(Asked, row) for row in rows[:limit])
    total, overdue = (count[0].all_of_them, count[0].late_ones) if count else (0, 0)
    return Inbox(tasks, total, overdue, _cursor(tasks[-1]) if len(rows) > limit else None)


def _of_person(person: str, inspection: str | None, force_code: str | None) -> Select[Any]:
    """All open tasks of a person, each with their number: read once, for the page and the counts.

    The windows are counted before any page is cut out.
    """
    late = case((TaskTable.overdue, 1), else_=0)
    query = (
        select(
            *(getattr(TaskTable, name) for name in _OF_TASK),
            InspectionTable.title.label("inspection_title"),
            InspectionTable.force_code,
            InspectionTable.phase,
            ForceTable.name.label("force_name"),
            ForceTable.welsh_name.label("force_welsh_name"),
            func.count().over().label("all_of_them"),
            func.sum(late).over().label("late_ones"),
        )
        .join(TaskPersonTable, TaskPersonTable.task_id == TaskTable.id)
        .join(InspectionTable, InspectionTable.reference == TaskTable.inspection)
        .join(ForceTable, ForceTable.code == InspectionTable.force_code)
        .where(TaskPersonTable.person == person, TaskTable.done_at.is_(None))
    )
    if inspection is not None:
        query = query.where(TaskTable.inspection == inspection)
    return query if force_code is None else query.where(InspectionTable.force_code == force_code)


_OF_TASK = (
    "id",
    "workflow_id",
    "inspection",
    "task",
    "roles",
    "people",
    "title",
    "due",
    "why",
    "opened_at",
    "overdue",
)


def _undated(counted: Subquery) -> Any:
    return case((counted.c.due.is_(None), 1), else_=0)


def _cursor(last: Asked) -> str:
    return write_cursor("inbox", last.due and last.due.isoformat(), last.id)


def _behind(counted: Subquery, cursor: str) -> Any:
    of_list, at, task_id = read_cursor(cursor, 3)
    if of_list != "inbox" or not isinstance(task_id, str):
        raise BadCursor
    later = counted.c.id > task_id
    if at is None:
        return and_(counted.c.due.is_(None), later)
    due = moment_of(at)
    same = and_(counted.c.due == due, later)
    return or_(counted.c.due.is_(None), counted.c.due > due, same)
