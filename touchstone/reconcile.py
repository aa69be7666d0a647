"""Reconcile: compare what the records and the engine know; where they differ, the records win.

After a power cut, a restore or the loss of the engine's database, a process is started again under
its workflow id from its stored state, and the acts that were never decided are sent again.
"""

import asyncio
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum

import structlog
from temporalio.client import WorkflowExecutionStatus, WorkflowHandle, WorkflowQueryFailedError
from temporalio.common import WorkflowIDConflictPolicy, WorkflowIDReusePolicy
from temporalio.service import RPCError, RPCStatusCode

from activities.derive import read_state
from activities.follow_up import close_inspection
from activities.projection import full_key
from records.acts import list_waiting
from records.errors import NotFound
from records.journal import HOUSE, append
from records.operating import RECONCILED
from records.processes import Process, get_process, list_open
from touchstone.resending import send_again
from touchstone.settings import Settings
from touchstone.wiring import Kit, now, opened
from workflows.messages import StandingReport, StartProcess
from workflows.names import INSPECTION, INSPECTIONS_QUEUE, follow_up_workflow_id
from workflows.tasks import open_tasks

log = structlog.get_logger()

SETTLE_SECONDS = 20.0
QUERY_SECONDS = 10
RESEND_SECONDS = 20.0
LOOK_AGAIN_SECONDS = 0.3
MOST_RESTARTS = 3
AT_ONCE = 8


_CANNOT_TELL = (
    RPCStatusCode.FAILED_PRECONDITION,
    RPCStatusCode.DEADLINE_EXCEEDED,
    RPCStatusCode.CANCELLED,
)


class Finding(StrEnum):
    IN_STEP = "in_step"
    RESTARTED = "restarted"  # from the records
    NOT_ANSWERING = "not_answering"


@dataclass
class Report:
    """What was found and done, by workflow id."""

    findings: dict[str, Finding] = field(default_factory=dict)
    resent: int = 0

    def __str__(self) -> str:
        counts = {f: sum(1 for found in self.findings.values() if found is f) for f in Finding}
        parts = [f"{count} {f.value.replace('_', ' ')}" for f, count in counts.items()]
        return f"{len(self.findings)} processes: {', '.join(parts)}; {self.resent} acts sent again."


async def reconcile(settings: Settings) -> Report:
    """Compare and put right. Needs the engine and a worker."""
    async with opened(settings) as kit:
        return await reconcile_with(kit)


async def reconcile_with(kit: Kit) -> Report:
    report = Report()
    places = asyncio.Semaphore(AT_ONCE)

    async def one(process: Process) -> None:
        async with places:
            finding = await put_right(kit, process)
        report.findings[process.workflow_id] = finding
        if finding is not Finding.IN_STEP:
            log.warning(
                "process.reconciled", workflow_id=process.workflow_id, finding=finding.value
            )

    await asyncio.gather(*(one(process) for process in await list_open(kit.records)))
    await _close_what_was_followed_up(kit)
    report.resent = await _resend(kit)
    await _enter(kit, report)
    log.info("reconcile.done", processes=len(report.findings), resent=report.resent)
    return report


async def _enter(kit: Kit, report: Report) -> None:
    """Enter in the house's journal that all was compared, and what came of it."""
    restarted = sum(1 for found in report.findings.values() if found is Finding.RESTARTED)
    body = {"processes": len(report.findings), "restarted": restarted, "resent": report.resent}
    async with kit.records.transaction() as session:
        await append(
            session, HOUSE, RECONCILED, actor=None, act_id=None, run_id=None, at=now(), body=body
        )


async def _resend(kit: Kit) -> int:
    """Send every undecided act again, for a while: the sweep goes on with the rest."""
    waiting = await list_waiting(kit.records, now() + timedelta(days=1))
    try:
        await asyncio.wait_for(send_again(kit, waiting), RESEND_SECONDS)
    except TimeoutError:
        log.warning("reconcile.left_to_sweep", acts=len(waiting))
    return len(waiting)


async def put_vanished_right(kit: Kit) -> None:
    """Start again what should run and does not: an operator ended it, or the engine lost it.

    The listing may lag behind, so each that it lacks is looked at before anything is done.
    """
    running = {w.id async for w in kit.client.list_workflows("ExecutionStatus = 'Running'")}
    for process in await list_open(kit.records):
        if process.workflow_id in running or not process.last_effect:
            continue
        finding = await put_right(kit, process)
        log.warning("process.reconciled", workflow_id=process.workflow_id, finding=finding.value)


