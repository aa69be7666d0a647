"""Where a person serves now: the inspections and roles of their open appointments; and whether the
lead of an inspection is there.
"""

from sqlalchemy import select

from records.people import Appointment
from records.session import Records
from records.tables import AppointmentTable, ProcessTable
from records.values import read_value
from workflows.names import inspection_workflow_id


async def list_service(records: Records, person: str) -> list[Appointment]:
    """The open appointments of a person, by inspection and role."""
    query = (
        select(AppointmentTable)
        .where(AppointmentTable.person == person, AppointmentTable.until_at.is_(None))
        .order_by(AppointmentTable.inspection, AppointmentTable.role)
    )
    async with records.reading() as session:
        return [read_value(Appointment, row) for row in await session.scalars(query)]


async def is_lead_away(records: Records, inspection: str) -> bool | None:
    """Whether the deputy stands in the lead's place; None where that can no longer be changed, as
    of an inspection that was closed meanwhile. For the engine's own writing only.
    """
    query = select(ProcessTable.state, ProcessTable.closed_at).where(
        ProcessTable.workflow_id == inspection_workflow_id(inspection)
    )
    async with records.reading() as session:
        row = (await session.execute(query)).one_or_none()
    away = row is not None and bool(row.state.get("lead_away"))
    return None if row is None or (away and row.closed_at) else away
