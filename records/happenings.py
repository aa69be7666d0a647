"""What happened in an inspection, for people to read: the newest entries of its journal first.

Who may not read the whole journal reads what concerns them: what they did themselves, and what
brought them a notice.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from criteria.visibility import Viewer
from records.pages import LARGEST
from records.session import Records, Session
from records.tables import JournalTable, NoticeTable

_MEMBERS = ("position", "at", "event", "actor", "act_id", "body")


@dataclass(frozen=True)
class Happening:
    """One entry of a journal. `actor` is None for what no person did; `body` holds codes only."""

    position: int
    at: datetime
    event: str
    actor: str | None
    act_id: str | None
    body: dict[str, Any]

    @property
    def task(self) -> str:
        """The task that an entry of time is about; "" for none."""
        return str(self.body.get("task", ""))


@dataclass(frozen=True)
class Happenings:
    """Some entries, newest first; `total` counts all that the viewer may read."""

    items: tuple[Happening, ...]
    total: int


async def list_happenings(
    records: Records,
    viewer: Viewer,
    inspection: str,
    *,
    whole: bool,
    before: int | None = None,
    limit: int = 50,
) -> Happenings:
    """Entries older than position `before`. `whole`: the caller has checked that the viewer may
    read the whole journal of this inspection; else only what concerns the viewer.
    """
    limit = max(1, min(limit, LARGEST))
    async with records.reading() as session:
        if not whole:
            return await _own(session, viewer, inspection, before, limit)
        query = _entries(inspection, before).limit(limit)
        rows = [Happening(*row) for row in await session.execute(query)]
        counted = select(func.count()).where(JournalTable.chain == inspection)
        return Happenings(tuple(rows), (await session.scalars(counted)).one())


async def _own(
    session: Session, viewer: Viewer, inspection: str, before: int | None, limit: int
) -> Happenings:
    # What an entry vouches for lies in its body, which no query looks into.
    told = select(NoticeTable.effect).where(
        NoticeTable.inspection == inspection, NoticeTable.recipient == viewer.person
    )
    heard = set(await session.scalars(told))
    rows = [Happening(*row) for row in await session.execute(_entries(inspection, None))]
    own = [row for row in rows if row.actor == viewer.person or row.body.get("effect") in heard]
    older = [row for row in own if before is None or row.position < before]
    return Happenings(tuple(older[:limit]), len(own))


def _entries(inspection: str, before: int | None) -> Any:
    columns = [getattr(JournalTable, name) for name in _MEMBERS]
    query = select(*columns).where(JournalTable.chain == inspection)
    if before is not None:
        query = query.where(JournalTable.position < before)
    return query.order_by(JournalTable.position.desc())
