"""Revisions: what people said, immutable. Every read takes a viewer or an audience and is filtered.

`standing` marks the latest accepted revision of a subject; a projection sets it, nothing else does.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, Protocol

from sqlalchemy import bindparam, exists, func, insert, select, update

from criteria.roles import Side
from criteria.visibility import Audience, Kind, Viewer
from records.canonical import digest
from records.errors import NotFound
from records.identifiers import new_salt
from records.session import Records, Session
from records.tables import ActTable, RevisionTable
from records.values import read_value
from records.visibility import visible


@dataclass(frozen=True)
class NewRevision:
    """Something said. `subject` is a row, case, indicator or section code."""

    kind: Kind
    subject: str
    content: dict[str, Any]


@dataclass(frozen=True)
class Revision:
    """Something said, as it is kept. `hash` covers salt and content; versions count per subject."""

    id: str
    inspection: str
    kind: Kind
    subject: str
    version: int
    author: str
    side: Side
    content: dict[str, Any]
    hash: str
    act_id: str
    created_at: datetime
    accepted_at: datetime | None
    approved_at: datetime | None
    standing: bool


class Saying(Protocol):
    """Who says something, from which side, in which inspection: a NewAct is one."""

    @property
    def inspection(self) -> str: ...
    @property
    def actor(self) -> str: ...
    @property
    def side(self) -> Side: ...


async def get_revision(
    records: Records, viewer: Viewer | Audience, inspection: str, revision_id: str
) -> Revision:
    """One revision of this inspection. Raises NotFound, also where the viewer may not see it."""
    query = select(RevisionTable).where(
        RevisionTable.id == revision_id, RevisionTable.inspection == inspection, visible(viewer)
    )
    async with records.reading() as session:
        row = (await session.scalars(query)).one_or_none()
        if row is None:
            raise NotFound("revision", revision_id)
        return _read(row)


async def find_standing(
    records: Records, viewer: Viewer | Audience, inspection: str, kind: Kind, subject: str
) -> Revision | None:
    """The standing revision of one subject, if there is one that the viewer may see."""
    about = {"inspection": inspection, "kind": kind.value, "subject": subject}
    async with records.reading() as session:
        row = (await session.scalars(_standing_of(viewer), about)).one_or_none()
        return None if row is None else _read(row)


async def list_standing(
    records: Records, viewer: Viewer | Audience, inspection: str, kind: Kind
) -> list[Revision]:
    """The standing revisions of a kind that the viewer may see, by subject."""
    about = {"inspection": inspection, "kind": kind.value}
    async with records.reading() as session:
        return [_read(row) for row in await session.scalars(_standing(viewer), about)]


async def list_revisions(
    records: Records, viewer: Viewer | Audience, inspection: str, kind: Kind, subject: str
) -> list[Revision]:
    """Every revision of one subject that the viewer may see, oldest first.

    What an act said that was refused is left out: it was never done. What waits for the engine
    is there, without a moment of acceptance.
    """
    refused = exists().where(ActTable.id == RevisionTable.act_id, ActTable.state == "refused")
    query = (
        select(RevisionTable)
        .where(
            RevisionTable.inspection == inspection,
            RevisionTable.kind == kind,
            RevisionTable.subject == subject,
            visible(viewer),
            ~refused,
        )
        .order_by(RevisionTable.version)
    )
    async with records.reading() as session:
        return [_read(row) for row in await session.scalars(query)]


# Built once a viewer: to build a query takes longer than to ask the database.
@lru_cache(maxsize=1024)
def _standing(viewer: Viewer | Audience) -> Any:
    return (
        select(RevisionTable)
        .where(
            RevisionTable.inspection == bindparam("inspection"),
            RevisionTable.kind == bindparam("kind"),
            RevisionTable.standing,
            visible(viewer),
        )
        .order_by(RevisionTable.subject)
    )


@lru_cache(maxsize=1024)
def _standing_of(viewer: Viewer | Audience) -> Any:
    return _standing(viewer).where(RevisionTable.subject == bindparam("subject"))


async def add_revisions(
    session: Session,
    saying: Saying,
    act_id: str,
    revisions: Sequence[tuple[str, NewRevision]],
    at: datetime,
) -> None:
    """Keep the revisions of an act under the given ids. The caller holds the inspection's lock."""
    last = await _last_versions(session, saying.inspection, [new for _, new in revisions])
    rows = []
    for id_, new in revisions:
        key = (new.kind.value, new.subject)
        last[key] = last.get(key, 0) + 1
        rows.append({"id": id_, "version": last[key], **_said(new)})
    if rows:
        shared = {
            "inspection": saying.inspection,
            "author": saying.actor,
            "side": saying.side.value,
            "act_id": act_id,
            "created_at": at,
            "standing": False,
        }
        await session.execute(insert(RevisionTable), [row | shared for row in rows])


