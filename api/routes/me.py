"""About whoever calls: who they are, what is asked of them, what they were told, their acts."""

from fastapi import APIRouter, Depends

from api.access import ACCESS, standing_roles
from api.deps import Caller, caller
from api.paging import After, Limit
from api.schemas.acts import ActOut, act_out
from api.schemas.paths import ActId
from api.schemas.register import AppointmentOut, Me, MessageList, MessageOut, PersonOut
from api.schemas.tasks import Inbox
from api.shown.tasks import inbox_task
from records import acts
from records.errors import NotFound
from records.inbox import read_inbox
from records.messages import read_messages
from records.people import viewer_for
from records.serving import list_service

router = APIRouter(prefix="/api/v1", dependencies=[Depends(caller)], tags=["me"])


@router.get("/me")
async def get_me(caller: Caller) -> Me:
    """Who you are here: your side, your force, the roles you hold."""
    person = caller.person
    held = await list_service(caller.parts.records, person.id)
    return Me(
        **PersonOut.model_validate(person).model_dump(),
        language=person.language,
        appointments=[AppointmentOut(inspection=one.inspection, role=one.role) for one in held],
    )


@router.get("/inbox")
async def get_inbox(caller: Caller, after: After = None, limit: Limit = 50) -> Inbox:
    """What is asked of you in all inspections, by when, why that date, and how to do it."""
    found = await read_inbox(caller.parts.records, caller.person.id, after=after, limit=limit)
    items = [inbox_task(task) for task in found.tasks]
    return Inbox(items=items, total=found.total, overdue=found.overdue, next=found.next)


@router.get("/messages")
async def get_messages(caller: Caller, after: After = None, limit: Limit = 50) -> MessageList:
    """Your messages exactly as they are sent, newest first."""
    found = await read_messages(caller.parts.records, caller.person.id, after=after, limit=limit)
    items = [MessageOut.model_validate(message) for message in found.items]
    return MessageList(items=items, next=found.next)


@router.get("/acts/{act}")
async def get_act(caller: Caller, act: ActId) -> ActOut:
    """What became of an act: yours, or one of an inspection whose journal you may read."""
    found = await acts.get_act(caller.parts.records, act)
    if found.actor != caller.person.id:
        viewer = await viewer_for(caller.parts.records, caller.person.id, found.inspection)
        reading = ACCESS["get_journal"]
        reads = viewer.roles & (reading.roles or frozenset())
        if not reads and not standing_roles(caller.person) & reading.standing:
            raise NotFound("act", act)
    return act_out(found)