async def _close_what_was_followed_up(kit: Kit) -> None:
    """The follow-up's last word to its inspection is the one step that no stored state repeats."""
    for process in await list_open(kit.records):
        if process.workflow_type != INSPECTION:
            continue
        try:
            follow_up = await get_process(kit.records, follow_up_workflow_id(process.inspection))
        except NotFound:
            continue
        if follow_up.closed_at is not None:
            await close_inspection(kit.records, kit.client, now(), process.inspection)


async def put_right(kit: Kit, process: Process) -> Finding:
    """Compare one process, and start it again from the records where the two are apart."""
    if not process.last_effect:
        return Finding.IN_STEP  # kept, not yet opened: its opening act is sent again
    for restarts in range(MOST_RESTARTS + 1):
        seen = await _settled(kit, process.workflow_id)
        if seen is Seen.IN_STEP:
            return Finding.RESTARTED if restarts else Finding.IN_STEP
        if seen is Seen.UNDER_WAY or restarts == MOST_RESTARTS:
            break
        await restart(kit, await get_process(kit.records, process.workflow_id))
    return Finding.NOT_ANSWERING


class Seen(StrEnum):
    """What a look at a process showed. Under way and failing may pass by themselves."""

    IN_STEP = "in_step"
    UNDER_WAY = "under_way"
    FAILING = "failing"  # its tasks fail, so that it cannot tell where it stands
    APART = "apart"


async def _settled(kit: Kit, workflow_id: str) -> Seen:
    """Look until it is in step, twice apart with the records unmoved between, or time is up.

    One look is not enough: a projection may land between asking the engine and the records, and
    starting again from a state that is behind would part the two for good.
    """
    end = asyncio.get_running_loop().time() + SETTLE_SECONDS
    before: tuple[Seen, int] | None = None
    while True:
        standing = await _ask(kit, workflow_id)
        process = await get_process(kit.records, workflow_id)  # read after asking
        seen = _compare(standing, process)
        if seen is Seen.IN_STEP or (seen is Seen.APART and before == (seen, process.version)):
            return seen
        if asyncio.get_running_loop().time() > end:
            return seen
        before = (seen, process.version)
        await asyncio.sleep(LOOK_AGAIN_SECONDS)


async def _ask(kit: Kit, workflow_id: str) -> StandingReport | Seen:
    """Where the workflow says it stands; FAILING where it cannot tell, APART where none runs."""
    handle = kit.client.get_workflow_handle(workflow_id)
    try:
        description = await handle.describe()
        if description.status is not WorkflowExecutionStatus.RUNNING:
            return Seen.APART
        return await _standing(handle) or Seen.FAILING
    except RPCError as error:
        if error.status is RPCStatusCode.NOT_FOUND:
            return Seen.APART
        raise


def _compare(standing: StandingReport | Seen, process: Process) -> Seen:
    if isinstance(standing, Seen):
        ended = standing is Seen.APART and process.closed_at is not None
        return Seen.IN_STEP if ended else standing
    stored = process.last_effect
    if stored == full_key(process.workflow_id, standing.projected):
        if standing.pending:
            return Seen.UNDER_WAY
        return Seen.IN_STEP if standing.tasks == _stored_tasks(process) else Seen.APART
    under_way = {full_key(process.workflow_id, effect) for effect in standing.pending}
    return Seen.UNDER_WAY if stored in under_way else Seen.APART


def _stored_tasks(process: Process) -> dict[str, str]:
    """Open tasks and their dates by the stored state. A reset in the engine replays its acts at
    another time: the effects are then the same and the dates are not."""
    tasks = open_tasks(read_state(process.workflow_type, process.state)).values()
    return {task.id: task.due.at.isoformat() if task.due else "" for task in tasks}


async def _standing(handle: WorkflowHandle[object, object]) -> StandingReport | None:
    try:
        report: StandingReport = await handle.query(
            "standing",
            result_type=StandingReport,
            rpc_timeout=timedelta(seconds=QUERY_SECONDS),
        )
        return report
    except WorkflowQueryFailedError:
        return None
    except RPCError as error:
        if error.status in _CANNOT_TELL:
            return None
        raise


async def restart(kit: Kit, process: Process) -> None:
    """Start the process again from its stored state; what runs under its id is ended."""
    reference = process.workflow_id.partition("/")[2]
    await kit.client.start_workflow(
        process.workflow_type,
        StartProcess(reference, process.state),
        id=process.workflow_id,
        task_queue=INSPECTIONS_QUEUE,
        id_conflict_policy=WorkflowIDConflictPolicy.TERMINATE_EXISTING,
        id_reuse_policy=WorkflowIDReusePolicy.ALLOW_DUPLICATE,
        static_summary=f"{process.workflow_id}, restarted from the records",
    )
