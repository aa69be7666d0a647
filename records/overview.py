"""Many inspections at once, as a list or timeline shows them: rows, their number, filter counts.

Everything here is reduced to what the viewer may know: to others than the inspectorate `awaiting`,
`next_due` and `overdue` speak of their own side only.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import Select, and_, case, func, or_, select

from criteria.roles import Role, Side, side_of
from criteria.visibility import Viewer
from records.filtering import Clause, Filter, counted, is_late, lasting, next_due_of, overdue_of
from records.ordering import Extent, Sort, order_of, read_page
from records.pages import LARGEST, Page
from records.session import Records, Session
from records.tables import ForceTable
from records.tables import InspectionTable as Table
from records.values import read_value


@dataclass(frozen=True)
class Row:
    """An inspection in a list or timeline. `awaiting` holds role codes, `overdue` counts tasks."""

    reference: str
    title: str
    programme_id: str
    force_code: str
    force_name: str
    force_welsh_name: str | None
    phase: str
    awaiting: tuple[str, ...]
    next_due: datetime | None
    overdue: int
    issued_at: datetime | None
    fieldwork_start: date | None
    fieldwork_end: date | None
    closed_at: datetime | None
    created_at: datetime
    paused_at: datetime | None = None
    withdrawn_at: datetime | None = None


@dataclass(frozen=True)
class Counts:
    """How many inspections the viewer would see. `total` is what the whole filter finds.

    The others tell what a change of that one filter would find, all other filters kept: by phase
    (those with none are left out), overdue ones, open and closed ones.
    """

    total: int
    by_phase: dict[str, int]
    overdue: int
    open: int
    closed: int


@dataclass(frozen=True)
class Overview:
    """One page of a list with the counts beside its filters."""

    page: Page[Row]
    counts: Counts


@dataclass(frozen=True)
class Timeline:
    """Inspections under way in a period, by force and first date; `total` may be more than rows."""

    rows: tuple[Row, ...]
    total: int
    counts: Counts


async def look_over(
    records: Records,
    viewer: Viewer,
    wanted: Filter | None = None,
    *,
    sort: Sort = Sort.DUE,
    descending: bool = False,
    after: str | None = None,
    limit: int = 50,
) -> Overview:
    """A page of the inspections within the viewer's reach and the counts for its filters.

    `after` is the `page.next` of the page before; `limit` is brought within 1 and 200. Raises
    BadCursor where `after` is none that this list, sort and direction gave out.
    """
    wanted = wanted or Filter()
    async with records.reading() as session:
        order = await order_of(session, viewer, sort, descending)
        kept = await lasting(session, viewer, wanted)
        counts = await _counts(session, viewer, wanted, kept)
        found = [*kept, *counted(viewer, wanted)]
        few = await _few(session, found) if counts.total <= LARGEST else None
        query, extent = _rows(viewer).where(*found), Extent(counts.by_phase, few)
        page = await read_page(session, order, query, after, limit, extent)
    rows = tuple(_row(viewer, row) for row in page.items)
    return Overview(Page(rows, page.next), counts)


async def timeline(
    records: Records,
    viewer: Viewer,
    wanted: Filter | None = None,
    *,
    since: datetime,
    until: datetime,
    limit: int = LARGEST,
) -> Timeline:
    """The filtered inspections that were under way at any moment from `since` up to `until`.

    One is under way from its issue (before it: its start) until it closes. The counts are those of
    the list, at any time.
    """
    wanted = wanted or Filter()
    async with records.reading() as session:
        kept = await lasting(session, viewer, wanted)
        counts = await _counts(session, viewer, wanted, kept)
        found = [*kept, *counted(viewer, wanted)]
        began = func.coalesce(Table.issued_at, Table.created_at)
        found += [began < until, or_(Table.closed_at.is_(None), Table.closed_at >= since)]
        query = _rows(viewer).where(*found)
        order = (ForceTable.name, ForceTable.code, began, Table.reference)
        rows = await session.execute(query.order_by(*order).limit(max(1, min(limit, LARGEST))))
        shown = tuple(_row(viewer, row) for row in rows)
        total = select(func.count()).select_from(Table).where(*found)
        return Timeline(shown, (await session.scalars(total)).one(), counts)


def _rows(viewer: Viewer) -> Select[Any]:
    return _rows_of(viewer.side)


@cache
def _rows_of(side: Side) -> Select[Any]:
    return select(
        Table.reference,
        Table.title,
        Table.programme_id,
        Table.force_code,
        ForceTable.name.label("force_name"),
        ForceTable.welsh_name.label("force_welsh_name"),
        Table.phase,
        Table.awaiting,
        next_due_of(side).label("next_due"),
        overdue_of(side).label("overdue"),
        Table.issued_at,
        Table.fieldwork_start,
        Table.fieldwork_end,
        Table.closed_at,
        Table.paused_at,
        Table.withdrawn_at,
        Table.created_at,
    ).join(ForceTable, ForceTable.code == Table.force_code)


def _row(viewer: Viewer, found: Any) -> Row:
    """Who is awaited on the other side is not told: a panel at work says that the two differ."""
    row = read_value(Row, found)
    if viewer.side is Side.INSPECTORATE:
        return row
    own = tuple(role for role in row.awaiting if side_of(Role(role)) is viewer.side)
    return replace(row, awaiting=own)


async def _few(session: Session, found: Sequence[Clause]) -> dict[str, str]:
    """The few that a filter finds, reference -> force: no index that gives the order would meet
    them soon."""
    query = select(Table.reference, Table.force_code).where(*found)
    return {row.reference: row.force_code for row in await session.execute(query)}


async def _counts(
    session: Session, viewer: Viewer, wanted: Filter, kept: Sequence[Clause]
) -> Counts:
    """One reading of all that the other filters leave, by the three filters that have counts.

    Grouped by the phase alone, an index gives the groups and all columns of the filters.
    """
    query = select(Table.phase, func.count(), *_sums(viewer.side)).where(*kept)
    groups: list[_Group] = []
    found = await session.execute(query.group_by(Table.phase))
    for phase, total, opens, late, late_closed in found:
        cells = {
            (True, True): late,
            (True, False): late_closed,
            (False, True): opens - late,
            (False, False): total - opens - late_closed,
        }
        groups += [_Group(phase, *is_, number) for is_, number in cells.items() if number]
    return _summed(groups, wanted)


@cache
def _sums(side: Side) -> tuple[Any, ...]:
    """How many are open, how many of the open ones late, how many of the closed ones late."""
    # Lateness last: it is asked of each inspection once, and only where the rest holds.
    late, closed = is_late(side), Table.closed_at
    return (
        _sum(closed.is_(None)),
        _sum(and_(closed.is_(None), late)),
        _sum(and_(closed.is_not(None), late)),
    )


def _sum(condition: Clause) -> Any:
    return func.sum(case((condition, 1), else_=0))


@dataclass(frozen=True)
class _Group:
    """So many inspections of one phase that are late or not, open or not."""

    phase: str
    late: bool
    open: bool
    number: int

    def within(self, wanted: Filter, besides: str) -> bool:
        """Whether the filter finds it, the question `besides` left open."""
        asked = {
            "phase": wanted.phase in (None, self.phase),
            "late": wanted.is_overdue in (None, self.late),
            "open": wanted.is_open in (None, self.open),
        }
        return all(fits for name, fits in asked.items() if name != besides)


def _summed(groups: Sequence[_Group], wanted: Filter) -> Counts:
    by_phase: Counter[str] = Counter()
    for group in groups:
        if group.within(wanted, "phase"):
            by_phase[group.phase] += group.number

    def number(besides: str, of: Callable[[_Group], bool]) -> int:
        return sum(one.number for one in groups if one.within(wanted, besides) and of(one))

    return Counts(
        total=number("", lambda _: True),
        by_phase=dict(by_phase),
        overdue=number("late", lambda group: group.late),
        open=number("open", lambda group: group.open),
        closed=number("open", lambda group: not group.open),
    )
