"""Who lives in the scratch records: invented forces beside the first, and colleagues of the model's
people among whom the work is shared."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from random import Random

from records.people import Force, Person, put_force, put_person
from records.session import Records
from touchstone.bench.model import FORCE_NAME
from touchstone.bench.scenes import FORCE
from touchstone.people import demonstration_people

# How many people share what one person does in the model.
POOLS: Mapping[str, int] = {
    "p-lead-1": 32,
    "p-deputy": 32,
    "p-inspector-1": 20,
    "p-inspector-2": 20,
    "p-inspector-3": 20,
    "p-panel-chair": 3,
    "p-panel-1": 4,
    "p-panel-2": 4,
    "p-hmi-1": 5,
    "p-editor": 4,
    "p-decider-1": 4,
    "p-duty-officer": 3,
}
_FIRST = ("Alder", "Birken", "Cold", "Dun", "Elm", "Fern", "Gorse", "Hazel")
_LAST = ("mere", "holt", "wick", "combe", "thorpe")


def forces() -> list[Force]:
    """Forty invented forces, the model's first; every fifth has a Welsh name, too."""
    names = [first + last for first in _FIRST for last in _LAST][:39]
    more = [
        Force(
            code=f"X{number}",
            name=f"{name} Police",
            welsh_name=f"Heddlu {name}-y-môr" if number % 5 == 0 else None,
            region="Invented",
            invented=True,
        )
        for number, name in enumerate(names, start=51)
    ]
    return [Force(FORCE, FORCE_NAME, invented=True), *more]


async def put_population(records: Records, today: date) -> None:
    """Enter the forces and everybody who serves in the copies."""
    async with records.transaction() as session:
        for force in forces()[1:]:
            await put_force(session, force)
        for person in _people(today):
            await put_person(session, person)


def cast_of(chance: Random) -> dict[str, str]:
    """The model's people of the inspectorate -> those who do their work in one copy."""
    return {model: _colleague(model, chance.randrange(size)) for model, size in POOLS.items()}


def _people(today: date) -> Iterator[Person]:
    known = {person.id: person for person in demonstration_people(today)}
    for model, size in POOLS.items():
        for number in range(1, size):
            yield replace(known[model], id=_colleague(model, number), demonstration=False)
    of_the_force = [person for person in known.values() if person.force_code == FORCE]
    for force in forces()[1:]:
        for person in of_the_force:
            id_ = person.id.replace("-x01-", f"-{force.code.lower()}-")
            yield replace(person, id=id_, force_code=force.code, demonstration=False)


def _colleague(model: str, number: int) -> str:
    return f"{model}-c{number}" if number else model
