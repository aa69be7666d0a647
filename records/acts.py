"""Acts: what a person decided and sent, from its arrival (freeze) to the workflow's answer.

Freezing keeps the content as immutable revisions and the act as a row, in one transaction. After
that the act cannot be lost, whatever happens to the engine.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import select, update

from criteria.errors import Rule, RuleBroken
from criteria.roles import Side
from records.canonical import digest
from records.errors import NotFound
from records.identifiers import new_id, new_salt
from records.revisions import NewRevision, add_revisions
from records.session import Records, Session
from records.tables import ActTable, InspectionTable
from records.upsert import insert_missing
from records.values import read_value

__all__ = ["Act", "ActState", "NewAct", "NewRevision", "freeze", "freeze_within", "get_act"]


class ActState(StrEnum):
    RECEIVED = "received"  # kept, not yet decided
    ACCEPTED = "accepted"
    REFUSED = "refused"


@dataclass(frozen=True)
class NewAct:
    """An act as it arrives. `message` is content-free: ids, codes, scores and dates.

    "$0", "$1" … in the message stand for the ids that its revisions get when they are kept.
    `request` is what the client sent and to what; the same key with another request is refused.
    Without it, the workflow, the message and the revisions stand for the request.
    """

    workflow_id: str
    inspection: str
    kind: str
    actor: str
    side: Side
    idempotency_key: str
    message: dict[str, Any] = field(default_factory=dict)
    request: Any = None
    request_id: str | None = None


@dataclass(frozen=True)
class Act:
    """An act as it is kept. `revision_ids` stand in the order in which the revisions were given."""

    id: str
    workflow_id: str
    inspection: str
    kind: str
    actor: str
    idempotency_key: str
    payload_hash: str
    message: dict[str, Any]
    revision_ids: tuple[str, ...]
    state: ActState
    rule: str | None
    codes: tuple[str, ...] | None
    received_at: datetime
    decided_at: datetime | None
    sent_at: datetime | None
    attempts: int
    request_id: str | None


async def freeze(
    records: Records, new: NewAct, revisions: Sequence[NewRevision], at: datetime
) -> Act:
    """Keep an act and what it says. The same key with the same payload gives the same act again.

    Raises RuleBroken(IDEMPOTENCY_KEY_REUSED) for the same key with another payload, and NotFound
    for an unknown inspection.
    """
    async with records.transaction() as session:
        return await freeze_within(session, new, revisions, at)


async def freeze_within(
    session: Session, new: NewAct, revisions: Sequence[NewRevision], at: datetime
) -> Act:
    """`freeze` as a part of the caller's transaction, for rows that must appear together."""
    await _lock_inspection(session, new.inspection)
    act_id, salt = new_id("act"), new_salt()
    revision_ids = [new_id("r") for _ in revisions]
    values = {
        "id": act_id,
        "workflow_id": new.workflow_id,
        "inspection": new.inspection,
        "kind": new.kind,
        "actor": new.actor,
        "idempotency_key": new.idempotency_key,
        "salt": salt,
        "payload_hash": _payload_hash(new, revisions, salt),
        "message": _with_ids(new.message, {f"${n}": id_ for n, id_ in enumerate(revision_ids)}),
        "revision_ids": revision_ids,
        "state": ActState.RECEIVED,
        "received_at": at,
        "attempts": 0,
        "request_id": new.request_id,
    }
    if await insert_missing(session, ActTable, values):
        numbered = list(zip(revision_ids, revisions, strict=True))
        await add_revisions(session, new, act_id, numbered, at)
        return _read(await session.get_one(ActTable, act_id))
    earlier = await _earlier(session, new, revisions)
    assert earlier is not None, "the unique key said that there is one"
    return earlier


async def _lock_inspection(session: Session, reference: str) -> None:
    """One freeze of an inspection at a time, so that revisions are numbered without gaps."""
    query = (
        select(InspectionTable.reference)
        .where(InspectionTable.reference == reference)
        .with_for_update(key_share=True)
    )
    if (await session.scalars(query)).one_or_none() is None:
        raise NotFound("inspection", reference)


async def find_earlier(records: Records, new: NewAct) -> Act | None:
    """The act that came under this actor's key before, so that a repeat is answered as it was.

    Raises RuleBroken(IDEMPOTENCY_KEY_REUSED) when that was another request.
    """
    async with records.reading() as session:
        return await _earlier(session, new, ())


