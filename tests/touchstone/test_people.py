"""The demonstration people: invented, complete, unreachable, and fit for the roles they play."""

import re
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import pytest_asyncio

from criteria import duties
from criteria.catalogue import find
from criteria.roles import Role, Side, side_of
from records.migrations import upgrade
from records.people import Person, get_person, list_forces, list_people
from records.session import Records
from touchstone.demo.cast import NORTHSHIRE
from touchstone.people import demonstration_forces, demonstration_people, put_demonstration_people

TODAY = date(2027, 1, 11)
AT = datetime(2027, 1, 11, 9, tzinfo=UTC)
INVENTED = tuple(f"X{number:02}" for number in range(1, 13))
# Ofcom keeps these free for drama: no area (01632 960), London (020 7946 0), mobiles (07700 900).
DRAMA = re.compile(r"01632 960\d{3}|020 7946 0\d{3}|07700 900\d{3}")


def people() -> list[Person]:
    return demonstration_people(TODAY)


@pytest_asyncio.fixture
async def records(tmp_path: Path) -> AsyncIterator[Records]:
    url = f"sqlite+aiosqlite:///{tmp_path / 'records.db'}"
    await upgrade(url)
    opened = Records.open(url)
    yield opened
    await opened.close()


def test_ids_addresses_and_numbers_are_each_used_once() -> None:
    everybody = people()
    for values in (
        [person.id for person in everybody],
        [person.email for person in everybody],
        [person.telephone for person in everybody],
    ):
        assert len(values) == len(set(values))
    assert all(re.fullmatch(r"p-[a-z0-9-]{3,40}", person.id) for person in everybody)


def test_nobody_real_can_be_reached() -> None:
    for person in people():
        assert re.fullmatch(r"[a-z.-]+@[a-z.-]+\.example", person.email), person.id
        assert person.telephone is not None
        assert DRAMA.fullmatch(person.telephone), person.id
    mailboxes = [force.mailbox for force in demonstration_forces() if force.mailbox]
    assert len(mailboxes) == len(INVENTED)
    assert {mailbox.rpartition(".")[2] for mailbox in mailboxes} == {"example", "invalid"}


def test_only_invented_forces_have_people() -> None:
    assert {person.force_code for person in people()} == {None, *INVENTED}
    assert all(person.demonstration for person in people())


def test_roles_are_of_the_side_that_a_person_stands_on() -> None:
    for person in people():
        assert person.standing_roles
        assert {side_of(Role(role)) for role in person.standing_roles} == {person.side}
        assert (person.force_code is None) == (person.side is Side.INSPECTORATE)


@pytest.mark.parametrize("force", INVENTED)
def test_every_invented_force_could_be_inspected(force: str) -> None:
    able = {role for p in people() if p.force_code in (None, force) for role in p.standing_roles}
    assert able == {role.value for role in Role}


def test_one_inspector_served_at_the_welsh_force_three_years_ago() -> None:
    served = [person for person in people() if person.served_at]
    assert len(served) == 1
    assert Role.INSPECTOR.value in served[0].standing_roles
    years = 5
    conflict = duties.has_conflict(Role.INSPECTOR, "X03", None, served[0].served_at, years, TODAY)
    assert conflict
    left = date.fromisoformat(served[0].served_at["X03"])
    assert 3 <= (TODAY - left).days / 365 < 4


def test_the_liaison_of_the_welsh_force_works_in_welsh_and_its_approver_in_english() -> None:
    by_id = {person.id: person for person in people()}
    assert by_id["p-x03-liaison"].language == "cy"
    assert by_id["p-x03-chief-officer"].language == "en"


def test_the_cast_of_the_demonstration_may_play_its_parts() -> None:
    by_id = {person.id: person for person in people()}
    for role, players in NORTHSHIRE.appointed.items():
        for player in players:
            assert role.value in by_id[player].standing_roles, player
            assert by_id[player].force_code in (None, NORTHSHIRE.force)
    programme = find(NORTHSHIRE.programme)
    assert programme is not None
    duties.require_filled(NORTHSHIRE.appointed, programme.rules.panel_minimum)
    duties.require_apart(NORTHSHIRE.appointed)


async def test_entering_the_people_twice_changes_nothing(records: Records) -> None:
    await put_demonstration_people(records, AT)
    first = await list_people(records), await list_forces(records)
    await put_demonstration_people(records, AT)
    assert (await list_people(records), await list_forces(records)) == first
    assert len(first[0]) == len(people())


async def test_what_is_entered_reads_back_whole(records: Records) -> None:
    await put_demonstration_people(records, AT)
    inspector = next(person for person in people() if person.served_at)
    assert await get_person(records, inspector.id) == inspector
