"""The journal's chains: whole under concurrent writers, and broken where somebody altered them."""

import asyncio
import json
from typing import Any

import pytest
from sqlalchemy import delete, update

from criteria.roles import Role
from criteria.visibility import Kind
from records.chain import START, verify_export
from records.journal import HOUSE, append, export, seal_heads, verify
from records.session import Records
from records.tables import HeadTable, JournalTable, ProcessTable, RevisionTable
from tests.records.builders import NORTH, NOW, House, accept, minutes, said, say


async def enter(records: Records, chain: str, count: int = 1) -> None:
    for number in range(count):
        async with records.transaction() as session:
            await append(
                session,
                chain,
                "stepped",
                actor="p-1",
                act_id="act-1",
                run_id="run-1",
                at=minutes(number),
                body={"n": number},
            )


async def run(records: Records, statement: Any) -> None:
    async with records.transaction() as session:
        await session.execute(statement)


async def seal(records: Records) -> Any:
    async with records.transaction() as session:
        return await seal_heads(session, NOW)


async def test_an_empty_journal_is_whole(records: Records) -> None:
    verdict = await verify(records)
    assert (verdict.ok, verdict.entries) == (True, 0)


async def test_entries_follow_one_another_from_the_start(records: Records) -> None:
    await enter(records, "a", 3)
    entries = await export(records, "a")
    assert [entry["position"] for entry in entries] == [1, 2, 3]
    assert [entry["previous_hash"] for entry in entries] == [
        START,
        entries[0]["hash"],
        entries[1]["hash"],
    ]
    assert (await verify(records)).entries == 3


async def test_chains_stay_whole_under_concurrent_writers(records: Records, address: str) -> None:
    other = Records.open(address)
    writers = [enter(source, chain, 8) for source in (records, other) for chain in "aabc"]
    await asyncio.gather(*writers, return_exceptions=False)
    await other.close()
    verdict = await verify(records)
    assert (verdict.ok, verdict.entries) == (True, 64)
    assert len(await export(records, "a")) == 32


async def test_an_entry_rolled_back_leaves_no_gap(records: Records) -> None:
    async def fail() -> None:
        async with records.transaction() as session:
            await append(
                session, "a", "lost", actor=None, act_id=None, run_id=None, at=NOW, body={}
            )
            raise LookupError

    await enter(records, "a")
    with pytest.raises(LookupError):
        await fail()
    await enter(records, "a")
    assert [entry["event"] for entry in await export(records, "a")] == ["stepped", "stepped"]
    assert (await verify(records)).ok


async def test_two_entries_of_one_transaction_follow_one_another(records: Records) -> None:
    async with records.transaction() as session:
        for event in ("first", "second"):
            await append(session, "a", event, actor=None, act_id=None, run_id=None, at=NOW, body={})
    assert (await verify(records)).entries == 2


CHANGES: dict[str, dict[str, Any]] = {
    "body": {"body": {"n": 7}},
    "event": {"event": "other"},
    "actor": {"actor": None},
    "act": {"act_id": "act-2"},
    "run": {"run_id": "run-2"},
    "moment": {"at": minutes(99)},
    "hash": {"hash": "0" * 64},
}


@pytest.mark.parametrize("name", CHANGES)
async def test_a_changed_entry_is_the_first_broken_one(records: Records, name: str) -> None:
    await enter(records, "a", 2)
    await enter(records, "b", 5)
    at = (JournalTable.chain == "b", JournalTable.position == 3)
    await run(records, update(JournalTable).where(*at).values(**CHANGES[name]))
    verdict = await verify(records)
    assert (verdict.ok, verdict.chain, verdict.position) == (False, "b", 3)
    assert verdict.fault == "the entry was changed"


async def test_a_missing_entry_is_named(records: Records) -> None:
    await enter(records, "a", 5)
    await run(records, delete(JournalTable).where(JournalTable.position == 2))
    verdict = await verify(records)
    assert (verdict.chain, verdict.position, verdict.fault) == ("a", 2, "entry 2 is missing")


async def test_a_cut_end_is_named(records: Records) -> None:
    await enter(records, "a", 5)
    await run(records, delete(JournalTable).where(JournalTable.position > 3))
    verdict = await verify(records)
    assert (verdict.chain, verdict.position, verdict.fault) == ("a", 4, "entry 4 is missing")


async def test_a_chain_cut_with_its_head_is_found_by_the_house_chain(records: Records) -> None:
    await enter(records, "a", 5)
    await seal(records)
    third = (await export(records, "a"))[2]
    await run(
        records, delete(JournalTable).where(JournalTable.chain == "a", JournalTable.position > 3)
    )
    await run(
        records,
        update(HeadTable).where(HeadTable.chain == "a").values(position=3, hash=third["hash"]),
    )
    verdict = await verify(records)
    assert (verdict.ok, verdict.chain, verdict.position) == (False, "a", 4)


