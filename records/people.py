"""Forces, people and their appointments to inspections; from these, what a person may see."""

from collections.abc import Collection
from dataclasses import dataclass, field, fields
from datetime import datetime

from sqlalchemy import select, update

from criteria.duties import HandOver, is_appointable
from criteria.errors import Rule, RuleBroken
from criteria.register import is_welsh
from criteria.roles import Role, Side
from criteria.visibility import Viewer
from records.errors import NotFound
from records.identifiers import new_id
from records.session import Records, Session
from records.tables import AppointmentTable, ForceTable, InspectionTable, PersonTable
from records.upsert import insert_missing, put
from records.values import read_value


@dataclass(frozen=True)
class Force:
    """A police force. `mailbox` is its registered address; `invented` ones are for showing."""

    code: str
    name: str
    welsh_name: str | None = None
    region: str | None = None
    pfa_code: str | None = None
    invented: bool = False
    mailbox: str | None = None

    @property
    def is_welsh(self) -> bool:
        return is_welsh(self.region)


@dataclass(frozen=True)
class Person:
    """A person. `standing_roles` are those they may be appointed to.

    `served_at` maps force codes to the day (ISO) until which they served there, "" while they do.
    """

    id: str
    name: str
    email: str
    side: Side
    telephone: str | None = None
    force_code: str | None = None
    title: str | None = None
    language: str = "en"
    demonstration: bool = False
    standing_roles: tuple[str, ...] = ()
    served_at: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Appointment:
    """A person serves in a role on an inspection, from a moment and perhaps until one."""

    id: str
    inspection: str
    person: str
    role: Role
    from_at: datetime
    until_at: datetime | None


_FORCE = tuple(getattr(ForceTable, field.name) for field in fields(Force))


async def put_force(session: Session, force: Force) -> None:
    """Enter a force in the register, or correct its entry."""
    await put(session, ForceTable, vars(force))


async def get_force(records: Records, code: str) -> Force:
    """One force. Raises NotFound."""
    async with records.reading() as session:
        row = await session.get(ForceTable, code)
        if row is None:
            raise NotFound("force", code)
        return read_value(Force, row)


async def list_forces(records: Records) -> list[Force]:
    """The register of forces, by code."""
    async with records.reading() as session:
        # Columns, not entities: nearly every page of the lists reads all of them.
        rows = await session.execute(select(*_FORCE).order_by(ForceTable.code))
        return [Force(*row) for row in rows]


async def put_person(session: Session, person: Person) -> None:
    """Enter a person, or correct their entry."""
    roles = [str(role) for role in person.standing_roles]
    values = {**vars(person), "side": person.side.value, "standing_roles": roles}
    await put(session, PersonTable, values)


async def get_person(records: Records, person_id: str) -> Person:
    """One person. Raises NotFound."""
    async with records.reading() as session:
        return read_value(Person, await _person(session, person_id))


async def list_people(
    records: Records,
    side: Side | None = None,
    force_code: str | None = None,
    *,
    demonstration: bool | None = None,
) -> list[Person]:
    """People of a side or force, of the demonstration or not, or all, by name."""
    query = select(PersonTable)
    if demonstration is not None:
        query = query.where(PersonTable.demonstration.is_(demonstration))
    if side is not None:
        query = query.where(PersonTable.side == side.value)
    if force_code is not None:
        query = query.where(PersonTable.force_code == force_code)
    async with records.reading() as session:
        rows = await session.scalars(query.order_by(PersonTable.name, PersonTable.id))
        return [read_value(Person, row) for row in rows]


async def names_of(records: Records, people: Collection[str]) -> dict[str, str]:
    """Person -> name, of those that are known: for showing a few without reading everybody."""
    query = select(PersonTable.id, PersonTable.name).where(PersonTable.id.in_(set(people)))
    async with records.reading() as session:
        return {row.id: row.name for row in await session.execute(query)}


async def names_on(records: Records, side: Side) -> dict[str, str]:
    """Person -> name, of all of a side."""
    query = select(PersonTable.id, PersonTable.name).where(PersonTable.side == side.value)
    async with records.reading() as session:
        return {row.id: row.name for row in await session.execute(query)}


async def get_people(records: Records, people: Collection[str]) -> dict[str, Person]:
    """Person -> entry, of those that are known."""
    query = select(PersonTable).where(PersonTable.id.in_(set(people)))
    async with records.reading() as session:
        return {row.id: read_value(Person, row) for row in await session.scalars(query)}


