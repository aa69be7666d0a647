"""A person at an inspection, read at once, is what the three readings one by one would find."""

import pytest

from criteria.roles import Role
from records.errors import NotFound
from records.inspections import get_inspection
from records.people import get_person, names_of, viewer_for
from records.place import Place, find_place
from records.session import Records
from tests.records.builders import NORTH, WEST, House, person_id


@pytest.mark.parametrize("role", Role)
async def test_reading_at_once_finds_what_reading_one_by_one_finds(
    house: House, records: Records, role: Role
) -> None:
    person = person_id(role)
    viewer = await viewer_for(records, person, NORTH)
    one_by_one = Place(
        await get_person(records, person), viewer, await get_inspection(records, viewer, NORTH)
    )
    assert await find_place(records, person, NORTH) == one_by_one


@pytest.mark.parametrize(
    ("person", "reference"),
    [
        (person_id(Role.LIAISON), WEST),
        (person_id(Role.LOCAL_POLICING_BODY), WEST),
        (person_id(Role.HMI), "NCP-2027-0999"),
        ("p-nobody", NORTH),
    ],
)
async def test_what_is_out_of_reach_is_not_found(
    house: House, records: Records, person: str, reference: str
) -> None:
    with pytest.raises(NotFound):
        await find_place(records, person, reference)


async def test_names_are_read_of_those_asked_for_only(house: House, records: Records) -> None:
    found = await names_of(records, [person_id(Role.HMI), "p-nobody"])
    assert found == {person_id(Role.HMI): "A. Hmi"}
