"""A workflow under test: a worker whose activities keep what they are told in memory."""

import hashlib
import json
import uuid
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from temporalio import activity
from temporalio.client import Client, WithStartWorkflowOperation, WorkflowHandle
from temporalio.common import WorkflowIDConflictPolicy
from temporalio.worker import Worker, WorkflowRunner

from touchstone.keys import KeyRing
from workflows import contracts
from workflows.contracts import Change, Projection
from workflows.follow_up import FollowUpWorkflow
from workflows.inspection import InspectionWorkflow
from workflows.messages import Accepted, Act, StartProcess, binding
from workflows.names import DOCUMENTS_QUEUE
from workflows.notices import NoticesWorkflow
from workflows.patch import merge
from workflows.referral import ReferralWorkflow
from workflows.sandbox import runner


@dataclass
class Kept:
    """What the activities were told, by workflow id."""

    changes: dict[str, list[Change]] = field(default_factory=dict)
    states: dict[str, dict[str, Any]] = field(default_factory=dict)
    rendered: list[str] = field(default_factory=list)
    followed_up: list[str] = field(default_factory=list)
    closed: list[str] = field(default_factory=list)

    @activity.defn(name="project")
    async def project(self, projection: Projection) -> None:
        workflow_id = activity.info().workflow_id or ""
        state = self.states.setdefault(workflow_id, {})
        for change in projection.changes:
            assert state.get("last_effect", "") == change.base, "projected out of order"
            state = merge(state, {**change.patch, "last_effect": change.effect})
            self.changes.setdefault(workflow_id, []).append(change)
        self.states[workflow_id] = state

    @activity.defn(name="render_documents")
    async def render_documents(self, order: contracts.DocumentOrder) -> contracts.Rendered:
        self.rendered += order.documents
        hashes = {d: hashlib.sha256(d.encode()).hexdigest() for d in order.documents}
        return contracts.Rendered(hashes)

    @activity.defn(name="open_follow_up")
    async def open_follow_up(self, order: contracts.FollowUpOrder) -> None:
        self.followed_up.append(order.reference)

    @activity.defn(name="close_inspection")
    async def close_inspection(self, order: contracts.FollowUpOrder) -> None:
        self.closed.append(order.reference)

    @activity.defn(name="send_notices")
    async def send_notices(self, batch: contracts.NoticeBatch) -> None: ...


@asynccontextmanager
async def working(
    client: Client, kept: Kept, *, workflow_runner: WorkflowRunner | None = None, cached: int = 100
) -> AsyncIterator[str]:
    """Workers on a queue of their own; yields its name."""
    queue = f"q-{uuid.uuid4().hex[:8]}"
    activities: Sequence[Any] = (
        kept.project,
        kept.open_follow_up,
        kept.close_inspection,
        kept.send_notices,
    )
    async with (
        Worker(
            client,
            task_queue=queue,
            workflows=[InspectionWorkflow, ReferralWorkflow, FollowUpWorkflow, NoticesWorkflow],
            activities=activities,
            workflow_runner=workflow_runner or runner(),
            max_cached_workflows=cached,
        ),
        Worker(client, task_queue=DOCUMENTS_QUEUE, activities=[kept.render_documents]),
    ):
        yield queue


@dataclass
class Driven:
    """An inspection (or other process) driven by acts."""

    client: Client
    queue: str
    handle: WorkflowHandle[Any, Any]
    sent: int = 0

    async def act(
        self, actor: str, kind: str, body: dict[str, Any], act_id: str | None = None
    ) -> Accepted:
        self.sent += 1
        digest = hashlib.sha256(json.dumps([kind, body], sort_keys=True).encode()).hexdigest()[:16]
        act_id = act_id or f"a-{uuid.uuid4().hex[:12]}"
        accepted: Accepted = await self.handle.execute_update(
            kind,
            Act(actor, body, digest, binding(self.handle.id, kind, act_id)),
            id=act_id,
            result_type=Accepted,
        )
        return accepted


async def opened(
    client: Client,
    queue: str,
    reference: str,
    body: dict[str, Any],
    *,
    workflow: Any = InspectionWorkflow,
    opening: tuple[str, str] = ("p-lead", "issue"),
) -> Driven:
    """A process started by its opening act."""
    start = WithStartWorkflowOperation(
        workflow.run,
        StartProcess(reference),
        id=f"test/{reference}",
        task_queue=queue,
        id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
    )
    actor, kind = opening
    act_id = f"a-{uuid.uuid4().hex[:12]}"
    await client.execute_update_with_start_workflow(
        kind,
        Act(actor, body, "h", binding(f"test/{reference}", kind, act_id)),
        id=act_id,
        start_workflow_operation=start,
        result_type=Accepted,
    )
    return Driven(client, queue, await start.workflow_handle(), 1)


def a_key_ring(folder: Path) -> KeyRing:
    ring = KeyRing.load(folder)
    ring.make_missing()
    return ring
