"""What people were told: notices as their recipients and the inspections' people read them."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, func, or_, select

from criteria.roles import Side
from criteria.visibility import Viewer
from records.errors import BadCursor
from records.notices import Notice
from records.pages import LARGEST, moment_of, read_cursor, write_cursor
from records.session import Records
from records.tables import InspectionTable, NoticeTable
from records.values import read_value
from records.visibility import reachable


@dataclass(frozen=True)
class Messages:
    """A page of a person's messages, the newest first; `total` counts all of them."""

    items: tuple[Notice, ...]
    total: int
    next: str | None


async def read_messages(
    records: Records, person: str, *, after: str | None = None, limit: int = 50
) -> Messages:
    """What a person was told. `after` is the `next` of the page before; raises BadCursor."""
    limit = max(1, min(limit, LARGEST))
    theirs = NoticeTable.recipient == person
    query = select(NoticeTable).where(theirs)
    if after is not None:
        query = query.where(_behind(after))
    query = query.order_by(NoticeTable.queued_at.desc(), NoticeTable.key).limit(limit + 1)
    counted = select(func.count()).select_from(NoticeTable).where(theirs)
    async with records.reading() as session:
        rows = [read_value(Notice, row) for row in await session.scalars(query)]
        total = (await session.scalars(counted)).one()
    items = tuple(rows[:limit])
    return Messages(items, total, _cursor(items[-1]) if len(rows) > limit else None)


async def list_for_inspection(records: Records, viewer: Viewer, inspection: str) -> list[Notice]:
    """An inspection's notices, oldest first: all for the inspectorate, their own for others."""
    query = (
        select(NoticeTable)
        .join(InspectionTable, InspectionTable.reference == NoticeTable.inspection)
        .where(NoticeTable.inspection == inspection, reachable(viewer))
        .order_by(NoticeTable.queued_at, NoticeTable.key)
    )
    if viewer.side is not Side.INSPECTORATE:
        query = query.where(NoticeTable.recipient == viewer.person)
    async with records.reading() as session:
        return [read_value(Notice, row) for row in await session.scalars(query)]


def _cursor(last: Notice) -> str:
    return write_cursor("messages", last.queued_at.isoformat(), last.key)


def _behind(cursor: str) -> Any:
    of_list, at, key = read_cursor(cursor, 3)
    if of_list != "messages" or not isinstance(key, str):
        raise BadCursor
    moment = moment_of(at)
    same = and_(NoticeTable.queued_at == moment, NoticeTable.key > key)
    return or_(NoticeTable.queued_at < moment, same)
