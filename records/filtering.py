"""Which inspections a list shows: a person's filters as conditions, within the viewer's reach.

What the other side has to do is not to be found out by filtering: to a force "overdue" and
"awaiting" mean its own tasks.
"""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, false, func, or_, select

from criteria.roles import Role, Side, side_of
from criteria.visibility import Viewer
from records.searching import folded, words
from records.session import Session
from records.tables import AppointmentTable, ForceTable, PersonTable, TaskPersonTable, TaskTable
from records.tables import InspectionTable as Table
from records.visibility import reachable

Clause = ColumnElement[bool]


@dataclass(frozen=True)
class Filter:
    """Which inspections to list; None leaves a question open.

    `search` finds words in reference, title and both names of the force, whatever their case and
    accents; all words must be found.
    """

    force_code: str | None = None
    programme_id: str | None = None
    phase: str | None = None
    is_overdue: bool | None = None
    is_open: bool | None = None
    serving: str | None = None  # a person who holds an open appointment there
    awaiting: Role | None = None  # a role of whom something is asked now
    search: str | None = None


async def conditions(session: Session, viewer: Viewer, wanted: Filter) -> list[Clause]:
    """Every condition of the filter and of the viewer's reach."""
    return [*await lasting(session, viewer, wanted), *counted(viewer, wanted)]


async def lasting(session: Session, viewer: Viewer, wanted: Filter) -> list[Clause]:
    """The viewer's reach and those conditions of the filter that its counts keep to."""
    found = [reachable(viewer), *_equal(wanted)]
    if wanted.serving is not None:
        found.append(_served_by(wanted.serving))
    if wanted.awaiting is not None:
        found.append(_awaits(viewer, wanted.awaiting))
    return [*found, *await _found_by(session, wanted.search)]


def counted(viewer: Viewer, wanted: Filter) -> list[Clause]:
    """The conditions of the three filters beside which lists say what a change would find."""
    found: list[Clause] = [] if wanted.phase is None else [Table.phase == wanted.phase]
    if wanted.is_overdue is not None:
        late = is_late(viewer.side)
        found.append(late if wanted.is_overdue else ~late)
    if wanted.is_open is not None:
        closed = Table.closed_at
        found.append(closed.is_(None) if wanted.is_open else closed.is_not(None))
    return found


def _equal(wanted: Filter) -> list[Clause]:
    equal = {Table.force_code: wanted.force_code, Table.programme_id: wanted.programme_id}
    return [column == value for column, value in equal.items() if value is not None]


# Clauses never change: they are built once a side, not several times a page.


@cache
def is_late(side: Side) -> Clause:
    """Whether anything is overdue; to others than the inspectorate, anything of their own side."""
    if side is Side.INSPECTORATE:
        return Table.overdue > 0
    late: Clause = _own_tasks(side, TaskTable.id).where(TaskTable.overdue).exists()
    return late


@cache
def next_due_of(side: Side) -> Any:
    """The column of what is due next; to others than the inspectorate, of their own side."""
    if side is Side.INSPECTORATE:
        return Table.next_due
    return _own_tasks(side, func.min(TaskTable.due)).scalar_subquery()


@cache
def overdue_of(side: Side) -> Any:
    """The column that counts what is overdue; to others than the inspectorate, of their side."""
    if side is Side.INSPECTORATE:
        return Table.overdue
    late = _own_tasks(side, func.count(TaskTable.id.distinct())).where(TaskTable.overdue)
    return late.scalar_subquery()


def _own_tasks(side: Side, what: Any) -> Any:
    return (
        select(what)
        .join(TaskPersonTable, TaskPersonTable.task_id == TaskTable.id)
        .join(PersonTable, PersonTable.id == TaskPersonTable.person)
        .where(
            TaskTable.inspection == Table.reference,
            TaskTable.done_at.is_(None),
            PersonTable.side == side.value,
        )
        .correlate(Table)
    )


def _served_by(person: str) -> Clause:
    served = select(AppointmentTable.inspection).where(
        AppointmentTable.person == person, AppointmentTable.until_at.is_(None)
    )
    return Table.reference.in_(served)


def _awaits(viewer: Viewer, role: Role) -> Clause:
    if viewer.side not in (Side.INSPECTORATE, side_of(role)):
        return false()
    return Table.awaited.contains(f"|{role.value}|", autoescape=True)


async def _found_by(session: Session, search: str | None) -> list[Clause]:
    wanted = words(search or "")
    if not wanted:
        return []
    named = await session.execute(select(ForceTable.code, ForceTable.name, ForceTable.welsh_name))
    names = [(code, folded(f"{name} {welsh or ''}")) for code, name, welsh in named]
    return [_has_word(word, [code for code, name in names if word in name]) for word in wanted]


def _has_word(word: str, forces: Collection[str]) -> Clause:
    in_text = Table.searched.contains(word, autoescape=True)
    return or_(in_text, Table.force_code.in_(forces)) if forces else in_text
