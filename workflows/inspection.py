"""InspectionWorkflow: one whole inspection of a force, from issue to the close of its follow-up."""

from collections.abc import Sequence
from datetime import datetime

from temporalio import workflow
from temporalio.common import RawValue

from workflows import contracts
from workflows.acts import INSPECTION_ACTS
from workflows.contracts import DocumentOrder, FollowUpOrder
from workflows.messages import Accepted, StandingReport, StartProcess
from workflows.names import DOCUMENTS_QUEUE, INSPECTION
from workflows.patch import to_document
from workflows.policies import RECORD, RENDER
from workflows.process import Process
from workflows.report import draft_document
from workflows.state import InspectionState

OPEN_FOLLOW_UP = "open_follow_up"


@workflow.defn(name=INSPECTION)
class InspectionWorkflow(Process[InspectionState]):
    """One inspection. Every act of a person is an Update named after its kind, with the act's id.

    The phase is derived from the facts and locks nothing; what must not happen yet is refused by
    the rule of the act itself. The workflow stays open until its follow-up has closed.
    """

    acts = INSPECTION_ACTS
    opening = "issue"

    @workflow.init
    def __init__(self, start: StartProcess) -> None:
        super().__init__(start, InspectionState)

    @workflow.run
    async def run(self, start: StartProcess) -> None:
        await self.live(start)

    @workflow.update(dynamic=True)
    async def act(self, name: str, args: Sequence[RawValue]) -> Accepted:
        return await self.decide(name, args)

    @act.validator
    def validate_act(self, name: str, args: Sequence[RawValue]) -> None:
        self.refuse_or_pass(name, args)

    @workflow.query(name="standing")
    def query_standing(self) -> StandingReport:
        return self.standing()

    def errand(self) -> str | None:
        """Documents that are wanted, or the opening of the follow-up."""
        wanted = [document for document, sha256 in self.state.documents.items() if not sha256]
        if wanted:
            return ",".join(wanted)
        published = "published" in self.state.events
        return OPEN_FOLLOW_UP if published and "follow_up" not in self.state.events else None

    async def run_errand(self, errand: str) -> None:
        if errand == OPEN_FOLLOW_UP:
            await self._open_follow_up()
        else:
            await self._render(errand.split(","))

    async def _render(self, documents: list[str]) -> None:
        rendered = await workflow.execute_activity(
            contracts.render_documents,
            DocumentOrder(self.state.reference, documents),
            task_queue=DOCUMENTS_QUEUE,
            start_to_close_timeout=RENDER.start_to_close,
            heartbeat_timeout=RENDER.heartbeat,
            retry_policy=RENDER.retry,
            summary=f"render {', '.join(documents)}",
        )
        before = to_document(self.state)
        made_at = datetime.fromisoformat(rendered.at) if rendered.at else workflow.now()
        self.state.documents.update(rendered.sha256)
        if self.state.report.draft and draft_document(self.state) in documents:
            self.state.events["draft_sent"] = made_at.isoformat()
        await self.record(f"documents:{','.join(documents)}", "documents_ready", before, made_at)

    async def _open_follow_up(self) -> None:
        await workflow.execute_activity(
            contracts.open_follow_up,
            FollowUpOrder(self.state.reference),
            start_to_close_timeout=RECORD.start_to_close,
            retry_policy=RECORD.retry,
            summary="open the follow-up",
        )
        before = to_document(self.state)
        self.state.events["follow_up"] = workflow.now().isoformat()
        await self.record("follow_up", "follow_up_opened", before)
