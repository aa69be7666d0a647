"""What workflows ask about themselves, and where a person serves."""

from dataclasses import replace

import pytest

from criteria.roles import Role, Side
from criteria.visibility import Kind
from records.acts import freeze_within
from records.errors import NotFound
from records.files import add_file
from records.inspections import Filter, list_inspections
from records.journal import export
from records.people import appoint, end_appointment
from records.processes import list_closed_without_history, note_history, project
from records.referrals import NewReferral, open_referral
from records.serving import list_service
from records.session import Records
from records.subjects import (
    Reader,
    every_file,
    files_with,
    inspection_of,
    journal_head,
    readers_of,
    referred_cases,
)
from tests.records.builders import (
    NORTH,
    NOW,
    WEST,
    House,
    StateDeriver,
    change,
    minutes,
    person_id,
    projection,
    said,
)
from tests.records.test_acts import an_act
from tests.records.test_files import a_file
from tests.records.test_inspections import INSPECTOR


async def refer(records: Records, reference: str, case: str, *, before_audit: bool) -> None:
    async with records.transaction() as session:
        act = await freeze_within(session, an_act(reference), [said(Kind.CONCERN, case)], NOW)
        new = NewReferral(reference, NORTH, case, act.revision_ids[0], act.actor, before_audit)
        await open_referral(session, new, NOW)


async def test_every_process_of_an_inspection_finds_it(house: House, records: Records) -> None:
    await refer(records, "R-1", "N-0417", before_audit=True)
    ids = [f"inspection/{NORTH}", f"follow-up/{NORTH}", "referral/R-1"]
    found = [(await inspection_of(records, id_)).reference for id_ in ids]
    assert found == [NORTH, NORTH, NORTH]
    with pytest.raises(NotFound):
        await inspection_of(records, "referral/R-2")


async def test_cases_referred_before_their_audit_are_told_apart(
    house: House, records: Records
) -> None:
    await refer(records, "R-1", "N-0417", before_audit=True)
    await refer(records, "R-2", "N-0418", before_audit=False)
    assert await referred_cases(records, NORTH) == {"N-0417": True, "N-0418": False}
    assert await referred_cases(records, WEST) == {}


async def test_the_readers_of_all_who_ever_served_are_known(house: House, records: Records) -> None:
    liaison = person_id(Role.LIAISON)
    async with records.transaction() as session:
        await end_appointment(session, NORTH, liaison, Role.LIAISON, minutes(1))
    readers = await readers_of(records, NORTH)
    assert (readers[liaison], len(readers)) == (Reader("en", Side.FORCE), len(Role))
    assert readers[person_id(Role.LOCAL_POLICING_BODY)].side is Side.POLICING_BODY


async def test_the_head_of_a_chain_is_its_last_entry(house: House, records: Records) -> None:
    last = (await export(records, NORTH))[-1]
    assert await journal_head(records, NORTH) == (last["position"], last["hash"])
    assert await journal_head(records, "nothing") == (0, "")


async def test_files_are_found_by_kind_and_hash_together(house: House, records: Records) -> None:
    async with records.transaction() as session:
        report = await add_file(session, a_file(), NOW)
        await add_file(session, replace(a_file(kind="letter"), sha256="f" * 64), NOW)
    wanted = {"report": report.sha256, "letter": report.sha256}
    assert await files_with(records, NORTH, wanted) == [report]


async def test_processes_that_ended_wait_for_their_history(house: House, records: Records) -> None:
    workflow_id = f"follow-up/{NORTH}"
    ended = projection(workflow_id, change("e1", closes=True))
    await project(records, ended, StateDeriver())
    waiting = await list_closed_without_history(records)
    assert [process.workflow_id for process in waiting] == [workflow_id]
    await note_history(records, workflow_id, "a" * 64)
    assert await list_closed_without_history(records) == []


async def test_every_file_that_a_row_names_is_known(house: House, records: Records) -> None:
    async with records.transaction() as session:
        report = await add_file(session, a_file(), NOW)
        await add_file(session, a_file(kind="copy of it"), NOW)
    await note_history(records, f"inspection/{NORTH}", "a" * 64)
    assert await every_file(records) == sorted([report.sha256, "a" * 64])


async def test_a_person_serves_where_their_appointments_are_open(
    house: House, records: Records
) -> None:
    inspector = person_id(Role.INSPECTOR)
    async with records.transaction() as session:
        await appoint(session, WEST, inspector, Role.INSPECTOR, NOW)
    assert [each.inspection for each in await list_service(records, inspector)] == [NORTH, WEST]
    async with records.transaction() as session:
        await end_appointment(session, NORTH, inspector, Role.INSPECTOR, minutes(1))
    assert [each.inspection for each in await list_service(records, inspector)] == [WEST]
    listed = await list_inspections(records, INSPECTOR, Filter(serving=inspector))
    assert [item.reference for item in listed.items] == [WEST]
