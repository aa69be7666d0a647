"""In which order inspections are listed: a list in stretches, each walked by an index.

A stretch is a condition (one phase, one force, what has a date) within which one column and the
reference give the order; pages continue by the last row shown.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, select, true, tuple_

from criteria.visibility import Viewer
from records.errors import BadCursor
from records.filtering import next_due_of
from records.pages import LARGEST, Page, moment_of, read_cursor, write_cursor
from records.searching import folded
from records.session import Session
from records.tables import ForceTable
from records.tables import InspectionTable as Table
from workflows.phases import Phase

_PHASES = tuple(phase.value for phase in Phase)


class Sort(StrEnum):
    """What a list is sorted by. What lacks the date comes last in either direction."""

    REFERENCE = "reference"
    DUE = "due"  # what is due first comes first
    NEWEST = "newest"  # the last started comes first
    FORCE = "force"  # by the force's English name
    PHASE = "phase"  # in the order of the process
    ISSUED = "issued"  # the first issued comes first


@dataclass(frozen=True)
class Stretch:
    """A part of the list. `key` names it in cursors; `moment` orders it before the reference."""

    key: str
    condition: ColumnElement[bool]
    moment: Any = None  # a column of moments


@dataclass(frozen=True)
class Order:
    """A sort in one direction, as a viewer sees it."""

    sort: Sort
    backwards: bool
    stretches: Sequence[Stretch]

    def rows_of(self, stretch: Stretch, query: Select[Any]) -> Select[Any]:
        """The rows of a stretch in order; each tells its place for a cursor."""
        dated = stretch.moment is not None
        columns = [stretch.moment, Table.reference] if dated else [Table.reference]
        order = [column.desc() if self.backwards else column.asc() for column in columns]
        place = [column.label(f"place_{n}") for n, column in enumerate(columns)]
        return query.add_columns(*place).where(stretch.condition).order_by(*order)

    def cursor(self, stretch: Stretch, row: Any) -> str:
        """The place behind a row of `rows_of`."""
        if stretch.moment is None:
            at, reference = None, row.place_0
        else:
            at, reference = row.place_0.isoformat(), row.place_1
        return write_cursor(self.sort.value, self.backwards, stretch.key, at, reference)

    def read(self, cursor: str) -> tuple[int, ColumnElement[bool]]:
        """Which stretch goes on, and what follows in it. Raises BadCursor for none of ours."""
        sort, backwards, key, at, reference = read_cursor(cursor, 5)
        places = [n for n, stretch in enumerate(self.stretches) if stretch.key == key]
        if (sort, backwards) != (self.sort.value, self.backwards) or not places:
            raise BadCursor
        if not isinstance(reference, str):
            raise BadCursor
        return places[0], self._behind(self.stretches[places[0]], at, reference)

    def _behind(self, stretch: Stretch, at: Any, reference: str) -> ColumnElement[bool]:
        if stretch.moment is None:
            last, columns = reference, Table.reference
            return columns < last if self.backwards else columns > last
        # Row values: an index on (moment, reference) starts right behind the last row.
        place: Any = tuple_(stretch.moment, Table.reference)
        behind = (moment_of(at), reference)
        found: ColumnElement[bool] = place < behind if self.backwards else place > behind
        return found


async def order_of(session: Session, viewer: Viewer, sort: Sort, descending: bool = False) -> Order:
    """The order of a list for a viewer; `descending` turns it round, undated rows stay last."""
    if sort is Sort.NEWEST:
        return Order(sort, not descending, _dated(Table.created_at))
    stretches = await _stretches(session, viewer, sort)
    if descending and sort in (Sort.FORCE, Sort.PHASE):
        stretches = list(reversed(stretches))
    return Order(sort, descending, stretches)


async def _stretches(session: Session, viewer: Viewer, sort: Sort) -> Sequence[Stretch]:
    if sort is Sort.DUE:
        return _dated(next_due_of(viewer.side))
    if sort is Sort.ISSUED:
        return _dated(Table.issued_at)
    if sort is Sort.FORCE:
        return [Stretch(code, Table.force_code == code) for code in await _forces(session)]
    if sort is Sort.PHASE:
        return _phases()
    return [Stretch("", true())]


def _dated(moment: Any) -> list[Stretch]:
    # Not NULLS LAST: no index gives that in both directions on both databases.
    dated = Stretch("dated", moment.is_not(None), moment)
    return [dated, Stretch("undated", moment.is_(None))]


async def _forces(session: Session) -> list[str]:
    inspected = exists().where(Table.force_code == ForceTable.code)
    rows = await session.execute(select(ForceTable.code, ForceTable.name).where(inspected))
    return [row.code for row in sorted(rows, key=lambda row: (folded(row.name), row.code))]


def _phases() -> list[Stretch]:
    others = Stretch("", Table.phase.not_in(_PHASES))  # of another version of the program
    return [*(Stretch(phase, Table.phase == phase) for phase in _PHASES), others]


@dataclass(frozen=True)
class Extent:
    """What is known beforehand of all that a query finds, to spare asking where nothing is.

    `phases`: no others occur. `forces`: reference -> force code of all of them, where they are few.
    """

    phases: Collection[str]
    forces: Mapping[str, str] | None = None

    def may_meet(self, sort: Sort, stretch: Stretch) -> bool:
        """Whether any of them may stand in the stretch."""
        if self.forces is not None and not self.forces:
            return False
        if sort is Sort.FORCE and self.forces is not None:
            return stretch.key in self.forces.values()
        known = {phase if phase in _PHASES else "" for phase in self.phases}
        return sort is not Sort.PHASE or stretch.key in known


async def read_page(
    session: Session,
    order: Order,
    query: Select[Any],
    after: str | None,
    limit: int,
    extent: Extent | None = None,
) -> Page[Any]:
    """Rows of the query from behind `after`; `limit` is brought within bounds. Raises BadCursor.

    What the caller knows of the extent must be true at this moment: in the same session.
    """
    limit = max(1, min(limit, LARGEST))
    first, behind = order.read(after) if after is not None else (0, true())
    if extent is not None and extent.forces is not None:
        query = query.where(Table.reference.in_(extent.forces))
    found: list[tuple[Stretch, Any]] = []
    for stretch in order.stretches[first:]:
        if extent is None or extent.may_meet(order.sort, stretch):
            rows = order.rows_of(stretch, query.where(behind)).limit(limit + 1 - len(found))
            found += [(stretch, row) for row in await session.execute(rows)]
        if len(found) > limit:
            break
        behind = true()
    more = len(found) > limit
    shown = found[:limit]
    return Page(tuple(row for _, row in shown), order.cursor(*shown[-1]) if more else None)
