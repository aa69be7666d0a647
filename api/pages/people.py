"""The demonstration people, house by house, for the sign-in page."""

from dataclasses import dataclass

from api.parts import Parts
from criteria.roles import Side
from records.people import Force, Person, list_forces, list_people


@dataclass(frozen=True)
class House:
    """The inspectorate, or a force with its local policing body, and who can be there."""

    name: str
    people: list[Person]
    welsh_name: str | None = None


async def demonstration_people(parts: Parts) -> list[House]:
    """The inspectorate first, then the invented forces by code."""
    people = await list_people(parts.records, demonstration=True)
    inspectorate = [one for one in people if one.side is Side.INSPECTORATE]
    forces = {one.code: one for one in await list_forces(parts.records)}
    houses = [House("The inspectorate", inspectorate)]
    for code in sorted({one.force_code for one in people if one.force_code}):
        houses.append(_house(forces[code], [one for one in people if one.force_code == code]))
    return [house for house in houses if house.people]


def _house(force: Force, people: list[Person]) -> House:
    ordered = sorted(people, key=lambda one: (one.side is not Side.FORCE, one.id))
    return House(force.name, ordered, force.welsh_name)
