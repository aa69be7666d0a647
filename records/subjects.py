"""What a workflow is about: its inspection, and how those who serve on it read.

For the engine's own writing only: unfiltered, but no content is read here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select

from criteria.roles import Side
from criteria.text_messages import mobile_of
from records.errors import NotFound
from records.files import StoredFile
from records.inspections import Inspection
from records.session import Records
from records.tables import (
    AppointmentTable,
    FileTable,
    HeadTable,
    InspectionTable,
    PersonTable,
    ProcessTable,
    ReferralTable,
)
from records.values import read_value
from workflows.names import referral_workflow_id


async def inspection_of(records: Records, workflow_id: str) -> Inspection:
    """The inspection that an inspection's, referral's or follow-up's workflow belongs to.

    Raises NotFound.
    """
    reference = workflow_id.partition("/")[2]
    async with records.reading() as session:
        if workflow_id == referral_workflow_id(reference):
            query = select(ReferralTable.inspection).where(ReferralTable.reference == reference)
            reference = (await session.scalars(query)).one_or_none() or reference
        row = await session.get(InspectionTable, reference)
        if row is None:
            raise NotFound("inspection", reference)
        return read_value(Inspection, row)


@dataclass(frozen=True)
class Reader:
    """Who reads a notice: the language they work in, the side they stand on, and whether their
    telephone takes text messages."""

    language: str
    side: Side
    mobile: bool = False


async def readers_of(
    records: Records, inspection: str, coming: Sequence[str] = ()
) -> dict[str, Reader]:
    """Person -> reader, of everybody ever appointed to the inspection and those `coming`."""
    appointed = select(AppointmentTable.person).where(AppointmentTable.inspection == inspection)
    columns = (PersonTable.id, PersonTable.language, PersonTable.side, PersonTable.telephone)
    query = select(*columns).where(or_(PersonTable.id.in_(appointed), PersonTable.id.in_(coming)))
    async with records.reading() as session:
        rows = list(await session.execute(query))
    return {row[0]: Reader(row[1], Side(row[2]), mobile_of(row[3]) is not None) for row in rows}


async def referred_cases(records: Records, inspection: str) -> dict[str, bool]:
    """Case -> whether it was referred back before the force's audit of it was in."""
    query = select(ReferralTable.case_reference, ReferralTable.before_audit).where(
        ReferralTable.inspection == inspection
    )
    async with records.reading() as session:
        return {row[0]: row[1] for row in await session.execute(query)}


async def journal_head(records: Records, chain: str) -> tuple[int, str]:
    """Position and hash of the last entry of a chain; (0, "") before the first."""
    async with records.reading() as session:
        head = await session.get(HeadTable, chain)
        return (head.position, head.hash) if head else (0, "")


async def files_with(
    records: Records, inspection: str, hashes: Mapping[str, str]
) -> list[StoredFile]:
    """For each kind -> SHA-256, the file of the inspection that was made so."""
    query = select(FileTable).where(
        FileTable.inspection == inspection,
        FileTable.kind.in_(hashes),
        FileTable.sha256.in_(hashes.values()),
    )
    async with records.reading() as session:
        rows = [read_value(StoredFile, row) for row in await session.scalars(query)]
    return [row for row in rows if hashes[row.kind] == row.sha256]


async def every_file(records: Records) -> list[str]:
    """The hash of every stored file that a row names, documents and exported histories alike."""
    documents = select(FileTable.sha256)
    histories = select(ProcessTable.history_file).where(ProcessTable.history_file != "lost")
    async with records.reading() as session:
        found = {*await session.scalars(documents), *await session.scalars(histories)}
    return sorted(sha256 for sha256 in found if sha256)
