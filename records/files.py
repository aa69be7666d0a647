"""Stored files as rows: which inspection's, of what kind and version, made for which audience."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, insert, select

from criteria.visibility import Viewer
from records.errors import NotFound
from records.identifiers import new_id
from records.session import Records, Session
from records.tables import AppointmentTable, FileTable, InspectionTable
from records.values import read_value
from records.visibility import may_open


@dataclass(frozen=True)
class NewFile:
    """A file that lies in the file store already, under `sha256`. `size` is in bytes.

    `audience` is one of criteria.visibility.Audience, or any other word for the inspectorate's own.
    """

    inspection: str
    kind: str
    name: str
    media_type: str
    size: int
    sha256: str
    audience: str
    act_id: str | None = None


@dataclass(frozen=True)
class StoredFile:
    """A file as it is kept; versions count per inspection and kind, from 1."""

    id: str
    inspection: str
    kind: str
    version: int
    name: str
    media_type: str
    size: int
    sha256: str
    audience: str
    made_at: datetime
    act_id: str | None


async def add_file(session: Session, new: NewFile, at: datetime) -> StoredFile:
    """Enter a file. One made of the same bytes by the same act again is the one entered before."""
    await _lock(session, new.inspection)
    of_kind = (FileTable.inspection == new.inspection, FileTable.kind == new.kind)
    same = select(FileTable).where(
        *of_kind, FileTable.sha256 == new.sha256, FileTable.act_id == new.act_id
    )
    row = (await session.scalars(same)).first()
    if row is None:
        last = await session.scalar(select(func.max(FileTable.version)).where(*of_kind))
        id_ = new_id("f")
        values = {**vars(new), "id": id_, "version": (last or 0) + 1, "made_at": at}
        await session.execute(insert(FileTable).values(**values))
        row = await session.get_one(FileTable, id_)
    return read_value(StoredFile, row)


async def _lock(session: Session, inspection: str) -> None:
    """One file of an inspection at a time, so that versions are numbered without gaps."""
    await session.execute(
        select(InspectionTable.reference)
        .where(InspectionTable.reference == inspection)
        .with_for_update(key_share=True)
    )


async def get_file(records: Records, viewer: Viewer, inspection: str, file_id: str) -> StoredFile:
    """One file of this inspection. Raises NotFound, also where the viewer may not open it."""
    for file in await list_files(records, viewer, inspection):
        if file.id == file_id:
            return file
    raise NotFound("file", file_id)


async def list_files(records: Records, viewer: Viewer, inspection: str) -> list[StoredFile]:
    """The files of an inspection that the viewer may open, oldest first."""
    serves = (
        select(AppointmentTable.id)
        .where(
            AppointmentTable.inspection == inspection,
            AppointmentTable.person == viewer.person,
            AppointmentTable.until_at.is_(None),
        )
        .exists()
    )
    query = (
        select(FileTable)
        .where(FileTable.inspection == inspection, serves)
        .order_by(FileTable.made_at, FileTable.kind, FileTable.version)
    )
    async with records.reading() as session:
        rows = [read_value(StoredFile, row) for row in await session.scalars(query)]
    return [row for row in rows if may_open(row.audience, viewer)]