async def test_a_chain_taken_away_whole_is_found_by_the_house_chain(records: Records) -> None:
    await enter(records, "a", 2)
    await seal(records)
    await run(records, delete(JournalTable).where(JournalTable.chain == "a"))
    await run(records, delete(HeadTable).where(HeadTable.chain == "a"))
    verdict = await verify(records)
    assert (verdict.ok, verdict.chain, verdict.position) == (False, "a", 1)


async def test_a_chain_written_anew_is_found_by_the_house_chain(records: Records) -> None:
    await enter(records, "a", 3)
    await seal(records)
    await run(records, delete(JournalTable).where(JournalTable.chain == "a"))
    await run(records, delete(HeadTable).where(HeadTable.chain == "a"))
    async with records.transaction() as session:
        for _ in range(3):
            await append(
                session, "a", "forged", actor=None, act_id=None, run_id=None, at=NOW, body={}
            )
    verdict = await verify(records)
    assert (verdict.ok, verdict.chain, verdict.position) == (False, "a", 3)
    assert verdict.fault == "the house chain vouches for another entry here"


async def test_the_house_chain_vouches_only_for_what_grew(records: Records) -> None:
    await enter(records, "a", 2)
    await enter(records, "b", 1)
    first = await seal(records)
    await enter(records, "b", 1)
    second = await seal(records)
    third = await seal(records)
    assert sorted(first.body["heads"]) == ["a", "b"]
    assert [head[0] for head in second.body["heads"].values()] == [2]
    assert third is None
    assert (await verify(records)).entries == 6
    assert len(await export(records, HOUSE)) == 2


async def test_heads_sealed_while_others_write_leave_all_whole(records: Records) -> None:
    await asyncio.gather(
        enter(records, "a", 6), seal(records), enter(records, "b", 6), seal(records), seal(records)
    )
    await seal(records)
    assert (await verify(records)).ok


async def test_an_exported_chain_is_verified_without_a_database(records: Records) -> None:
    await enter(records, "a", 4)
    copy = json.loads(json.dumps(await export(records, "a")))
    verdict = verify_export(copy, head=copy[-1]["hash"])
    assert (verdict.ok, verdict.entries, verdict.chain) == (True, 4, "a")


async def test_an_exported_chain_that_was_altered_names_its_first_broken_entry(
    records: Records,
) -> None:
    await enter(records, "a", 4)
    whole = await export(records, "a")
    changed = [dict(entry) for entry in whole]
    changed[2]["body"] = {"n": 99}
    swapped = [whole[0], whole[2], whole[1], whole[3]]
    unreadable = [whole[0], {"position": 2}]
    assert verify_export(changed).position == 3
    assert verify_export(swapped).position == 2
    assert verify_export(whole[1:]).position == 1
    assert verify_export(unreadable).fault == "the entry cannot be read"
    cut = verify_export(whole[:3], head=whole[3]["hash"])
    assert (cut.ok, cut.position) == (False, 4)


async def test_content_that_was_changed_breaks_the_entry_that_vouches_for_it(
    house: House, records: Records
) -> None:
    act = await say(records, Role.LIAISON, said(Kind.RETURN, "row-1"))
    await accept(records, act)
    assert (await verify(records)).ok
    await run(records, update(RevisionTable).values(content={"text": "other words"}))
    verdict = await verify(records)
    assert (verdict.ok, verdict.chain, verdict.position) == (False, NORTH, 2)
    assert verdict.fault == f"the content of {act.revision_ids[0]} was changed"


async def test_a_process_state_that_was_changed_breaks_its_last_entry(
    house: House, records: Records
) -> None:
    where = ProcessTable.workflow_id == f"inspection/{NORTH}"
    await run(records, update(ProcessTable).where(where).values(state={"phase": "published"}))
    verdict = await verify(records)
    assert verdict.fault == f"the state of inspection/{NORTH} was changed"


async def test_content_that_was_disposed_of_leaves_the_chain_whole(
    house: House, records: Records
) -> None:
    act = await say(records, Role.LIAISON, said(Kind.RETURN, "row-1"))
    await accept(records, act)
    await run(records, delete(RevisionTable))
    assert (await verify(records)).ok


async def test_the_journal_holds_no_content(house: House, records: Records) -> None:
    act = await say(records, Role.LIAISON, said(Kind.RETURN, "row-1", "CANARY"))
    await accept(records, act)
    assert "CANARY" not in json.dumps(await export(records, NORTH))
