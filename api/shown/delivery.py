"""Delivery of the notice letter as it stands, and the dates that a service would give."""

from dataclasses import replace
from datetime import datetime

from api.schemas.delivery import DeliveryOut
from workflows.delivery import DELIVERED, deemed_from, planned
from workflows.state import InspectionState
from workflows.tasks import Task, awaits_delivery, open_tasks
from workflows.uk_time import local_day


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
