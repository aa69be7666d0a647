"""Two people who type lose nothing, and nobody sees drafts that are not theirs."""

import asyncio

import pytest

from criteria.roles import Role
from criteria.visibility import Kind, Viewer
from records.drafts import Draft, find_draft, list_drafts, save_draft
from records.errors import DraftConflict, NotFound
from records.session import Records
from records.shares import Share, list_shares, share_row, withdraw_row
from tests.records.builders import NORTH, NOW, WEST, House, minutes, person_id


async def save(
    records: Records,
    viewer: Viewer,
    text: str,
    expected: int,
    kind: Kind = Kind.RETURN,
    subject: str = "row-1",
) -> Draft:
    return await save_draft(
        records, viewer, NORTH, kind, subject, {"text": text}, expected_version=expected, at=NOW
    )


async def share(records: Records, row: str, person: str) -> None:
    async with records.transaction() as session:
        await share_row(session, Share(NORTH, row, person, None, person_id(Role.HEAD_OF_PVP)))


async def test_each_save_counts_up_from_the_version_seen(house: House, records: Records) -> None:
    liaison = await house.viewer(Role.LIAISON)
    first = await save(records, liaison, "one", 0)
    second = await save(records, liaison, "two", first.version)
    assert (first.version, second.version) == (1, 2)
    assert await find_draft(records, liaison, NORTH, Kind.RETURN, "row-1") == second
    assert (second.author, second.updated_at) == (liaison.person, NOW)


async def test_the_second_of_two_who_type_is_given_both_texts(
    house: House, records: Records
) -> None:
    liaison, head = await house.viewer(Role.LIAISON), await house.viewer(Role.HEAD_OF_PVP)
    first = await save(records, liaison, "one", 0)
    theirs = await save(records, head, "theirs", first.version)
    with pytest.raises(DraftConflict) as caught:
        await save(records, liaison, "mine", first.version)
    assert caught.value.current == theirs
    mine = await save(records, liaison, "mine, after reading theirs", theirs.version)
    assert mine.version == 3


async def test_the_second_of_two_who_begin_is_given_the_first_text(
    house: House, records: Records
) -> None:
    liaison = await house.viewer(Role.LIAISON)
    first = await save(records, liaison, "one", 0)
    with pytest.raises(DraftConflict) as caught:
        await save(records, liaison, "two", 0)
    assert caught.value.current == first


async def test_saving_over_a_draft_that_is_not_there_is_a_conflict(
    house: House, records: Records
) -> None:
    with pytest.raises(DraftConflict) as caught:
        await save(records, await house.viewer(Role.LIAISON), "text", 3)
    assert caught.value.current is None


async def test_of_many_who_save_at_once_every_one_is_kept_or_told(
    house: House, records: Records, address: str
) -> None:
    other = Records.open(address)
    liaison = await house.viewer(Role.LIAISON)
    tries = await asyncio.gather(
        *(save(source, liaison, f"{n}", 0) for n, source in enumerate((records, other) * 4)),
        return_exceptions=True,
    )
    await other.close()
    (kept,) = [result for result in tries if isinstance(result, Draft)]
    refused = [result.current for result in tries if isinstance(result, DraftConflict)]
    assert refused == [kept] * 7


async def test_the_forces_answers_are_shared_and_reviews_are_personal(
    house: House, records: Records
) -> None:
    liaison, head = await house.viewer(Role.LIAISON), await house.viewer(Role.HEAD_OF_PVP)
    inspector, lead = await house.viewer(Role.INSPECTOR), await house.viewer(Role.INSPECTION_LEAD)
    answer = await save(records, liaison, "answer", 0)
    review = await save(records, inspector, "review", 0, Kind.REVIEW)
    other = await save(records, lead, "another review", 0, Kind.REVIEW)
    assert await find_draft(records, head, NORTH, Kind.RETURN, "row-1") == answer
    assert await find_draft(records, inspector, NORTH, Kind.REVIEW, "row-1") == review
    assert await find_draft(records, lead, NORTH, Kind.REVIEW, "row-1") == other


