"""Files are kept under their hash, written once, verified, and shown to their audience."""

import asyncio
import hashlib
from dataclasses import replace
from pathlib import Path

import pytest

from criteria.roles import Role
from criteria.visibility import Audience, Kind
from records.access_log import list_access, log_access
from records.acts import freeze_within
from records.errors import FileDamaged, NotFound
from records.file_store import FileStore
from records.files import NewFile, StoredFile, add_file, get_file, list_files
from records.identifiers import new_id
from records.referrals import NewReferral, get_referral, list_referrals, open_referral
from records.session import Records
from tests.records.builders import NORTH, NOW, WEST, House, minutes, person_id, said
from tests.records.test_acts import an_act

CONTENT = b"%PDF-1.7 a report"
HASH = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "files"


@pytest.fixture
def store(folder: Path) -> FileStore:
    return FileStore.open(folder)


def list_names(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


async def test_bytes_are_found_under_their_hash(store: FileStore, folder: Path) -> None:
    assert await store.put(CONTENT) == HASH
    assert await store.get(HASH) == CONTENT
    assert list_names(folder) == [HASH]


async def test_the_same_bytes_again_change_nothing(store: FileStore, folder: Path) -> None:
    await store.put(CONTENT)
    before = (folder / HASH).stat()
    assert await asyncio.gather(*(store.put(CONTENT) for _ in range(4))) == [HASH] * 4
    after = (folder / HASH).stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)


async def test_many_may_put_the_same_bytes_at_once(store: FileStore) -> None:
    assert await asyncio.gather(*(store.put(CONTENT) for _ in range(8))) == [HASH] * 8
    assert await store.get(HASH) == CONTENT


async def test_damaged_bytes_are_never_given_out(store: FileStore, folder: Path) -> None:
    await store.put(CONTENT)
    (folder / HASH).write_bytes(b"other")
    with pytest.raises(FileDamaged):
        await store.get(HASH)


async def test_what_a_power_cut_left_is_replaced_by_the_right_bytes(
    store: FileStore, folder: Path
) -> None:
    (folder / HASH).write_bytes(b"")
    await store.put(CONTENT)
    assert await store.get(HASH) == CONTENT


@pytest.mark.parametrize("key", ["0" * 64, "../records.db", "", "A" * 64])
async def test_what_was_never_put_is_not_found(store: FileStore, key: str) -> None:
    with pytest.raises(NotFound):
        await store.get(key)


async def test_empty_and_large_files_are_kept(store: FileStore) -> None:
    for content in (b"", bytes(20_000_000)):
        assert await store.get(await store.put(content)) == content


async def test_a_store_is_opened_by_its_address_too() -> None:
    store = FileStore.open("memory:///")
    assert await store.get(await store.put(CONTENT)) == CONTENT


def a_file(audience: str = Audience.PUBLISHED_REPORT, kind: str = "report") -> NewFile:
    return NewFile(
        NORTH, kind, "report.pdf", "application/pdf", 5_000_000_000, HASH, audience, "act-1"
    )


async def enter(records: Records, new: NewFile, at: int = 0) -> StoredFile:
    async with records.transaction() as session:
        return await add_file(session, new, minutes(at))


async def test_versions_count_for_each_kind(house: House, records: Records) -> None:
    made = [
        await enter(records, replace(a_file(kind=kind), act_id=act))
        for kind, act in (("report", "a1"), ("report", "a2"), ("letter", "a1"))
    ]
    assert [(file.kind, file.version) for file in made] == [
        ("report", 1),
        ("report", 2),
        ("letter", 1),
    ]


async def test_a_file_made_again_by_the_same_act_is_entered_once(
    house: House, records: Records, address: str
) -> None:
    other = Records.open(address)
    made = await asyncio.gather(*(enter(source, a_file()) for source in (records, other) * 3))
    await other.close()
    assert len({file.id for file in made}) == 1
    assert made[0].size == 5_000_000_000


async def test_a_file_is_shown_to_its_audience_only(house: House, records: Records) -> None:
    report = await enter(records, a_file(Audience.PUBLISHED_REPORT, "report"))
    letter = await enter(records, a_file(Audience.FORCE_NOTICE, "letter"), 1)
    history = await enter(records, a_file("inspectorate", "history"), 2)
    shown = {
        role: [file.id for file in await list_files(records, await house.viewer(role), NORTH)]
        for role in (Role.INSPECTION_LEAD, Role.LIAISON, Role.LOCAL_POLICING_BODY)
    }
    assert shown == {
        Role.INSPECTION_LEAD: [report.id, letter.id, history.id],
        Role.LIAISON: [report.id, letter.id],
        Role.LOCAL_POLICING_BODY: [report.id],
    }
    liaison = await house.viewer(Role.LIAISON)
    assert await get_file(records, liaison, NORTH, letter.id) == letter
    with pytest.raises(NotFound):
        await get_file(records, liaison, NORTH, history.id)


async def test_another_force_is_shown_no_file(house: House, records: Records) -> None:
    report = await enter(records, a_file())
    stranger = await house.viewer(Role.LIAISON, WEST)
    assert await list_files(records, stranger, NORTH) == []
    for reference in (NORTH, WEST):
        with pytest.raises(NotFound):
            await get_file(records, stranger, reference, report.id)


async def test_a_referral_is_known_to_those_who_may_read_its_concern(
    house: House, records: Records
) -> None:
    inspector = person_id(Role.INSPECTOR)
    async with records.transaction() as session:
        act = await freeze_within(
            session, an_act(actor=inspector), [said(Kind.CONCERN, "N-0417")], NOW
        )
        new = NewReferral("R-1", NORTH, "N-0417", act.revision_ids[0], inspector, False)
        assert await open_referral(session, new, NOW)
        assert not await open_referral(session, new, minutes(1))
    knowing = {
        role for role in Role if await list_referrals(records, await house.viewer(role), NORTH)
    }
    assert knowing == {
        Role.INSPECTION_LEAD,
        Role.DEPUTY_LEAD,
        Role.HMI,
        Role.DUTY_OFFICER,
        Role.INSPECTOR,
        Role.LIAISON,
        Role.HEAD_OF_PVP,
        Role.CHIEF_OFFICER_LEAD,
    }
    referral = await get_referral(records, await house.viewer(Role.LIAISON), "R-1")
    assert (referral.state, referral.referred_at, referral.referred_by) == ("open", NOW, inspector)
    for stranger in (await house.viewer(Role.LIAISON, WEST), await house.viewer(Role.EDITOR)):
        with pytest.raises(NotFound):
            await get_referral(records, stranger, "R-1")


async def test_who_opened_what_is_logged(records: Records) -> None:
    await log_access(records, "p-2", "review", "N-0002", NORTH, minutes(2))
    await log_access(records, "p-1", "case", "N-0001", NORTH, NOW, "req-1")
    await log_access(records, "p-1", "case", "W-0001", WEST, NOW)
    logged = await list_access(records, NORTH)
    assert [(row.person, row.what, row.subject, row.at, row.request_id) for row in logged] == [
        ("p-1", "case", "N-0001", NOW, "req-1"),
        ("p-2", "review", "N-0002", minutes(2), None),
    ]


def test_ids_are_short_and_never_the_same() -> None:
    ids = {new_id("act") for _ in range(2_000)}
    assert len(ids) == 2_000
    assert {len(id_) for id_ in ids} == {24}
    assert all(id_ == id_.lower() and id_.removeprefix("act-").isalnum() for id_ in ids)
