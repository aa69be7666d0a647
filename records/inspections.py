"""Inspections as rows of a list: starting one, finding one, listing them page by page.

What is not within a viewer's reach does not exist for them: the same NotFound, the same silence.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, insert, or_, select

from criteria.visibility import Viewer
from records.errors import BadCursor, NotFound
from records.pages import LARGEST, Page, read_cursor, write_cursor
from records.session import Records, Session
from records.tables import AppointmentTable
from records.tables import InspectionTable as Table
from records.values import read_value
from records.visibility import reachable


@dataclass(frozen=True)
class NewInspection:
    """One programme to be applied to one force. The programme must be pinned already."""

    reference: str
    force_code: str
    programme_hash: str
    programme_id: str
    title: str
    phase: str
    created_by: str
    fieldwork_start: date | None = None
    fieldwork_end: date | None = None


@dataclass(frozen=True)
class Inspection:
    """An inspection at a glance. `awaiting` holds role codes, `overdue` counts tasks."""

    reference: str
    force_code: str
    programme_hash: str
    programme_id: str
    title: str
    issued_at: datetime | None
    fieldwork_start: date | None
    fieldwork_end: date | None
    phase: str
    awaiting: tuple[str, ...]
    next_due: datetime | None
    overdue: int
    closed_at: datetime | None
    created_at: datetime
    created_by: str


class Sort(StrEnum):
    REFERENCE = "reference"
    DUE = "due"  # what is due first; what has no date comes last
    NEWEST = "newest"


@dataclass(frozen=True)
class Filter:
    """Which inspections to list; None leaves a question open."""

    force_code: str | None = None
    programme_id: str | None = None
    phase: str | None = None
    is_overdue: bool | None = None
    is_open: bool | None = None
    serving: str | None = None  # a person who holds an open appointment there


async def create_inspection(session: Session, new: NewInspection, at: datetime) -> Inspection:
    """Start the record of an inspection. Nothing is asked of anybody yet."""
    row = {"awaiting": [], "overdue": 0, "created_at": at}
    await session.execute(insert(Table).values(**vars(new), **row))
    return read_value(Inspection, await session.get_one(Table, new.reference))


async def get_inspection(records: Records, viewer: Viewer, reference: str) -> Inspection:
    """One inspection. Raises NotFound, also where it is not within the viewer's reach."""
    query = select(Table).where(Table.reference == reference, reachable(viewer))
    async with records.reading() as session:
        row = (await session.scalars(query)).one_or_none()
        if row is None:
            raise NotFound("inspection", reference)
        return read_value(Inspection, row)


async def list_inspections(
    records: Records,
    viewer: Viewer,
    wanted: Filter | None = None,
    *,
    sort: Sort = Sort.DUE,
    after: str | None = None,
    limit: int = 50,
) -> Page[Inspection]:
    """A page of the inspections within the viewer's reach. `after` is the page before's `next`.

    Raises BadCursor where `after` is none that this list and sort gave out.
    """
    limit = max(1, min(limit, LARGEST))
    query = select(Table).where(reachable(viewer), *_conditions(wanted or Filter()))
    if after is not None:
        query = query.where(_follows(sort, after))
    query = query.order_by(*_ORDER[sort], Table.reference).limit(limit + 1)
    async with records.reading() as session:
        rows = [read_value(Inspection, row) for row in await session.scalars(query)]
    more = len(rows) > limit
    return Page(tuple(rows[:limit]), _cursor(sort, rows[limit - 1]) if more else None)


def _conditions(wanted: Filter) -> list[ColumnElement[bool]]:
    equal = {
        Table.force_code: wanted.force_code,
        Table.programme_id: wanted.programme_id,
        Table.phase: wanted.phase,
    }
    conditions = [column == value for column, value in equal.items() if value is not None]
    if wanted.is_overdue is not None:
        conditions.append(Table.overdue > 0 if wanted.is_overdue else Table.overdue == 0)
    if wanted.is_open is not None:
        closed = Table.closed_at
        conditions.append(closed.is_(None) if wanted.is_open else closed.is_not(None))
    if wanted.serving is not None:
        conditions.append(_serves(wanted.serving))
    return conditions


def _serves(person: str) -> ColumnElement[bool]:
    return exists().where(
        AppointmentTable.inspection == Table.reference,
        AppointmentTable.person == person,
        AppointmentTable.until_at.is_(None),
    )


# The databases disagree on where NULL sorts, so it is said.
_UNDATED = case((Table.next_due.is_(None), 1), else_=0)
_ORDER: dict[Sort, tuple[Any, ...]] = {
    Sort.REFERENCE: (),
    Sort.DUE: (_UNDATED, Table.next_due),
    Sort.NEWEST: (Table.created_at.desc(),),
}


def _cursor(sort: Sort, last: Inspection) -> str:
    moment = {Sort.DUE: last.next_due, Sort.NEWEST: last.created_at}.get(sort)
    return write_cursor(sort.value, moment and moment.isoformat(), last.reference)


def _follows(sort: Sort, cursor: str) -> ColumnElement[bool]:
    of_sort, text, reference = read_cursor(cursor, 3)
    if of_sort != sort.value or not isinstance(reference, str):
        raise BadCursor
    later = Table.reference > reference
    if sort is Sort.REFERENCE:
        return later
    if sort is Sort.DUE and text is None:
        return and_(Table.next_due.is_(None), later)
    moment = _moment(text)
    if sort is Sort.NEWEST:
        return or_(Table.created_at < moment, and_(Table.created_at == moment, later))
    same = and_(Table.next_due == moment, later)
    return or_(Table.next_due.is_(None), Table.next_due > moment, same)


def _moment(text: Any) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except (TypeError, ValueError) as error:
        raise BadCursor from error
    if moment.tzinfo is None:
        raise BadCursor
    return moment
