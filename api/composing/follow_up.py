"""What is answered after publication, and the close of the follow-up."""

from api.acting import Composed
from api.here import Here
from api.schemas.exceptions import ReasonIn
from api.schemas.follow_up import FollowUpAnswerIn
from criteria.errors import Rule, RuleBroken
from criteria.visibility import Kind
from records.errors import NotFound
from records.processes import get_process
from records.revisions import NewRevision
from workflows.names import follow_up_workflow_id


async def require_open(here: Here) -> None:
    """Raise RuleBroken(FOLLOW_UP_NOT_OPEN) before publication: nothing may wait for months."""
    try:
        await get_process(here.records, follow_up_workflow_id(here.reference))
    except NotFound:
        raise RuleBroken(Rule.FOLLOW_UP_NOT_OPEN) from None


async def answer_follow_up(here: Here, task: str, sent: FollowUpAnswerIn) -> Composed:
    await require_open(here)
    revision = NewRevision(Kind.FOLLOW_UP_ENTRY, task, {"text": sent.text})
    return Composed({"revision": "$0", "task": task}, [revision])


async def close_follow_up(here: Here, sent: ReasonIn) -> Composed:
    await require_open(here)
    revision = NewRevision(Kind.FOLLOW_UP_ENTRY, "closure", {"text": sent.reason})
    return Composed({"revision": "$0"}, [revision])