async def appoint(
    session: Session, inspection: str, person_id: str, role: Role, at: datetime
) -> Appointment:
    """Appoint a person; one who holds the role already keeps the appointment they have.

    Raises RuleBroken(PERSON_NOT_APPOINTABLE) for a role of another side, a person of another
    force or one without that standing role; NotFound for an unknown person or inspection.
    """
    await _require_appointable(session, inspection, person_id, role)
    values = {
        "id": new_id("ap"),
        "inspection": inspection,
        "person": person_id,
        "role": role.value,
        "from_at": at,
    }
    await insert_missing(session, AppointmentTable, values)
    query = select(AppointmentTable).where(
        AppointmentTable.inspection == inspection,
        AppointmentTable.person == person_id,
        AppointmentTable.role == role.value,
        AppointmentTable.until_at.is_(None),
    )
    return read_value(Appointment, (await session.scalars(query)).one())


async def _require_appointable(
    session: Session, reference: str, person_id: str, role: Role
) -> None:
    person = await _person(session, person_id)
    inspection = await session.get(InspectionTable, reference)
    if inspection is None:
        raise NotFound("inspection", reference)
    force, home, standing = inspection.force_code, person.force_code, person.standing_roles
    if not is_appointable(role, force, Side(person.side), home, standing):
        raise RuleBroken(Rule.PERSON_NOT_APPOINTABLE, person_id, role.value)


async def end_appointment(
    session: Session, inspection: str, person_id: str, role: Role, at: datetime
) -> None:
    """End an open appointment; from then on the person sees nothing by it."""
    await session.execute(
        update(AppointmentTable)
        .where(
            AppointmentTable.inspection == inspection,
            AppointmentTable.person == person_id,
            AppointmentTable.role == role.value,
            AppointmentTable.until_at.is_(None),
        )
        .values(until_at=at)
    )


async def take_over(session: Session, inspection: str, change: HandOver, at: datetime) -> bool:
    """The leaver's appointment ends and the successor's begins. True if the leaver has no other.

    Refuses nothing: whether the successor qualifies was decided before.
    """
    await end_appointment(session, inspection, change.leaver, change.role, at)
    values = {
        "id": new_id("ap"),
        "inspection": inspection,
        "person": change.successor,
        "role": change.role.value,
        "from_at": at,
    }
    await insert_missing(session, AppointmentTable, values)
    other = select(AppointmentTable.id).where(
        AppointmentTable.inspection == inspection,
        AppointmentTable.person == change.leaver,
        AppointmentTable.until_at.is_(None),
    )
    return (await session.scalars(other)).first() is None


async def list_appointments(
    records: Records, inspection: str, *, ended: bool = False
) -> list[Appointment]:
    """Who serves on an inspection; with `ended`, who ever did. Oldest first."""
    query = select(AppointmentTable).where(AppointmentTable.inspection == inspection)
    if not ended:
        query = query.where(AppointmentTable.until_at.is_(None))
    async with records.reading() as session:
        rows = await session.scalars(query.order_by(AppointmentTable.from_at, AppointmentTable.id))
        return [read_value(Appointment, row) for row in rows]


async def holders_of(records: Records, inspection: str) -> dict[str, list[str]]:
    """Role -> ids of those who hold it now, in the order of their appointment."""
    held: dict[str, list[str]] = {}
    for appointment in await list_appointments(records, inspection):
        held.setdefault(appointment.role.value, []).append(appointment.person)
    return held


async def viewer_for(
    records: Records, person_id: str, inspection_reference: str | None = None
) -> Viewer:
    """The person as a viewer of one inspection, in the roles they hold there now.

    Without an inspection: as a viewer of lists, in no role. Raises NotFound for an unknown person.
    """
    async with records.reading() as session:
        person = await _person(session, person_id)
        query = select(AppointmentTable.role).where(
            AppointmentTable.inspection == inspection_reference,
            AppointmentTable.person == person_id,
            AppointmentTable.until_at.is_(None),
        )
        roles = frozenset(Role(role) for role in await session.scalars(query))
        return Viewer(person.id, Side(person.side), person.force_code, roles)


async def _person(session: Session, person_id: str) -> PersonTable:
    row = await session.get(PersonTable, person_id)
    if row is None:
        raise NotFound("person", person_id)
    return row
