"""The inspection's workflow with a history that is renewed after few acts instead of many."""

from temporalio import workflow

from workflows.inspection import InspectionWorkflow
from workflows.messages import StartProcess
from workflows.names import INSPECTION


@workflow.defn(name=INSPECTION)
class ShortLivedInspection(InspectionWorkflow):
    most_updates = 4

    @workflow.init
    def __init__(self, start: StartProcess) -> None:
        super().__init__(start)

    @workflow.run
    async def run(self, start: StartProcess) -> None:
        await self.live(start)
