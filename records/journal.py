"""The append-only, hash-chained record: one chain for each inspection and one for the house.

Alteration is detectable against a head held elsewhere; the house chain vouches for the others.
"""

from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from records.chain import (
    HOUSE,
    START,
    Entry,
    Verdict,
    as_document,
    find_fault,
    hash_of,
    verify_export,
)
from records.evidence import find_false_evidence
from records.identifiers import new_id
from records.session import Records, Session
from records.tables import HeadTable, JournalTable
from records.upsert import insert_missing

__all__ = [
    "HOUSE",
    "Entry",
    "Verdict",
    "append",
    "export",
    "seal_heads",
    "verify",
    "verify_chain",
    "verify_export",
]

_SEALED = "heads_sealed"
_MEMBERS = [field.name for field in fields(Entry)]
_Seals = dict[str, list[tuple[int, str]]]  # chain -> (position, hash) that the house vouches for


async def append(
    session: Session,
    chain: str,
    event: str,
    *,
    actor: str | None,
    act_id: str | None,
    run_id: str | None,
    at: datetime,
    body: Mapping[str, Any],
) -> Entry:
    """Add one entry to a chain. Holds the chain's head until the transaction ends.

    `body` may hold ids, codes, dates and salted hashes; never content, scores or names.
    """
    head = await _lock_head(session, chain)
    unsigned = Entry(
        chain, head.position + 1, at, event, actor, act_id, run_id, dict(body), head.hash, ""
    )
    entry = replace(unsigned, hash=hash_of(unsigned))
    session.add(JournalTable(id=new_id("j"), **vars(entry)))
    head.position, head.hash = entry.position, entry.hash
    await session.flush()
    return entry


async def _lock_head(session: Session, chain: str) -> HeadTable:
    start = {"chain": chain, "position": 0, "hash": START, "sealed_position": 0}
    # populate_existing: a head seen earlier in this session may be stale by the time it is locked.
    query = (
        select(HeadTable)
        .where(HeadTable.chain == chain)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    head = (await session.scalars(query)).one_or_none()
    if head is None:
        await insert_missing(session, HeadTable, start)
        head = (await session.scalars(query)).one()
    return head


async def seal_heads(session: Session, at: datetime) -> Entry | None:
    """Write the heads of all chains that grew since the last time into the house chain.

    None when none did. Runs daily.
    """
    await _lock_head(session, HOUSE)
    query = (
        select(HeadTable.chain, HeadTable.position, HeadTable.hash)
        .where(HeadTable.chain != HOUSE, HeadTable.position > HeadTable.sealed_position)
        .order_by(HeadTable.chain)
    )
    heads = (await session.execute(query)).all()
    if not heads:
        return None
    for head in heads:
        await session.execute(
            update(HeadTable)
            .where(HeadTable.chain == head.chain)
            .values(sealed_position=head.position)
            .execution_options(synchronize_session=False)
        )
    body = {"heads": {head.chain: [head.position, head.hash] for head in heads}}
    return await append(
        session, HOUSE, _SEALED, actor=None, act_id=None, run_id=None, at=at, body=body
    )


async def export(records: Records, chain: str) -> list[dict[str, Any]]:
    """The whole chain as JSON documents that `verify_export` checks without a database."""
    async with records.reading() as session:
        return [as_document(entry) for entry in await _entries(session, chain)]


async def verify(records: Records) -> Verdict:
    """Check every chain, and the content and states that its entries vouch for.

    Names the first broken entry: of the house chain, else of the first broken chain by name.
    """
    async with records.reading() as session:
        entries = await _entries(session, HOUSE)
        broken = await _find_broken(session, HOUSE, entries, [])
        if broken:
            return Verdict(False, 0, HOUSE, *broken)
        total, seals = len(entries), _read_seals(entries)
        for chain in sorted(await _chains(session) | seals.keys()):
            entries = await _entries(session, chain)
            broken = await _find_broken(session, chain, entries, seals.get(chain, []))
            if broken:
                return Verdict(False, total, chain, *broken)
            total += len(entries)
    return Verdict(True, total)


async def verify_chain(records: Records, chain: str) -> Verdict:
    """Check one chain as `verify` checks each of them; `entries` counts its whole ones."""
    async with records.reading() as session:
        seals = _read_seals(await _entries(session, HOUSE))
        entries = await _entries(session, chain)
        broken = await _find_broken(session, chain, entries, seals.get(chain, []))
    if broken:
        return Verdict(False, broken[0] - 1, chain, *broken)
    return Verdict(True, len(entries), chain)


async def _chains(session: Session) -> set[str]:
    written = await session.scalars(select(JournalTable.chain).distinct())
    headed = await session.scalars(select(HeadTable.chain))
    return (set(written) | set(headed)) - {HOUSE}


async def _entries(session: Session, chain: str) -> list[Entry]:
    query = (
        select(*(JournalTable.__table__.c[name] for name in _MEMBERS))
        .where(JournalTable.chain == chain)
        .order_by(JournalTable.position)
    )
    return [Entry(*row) for row in await session.execute(query)]


def _read_seals(house: list[Entry]) -> _Seals:
    seals = _Seals()
    for entry in house:
        if entry.event == _SEALED:
            for chain, (position, head) in entry.body["heads"].items():
                seals.setdefault(chain, []).append((position, head))
    return seals


async def _find_broken(
    session: Session, chain: str, entries: list[Entry], seals: list[tuple[int, str]]
) -> tuple[int, str] | None:
    """The position of the chain's first broken entry, and what is wrong with it."""
    previous = START
    for position, entry in enumerate(entries, start=1):
        fault = find_fault(entry, position, previous)
        if fault:
            return position, fault
        previous = entry.hash
    return (
        await _find_cut(session, chain, len(entries), previous)
        or _find_rewritten(entries, seals)
        or await find_false_evidence(session, chain, entries)
    )


async def _find_cut(
    session: Session, chain: str, length: int, last_hash: str
) -> tuple[int, str] | None:
    query = select(HeadTable.position, HeadTable.hash).where(HeadTable.chain == chain)
    head = (await session.execute(query)).one_or_none()
    position, hash_ = (0, START) if head is None else head
    if position > length:
        return length + 1, f"entry {length + 1} is missing"
    if (position, hash_) != (length, last_hash):
        return length, "the chain does not end at its head"
    return None


def _find_rewritten(entries: list[Entry], seals: list[tuple[int, str]]) -> tuple[int, str] | None:
    for position, head in sorted(seals):
        if position > len(entries):
            return len(entries) + 1, f"entry {len(entries) + 1} is missing"
        if entries[position - 1].hash != head:
            return position, "the house chain vouches for another entry here"
    return None
