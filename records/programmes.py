"""Programmes as they were when an inspection was bound to them: by content hash, never changed."""

from dataclasses import dataclass
from typing import Any

from records.canonical import digest
from records.errors import NotFound
from records.session import Records, Session
from records.tables import ProgrammeTable
from records.upsert import insert_missing
from records.values import read_value


@dataclass(frozen=True)
class Programme:
    """A pinned programme. `hash` is the SHA-256 of the canonical JSON of its content."""

    hash: str
    id: str
    version: str
    content: dict[str, Any]


async def pin_programme(
    session: Session, programme_id: str, version: str, content: dict[str, Any]
) -> str:
    """Keep a programme as it is now, once for each content. Gives its hash."""
    hash_ = digest(content)
    values = {"hash": hash_, "id": programme_id, "version": version, "content": content}
    await insert_missing(session, ProgrammeTable, values)
    return hash_


async def get_programme(records: Records, hash_: str) -> Programme:
    """The programme pinned under a hash. Raises NotFound."""
    async with records.reading() as session:
        row = await session.get(ProgrammeTable, hash_)
        if row is None:
            raise NotFound("programme", hash_)
        return read_value(Programme, row)
