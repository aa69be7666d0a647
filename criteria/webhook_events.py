"""The events that a webhook may be told of. Codes; what each carries is in docs/webhooks.md."""

from enum import StrEnum


class WebhookEvent(StrEnum):
    """The type of an event, as its receiver reads it."""

    PHASE_CHANGED = "inspection.phase_changed"
    TASK_OPENED = "task.opened"
    TASK_DUE_SOON = "task.due_soon"
    TASK_OVERDUE = "task.overdue"
    TASK_DONE = "task.done"


TEST_EVENT = "touchstone.test"  # sent to every endpoint that asks to be tested, chosen by nobody
