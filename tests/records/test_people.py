"""Forces, people and appointments: who may serve where, and what they see by it."""

import asyncio

import pytest

from criteria.errors import Rule, RuleBroken
from criteria.roles import Role, Side
from criteria.visibility import Viewer
from records.errors import NotFound
from records.people import (
    Appointment,
    Force,
    Person,
    appoint,
    end_appointment,
    get_force,
    get_person,
    list_appointments,
    list_forces,
    list_people,
    put_force,
    put_person,
    viewer_for,
)
from records.session import Records
from tests.records.builders import NORTH, WEST, House, minutes, person_id


async def give(records: Records, person: str, role: Role, inspection: str = NORTH) -> Appointment:
    async with records.transaction() as session:
        return await appoint(session, inspection, person, role, minutes(1))


async def enter(records: Records, *people: Person) -> None:
    async with records.transaction() as session:
        for person in people:
            await put_person(session, person)


async def test_an_entry_is_kept_whole_and_can_be_corrected(records: Records) -> None:
    force = Force(
        "X03", "Glan-y-môr Police", "Heddlu Glan-y-môr", "Wales", "X", True, "a@b.example"
    )
    person = Person(
        "p-1",
        "Nia",
        "nia@example.org",
        Side.FORCE,
        "01",
        "X03",
        "Chief Inspector",
        "cy",
        True,
        ("liaison", "head_of_pvp"),
        {"X01": "2024-03-31", "X03": ""},
    )
    async with records.transaction() as session:
        await put_force(session, force)
        await put_person(session, person)
        await put_person(session, person)
    assert await get_force(records, "X03") == force
    assert await get_person(records, "p-1") == person
    corrected = Person("p-1", "Nia", "new@example.org", Side.FORCE, force_code="X03")
    await enter(records, corrected)
    assert await get_person(records, "p-1") == corrected


async def test_the_unknown_is_not_found(records: Records) -> None:
    for question in (get_force, get_person, viewer_for):
        with pytest.raises(NotFound):
            await question(records, "nothing")


async def test_people_are_listed_by_name_within_their_side_or_force(
    house: House, records: Records
) -> None:
    await enter(
        records,
        Person("p-b", "B", "b@x.example", Side.FORCE, force_code="X02"),
        Person("p-a", "0", "a@x.example", Side.FORCE, force_code="X02"),
    )
    of_west = await list_people(records, force_code="X02")
    assert of_west[0].id == "p-a"
    assert {person.force_code for person in of_west} == {"X02"}
    inspectorate = await list_people(records, Side.INSPECTORATE)
    assert {person.side for person in inspectorate} == {Side.INSPECTORATE}
    assert len(await list_people(records)) == 2 * len(Role) + 2
    assert [force.code for force in await list_forces(records)] == ["X01", "X02"]


async def test_a_viewer_holds_the_roles_they_hold_in_that_inspection(
    house: House, records: Records
) -> None:
    liaison = person_id(Role.LIAISON)
    assert await viewer_for(records, liaison, NORTH) == Viewer(
        liaison, Side.FORCE, "X01", frozenset({Role.LIAISON})
    )
    for elsewhere in (WEST, "NCP-2027-0999", None):
        assert (await viewer_for(records, liaison, elsewhere)).roles == frozenset()


async def test_appointing_again_keeps_the_appointment(house: House, records: Records) -> None:
    person = person_id(Role.LIAISON)
    first, second = [await give(records, person, Role.LIAISON) for _ in range(2)]
    assert first == second
    kept = [each for each in await list_appointments(records, NORTH) if each.person == person]
    assert kept == [first]


async def test_appointing_at_once_makes_one_appointment(
    house: House, records: Records, address: str
) -> None:
    other = Records.open(address)
    person = Person(
        "p-new", "New", "n@x.example", Side.FORCE, force_code="X01", standing_roles=("contributor",)
    )
    await enter(records, person)
    made = await asyncio.gather(
        *(give(source, "p-new", Role.CONTRIBUTOR) for source in (records, other) * 2)
    )
    await other.close()
    assert len({appointment.id for appointment in made}) == 1


async def test_who_left_may_come_back_under_a_new_appointment(
    house: House, records: Records
) -> None:
    person = person_id(Role.LIAISON)
    async with records.transaction() as session:
        await end_appointment(session, NORTH, person, Role.LIAISON, minutes(2))
    assert (await viewer_for(records, person, NORTH)).roles == frozenset()
    back = await give(records, person, Role.LIAISON)
    assert (await viewer_for(records, person, NORTH)).roles == {Role.LIAISON}
    ever = [
        (each.id == back.id, each.until_at)
        for each in await list_appointments(records, NORTH, ended=True)
        if each.person == person
    ]
    assert ever == [(False, minutes(2)), (True, None)]


@pytest.mark.parametrize(
    ("person", "role", "inspection"),
    [
        (person_id(Role.LIAISON), Role.INSPECTOR, NORTH),
        (person_id(Role.INSPECTOR), Role.LIAISON, NORTH),
        (person_id(Role.LIAISON), Role.LIAISON, WEST),
        (person_id(Role.LIAISON), Role.HEAD_OF_PVP, NORTH),
        (person_id(Role.LOCAL_POLICING_BODY), Role.LOCAL_POLICING_BODY, WEST),
    ],
    ids=[
        "force as inspector",
        "inspector for a force",
        "another force",
        "not theirs",
        "other area",
    ],
)
async def test_nobody_is_appointed_to_what_they_cannot_be(
    house: House, records: Records, person: str, role: Role, inspection: str
) -> None:
    with pytest.raises(RuleBroken) as caught:
        await give(records, person, role, inspection)
    assert caught.value.rule is Rule.PERSON_NOT_APPOINTABLE
    assert caught.value.codes == (person, role.value)


async def test_inspectors_serve_on_inspections_of_any_force(house: House, records: Records) -> None:
    await give(records, person_id(Role.INSPECTOR), Role.INSPECTOR, WEST)
    viewer = await viewer_for(records, person_id(Role.INSPECTOR), WEST)
    assert viewer.roles == {Role.INSPECTOR}


async def test_appointments_name_people_and_inspections_that_exist(
    house: House, records: Records
) -> None:
    with pytest.raises(NotFound, match="no person"):
        await give(records, "p-nobody", Role.INSPECTOR)
    with pytest.raises(NotFound, match="no inspection"):
        await give(records, person_id(Role.INSPECTOR), Role.INSPECTOR, "NCP-2027-0999")
