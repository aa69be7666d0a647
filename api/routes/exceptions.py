"""Outside the straight run: extending a date, proceeding without what never came."""

from fastapi import APIRouter, Depends

from api.composing import exceptions as composing
from api.deps import Actor, HereDep, here
from api.schemas.acts import ActOut
from api.schemas.exceptions import ExtensionAsked, ExtensionDecisionIn, ExtensionIn, ReasonIn
from api.schemas.paths import TaskName
from api.schemas.values import Empty, Nothing
from api.shown.extensions import extension_asked

router = APIRouter(
    prefix="/api/v1/inspections/{ref}/tasks/{task}",
    dependencies=[Depends(here)],
    tags=["dates and absences"],
)


@router.post("/extension")
async def extend(actor: Actor, task: TaskName, sent: ExtensionIn) -> ActOut:
    """Move the date of a task later by working days. Beyond the lead's limit, HMI decides."""
    return await actor.act("extend", lambda: composing.extend(task, sent), sent, task=task)


@router.post("/extension/request")
async def request_extension(actor: Actor, task: TaskName, sent: ExtensionIn) -> ActOut:
    """Ask, as the force, for more working days for what is asked of it. The lead decides."""
    return await actor.act(
        "request_extension", lambda: composing.request_extension(task, sent), sent, task=task
    )


@router.get("/extension/request")
async def get_extension_request(here: HereDep, task: TaskName) -> ExtensionAsked:
    """What the force asked for and why, while it waits for its decision."""
    return await extension_asked(here, task)


@router.post("/extension/decision")
async def decide_extension(actor: Actor, task: TaskName, sent: ExtensionDecisionIn) -> ActOut:
    """Grant what the force asked for wholly or in part, or refuse it with 0 days."""
    return await actor.act(
        "decide_extension", lambda: composing.decide_extension(task, sent), sent, task=task
    )


@router.post("/absence")
async def proceed_without(actor: Actor, task: TaskName, sent: ReasonIn) -> ActOut:
    """Propose to go on without what a task asked for, once its last escalation has gone."""
    return await actor.act(
        "proceed_without", lambda: composing.proceed_without(task, sent), sent, task=task
    )


@router.post("/consent")
async def consent_to_proceed(actor: Actor, task: TaskName, sent: Empty = Nothing()) -> ActOut:
    """Consent, as HMI, to going on without it. The absence is a fact in the report."""
    return await actor.act(
        "consent_to_proceed", lambda: composing.consent_to_proceed(task), sent, task=task
    )
