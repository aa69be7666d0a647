"""The self-assessment: issue, the force's return, its approval by another person, sending back."""

from datetime import date, datetime

from criteria.errors import Rule, RuleBroken, require
from criteria.roles import Role
from workflows.delivery import PLANNED, heard_from_force
from workflows.fieldwork import days_of, events_of
from workflows.letter import LETTER
from workflows.messages import Issue, OnRevision, SubmitReturn
from workflows.rule import ActRule, Decided
from workflows.state import InspectionState
from workflows.uk_time import local_day

PREPARERS = (Role.LIAISON, Role.HEAD_OF_PVP)


def check_issue(_state: InspectionState, decided: Decided, message: Issue) -> None:
    """Dates that cannot be reckoned with would stop the process later, where nobody sees why."""
    start, _ = days_of(message.fieldwork_start, message.fieldwork_end, decided.at)
    issued = local_day(datetime.fromisoformat(decided.at))
    require_planned(message.planned_delivery, issued, start)


def require_planned(planned: str, issued: date, fieldwork_start: date) -> None:
    """Raises RuleBroken: the letter is delivered neither before its issue nor into the fieldwork.

    `planned` is an ISO date; empty where the letter is delivered on the day of issue.
    """
    try:
        day = date.fromisoformat(planned) if planned else issued
    except ValueError:
        raise RuleBroken(Rule.PLANNED_DELIVERY) from None
    require(issued <= day, Rule.PLANNED_DELIVERY)
    require(day <= max(issued, fieldwork_start), Rule.PLANNED_DELIVERY)


def apply_issue(state: InspectionState, decided: Decided, message: Issue) -> None:
    state.force = message.force
    state.outline = message.outline
    state.people = dict(message.people)
    state.fieldwork_start = message.fieldwork_start
    state.fieldwork_end = message.fieldwork_end
    days = events_of(message.fieldwork_start, message.fieldwork_end)
    state.events = {"issue": decided.at, **days}
    if message.planned_delivery:
        state.events[PLANNED] = f"{message.planned_delivery}T12:00:00+00:00"
    state.documents = {f"{LETTER}/1": "", "self_assessment_template/1": ""}


def check_submit(state: InspectionState, _decided: Decided, message: SubmitReturn) -> None:
    returned = state.returned
    late = "return" in state.absent  # what comes after proceeding without is taken, marked late
    require(not returned.accepted and (late or not state.accepted_at), Rule.RETURN_FROZEN)
    require(not returned.approved or bool(returned.clarify), Rule.RETURN_FROZEN)
    missing = [row for row in state.programme.rows if row not in message.rows]
    require(not missing, Rule.ANSWERS_MISSING, *missing)


def apply_submit(state: InspectionState, decided: Decided, message: SubmitReturn) -> None:
    heard_from_force(state, decided)
    returned = state.returned
    returned.revision = message.revision
    returned.submitted_by = decided.actor
    returned.preparers = sorted({decided.actor, *message.authors})
    returned.approved = None
    returned.clarify = []
    state.events["submitted"] = decided.at


def check_approve(state: InspectionState, decided: Decided, message: OnRevision) -> None:
    returned = state.returned
    require(returned.revision is not None, Rule.RETURN_NOT_SUBMITTED)
    require(returned.approved is None, Rule.ALREADY_SUBMITTED)
    require(message.revision == returned.revision, Rule.NOT_THE_LATEST)
    require(decided.actor not in returned.preparers, Rule.PREPARER_IS_NOT_APPROVER)


def apply_approve(state: InspectionState, decided: Decided, message: OnRevision) -> None:
    state.returned.approved = message.revision
    state.events["approved"] = decided.at


def check_send_back(state: InspectionState, _decided: Decided, message: OnRevision) -> None:
    require(state.returned.revision is not None, Rule.RETURN_NOT_SUBMITTED)
    require(state.returned.approved is None, Rule.RETURN_FROZEN)
    require(message.revision == state.returned.revision, Rule.NOT_THE_LATEST)


def apply_send_back(state: InspectionState, _decided: Decided, _message: OnRevision) -> None:
    state.returned.revision = None
    state.returned.submitted_by = None


ACTS: tuple[ActRule[InspectionState], ...] = (
    ActRule("issue", (Role.INSPECTION_LEAD,), check_issue, apply_issue, Issue),
    ActRule("submit_return", PREPARERS, check_submit, apply_submit, SubmitReturn),
    ActRule("approve_return", (Role.CHIEF_OFFICER_LEAD,), check_approve, apply_approve, OnRevision),
    ActRule(
        "send_back_return", (Role.CHIEF_OFFICER_LEAD,), check_send_back, apply_send_back, OnRevision
    ),
)
