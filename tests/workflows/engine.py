"""A workflow under test: its worker, and the acts and questions that it is sent."""

import asyncio
import hashlib
import json
import uuid
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from temporalio.client import (
    Client,
    WithStartWorkflowOperation,
    WorkflowHandle,
    WorkflowUpdateFailedError,
    WorkflowUpdateStage,
)
from temporalio.common import WorkflowIDConflictPolicy
from temporalio.exceptions import ApplicationError
from temporalio.service import RPCError
from temporalio.worker import Worker, WorkflowRunner

from criteria.errors import Rule
from tests.workflows.desk import Step
from tests.workflows.kept import Kept
from touchstone.keys import KeyRing
from workflows.follow_up import FollowUpWorkflow
from workflows.inspection import InspectionWorkflow
from workflows.messages import Accepted, Act, StandingReport, StartProcess, binding
from workflows.names import DOCUMENTS_QUEUE
from workflows.notices import NoticesWorkflow
from workflows.patch import from_document, to_document
from workflows.referral import ReferralWorkflow
from workflows.sandbox import runner
from workflows.state import FollowUpState, InspectionState

WORKFLOWS: tuple[type, ...] = (
    InspectionWorkflow,
    ReferralWorkflow,
    FollowUpWorkflow,
    NoticesWorkflow,
)

_OPENED: dict[str, list[WorkflowHandle[Any, Any]]] = defaultdict(list)


@asynccontextmanager
async def working(
    client: Client,
    kept: Kept,
    *,
    workflow_runner: WorkflowRunner | None = None,
    cached: int = 100,
    queue: str | None = None,
    workflows: Sequence[type] = WORKFLOWS,
    leave_running: bool = False,
) -> AsyncIterator[str]:
    """Workers on a queue, of their own by default; yields its name."""
    queue = queue or f"q-{uuid.uuid4().hex[:8]}"
    activities: Sequence[Any] = (
        kept.project,
        kept.open_follow_up,
        kept.close_inspection,
        kept.send_notices,
    )
    try:
        async with (
            Worker(
                client,
                task_queue=queue,
                workflows=workflows,
                activities=activities,
                workflow_runner=workflow_runner or runner(),
                max_cached_workflows=cached,
                graceful_shutdown_timeout=timedelta(seconds=5),
            ),
            Worker(client, task_queue=DOCUMENTS_QUEUE, activities=[kept.render_documents]),
        ):
            yield queue
            # What is left running would go on in the next test: the documents' queue is shared.
            for handle in [] if leave_running else _OPENED.pop(queue, []):
                with suppress(RPCError):  # it has ended
                    await handle.terminate()
    finally:
        assert kept.faults == []


