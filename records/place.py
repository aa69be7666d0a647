"""A person at one inspection, read at once: what nearly every request asks for first."""

from dataclasses import dataclass

from sqlalchemy import select

from criteria.roles import Role, Side
from criteria.visibility import Viewer
from records.errors import NotFound
from records.inspections import Inspection
from records.people import Person
from records.session import Records
from records.tables import AppointmentTable, InspectionTable, PersonTable
from records.values import read_value
from records.visibility import reachable


@dataclass(frozen=True)
class Place:
    """Who comes, in which roles, and the inspection. It is within the viewer's reach."""

    person: Person
    viewer: Viewer
    inspection: Inspection


async def find_place(records: Records, person_id: str, reference: str) -> Place:
    """What get_person, viewer_for and get_inspection find, in one reading of one moment.

    Raises NotFound for an unknown person, and for an inspection that is not within their reach.
    """
    serves = select(AppointmentTable.role).where(
        AppointmentTable.inspection == reference,
        AppointmentTable.person == person_id,
        AppointmentTable.until_at.is_(None),
    )
    async with records.reading() as session:
        found = await session.get(PersonTable, person_id)
        if found is None:
            raise NotFound("person", person_id)
        roles = frozenset(Role(role) for role in await session.scalars(serves))
        viewer = Viewer(found.id, Side(found.side), found.force_code, roles)
        reached = select(InspectionTable).where(
            InspectionTable.reference == reference, reachable(viewer)
        )
        row = (await session.scalars(reached)).one_or_none()
        if row is None:
            raise NotFound("inspection", reference)
        return Place(read_value(Person, found), viewer, read_value(Inspection, row))
