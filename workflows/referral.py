"""ReferralWorkflow: a case referred back to the force, with clocks that nothing else can stop.

Its own life: an inspection that is stuck, paused or closed can hold up no child. It carries the
concern's revision id only; no grade ever travels with a referral.
"""

from collections.abc import Sequence

from temporalio import workflow
from temporalio.common import RawValue

from criteria.errors import Rule, require
from criteria.roles import Role
from workflows.calendar import FOLLOW_CALENDAR
from workflows.messages import Accepted, OpenReferral, ReferralEntry, StandingReport, StartProcess
from workflows.names import REFERRAL
from workflows.people import FOLLOW_APPOINTMENTS
from workflows.process import Process
from workflows.rule import ActRule, Decided, never
from workflows.state import ReferralState
from workflows.submission import LEADS


def apply_open(state: ReferralState, decided: Decided, message: OpenReferral) -> None:
    state.inspection = message.inspection
    state.force = message.force
    state.outline = message.outline
    state.people = dict(message.people)
    state.case = message.case
    state.concern = message.concern
    state.before_audit = message.before_audit
    state.added_holidays = sorted(message.added_holidays)
    state.events = {"referred": decided.at}


def apply_contact(state: ReferralState, _decided: Decided, message: ReferralEntry) -> None:
    state.contacted = message.revision


def check_acknowledge(state: ReferralState, _decided: Decided, _message: ReferralEntry) -> None:
    require(state.acknowledged is None, Rule.ALREADY_SUBMITTED)


def apply_acknowledge(state: ReferralState, _decided: Decided, message: ReferralEntry) -> None:
    state.acknowledged = message.revision


def apply_action(state: ReferralState, _decided: Decided, message: ReferralEntry) -> None:
    state.action = message.revision


def check_close(state: ReferralState, _decided: Decided, _message: ReferralEntry) -> None:
    """Closed by the inspectorate only, and only when every step has been taken."""
    steps = {
        "referral_contact": state.contacted,
        "referral_acknowledgement": state.acknowledged,
        "referral_action": state.action,
    }
    missing = [step for step, revision in steps.items() if revision is None]
    require(not missing, Rule.REFERRAL_STILL_OPEN, *missing)


def apply_close(state: ReferralState, decided: Decided, _message: ReferralEntry) -> None:
    state.closed_at = decided.at


INSPECTORATE = (*LEADS, Role.INSPECTOR, Role.DUTY_OFFICER)
FORCE = (Role.LIAISON, Role.HEAD_OF_PVP, Role.CHIEF_OFFICER_LEAD)

REFERRAL_ACTS: dict[str, ActRule[ReferralState]] = {
    rule.kind: rule
    for rule in (
        ActRule("refer_back", INSPECTORATE, never, apply_open, OpenReferral),
        ActRule("record_contact", INSPECTORATE, never, apply_contact, ReferralEntry),
        ActRule("acknowledge_referral", FORCE, check_acknowledge, apply_acknowledge, ReferralEntry),
        ActRule("record_action", FORCE, never, apply_action, ReferralEntry),
        ActRule("close_referral", (*LEADS, Role.HMI), check_close, apply_close, ReferralEntry),
        FOLLOW_APPOINTMENTS,
        FOLLOW_CALENDAR,
    )
}


@workflow.defn(name=REFERRAL)
class ReferralWorkflow(Process[ReferralState]):
    """Contact, acknowledgement, action: each with its clock from the moment of referral."""

    acts = REFERRAL_ACTS
    opening = "refer_back"

    @workflow.init
    def __init__(self, start: StartProcess) -> None:
        super().__init__(start, ReferralState)

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
