"""From one step of a process to the events that webhooks are told: codes, references and dates.

Pure. No name, no person's id, no case, no text: a task's own name may hold a person's id, so it
stands in no payload, and the receiver gets an id made of it (`records.deliveries`).
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from criteria.webhook_events import WebhookEvent
from records.deliveries import instant
from records.projection import EventRow
from workflows.ladder import rungs
from workflows.phases import phase
from workflows.standing_still import clock
from workflows.state import FollowUpState, InspectionState, ProcessState, ReferralState
from workflows.tasks import Task, open_tasks

_PROCESSES: dict[type[ProcessState], str] = {
    InspectionState: "inspection",
    ReferralState: "referral",
    FollowUpState: "follow_up",
}
REMINDER = "reminder"


def events(
    before: ProcessState | None,
    after: ProcessState,
    *,
    inspection: str,
    at: datetime,
    reminded: str = "",
) -> list[EventRow]:
    """What the step from `before` (None for the first) to `after` tells.

    `inspection` is the reference of the inspection that the process belongs to; `reminded` the
    task of which somebody was reminded by this step.
    """
    about = {
        "inspection": inspection,
        "force": after.force,
        "process": _PROCESSES[type(after)],
        "reference": after.reference or inspection,
    }
    told = [*_phase(before, after), *_tasks(before, after, at, reminded)]
    return [EventRow(event, at, {**about, **more}, task) for event, task, more in told]


_Told = tuple[WebhookEvent, str, dict[str, Any]]  # event, the task's name, what it carries


def _phase(before: ProcessState | None, after: ProcessState) -> Iterator[_Told]:
    if not isinstance(after, InspectionState) or after.outline is None:
        return
    was = phase(before).value if isinstance(before, InspectionState) and before.outline else None
    now = phase(after).value
    if was != now:
        yield WebhookEvent.PHASE_CHANGED, "", {"phase": {"before": was, "after": now}}


def _tasks(
    before: ProcessState | None, after: ProcessState, at: datetime, reminded: str
) -> Iterator[_Told]:
    old = open_tasks(before) if before else {}
    new = open_tasks(after)
    for task in old.values():
        if task.id not in new:
            yield WebhookEvent.TASK_DONE, task.id, _carried(task)
    for task in new.values():
        if task.id not in old:
            yield WebhookEvent.TASK_OPENED, task.id, _carried(task)
        late = _is_late(task, clock(after, at))
        if task.id == reminded and not late:
            yield WebhookEvent.TASK_DUE_SOON, task.id, _carried(task)
        if (late and task.id not in old) or _became_late(before, after, task.id):
            yield WebhookEvent.TASK_OVERDUE, task.id, _carried(task)


def _carried(task: Task) -> dict[str, Any]:
    return {
        "task": {
            "kind": task.kind,
            "roles": [role.value for role in task.roles],
            "due": instant(task.due.at) if task.due else None,
        }
    }


def _is_late(task: Task, now: datetime) -> bool:
    return task.due is not None and task.due.at <= now


def _became_late(before: ProcessState | None, after: ProcessState, task_id: str) -> bool:
    """Whether this step climbed the first rung that comes after the date, or passed over it.

    What was asked for after its date was told as late when it opened.
    """
    was = before.rungs.get(task_id) if before else None
    now = after.rungs.get(task_id)
    if was is None or now is None or was.due != now.due or now.asked:
        return False
    climbed = range(was.next, now.next)
    first = next((i for i, rung in enumerate(rungs(after)) if rung.kind != REMINDER), None)
    return first in climbed