def _said(new: NewRevision) -> dict[str, Any]:
    salt = new_salt()
    return {
        "kind": new.kind.value,
        "subject": new.subject,
        "content": new.content,
        "salt": salt,
        "hash": digest(new.content, salt),
    }


async def _last_versions(
    session: Session, inspection: str, revisions: Sequence[NewRevision]
) -> dict[tuple[str, str], int]:
    query = (
        select(RevisionTable.kind, RevisionTable.subject, func.max(RevisionTable.version))
        .where(
            RevisionTable.inspection == inspection,
            RevisionTable.kind.in_({new.kind.value for new in revisions}),
        )
        .group_by(RevisionTable.kind, RevisionTable.subject)
    )
    rows = await session.execute(query)
    return {(kind, subject): last for kind, subject, last in rows}


async def accept_revisions(
    session: Session, inspection: str, act_id: str, at: datetime
) -> dict[str, str]:
    """Accept what an act said: each revision stands from now on, the one before it no longer.

    Gives the salted hash of each, for the journal.
    """
    query = (
        select(RevisionTable.id, RevisionTable.kind, RevisionTable.subject, RevisionTable.hash)
        .where(RevisionTable.act_id == act_id, RevisionTable.inspection == inspection)
        .order_by(RevisionTable.version)
    )
    rows = (await session.execute(query)).all()
    latest = {(row.kind, row.subject): row.id for row in rows}
    for kind in sorted({row.kind for row in rows}):
        await session.execute(
            _change(inspection)
            .where(
                RevisionTable.kind == kind,
                RevisionTable.subject.in_([row.subject for row in rows if row.kind == kind]),
                RevisionTable.standing,
            )
            .values(standing=False)
        )
    accepted = _change(inspection).where(RevisionTable.act_id == act_id)
    await session.execute(
        accepted.where(RevisionTable.accepted_at.is_(None)).values(accepted_at=at)
    )
    await session.execute(
        accepted.where(RevisionTable.id.in_(latest.values())).values(standing=True)
    )
    return {row.id: row.hash for row in rows}


async def approve_revisions(
    session: Session, inspection: str, revision_ids: Sequence[str], at: datetime
) -> None:
    """Mark the revisions that the force's approver approved."""
    await session.execute(
        _change(inspection).where(RevisionTable.id.in_(revision_ids)).values(approved_at=at)
    )


async def withdraw_revisions(
    session: Session, inspection: str, withdrawn: Sequence[tuple[str, str | None]]
) -> None:
    """Take away the standing of what no longer holds though nothing has taken its place yet.

    Each is (kind, subject); without a subject, everything of the kind.
    """
    for kind, subject in withdrawn:
        statement = _change(inspection).where(RevisionTable.kind == kind, RevisionTable.standing)
        if subject is not None:
            statement = statement.where(RevisionTable.subject == subject)
        await session.execute(statement.values(standing=False))


def _change(inspection: str) -> Any:
    statement = update(RevisionTable).where(RevisionTable.inspection == inspection)
    return statement.execution_options(synchronize_session=False)


def _read(row: RevisionTable) -> Revision:
    return read_value(Revision, row)
