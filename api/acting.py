"""How the API performs an act: keep it (freeze), send it (decide), say what became of it."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import structlog

from api.parts import Parts
from criteria.visibility import Viewer
from records.acts import Act, ActState, NewAct, find_earlier, freeze_within
from records.revisions import NewRevision
from records.session import Session


@dataclass(frozen=True)
class Intent:
    """What a caller asks for: the act's kind, its process, the body as sent, the key of the try."""

    kind: str
    inspection: str
    workflow_id: str
    body: dict[str, Any]
    key: str
    request_id: str | None = None


@dataclass(frozen=True)
class Composed:
    """An act made ready: the content-free message ("$0" for the first revision's id) and content.

    `prepare` writes rows that must appear together with the act, in its transaction; it gives the
    inspection and workflow id where only it can know them. `complete` writes, in the same
    transaction, rows that name the act or its revisions.
    """

    message: dict[str, Any]
    revisions: Sequence[NewRevision] = ()
    prepare: Callable[[Session], Awaitable[tuple[str, str]]] | None = None
    complete: Callable[[Session, Act], Awaitable[None]] | None = None


Compose = Callable[[], Awaitable[Composed]]


async def perform(parts: Parts, viewer: Viewer, intent: Intent, compose: Compose) -> Act:
    """Perform an act once for its key. A repeat is answered as the first try was.

    Raises RuleBroken for a key used for another request, and whatever `compose` finds wrong.
    """
    return await decide(parts, await keep(parts, viewer, intent, compose))


async def keep(parts: Parts, viewer: Viewer, intent: Intent, compose: Compose) -> Act:
    """The first half: the act as it is kept, now or under this key before. Raises as `perform`."""
    new = NewAct(
        workflow_id=intent.workflow_id,
        inspection=intent.inspection,
        kind=intent.kind,
        actor=viewer.person,
        side=viewer.side,
        idempotency_key=intent.key,
        request=[intent.workflow_id, intent.body],
        request_id=intent.request_id,
    )
    act = await find_earlier(parts.records, new)
    return act if act is not None else await _keep(parts, new, await compose())


async def decide(parts: Parts, act: Act) -> Act:
    """The second half: send the act, unless it is decided already; gives what became of it."""
    with structlog.contextvars.bound_contextvars(act=act.id, inspection=act.inspection):
        return await parts.gateway.send(act) if act.state is ActState.RECEIVED else act


class _CameBefore(Exception):
    """Two tries with one key at once: the other was first, so what this one prepared must go."""

    def __init__(self, act: Act) -> None:
        self.act = act


async def _keep(parts: Parts, new: NewAct, composed: Composed) -> Act:
    try:
        async with parts.records.transaction() as session:
            inspection, workflow_id = new.inspection, new.workflow_id
            if composed.prepare is not None:
                inspection, workflow_id = await composed.prepare(session)
            ready = replace(
                new, inspection=inspection, workflow_id=workflow_id, message=composed.message
            )
            act = await freeze_within(session, ready, composed.revisions, parts.clock())
            if act.workflow_id != workflow_id:
                raise _CameBefore(act)
            if composed.complete is not None:
                await composed.complete(session, act)
            return act
    except _CameBefore as other:
        return other.act
