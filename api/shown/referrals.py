"""Referrals as they are shown, and whom to ring: from the records alone, so that it never waits."""

import asyncio

import structlog

from api.acting import decide
from api.deps import ActorHere, answer
from api.errors import ActRefused
from api.here import Here
from api.parts import Parts
from api.schemas.content import revision_out
from api.schemas.referrals import ReferralOpened, ReferralOut, ReferralWhole, ToRing
from api.shown.cases import note_access
from api.shown.tasks import task_out
from criteria.roles import Role
from criteria.visibility import Kind
from records.acts import Act, ActState
from records.errors import NotFound
from records.people import get_person
from records.referrals import Referral, get_referral
from records.revisions import get_revision, list_revisions
from records.tasks import list_tasks
from workflows.names import referral_workflow_id

log = structlog.get_logger()

AT_ONCE = 2.0  # seconds that the telephone numbers may wait for the engine

# Who is rung, in this order: the force first, then whoever sees to it that the force acts.
RING = (
    Role.HEAD_OF_PVP,
    Role.LIAISON,
    Role.CHIEF_OFFICER_LEAD,
    Role.DUTY_OFFICER,
    Role.HMI,
)


async def opened(actor: ActorHere, act: Act, immediate_danger: bool) -> ReferralOpened:
    """The act and the telephone procedure, within two seconds whatever the engine does.

    Even a refusal is told together with whom to ring.
    """
    ring = await to_ring(actor.here, immediate_danger)
    sent = await send_at_once(actor.here.parts, act)
    if sent.state is ActState.REFUSED:
        raise ActRefused(sent, ring=[one.model_dump(mode="json") for one in ring])
    shown = answer(sent, actor.response)
    referral = act.workflow_id.partition("/")[2]
    return ReferralOpened(**shown.model_dump(), referral=referral, ring=ring)


async def send_at_once(parts: Parts, act: Act) -> Act:
    """Send, but wait two seconds at most. Sending goes on; the sweep sees to what fails."""
    sending = asyncio.create_task(decide(parts, act))
    parts.sending.add(sending)
    sending.add_done_callback(parts.sending.discard)
    sending.add_done_callback(_note_failure)
    await asyncio.wait({sending}, timeout=AT_ONCE)
    failed = not sending.done() or sending.cancelled() or sending.exception() is not None
    return act if failed else sending.result()


def _note_failure(sending: asyncio.Task[Act]) -> None:
    error = None if sending.cancelled() else sending.exception()
    if error is not None:
        log.error("referral.left_to_sweep", error=type(error).__name__)


async def to_ring(here: Here, immediate_danger: bool) -> list[ToRing]:
    """Those to ring, in order; 999 first where the danger is immediate."""
    people = await here.people()
    emergency = ToRing(role="emergency_services", name="Emergency services", telephone="999")
    found = [emergency] if immediate_danger else []
    for role in RING:
        for person_id in people.get(role.value, []):
            person = await get_person(here.records, person_id)
            found.append(ToRing(role=role.value, name=person.name, telephone=person.telephone))
    return found


async def find(here: Here, reference: str) -> Referral:
    """The referral, of this inspection. Raises NotFound."""
    referral = await get_referral(here.records, here.viewer, reference)
    if referral.inspection != here.reference:
        raise NotFound("referral", reference)
    return referral


async def whole(here: Here, reference: str) -> ReferralWhole:
    """A referral with all that belongs to it. That it was opened is noted first."""
    referral = await find(here, reference)
    await note_access(here, "referral", reference)
    concern = await get_revision(
        here.records, here.viewer, here.reference, referral.concern_revision
    )
    entries = await list_revisions(
        here.records, here.viewer, here.reference, Kind.REFERRAL_ENTRY, reference
    )
    tasks = await list_tasks(here.records, here.viewer, here.reference)
    own = [task for task in tasks if task.workflow_id == referral_workflow_id(reference)]
    return ReferralWhole(
        **referral_out(referral).model_dump(),
        concern=revision_out(concern),
        entries=[revision_out(entry) for entry in entries],
        tasks=[task_out(task) for task in own],
        ring=await to_ring(here, bool(concern.content.get("immediate_danger"))),
    )


def referral_out(referral: Referral) -> ReferralOut:
    return ReferralOut(
        reference=referral.reference,
        case=referral.case_reference,
        state=referral.state,
        referred_by=referral.referred_by,
        referred_at=referral.referred_at,
        before_audit=referral.before_audit,
        closed_at=referral.closed_at,
    )
