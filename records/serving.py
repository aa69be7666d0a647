"""Where a person serves now: the inspections and roles of their open appointments."""

from sqlalchemy import select

from records.people import Appointment
from records.session import Records
from records.tables import AppointmentTable
from records.values import read_value


async def list_service(records: Records, person: str) -> list[Appointment]:
    """The open appointments of a person, by inspection and role."""
    query = (
        select(AppointmentTable)
        .where(AppointmentTable.person == person, AppointmentTable.until_at.is_(None))
        .order_by(AppointmentTable.inspection, AppointmentTable.role)
    )
    async with records.reading() as session:
        return [read_value(Appointment, row) for row in await session.scalars(query)]
