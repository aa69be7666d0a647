"""Delivery of the notice letter as it stands, and the dates that a service would give."""

from dataclasses import replace
from datetime import datetime

from api.here import Here
from api.schemas.delivery import DeliveryOut, MailboxOut
from records.mailboxes import find_letter
from records.people import get_force
from workflows.delivery import DELIVERED, deemed_from, planned
from workflows.state import InspectionState
from workflows.tasks import Task, awaits_delivery, open_tasks
from workflows.uk_time import local_day


async def delivery_at(here: Here) -> DeliveryOut:
    """Delivery as it stands, with the registered mailbox and what went there."""
    code = here.inspection.force_code
    force = await get_force(here.records, code)
    letter = await find_letter(here.records, here.reference, code)
    sent = MailboxOut.model_validate(letter) if letter else MailboxOut()
    mailbox = sent.model_copy(update={"address": force.mailbox})
    return delivery_shown(await here.state()).model_copy(update={"mailbox": mailbox})


def delivery_shown(state: InspectionState) -> DeliveryOut:
    """Whether, when and how the letter was delivered."""
    known = state.delivered
    return DeliveryOut(
        at=datetime.fromisoformat(known.at) if known else None,
        how=known.how if known else None,
        planned=local_day(planned(state)),
        deemed_from=None if known else deemed_from(state),
    )


def dates_if_delivered(state: InspectionState, at: datetime) -> list[Task]:
    """The open tasks counted from delivery, dated as if the letter were delivered then."""
    served = replace(state, events={**state.events, DELIVERED: at.isoformat()})
    counted = [task.id for task in open_tasks(state).values() if awaits_delivery(state, task)]
    return [task for task in open_tasks(served).values() if task.id in counted]
