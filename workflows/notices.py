"""NoticesWorkflow: sends one batch of notices, for which no phase waits."""

from temporalio import workflow

from workflows import contracts
from workflows.contracts import NoticeBatch
from workflows.names import NOTICES
from workflows.policies import SEND


@workflow.defn(name=NOTICES)
class NoticesWorkflow:
    """One batch: the notices of one act, or of one rung. The rows hold what, the activity sends."""

    @workflow.run
    async def run(self, batch: NoticeBatch) -> None:
        await workflow.execute_activity(
            contracts.send_notices,
            batch,
            start_to_close_timeout=SEND.start_to_close,
            heartbeat_timeout=SEND.heartbeat,
            retry_policy=SEND.retry,
            summary="send notices",
        )
