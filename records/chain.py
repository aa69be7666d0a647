"""The journal's chains as pure values: how an entry is hashed, and what makes a chain whole.

Needs no database: an exported chain can be checked by whoever holds it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

from records.canonical import digest

HOUSE = "house"
START = "0" * 64  # what the first entry of a chain names as the one before it


@dataclass(frozen=True)
class Entry:
    """One entry. `position` counts from 1; `body` holds ids, codes and salted hashes only."""

    chain: str
    position: int
    at: datetime
    event: str
    actor: str | None
    act_id: str | None
    run_id: str | None
    body: dict[str, Any]
    previous_hash: str
    hash: str


@dataclass(frozen=True)
class Verdict:
    """Whether the journal is whole. If not: the first broken entry, and in words what is wrong."""

    ok: bool
    entries: int
    chain: str | None = None
    position: int | None = None
    fault: str | None = None


def hash_of(entry: Entry) -> str:
    """SHA-256 over every member of the entry but its own hash."""
    content = as_document(entry)
    del content["hash"]
    return digest(content)


def as_document(entry: Entry) -> dict[str, Any]:
    """The entry in the form in which it is hashed and exported."""
    at = entry.at.astimezone(UTC).isoformat(timespec="microseconds")
    return asdict(entry) | {"at": at}


def read_document(document: Mapping[str, Any]) -> Entry:
    """The entry of an exported document. Raises KeyError, TypeError or ValueError for another."""
    entry = Entry(**document)
    return Entry(**{**document, "at": datetime.fromisoformat(str(entry.at))})


def find_fault(entry: Entry, position: int, previous_hash: str) -> str | None:
    """What is wrong with this entry as number `position` after `previous_hash`; None if nothing."""
    if entry.position != position:
        return f"entry {position} is missing"
    if entry.previous_hash != previous_hash:
        return "the entry does not follow the one before it"
    if entry.hash != hash_of(entry):
        return "the entry was changed"
    return None


def verify_export(documents: Iterable[Mapping[str, Any]], head: str | None = None) -> Verdict:
    """Check one exported chain without a database, and its end against a `head` held elsewhere."""
    position, previous, chain = 0, START, None
    for document in documents:
        position += 1
        try:
            entry = read_document(document)
        except (KeyError, TypeError, ValueError):
            return Verdict(False, position - 1, chain, position, "the entry cannot be read")
        chain = chain or entry.chain
        fault = find_fault(entry, position, previous)
        if chain != entry.chain:
            fault = "the entry belongs to another chain"
        if fault:
            return Verdict(False, position - 1, chain, position, fault)
        previous = entry.hash
    if head is not None and head != previous:
        return Verdict(False, position, chain, position + 1, "the chain does not end at the head")
    return Verdict(True, position, chain)
