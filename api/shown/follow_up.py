"""Where the follow-up stands."""

from api.here import Here
from api.schemas.content import revision_out
from api.schemas.follow_up import FollowUpOut
from api.shown.tasks import task_out
from criteria.visibility import Kind
from records.processes import get_process
from records.revisions import list_standing
from records.tasks import list_tasks
from workflows.names import follow_up_workflow_id
from workflows.patch import from_document
from workflows.state import FollowUpState


async def follow_up_status(here: Here) -> FollowUpOut:
    """Raises NotFound before publication."""
    process = await get_process(here.records, follow_up_workflow_id(here.reference))
    state = from_document(FollowUpState, process.state)
    entries = await list_standing(here.records, here.viewer, here.reference, Kind.FOLLOW_UP_ENTRY)
    tasks = await list_tasks(here.records, here.viewer, here.reference)
    own = [task for task in tasks if task.workflow_id == process.workflow_id]
    return FollowUpOut(
        closed=state.closed_at is not None,
        tasks=[task_out(task) for task in own],
        done=sorted(state.done),
        entries=[revision_out(entry) for entry in entries],
    )