@pytest.mark.parametrize("role", Role)
async def test_nobody_outside_the_force_sees_its_drafts(
    house: House, records: Records, role: Role
) -> None:
    await save(records, await house.viewer(Role.LIAISON), "text", 0)
    viewer = await house.viewer(role)
    seen = await find_draft(records, viewer, NORTH, Kind.RETURN, "row-1")
    listed = await list_drafts(records, viewer, NORTH, Kind.RETURN)
    insiders = {Role.LIAISON, Role.HEAD_OF_PVP, Role.CHIEF_OFFICER_LEAD}
    assert (seen is not None, len(listed)) == ((True, 1) if role in insiders else (False, 0))


async def test_another_force_sees_and_writes_nothing(house: House, records: Records) -> None:
    await save(records, await house.viewer(Role.LIAISON), "text", 0)
    stranger = await house.viewer(Role.LIAISON, WEST)
    assert await find_draft(records, stranger, NORTH, Kind.RETURN, "row-1") is None
    assert await list_drafts(records, stranger, NORTH, Kind.RETURN) == []
    with pytest.raises(NotFound):
        await save(records, stranger, "text", 1)


async def test_a_contributor_works_on_the_rows_shared_with_them_only(
    house: House, records: Records
) -> None:
    liaison, contributor = await house.viewer(Role.LIAISON), await house.viewer(Role.CONTRIBUTOR)
    for row in ("row-1", "row-2"):
        await save(records, liaison, "text", 0, subject=row)
    with pytest.raises(NotFound):
        await save(records, contributor, "mine", 1)
    await share(records, "row-1", contributor.person)
    assert (await save(records, contributor, "mine", 1)).version == 2
    listed = await list_drafts(records, contributor, NORTH, Kind.RETURN)
    assert [draft.subject for draft in listed] == ["row-1"]
    assert await find_draft(records, contributor, NORTH, Kind.RETURN, "row-2") is None


async def test_a_row_taken_back_is_closed_to_the_contributor_and_what_they_wrote_stays(
    house: House, records: Records
) -> None:
    contributor = await house.viewer(Role.CONTRIBUTOR)
    await share(records, "row-1", contributor.person)
    written = await save(records, contributor, "mine", 0)
    async with records.transaction() as session:
        await withdraw_row(session, NORTH, "row-1", contributor.person)
    assert await find_draft(records, contributor, NORTH, Kind.RETURN, "row-1") is None
    liaison = await house.viewer(Role.LIAISON)
    assert await find_draft(records, liaison, NORTH, Kind.RETURN, "row-1") == written


async def test_drafts_are_listed_by_subject_and_kind(house: House, records: Records) -> None:
    liaison = await house.viewer(Role.LIAISON)
    for subject in ("row-3", "row-1", "row-2"):
        await save(records, liaison, "text", 0, subject=subject)
    await save(records, liaison, "text", 0, Kind.ELIGIBLE_CASES, "list")
    listed = await list_drafts(records, liaison, NORTH, Kind.RETURN)
    assert [draft.subject for draft in listed] == ["row-1", "row-2", "row-3"]


async def test_how_a_force_shares_out_its_rows_stays_inside_it(
    house: House, records: Records
) -> None:
    contributor = person_id(Role.CONTRIBUTOR)
    await share(records, "row-1", contributor)
    await share(records, "row-2", person_id(Role.CASE_AUDITOR))
    shown = {
        role: [item.row for item in await list_shares(records, await house.viewer(role), NORTH)]
        for role in (Role.HEAD_OF_PVP, Role.CONTRIBUTOR, Role.INSPECTION_LEAD)
    }
    assert shown == {
        Role.HEAD_OF_PVP: ["row-1", "row-2"],
        Role.CONTRIBUTOR: ["row-1"],
        Role.INSPECTION_LEAD: [],
    }


async def test_sharing_a_row_again_changes_its_date(house: House, records: Records) -> None:
    contributor = person_id(Role.CONTRIBUTOR)
    await share(records, "row-1", contributor)
    async with records.transaction() as session:
        await share_row(session, Share(NORTH, "row-1", contributor, minutes(9), "p-2"))
    (item,) = await list_shares(records, await house.viewer(Role.LIAISON), NORTH)
    assert (item.internal_due, item.by) == (minutes(9), "p-2")
