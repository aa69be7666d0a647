"""Whether what the journal vouches for is still what is kept: contents and process states."""

from sqlalchemy import select

from records.canonical import digest
from records.chain import Entry
from records.session import Session
from records.tables import ProcessTable, RevisionTable

Broken = tuple[int, str] | None


async def find_false_evidence(session: Session, chain: str, entries: list[Entry]) -> Broken:
    """The first entry of an inspection's chain whose revisions or process state were changed.

    A revision that is gone is no fault: content may be disposed of lawfully, its hash stays here.
    """
    faults = [
        *await _changed_revisions(session, chain, entries),
        *await _changed_states(session, chain, entries),
    ]
    return min(faults, default=None)


async def _changed_revisions(
    session: Session, chain: str, entries: list[Entry]
) -> list[tuple[int, str]]:
    named = {
        revision: (entry.position, hash_)
        for entry in entries
        for revision, hash_ in entry.body.get("revisions", {}).items()
    }
    query = select(
        RevisionTable.id, RevisionTable.salt, RevisionTable.hash, RevisionTable.content
    ).where(RevisionTable.inspection == chain)
    faults = []
    async for id_, salt, hash_, content in await session.stream(query):
        if id_ in named:
            position, vouched = named[id_]
            if not (hash_ == vouched == digest(content, salt)):
                faults.append((position, f"the content of {id_} was changed"))
    return faults


async def _changed_states(
    session: Session, chain: str, entries: list[Entry]
) -> list[tuple[int, str]]:
    last = {entry.body["process"]: entry for entry in entries if "process" in entry.body}
    query = select(ProcessTable.workflow_id, ProcessTable.state).where(
        ProcessTable.inspection == chain
    )
    faults = []
    for workflow_id, state in await session.execute(query):
        entry = last.get(workflow_id)
        if entry and entry.body["state"] != digest(state):
            faults.append((entry.position, f"the state of {workflow_id} was changed"))
    return faults
