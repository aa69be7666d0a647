"""The submission: clarification rounds, lists of eligible cases, acceptance that freezes both."""

from criteria.errors import Rule, require
from criteria.roles import Role
from workflows.delivery import heard_from_force
from workflows.messages import AcceptSubmission, RegisterEligibleCases, ReturnForClarification
from workflows.rule import ActRule, Decided
from workflows.state import InspectionState

LEADS = (Role.INSPECTION_LEAD, Role.DEPUTY_LEAD)


def check_clarify(
    state: InspectionState, _decided: Decided, message: ReturnForClarification
) -> None:
    require(state.accepted_at is None, Rule.ALREADY_ACCEPTED)
    require(state.returned.approved is not None, Rule.RETURN_NOT_APPROVED)
    unknown = [row for row in message.rows if row not in state.programme.rows]
    require(bool(message.rows) and not unknown, Rule.ROWS_UNKNOWN, *unknown)


def apply_clarify(
    state: InspectionState, decided: Decided, message: ReturnForClarification
) -> None:
    returned = state.returned
    returned.clarify = list(message.rows)
    returned.approved = None
    returned.revision = None
    returned.rounds += 1
    state.events["returned"] = decided.at


def check_register(
    state: InspectionState, _decided: Decided, message: RegisterEligibleCases
) -> None:
    require(state.accepted_at is None, Rule.ELIGIBLE_CASES_FROZEN)
    unknown = [code for code in message.counts if code not in state.programme.case_types]
    require(not unknown, Rule.CASE_TYPE_UNKNOWN, *unknown)
    require(min(message.counts.values(), default=0) >= 0, Rule.INVALID_INPUT, "counts")
    require(sum(message.counts.values()) > 0, Rule.ELIGIBLE_CASES_MISSING)


def apply_register(
    state: InspectionState, decided: Decided, message: RegisterEligibleCases
) -> None:
    heard_from_force(state, decided)
    state.eligible = dict(message.counts)
    state.eligible_revision = message.revision
    state.events["eligible"] = decided.at


def check_accept(state: InspectionState, _decided: Decided, message: AcceptSubmission) -> None:
    require(state.accepted_at is None, Rule.ALREADY_ACCEPTED)
    returned = state.returned
    require(returned.approved is not None or "return" in state.absent, Rule.RETURN_NOT_APPROVED)
    in_or_absent = state.eligible_revision is not None or "eligible_cases" in state.absent
    require(in_or_absent, Rule.ELIGIBLE_CASES_MISSING)
    require(message.return_revision == returned.approved, Rule.NOT_THE_LATEST, "return")
    same_list = message.eligible_revision == state.eligible_revision
    require(same_list, Rule.NOT_THE_LATEST, "eligible_cases")


def apply_accept(state: InspectionState, decided: Decided, _message: AcceptSubmission) -> None:
    state.returned.accepted = state.returned.approved
    state.accepted_at = decided.at
    state.events["accepted"] = decided.at


ACTS: tuple[ActRule[InspectionState], ...] = (
    ActRule(
        "return_for_clarification", LEADS, check_clarify, apply_clarify, ReturnForClarification
    ),
    ActRule(
        "register_eligible_cases",
        (Role.LIAISON, Role.HEAD_OF_PVP),
        check_register,
        apply_register,
        RegisterEligibleCases,
    ),
    ActRule("accept_submission", LEADS, check_accept, apply_accept, AcceptSubmission),
)
