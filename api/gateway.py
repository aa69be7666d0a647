"""The API's only Temporal client calls: an act goes out as one Update whose id is the act's id.

At most four Updates of one inspection are in flight from this process; one that waits too long is
left to the sweep, which sends it again under the same id: nothing is lost and nothing doubled.
"""

import asyncio
from collections import defaultdict
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from typing import Any

import structlog
from temporalio.client import (
    Client,
    WithStartWorkflowOperation,
    WorkflowUpdateFailedError,
    WorkflowUpdateRPCTimeoutOrCancelledError,
)
from temporalio.common import (
    TypedSearchAttributes,
    WorkflowIDConflictPolicy,
    WorkflowIDReusePolicy,
)
from temporalio.exceptions import ApplicationError, WorkflowAlreadyStartedError
from temporalio.service import RPCError, RPCStatusCode

from api.parts import HistoryFigures
from criteria.errors import Rule
from records.acts import Act, get_act, mark_sent, refuse
from records.errors import NotFound
from records.processes import get_process
from records.session import Records
from workflows import messages, names, view

log = structlog.get_logger()

IN_FLIGHT = 4
ANSWER_SECONDS = 10.0
LIMIT_RETRY_SECONDS = 0.2

_OPENING = {"issue": names.INSPECTION, "refer_back": names.REFERRAL}
_BUSY = (RPCStatusCode.RESOURCE_EXHAUSTED,)


