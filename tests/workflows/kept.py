"""The activities of a workflow under test: they keep in memory what they are told."""

import asyncio
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from temporalio import activity

from tests.workflows.desk import sha256_of
from workflows import contracts
from workflows.contracts import Change, Projection
from workflows.patch import merge

ACTIVITIES = (
    "project",
    "render_documents",
    "open_follow_up",
    "close_inspection",
    "send_notices",
)


@dataclass
class Kept:
    """What the activities were told, by workflow id. While the gate is shut, none of them ends."""

    changes: dict[str, list[Change]] = field(default_factory=dict)
    states: dict[str, dict[str, Any]] = field(default_factory=dict)
    batches: list[int] = field(default_factory=list)  # changes that came in one projection
    rendered: list[str] = field(default_factory=list)
    followed_up: list[str] = field(default_factory=list)
    closed: list[str] = field(default_factory=list)
    sent: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    waiting: int = 0  # activities before the gate
    _shut_for: tuple[str, ...] = ()
    _gate: asyncio.Event = field(default_factory=asyncio.Event)

    def shut(self, *activities: str) -> None:
        """Hold up these activities, all when none is named."""
        self._shut_for = activities or ACTIVITIES
        self._gate.clear()

    def open(self) -> None:
        self._shut_for = ()
        self._gate.set()

    @activity.defn(name="project")
    async def project(self, projection: Projection) -> None:
        await self._pass()
        workflow_id = activity.info().workflow_id or ""
        self.batches.append(len(projection.changes))
        for change in projection.changes:
            self._write(workflow_id, change)

    @activity.defn(name="render_documents")
    async def render_documents(self, order: contracts.DocumentOrder) -> contracts.Rendered:
        await self._pass()
        self.rendered += order.documents
        return contracts.Rendered({d: sha256_of(d) for d in order.documents})

    @activity.defn(name="open_follow_up")
    async def open_follow_up(self, order: contracts.FollowUpOrder) -> None:
        await self._pass()
        self.followed_up.append(order.reference)

    @activity.defn(name="close_inspection")
    async def close_inspection(self, order: contracts.FollowUpOrder) -> None:
        await self._pass()
        self.closed.append(order.reference)

    @activity.defn(name="send_notices")
    async def send_notices(self, batch: contracts.NoticeBatch) -> None:
        await self._pass()
        self.sent.append(batch.batch)

    def effects(self, workflow_id: str) -> list[str]:
        return [change.effect for change in self.changes.get(workflow_id, [])]

    def rungs(self, workflow_id: str, task: str) -> list[tuple[str, datetime]]:
        """(rung, when it was climbed) of one task, in order."""
        return [
            (change.effect.rpartition(":")[2], datetime.fromisoformat(change.at))
            for change in self.changes.get(workflow_id, [])
            if change.rung.partition(":")[2] == task
        ]

    def _write(self, workflow_id: str, change: Change) -> None:
        """As the records do it: once by its key, and only onto the state that it was decided on."""
        if change.effect in self.effects(workflow_id):
            return
        state = self.states.get(workflow_id, {})
        if state.get("last_effect", "") != change.base:
            self.faults.append(f"{change.effect} stands on {change.base}")
        self.states[workflow_id] = merge(state, {**change.patch, "last_effect": change.effect})
        self.changes.setdefault(workflow_id, []).append(change)

    async def _pass(self) -> None:
        if activity.info().activity_type not in self._shut_for:
            return
        self.waiting += 1
        try:
            await self._gate.wait()
        finally:
            self.waiting -= 1
