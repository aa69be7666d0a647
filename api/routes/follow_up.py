"""The follow-up: what force and local policing body owe after publication."""

from fastapi import APIRouter, Depends

from api.composing import follow_up as composing
from api.deps import Actor, HereDep, here
from api.schemas.acts import ActOut
from api.schemas.exceptions import ReasonIn
from api.schemas.follow_up import FollowUpAnswerIn, FollowUpOut
from api.schemas.paths import TaskName
from api.shown.follow_up import follow_up_status
from workflows.names import follow_up_workflow_id

router = APIRouter(
    prefix="/api/v1/inspections/{ref}", dependencies=[Depends(here)], tags=["follow-up"]
)


@router.get("/follow-up")
async def get_follow_up(here: HereDep) -> FollowUpOut:
    """What is asked after publication, and what has been answered."""
    return await follow_up_status(here)


@router.post("/follow-up/{task}")
async def answer_follow_up(actor: Actor, task: TaskName, sent: FollowUpAnswerIn) -> ActOut:
    """Answer one of the tasks of the follow-up."""
    workflow_id = follow_up_workflow_id(actor.here.reference)
    return await actor.act(
        "answer_follow_up",
        lambda: composing.answer_follow_up(actor.here, task, sent),
        sent,
        workflow_id,
        task=task,
    )


@router.post("/follow-up-closure")
async def close_follow_up(actor: Actor, sent: ReasonIn) -> ActOut:
    """Close the follow-up once every task is answered; the inspection closes with it."""
    workflow_id = follow_up_workflow_id(actor.here.reference)
    return await actor.act(
        "close_follow_up",
        lambda: composing.close_follow_up(actor.here, sent),
        sent,
        workflow_id,
    )
