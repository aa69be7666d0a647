"""Drafts: what is being written and touches no workflow. Two people who type lose nothing.

Every save names the version it started from; a save that comes second is refused with the text that
stands. What a force writes is the whole force's, everything else is the person's who writes it.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, select, update

from criteria.roles import Side
from criteria.visibility import Kind, Sight, Viewer, sight
from records.errors import DraftConflict, NotFound
from records.session import Records, Session
from records.tables import AppointmentTable, DraftTable, ShareTable
from records.upsert import insert_missing
from records.values import read_value

FORCE = "force"
_OF_THE_FORCE = frozenset({Kind.RETURN, Kind.ELIGIBLE_CASES, Kind.AUDIT, Kind.ACCURACY_POINTS})


@dataclass(frozen=True)
class Draft:
    """One draft. `version` counts saves from 1; `author` saved last."""

    inspection: str
    kind: Kind
    subject: str
    owner_scope: str
    version: int
    content: dict[str, Any]
    author: str
    updated_at: datetime


def owner_scope(kind: Kind, viewer: Viewer) -> str:
    """Whose draft of this kind the viewer works on: the force's, or their own."""
    return FORCE if kind in _OF_THE_FORCE else viewer.person


async def find_draft(
    records: Records, viewer: Viewer, inspection: str, kind: Kind, subject: str
) -> Draft | None:
    """The draft of one subject; None where there is none or it is not the viewer's to see."""
    async with records.reading() as session:
        if not await _may_write(session, viewer, inspection, kind, subject):
            return None
        return await _find(session, inspection, kind, subject, owner_scope(kind, viewer))


async def list_drafts(records: Records, viewer: Viewer, inspection: str, kind: Kind) -> list[Draft]:
    """The drafts of a kind that are the viewer's to see, by subject."""
    query = (
        select(DraftTable)
        .where(
            DraftTable.inspection == inspection,
            DraftTable.kind == kind.value,
            DraftTable.owner_scope == owner_scope(kind, viewer),
        )
        .order_by(DraftTable.subject)
    )
    async with records.reading() as session:
        if not _may_write_any(viewer, kind) or not await _serves(session, viewer, inspection):
            return []
        rows = [read_value(Draft, row) for row in await session.scalars(query)]
        if not _is_limited(viewer, kind):
            return rows
        shared = set(await session.scalars(_shared(viewer, inspection)))
        return [row for row in rows if row.subject in shared]


async def save_draft(
    records: Records,
    viewer: Viewer,
    inspection: str,
    kind: Kind,
    subject: str,
    content: dict[str, Any],
    *,
    expected_version: int,
    at: datetime,
) -> Draft:
    """Save over the version that the writer saw: 0 for a draft that was not there yet.

    Raises DraftConflict with the draft that stands if another was saved in between, and NotFound
    where the subject is not the viewer's to write.
    """
    scope = owner_scope(kind, viewer)
    async with records.transaction() as session:
        if not await _may_write(session, viewer, inspection, kind, subject):
            raise NotFound("draft", subject)
        key = {"inspection": inspection, "kind": kind.value, "subject": subject}
        saved = {"content": content, "author": viewer.person, "updated_at": at}
        values: dict[str, Any] = {**key, "owner_scope": scope, **saved}
        if not await _save(session, values, expected_version):
            standing = await _find(session, inspection, kind, subject, scope)
            raise DraftConflict(expected_version, standing)
        return Draft(**{**values, "kind": kind, "version": expected_version + 1})


async def _save(session: Session, values: dict[str, Any], expected_version: int) -> bool:
    if expected_version == 0:
        return await insert_missing(session, DraftTable, {**values, "version": 1})
    result = await session.execute(
        update(DraftTable)
        .where(
            DraftTable.inspection == values["inspection"],
            DraftTable.kind == values["kind"],
            DraftTable.subject == values["subject"],
            DraftTable.owner_scope == values["owner_scope"],
            DraftTable.version == expected_version,
        )
        .values(version=expected_version + 1, **values)
        .returning(DraftTable.version)
    )
    return result.first() is not None


async def _find(
    session: Session, inspection: str, kind: Kind, subject: str, scope: str
) -> Draft | None:
    row = await session.get(DraftTable, (inspection, kind.value, subject, scope))
    return None if row is None else read_value(Draft, row)


def _may_write_any(viewer: Viewer, kind: Kind) -> bool:
    """Whether drafts of this kind are this viewer's business at all."""
    if kind in _OF_THE_FORCE:
        return viewer.side is Side.FORCE and sight(kind, viewer) is not Sight.NEVER
    return sight(kind, viewer) is not Sight.NEVER


def _is_limited(viewer: Viewer, kind: Kind) -> bool:
    """Contributors of the force work on the rows shared with them, and on no other."""
    return kind in _OF_THE_FORCE and viewer.side is Side.FORCE and sight(kind, viewer) is Sight.OWN


async def _may_write(
    session: Session, viewer: Viewer, inspection: str, kind: Kind, subject: str
) -> bool:
    if not _may_write_any(viewer, kind) or not await _serves(session, viewer, inspection):
        return False
    if not _is_limited(viewer, kind):
        return True
    shared = _shared(viewer, inspection, ShareTable.row == subject)
    return (await session.scalars(shared)).first() is not None


async def _serves(session: Session, viewer: Viewer, inspection: str) -> bool:
    """A second lock behind the roles: a viewer of one inspection opens no other."""
    query = select(AppointmentTable.id).where(
        AppointmentTable.inspection == inspection,
        AppointmentTable.person == viewer.person,
        AppointmentTable.until_at.is_(None),
    )
    return (await session.scalars(query)).first() is not None


def _shared(viewer: Viewer, inspection: str, *more: ColumnElement[bool]) -> Any:
    return select(ShareTable.row).where(
        ShareTable.inspection == inspection, ShareTable.person == viewer.person, *more
    )
