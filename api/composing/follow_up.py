"""What is answered after publication, and the close of the follow-up."""

from api.acting import Composed
from api.schemas.exceptions import ReasonIn
from api.schemas.follow_up import FollowUpAnswerIn
from criteria.visibility import Kind
from records.revisions import NewRevision


async def answer_follow_up(task: str, sent: FollowUpAnswerIn) -> Composed:
    revision = NewRevision(Kind.FOLLOW_UP_ENTRY, task, {"text": sent.text})
    return Composed({"revision": "$0", "task": task}, [revision])


async def close_follow_up(sent: ReasonIn) -> Composed:
    revision = NewRevision(Kind.FOLLOW_UP_ENTRY, "closure", {"text": sent.reason})
    return Composed({"revision": "$0"}, [revision])
