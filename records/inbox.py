"""What is asked of one person over all inspections, page by page, with what a list of it shows."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, case, func, or_, select

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
    asked = _asked_of(person, inspection, force_code)
    page: Any = select(*_COLUMNS).where(*asked)
    page = page.order_by(_UNDATED, TaskTable.due, TaskTable.id)
    if is_overdue is not None:
        page = page.where(TaskTable.overdue if is_overdue else ~TaskTable.overdue)
    if after is not None:
        page = page.where(_behind(after))
    late = func.sum(case((TaskTable.overdue, 1), else_=0))
    counted: Any = select(func.count(), late).where(*asked)
    async with records.reading() as session:
        rows = (await session.execute(_joined(page).limit(limit + 1))).all()
        total, overdue = (await session.execute(_joined(counted))).one()
    tasks = tuple(read_value(Asked, row) for row in rows[:limit])
    following = _cursor(tasks[-1]) if len(rows) > limit else None
    return Inbox(tasks, total, overdue or 0, following)


def _asked_of(person: str, inspection: str | None, force_code: str | None) -> list[Any]:
    asked = [TaskPersonTable.person == person]
    if inspection is not None:
        asked.append(TaskTable.inspection == inspection)
    if force_code is not None:
        asked.append(InspectionTable.force_code == force_code)
    return asked


def _joined(query: Any) -> Any:
    return (
        query.select_from(TaskPersonTable)
        .join(TaskTable, TaskTable.id == TaskPersonTable.task_id)
        .join(InspectionTable, InspectionTable.reference == TaskTable.inspection)
        .join(ForceTable, ForceTable.code == InspectionTable.force_code)
    )


_UNDATED = case((TaskTable.due.is_(None), 1), else_=0)
_COLUMNS = (
    TaskTable.id,
    TaskTable.workflow_id,
    TaskTable.inspection,
    TaskTable.task,
    TaskTable.roles,
    TaskTable.people,
    TaskTable.title,
    TaskTable.due,
    TaskTable.why,
    TaskTable.opened_at,
    TaskTable.overdue,
    InspectionTable.title.label("inspection_title"),
    InspectionTable.force_code,
    InspectionTable.phase,
    ForceTable.name.label("force_name"),
    ForceTable.welsh_name.label("force_welsh_name"),
)


def _cursor(last: Asked) -> str:
    return write_cursor("inbox", last.due and last.due.isoformat(), last.id)


def _behind(cursor: str) -> Any:
    of_list, at, task_id = read_cursor(cursor, 3)
    if of_list != "inbox" or not isinstance(task_id, str):
        raise BadCursor
    later, undated = TaskTable.id > task_id, TaskTable.due.is_(None)
    if at is None:
        return and_(undated, later)
    due = moment_of(at)
    return or_(undated, TaskTable.due > due, and_(TaskTable.due == due, later))
