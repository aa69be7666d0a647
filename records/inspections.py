"""Inspections as rows of a list: starting one, finding one, listing them page by page.

What is not within a viewer's reach does not exist for them: the same NotFound, the same silence.
"""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import insert, select

from criteria.visibility import Viewer
from records.errors import NotFound
from records.filtering import Filter, conditions
from records.ordering import Sort, order_of, read_page
from records.pages import Page
from records.searching import role_codes, searched_text
from records.session import Records, Session
from records.tables import InspectionTable as Table
from records.values import read_value
from records.visibility import reachable

__all__ = [
    "Filter",
    "Inspection",
    "NewInspection",
    "Sort",
    "create_inspection",
    "get_inspection",
    "list_inspections",
]


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
    paused_at: datetime | None
    withdrawn_at: datetime | None
    created_at: datetime
    created_by: str


async def create_inspection(session: Session, new: NewInspection, at: datetime) -> Inspection:
    """Start the record of an inspection. Nothing is asked of anybody yet."""
    row = {
        "awaiting": [],
        "awaited": role_codes([]),
        "overdue": 0,
        "searched": searched_text(new.reference, new.title),
        "created_at": at,
    }
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
    descending: bool = False,
    after: str | None = None,
    limit: int = 50,
) -> Page[Inspection]:
    """A page of the inspections within the viewer's reach. `after` is the page before's `next`.

    Raises BadCursor where `after` is none that this list, sort and direction gave out. Lists for
    people to read, with names and counts, stand in records/overview.py.
    """
    async with records.reading() as session:
        order = await order_of(session, viewer, sort, descending)
        query = select(Table).where(*await conditions(session, viewer, wanted or Filter()))
        page = await read_page(session, order, query, after, limit)
        return Page(tuple(read_value(Inspection, row[0]) for row in page.items), page.next)
