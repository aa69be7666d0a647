"""What a workflow is about: its inspection, and the languages of those who serve on it.

For the engine's own writing only: unfiltered, but no content is read here.
"""

from sqlalchemy import select

from records.errors import NotFound
from records.inspections import Inspection
from records.session import Records
from records.tables import AppointmentTable, InspectionTable, PersonTable, ReferralTable
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


async def languages_of(records: Records, inspection: str) -> dict[str, str]:
    """Person -> language of everybody who was ever appointed to the inspection."""
    query = (
        select(PersonTable.id, PersonTable.language)
        .join(AppointmentTable, AppointmentTable.person == PersonTable.id)
        .where(AppointmentTable.inspection == inspection)
        .distinct()
    )
    async with records.reading() as session:
        return {person: language for person, language in await session.execute(query)}