class Gateway:
    """Sends acts to their workflows and writes refusals to the records."""

    def __init__(
        self,
        client: Client,
        records: Records,
        clock: Callable[[], datetime],
        *,
        budget_seconds: float = 2.0,
    ) -> None:
        self._client = client
        self._records = records
        self._clock = clock
        self._budget = budget_seconds
        self._places: dict[str, asyncio.Semaphore] = defaultdict(
            lambda: asyncio.Semaphore(IN_FLIGHT)
        )
        self.limit_retries = 0

    async def send(self, act: Act) -> Act:
        """The act as it stands after sending: accepted, refused, or still received."""
        places = self._places[act.workflow_id]
        try:
            await asyncio.wait_for(places.acquire(), self._budget)
        except TimeoutError:
            log.info("act.left_to_sweep", act=act.id, reason="places")
            return act
        try:
            return await self._send(act)
        finally:
            places.release()

    async def history(self, workflow_id: str) -> HistoryFigures:
        """Events and bytes of the workflow's present run."""
        description = await self._client.get_workflow_handle(workflow_id).describe()
        info = description.raw_description.workflow_execution_info
        return HistoryFigures(info.history_length, info.history_size_bytes)

    async def is_reachable(self) -> bool:
        try:
            return await asyncio.wait_for(self._client.service_client.check_health(), self._budget)
        except (RPCError, RuntimeError, TimeoutError):
            return False

    async def _send(self, act: Act) -> Act:
        await mark_sent(self._records, act.id, self._clock())
        try:
            # No task of its own: a cancelled one would leave the client's error to nobody.
            async with asyncio.timeout(ANSWER_SECONDS):
                await self._until_answered(act)
        except WorkflowUpdateFailedError as failed:
            return await self._refused(act, failed)
        except WorkflowAlreadyStartedError:
            return await self._refuse(act, Rule.CLOSED, ())
        except RPCError as error:
            return await self._unanswered(act, error)
        except (TimeoutError, RuntimeError, WorkflowUpdateRPCTimeoutOrCancelledError) as error:
            _pass_cancellation_on(error)
            log.warning("act.left_to_sweep", act=act.id, reason=type(error).__name__)
        return await get_act(self._records, act.id)

    async def _until_answered(self, act: Act) -> None:
        while True:
            try:
                return await self._update(act)
            except RPCError as error:
                if error.status not in _BUSY:
                    raise
                self.limit_retries += 1
                log.info("act.limit_retried", act=act.id, retries=self.limit_retries)
                await asyncio.sleep(LIMIT_RETRY_SECONDS)

    async def _update(self, act: Act) -> None:
        bound_to = messages.binding(act.workflow_id, act.kind, act.id)
        message = messages.Act(
            act.actor,
            act.message,
            act.payload_hash[:16],
            bound_to,
            act.received_at.isoformat(timespec="milliseconds"),
        )
        if act.kind in _OPENING:
            await self._open(act, message)
            return
        handle = self._client.get_workflow_handle(act.workflow_id)
        await handle.execute_update(act.kind, message, id=act.id, result_type=messages.Accepted)

    async def _open(self, act: Act, message: messages.Act) -> None:
        reference = act.workflow_id.partition("/")[2]
        start: WithStartWorkflowOperation[Any, Any] = WithStartWorkflowOperation(
            _OPENING[act.kind],
            messages.StartProcess(reference),
            id=act.workflow_id,
            task_queue=names.INSPECTIONS_QUEUE,
            id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
            id_reuse_policy=WorkflowIDReusePolicy.ALLOW_DUPLICATE_FAILED_ONLY,
            static_summary=act.workflow_id,
            search_attributes=TypedSearchAttributes(
                view.pairs({"ForceCode": act.message.get("force", "")})
            ),
        )
        try:
            await self._client.execute_update_with_start_workflow(
                act.kind,
                message,
                id=act.id,
                start_workflow_operation=start,
                result_type=messages.Accepted,
            )
        except BaseException:
            await _hear_out(start)
            raise

    async def _refused(self, act: Act, failed: WorkflowUpdateFailedError) -> Act:
        cause = failed.cause
        known = isinstance(cause, ApplicationError) and cause.type in set(Rule)
        if not known:
            log.error("act.unexplained_refusal", act=act.id, kind=act.kind)
            return await get_act(self._records, act.id)
        assert isinstance(cause, ApplicationError)
        codes = tuple(str(code) for code in cause.details)
        return await self._refuse(act, Rule(str(cause.type)), codes)

    async def _refuse(self, act: Act, rule: Rule, codes: tuple[str, ...]) -> Act:
        log.info("act.refused", act=act.id, kind=act.kind, rule=rule.value)
        return await refuse(self._records, act.id, rule, codes, self._clock())

    async def _unanswered(self, act: Act, error: RPCError) -> Act:
        """The engine gave no answer to the act: it stays received, unless its process has ended."""
        if error.status is RPCStatusCode.NOT_FOUND and await self._has_ended(act.workflow_id):
            return await self._refuse(act, Rule.CLOSED, ())
        if error.status is RPCStatusCode.FAILED_PRECONDITION and act.kind in _OPENING:
            await self._clear_the_way(act)
        log.warning("act.left_to_sweep", act=act.id, reason=error.status.name)
        return await get_act(self._records, act.id)

    async def _has_ended(self, workflow_id: str) -> bool:
        try:
            return (await get_process(self._records, workflow_id)).closed_at is not None
        except NotFound:
            return False

    async def _clear_the_way(self, act: Act) -> None:
        """End a workflow that somebody started by hand under our id: it has no state of ours."""
        try:
            await get_process(self._records, act.workflow_id)
        except NotFound:
            log.error("workflow.stranger_ended", workflow_id=act.workflow_id)
            handle = self._client.get_workflow_handle(act.workflow_id)
            await handle.terminate("not started by Touchstone")


def _pass_cancellation_on(error: BaseException) -> None:
    """The client turns the cancelling of whoever waits for an update into an error of its own."""
    task = asyncio.current_task()
    if task is not None and task.cancelling():
        raise asyncio.CancelledError from error


async def _hear_out(start: WithStartWorkflowOperation[Any, Any]) -> None:
    """Take the error of a failed start out of the future in which the client keeps it once more.

    Left there, it is logged when the garbage collector comes to it, at any moment and without us.
    """
    with suppress(BaseException):
        async with asyncio.timeout(0):
            await start.workflow_handle()