@dataclass
class Driven:
    """An inspection (or other process) driven by acts."""

    client: Client
    queue: str
    handle: WorkflowHandle[Any, Any]

    async def act(
        self, actor: str, kind: str, body: dict[str, Any], act_id: str | None = None
    ) -> Accepted:
        """Raises WorkflowUpdateFailedError when it is refused."""
        act_id = act_id or an_act_id(kind)
        accepted: Accepted = await self.handle.execute_update(
            kind,
            self.message(actor, kind, body, act_id),
            id=act_id,
            result_type=Accepted,
        )
        return accepted

    async def send(self, actor: str, kind: str, body: dict[str, Any]) -> Any:
        """The handle of an act that is decided, though its projection may not have landed."""
        act_id = an_act_id(kind)
        return await self.handle.start_update(
            kind,
            self.message(actor, kind, body, act_id),
            id=act_id,
            result_type=Accepted,
            wait_for_stage=WorkflowUpdateStage.ACCEPTED,
        )

    async def run(self, steps: Iterable[Step]) -> "Driven":
        """Act by act, waiting for the documents that some of them call for."""
        for actor, kind, body in steps:
            await self.act(actor, kind, body)
            if kind in RENDERED_FOR:
                await self.until(lambda now, kind=kind: RENDERED_FOR[kind] in now.tasks)  # type: ignore[misc]
        return self

    async def refusal(self, actor: str, kind: str, body: dict[str, Any], **act: str) -> Rule | str:
        """The rule by which it is refused, or the name of another error."""
        with pytest.raises(WorkflowUpdateFailedError) as caught:
            await self.act(actor, kind, body, **act)
        cause = caught.value.cause
        assert isinstance(cause, ApplicationError)
        name = str(cause.type)
        return Rule(name) if name in set(Rule) else name

    async def lose(self) -> None:
        """End the workflow as a lost database of the engine would."""
        await self.handle.terminate("lost")

    async def restore(self, kept: Kept, workflow: Any = InspectionWorkflow) -> None:
        """Start it again from the state that the records hold, as reconciling does."""
        state = kept.states[self.handle.id]
        self.handle = await self.client.start_workflow(
            workflow.run,
            StartProcess(state["reference"], state),
            id=self.handle.id,
            task_queue=self.queue,
        )

    def message(self, actor: str, kind: str, body: dict[str, Any], act_id: str) -> Act:
        return Act(actor, body, digest(kind, body), binding(self.handle.id, kind, act_id))

    async def standing(self) -> StandingReport:
        report: StandingReport = await self.handle.query("standing", result_type=StandingReport)
        return report

    async def settled(self) -> StandingReport:
        """Where it stands once nothing is decided that has not landed."""
        return await self.until(lambda now: not now.pending)

    async def until(self, holds: Callable[[StandingReport], bool]) -> StandingReport:
        """Where it stands once this holds; each look is a round trip, so there is no pause."""
        async with asyncio.timeout(60):
            while not holds(standing := await self.standing()):
                pass
            return standing

    async def run_id(self) -> str:
        return (await self.handle.describe()).run_id


# Act -> the task that opens once the document that it calls for is rendered.
RENDERED_FOR = {"draft_report": "accuracy_check", "finalise_report": "sign_off"}


def a_reference() -> str:
    return f"T-{uuid.uuid4().hex[:8]}"


def an_act_id(kind: str = "any") -> str:
    return f"act-{kind}-{uuid.uuid4().hex[:12]}"


def kind_of(effect: str) -> str:
    """The kind of the act whose effect this is; empty for an effect of time or the engine's own."""
    parts = effect.split("-")
    return parts[1] if parts[0] == "act" else ""


def digest(kind: str, body: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps([kind, body], sort_keys=True).encode()).hexdigest()[:16]


async def opened(
    client: Client,
    queue: str,
    reference: str,
    body: dict[str, Any],
    *,
    workflow: Any = InspectionWorkflow,
    opening: tuple[str, str] = ("p-lead", "issue"),
    received: datetime | None = None,
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
    act_id = an_act_id(kind)
    bound_to = binding(f"test/{reference}", kind, act_id)
    received_at = received.isoformat() if received else ""
    await client.execute_update_with_start_workflow(
        kind,
        Act(actor, body, digest(kind, body), bound_to, received_at),
        id=act_id,
        start_workflow_operation=start,
        result_type=Accepted,
    )
    driven = Driven(client, queue, await start.workflow_handle())
    _OPENED[queue].append(driven.handle)
    return driven


async def started(client: Client, queue: str, state: FollowUpState, workflow_id: str) -> Driven:
    """A follow-up started with its state, as a publication starts it."""
    handle = await client.start_workflow(
        FollowUpWorkflow.run,
        StartProcess(state.reference, to_document(state)),
        id=workflow_id,
        task_queue=queue,
    )
    return Driven(client, queue, handle)


def state_of(kept: Kept, driven: Driven) -> InspectionState:
    """What has landed of an inspection."""
    return from_document(InspectionState, kept.states[driven.handle.id])


def a_key_ring(folder: Path) -> KeyRing:
    ring = KeyRing.load(folder)
    ring.make_missing()
    return ring