async def _earlier(session: Session, new: NewAct, revisions: Sequence[NewRevision]) -> Act | None:
    query = select(ActTable).where(
        ActTable.actor == new.actor, ActTable.idempotency_key == new.idempotency_key
    )
    row = (await session.scalars(query)).one_or_none()
    if row is None:
        return None
    if row.payload_hash != _payload_hash(new, revisions, row.salt):
        raise RuleBroken(Rule.IDEMPOTENCY_KEY_REUSED, row.id)
    return _read(row)


def _payload_hash(new: NewAct, revisions: Sequence[NewRevision], salt: str) -> str:
    request = new.request
    if request is None:
        contents = [[revision.kind, revision.subject, revision.content] for revision in revisions]
        request = [new.workflow_id, new.inspection, new.message, contents]
    return digest([new.kind, request], salt)


def _with_ids(message: Any, ids: Mapping[str, str]) -> Any:
    """The message with each "$n" replaced by the id of revision n."""
    if isinstance(message, dict):
        return {name: _with_ids(value, ids) for name, value in message.items()}
    if isinstance(message, list | tuple):
        return [_with_ids(value, ids) for value in message]
    if isinstance(message, str):
        return ids.get(message, message)
    return message


async def get_act(records: Records, act_id: str) -> Act:
    """One act; it holds no content. Raises NotFound."""
    async with records.reading() as session:
        row = await session.get(ActTable, act_id)
        if row is None:
            raise NotFound("act", act_id)
        return _read(row)


async def list_acts(records: Records, workflow_id: str, state: ActState | None = None) -> list[Act]:
    """The acts sent to one workflow, oldest first: what reconciling compares."""
    query = select(ActTable).where(ActTable.workflow_id == workflow_id)
    if state is not None:
        query = query.where(ActTable.state == state)
    async with records.reading() as session:
        rows = await session.scalars(query.order_by(ActTable.received_at, ActTable.id))
        return [_read(row) for row in rows]


async def get_accepted(records: Records, workflow_id: str, kind: str) -> Act:
    """The first accepted act of its kind in one workflow. Raises NotFound."""
    query = (
        select(ActTable)
        .where(
            ActTable.workflow_id == workflow_id,
            ActTable.kind == kind,
            ActTable.state == ActState.ACCEPTED,
        )
        .order_by(ActTable.received_at, ActTable.id)
        .limit(1)
    )
    async with records.reading() as session:
        row = (await session.scalars(query)).one_or_none()
        if row is None:
            raise NotFound("act of this kind", kind)
        return _read(row)


async def list_undecided(records: Records, inspection: str, kind: str) -> list[Act]:
    """The acts of one kind in an inspection and beside it that are not decided yet."""
    query = (
        select(ActTable)
        .where(
            ActTable.inspection == inspection,
            ActTable.kind == kind,
            ActTable.state == ActState.RECEIVED,
        )
        .order_by(ActTable.received_at, ActTable.id)
    )
    async with records.reading() as session:
        return [_read(row) for row in await session.scalars(query)]


async def list_waiting(records: Records, older_than: datetime, limit: int = 200) -> list[Act]:
    """Acts received before this moment and still undecided, oldest first: for the sweep."""
    query = (
        select(ActTable)
        .where(ActTable.state == ActState.RECEIVED, ActTable.received_at < older_than)
        .order_by(ActTable.received_at, ActTable.id)
        .limit(limit)
    )
    async with records.reading() as session:
        return [_read(row) for row in await session.scalars(query)]


async def refuse(
    records: Records, act_id: str, rule: Rule, codes: Sequence[str], at: datetime
) -> Act:
    """Write the workflow's refusal to the act. Never over an acceptance: that one stands."""
    changed = {"state": ActState.REFUSED, "rule": rule.value, "codes": list(codes)}
    async with records.transaction() as session:
        await session.execute(
            update(ActTable)
            .where(ActTable.id == act_id, ActTable.state == ActState.RECEIVED)
            .values(decided_at=at, **changed)
        )
    return await get_act(records, act_id)


async def mark_sent(records: Records, act_id: str, at: datetime) -> None:
    """Count an attempt to hand the act to its workflow."""
    async with records.transaction() as session:
        await session.execute(
            update(ActTable)
            .where(ActTable.id == act_id)
            .values(sent_at=at, attempts=ActTable.attempts + 1)
        )


def _read(row: ActTable) -> Act:
    return read_value(Act, row)
