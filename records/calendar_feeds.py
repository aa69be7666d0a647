"""Calendar feeds: one secret address a person, and the dates of what is asked of them now.

A calendar program cannot sign in, so whoever has the address reads the feed. Only the hash of its
token is kept: a copy of the database opens no feed. A new token ends the old one, and so does
handing over a role.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select

from records.errors import NotFound
from records.people import Person
from records.session import Records, Session
from records.tables import CalendarFeedTable, PersonTable, TaskPersonTable, TaskTable
from records.upsert import put
from records.values import read_value

TOKEN_BYTES = 32


@dataclass(frozen=True)
class Dated:
    """An open task of a person that has a date. `id` is the task's own."""

    id: str
    inspection: str
    title: str
    due: datetime


async def make_feed(records: Records, person: str, at: datetime) -> str:
    """A new token for the person's feed; the one before it is worth nothing any more.

    It is told this once and cannot be read again.
    """
    token = secrets.token_urlsafe(TOKEN_BYTES)
    values = {"person": person, "token_hash": _hash(token), "made_at": at}
    async with records.transaction() as session:
        await put(session, CalendarFeedTable, values)
    return token


async def end_feed(session: Session, person: str) -> None:
    """The person's address opens nothing from now on. Safe where there is none."""
    await session.execute(delete(CalendarFeedTable).where(CalendarFeedTable.person == person))


async def feed_made_at(records: Records, person: str) -> datetime | None:
    """Since when the person has a feed; None where there is none."""
    async with records.reading() as session:
        row = await session.get(CalendarFeedTable, person)
        return row.made_at if row is not None else None


async def feed_owner(records: Records, token: str) -> Person:
    """Whose feed the token opens. Raises NotFound, which names no token."""
    query = (
        select(PersonTable)
        .join(CalendarFeedTable, CalendarFeedTable.person == PersonTable.id)
        .where(CalendarFeedTable.token_hash == _hash(token))
    )
    async with records.reading() as session:
        row = (await session.scalars(query)).one_or_none()
        if row is None:
            raise NotFound("calendar feed", "")
        return read_value(Person, row)


async def list_dated(records: Records, person: str) -> list[Dated]:
    """Everything asked of the person that has a date, the first due first."""
    query = (
        select(TaskTable.id, TaskTable.inspection, TaskTable.title, TaskTable.due)
        .join(TaskPersonTable, TaskPersonTable.task_id == TaskTable.id)
        .where(
            TaskPersonTable.person == person,
            TaskTable.done_at.is_(None),
            TaskTable.due.is_not(None),
        )
        .order_by(TaskTable.due, TaskTable.id)
    )
    async with records.reading() as session:
        return [read_value(Dated, row) for row in await session.execute(query)]


def _hash(token: str) -> str:
    """A token is 32 random bytes: there is nothing to guess that a slow hash would protect."""
    return hashlib.sha256(token.encode()).hexdigest()
