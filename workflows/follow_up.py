"""FollowUpWorkflow: what the force and its policing body owe after publication."""

from collections.abc import Sequence
from datetime import datetime

from temporalio import workflow
from temporalio.common import RawValue

from criteria.errors import Rule, require
from criteria.roles import Role
from workflows import contracts
from workflows.calendar import FOLLOW_CALENDAR
from workflows.contracts import FollowUpOrder
from workflows.messages import Accepted, FollowUpEntry, OnRevision, StandingReport, StartProcess
from workflows.names import FOLLOW_UP
from workflows.people import FOLLOW_APPOINTMENTS
from workflows.policies import RECORD
from workflows.process import Process
from workflows.rule import ActRule, Decided, holds
from workflows.state import FollowUpState
from workflows.submission import LEADS
from workflows.tasks import FOLLOW_UP_TASKS, open_tasks

ANSWERING = (Role.LIAISON, Role.CHIEF_OFFICER_LEAD, Role.LOCAL_POLICING_BODY)


def check_answer(state: FollowUpState, decided: Decided, message: FollowUpEntry) -> None:
    tasks = open_tasks(state)
    known = message.task in FOLLOW_UP_TASKS and message.task in tasks
    require(known, Rule.TASK_UNKNOWN, message.task)
    asked = tasks[message.task].roles
    require(holds(state, decided.actor, *asked), Rule.NOT_YOUR_ROLE, *(r.value for r in asked))


def apply_answer(state: FollowUpState, _decided: Decided, message: FollowUpEntry) -> None:
    state.done[message.task] = message.revision


def check_close(state: FollowUpState, _decided: Decided, _message: OnRevision) -> None:
    missing = [task for task in FOLLOW_UP_TASKS if task not in state.done]
    require(not missing, Rule.FOLLOW_UP_STILL_OPEN, *missing)


def apply_close(state: FollowUpState, decided: Decided, _message: OnRevision) -> None:
    state.closed_at = decided.at


FOLLOW_UP_ACTS: dict[str, ActRule[FollowUpState]] = {
    rule.kind: rule
    for rule in (
        ActRule("answer_follow_up", ANSWERING, check_answer, apply_answer, FollowUpEntry),
        ActRule("close_follow_up", LEADS, check_close, apply_close, OnRevision),
        FOLLOW_APPOINTMENTS,
        FOLLOW_CALENDAR,
    )
}


@workflow.defn(name=FOLLOW_UP)
class FollowUpWorkflow(Process[FollowUpState]):
    """Started by publication with its state; its close lets the inspection close."""

    acts = FOLLOW_UP_ACTS
    opening = "follow_up_opened"

    @workflow.init
    def __init__(self, start: StartProcess) -> None:
        super().__init__(start, FollowUpState)

    @workflow.run
    async def run(self, start: StartProcess) -> None:
        await self.live(start)

    def opened_at(self) -> datetime:
        """Publication asks, not the moment at which the engine came to it."""
        return datetime.fromisoformat(self.state.events["published"])

    async def depart(self) -> None:
        await workflow.execute_activity(
            contracts.close_inspection,
            FollowUpOrder(self.state.inspection),
            start_to_close_timeout=RECORD.start_to_close,
            retry_policy=RECORD.retry,
            summary="close the inspection",
        )

    @workflow.update(dynamic=True)
    async def act(self, name: str, args: Sequence[RawValue]) -> Accepted:
        return await self.decide(name, args)

    @act.validator
    def validate_act(self, name: str, args: Sequence[RawValue]) -> None:
        self.refuse_or_pass(name, args)

    @workflow.query(name="standing")
    def query_standing(self) -> StandingReport:
        return self.standing()
