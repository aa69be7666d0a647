"""Bodies of the follow-up: what force and local policing body answer after publication."""

from api.schemas.content import RevisionOut
from api.schemas.tasks import TaskOut
from api.schemas.values import Said, Sent, Shown, example


class FollowUpAnswerIn(Sent):
    model_config = example(text="All three immediate recommendations have been carried out.")

    text: Said


class FollowUpOut(Shown):
    """`done` names the tasks that have been answered."""

    closed: bool
    tasks: list[TaskOut]
    done: list[str]
    entries: list[RevisionOut]
