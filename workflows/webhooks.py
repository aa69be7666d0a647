"""WebhookWorkflow: sees to it that one webhook is told, attempt after attempt.

One for each endpoint that something waits for, so that a dead one holds up no other. The records
hold what waits and when it is to be sent next: losing this workflow loses nothing.
"""

from datetime import datetime

from temporalio import workflow

from workflows import contracts
from workflows.contracts import Webhook
from workflows.names import LOOK, WEBHOOK
from workflows.policies import SEND


@workflow.defn(name=WEBHOOK)
class WebhookWorkflow:
    """Sends what is due, waits for what is due next, and ends when nothing waits."""

    def __init__(self) -> None:
        self._woken = False

    @workflow.run
    async def run(self, webhook: Webhook) -> None:
        while True:
            self._woken = False
            found = await workflow.execute_activity(
                contracts.tell_webhook,
                webhook,
                start_to_close_timeout=SEND.start_to_close,
                heartbeat_timeout=SEND.heartbeat,
                retry_policy=SEND.retry,
                summary="tell webhook",
            )
            if not found.at and not self._woken:
                return
            if workflow.info().is_continue_as_new_suggested():
                workflow.continue_as_new(webhook)
            if found.at:
                await self._wait_until(datetime.fromisoformat(found.at))

    async def _wait_until(self, at: datetime) -> None:
        seconds = max((at - workflow.now()).total_seconds(), 0)
        try:
            await workflow.wait_condition(
                lambda: self._woken, timeout=seconds, timeout_summary="next attempt"
            )
        except TimeoutError:
            return

    @workflow.signal(name=LOOK)
    def look(self) -> None:
        """Something new waits."""
        self._woken = True
