"""Who exists in development: the invented forces' people and the inspectorate's.

Read from demonstration_people.toml and written into the records at `up`, in development only.
"""

import tomllib
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from criteria import register
from criteria.roles import Role, Side
from records.people import Force, Person, list_forces, put_force, put_person
from records.session import Records
from touchstone.forces import as_recorded

_FILE = Path(__file__).parent / "demonstration_people.toml"


async def put_demonstration_people(records: Records, at: datetime) -> None:
    """Enter the register of forces and the demonstration people; done again, it changes nothing."""
    kept = {force.code: force.mailbox for force in await list_forces(records)}
    async with records.transaction() as session:
        for force in demonstration_forces():
            # A mailbox that was registered since, or taken away, stays so.
            await put_force(session, replace(force, mailbox=kept.get(force.code, force.mailbox)))
        for person in demonstration_people(at.date()):
            await put_person(session, person)


def demonstration_forces() -> list[Force]:
    """Every force of the register; the invented ones with a mailbox that nobody reads."""
    mailboxes = {entry["code"]: entry["mailbox"] for entry in _file()["forces"]}
    return [as_recorded(force, mailboxes.get(force.code)) for force in register.forces()]


def demonstration_people(today: date) -> list[Person]:
    """Everybody, the inspectorate first. How long ago somebody left a force is counted to today."""
    return list(_everybody(today))


def _everybody(today: date) -> Iterator[Person]:
    house = _file()["inspectorate"]
    for entry in house["people"]:
        yield _person(entry, Side.INSPECTORATE, house["domain"], None, today)
    for force in _file()["forces"]:
        for entry in force["people"]:
            outside = Role.LOCAL_POLICING_BODY in entry["roles"]
            side = Side.POLICING_BODY if outside else Side.FORCE
            domain = force["body_domain" if outside else "domain"]
            yield _person(entry, side, domain, force["code"], today)


def _person(
    entry: dict[str, Any], side: Side, domain: str, force: str | None, today: date
) -> Person:
    return Person(
        id=entry["id"],
        name=entry["name"],
        email=f"{_address(entry['name'])}@{domain}",
        side=side,
        telephone=entry["telephone"],
        force_code=force,
        title=entry["title"],
        language=entry.get("language", "en"),
        demonstration=True,
        standing_roles=tuple(Role(role).value for role in entry["roles"]),
        served_at={
            served["force"]: _left(today, served["left_years_ago"])
            for served in entry.get("served_at", ())
        },
    )


def _left(today: date, years: int) -> str:
    """A last day so many years ago: an end of August, so that it changes but once a year."""
    in_year = date(today.year, 8, 31)
    latest = today.year if in_year < today else today.year - 1
    return date(latest - years, 8, 31).isoformat()


def _address(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return plain.removeprefix("dame ").replace(" ", ".")


@cache
def _file() -> dict[str, Any]:
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))
