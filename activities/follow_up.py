"""What publication does (publish the signed files, open the follow-up) and the follow-up's end."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from temporalio import activity
from temporalio.client import Client
from temporalio.common import WorkflowIDConflictPolicy, WorkflowIDReusePolicy
from temporalio.exceptions import WorkflowAlreadyStartedError

from criteria.roles import Side
from criteria.visibility import Audience
from records.acts import NewAct, freeze
from records.file_store import FileStore
from records.files import NewFile, add_file
from records.processes import get_process
from records.session import Records
from records.subjects import files_with
from workflows import names
from workflows.contracts import FollowUpOrder
from workflows.messages import Accepted, Act, StartProcess, binding
from workflows.patch import from_document, to_document
from workflows.process import SYSTEM
from workflows.state import FollowUpState, InspectionState

_PUBLISHED = {"final_report": "published_report", "final_report_html": "published_report_html"}


class FollowUpActivities:
    """Starts follow-ups and ends inspections, each once."""

    def __init__(
        self,
        records: Records,
        files: FileStore,
        client: Client,
        clock: Callable[[], datetime],
    ) -> None:
        self._records = records
        self._files = files
        self._client = client
        self._clock = clock

    @activity.defn(name="open_follow_up")
    async def open_follow_up(self, order: FollowUpOrder) -> None:
        """Publish the signed files, byte for byte, and start the follow-up. Safe to repeat."""
        process = await get_process(self._records, names.inspection_workflow_id(order.reference))
        inspection = from_document(InspectionState, process.state)
        await self._publish_files(order.reference, inspection)
        try:
            await self._client.start_workflow(
                names.FOLLOW_UP,
                StartProcess(order.reference, to_document(_opening_state(inspection))),
                id=names.follow_up_workflow_id(order.reference),
                task_queue=names.INSPECTIONS_QUEUE,
                id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
                id_reuse_policy=WorkflowIDReusePolicy.REJECT_DUPLICATE,
                static_summary=f"follow-up of {order.reference}",
            )
        except WorkflowAlreadyStartedError:
            return

    @activity.defn(name="close_inspection")
    async def close_inspection(self, order: FollowUpOrder) -> None:
        """Send the inspection its last act. Safe to repeat."""
        await close_inspection(self._records, self._client, self._clock(), order.reference)

    async def _publish_files(self, reference: str, inspection: InspectionState) -> None:
        """Open to everybody exactly the files that the signed manifest names."""
        signed = str(inspection.report.published)
        published_at = datetime.fromisoformat(inspection.events["published"])
        named = json.loads(await self._files.get(signed))["sha256"]
        for file in await files_with(self._records, reference, named):
            new = NewFile(
                reference,
                _PUBLISHED[file.kind],
                file.name.replace("final-report", "report"),
                file.media_type,
                file.size,
                file.sha256,
                Audience.PUBLISHED_REPORT,
            )
            async with self._records.transaction() as session:
                await add_file(session, new, published_at)


async def close_inspection(records: Records, client: Client, at: datetime, reference: str) -> None:
    """Send an inspection its last act, under a key of its own, unless it has ended already."""
    workflow_id = names.inspection_workflow_id(reference)
    new = NewAct(
        workflow_id=workflow_id,
        inspection=reference,
        kind="close_inspection",
        actor=SYSTEM,
        side=Side.INSPECTORATE,
        idempotency_key=f"close/{reference}",
        request=[workflow_id],
    )
    act = await freeze(records, new, (), at)
    if (await get_process(records, workflow_id)).closed_at is not None:
        return
    handle = client.get_workflow_handle(workflow_id)
    bound_to = binding(workflow_id, act.kind, act.id)
    message = Act(SYSTEM, {}, act.payload_hash[:16], bound_to)
    await handle.execute_update(act.kind, message, id=act.id, result_type=Accepted)


def _opening_state(inspection: InspectionState) -> FollowUpState:
    state = FollowUpState(inspection.reference, inspection=inspection.reference)
    return replace(
        state,
        force=inspection.force,
        outline=inspection.outline,
        people=inspection.people,
        events={"published": inspection.events["published"]},
        added_holidays=inspection.added_holidays,
    )
