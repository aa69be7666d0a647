"""The report: draft, factual accuracy check, final text, sign-off of that text, publication."""

from criteria.errors import Rule, require
from criteria.roles import Role
from workflows.messages import AnswerAccuracyCheck, DecideAccuracy, OnRevision, OnText
from workflows.moderation import TEAM
from workflows.rule import ActRule, Decided, holds
from workflows.state import InspectionState
from workflows.submission import LEADS


def check_draft(state: InspectionState, _decided: Decided, _message: OnRevision) -> None:
    confirmed = state.overall is not None and state.overall.confirmed_by is not None
    require(confirmed, Rule.OVERALL_NOT_CONFIRMED)
    require(state.report.published is None, Rule.ALREADY_PUBLISHED)


def apply_draft(state: InspectionState, _decided: Decided, message: OnRevision) -> None:
    report = state.report
    report.draft = message.revision
    report.drafts += 1
    report.points = None
    report.decided = None
    report.final = None
    report.signed = None
    report.signatory = None
    state.events.pop("draft_sent", None)
    state.absent.pop("accuracy_check", None)
    state.documents[draft_document(state)] = ""


def check_answer(state: InspectionState, _decided: Decided, message: AnswerAccuracyCheck) -> None:
    require("draft_sent" in state.events, Rule.DRAFT_NOT_READY)
    require(state.report.points is None, Rule.ACCURACY_ALREADY_ANSWERED)
    require(message.points >= 0, Rule.INVALID_INPUT, "points")


def apply_answer(state: InspectionState, decided: Decided, message: AnswerAccuracyCheck) -> None:
    state.report.points = message.points
    state.events["accuracy_answered"] = decided.at
    if message.points == 0:
        state.events["accuracy_decided"] = decided.at


def check_decide(state: InspectionState, decided: Decided, message: DecideAccuracy) -> None:
    require(state.report.points is not None, Rule.ACCURACY_NOT_ANSWERED)
    require(state.report.decided is None, Rule.ALREADY_SUBMITTED)
    require(not holds(state, decided.actor, *TEAM), Rule.DECIDER_WAS_ON_THE_VISIT)
    require(min(message.accepted, message.refused) >= 0, Rule.INVALID_INPUT, "points")
    every_point = message.accepted + message.refused == state.report.points
    require(every_point, Rule.POINTS_MISSING)


def apply_decide(state: InspectionState, decided: Decided, message: DecideAccuracy) -> None:
    state.report.decided = message.revision
    state.events["accuracy_decided"] = decided.at


def check_finalise(state: InspectionState, _decided: Decided, _message: OnRevision) -> None:
    check_draft(state, _decided, _message)
    require(state.report.draft is not None, Rule.DRAFT_NOT_READY)
    require(accuracy_is_settled(state), Rule.ACCURACY_NOT_DECIDED)


def apply_finalise(state: InspectionState, decided: Decided, message: OnRevision) -> None:
    report = state.report
    report.final = message.revision
    report.finals += 1
    report.signed = None
    report.signatory = None
    state.events["finalised"] = decided.at
    state.documents[final_document(state)] = ""


def check_sign(state: InspectionState, decided: Decided, message: OnText) -> None:
    require(state.report.published is None, Rule.ALREADY_PUBLISHED)
    require(ready_to_sign(state), Rule.FINAL_TEXT_NOT_READY)
    require(state.report.signed is None, Rule.ALREADY_SUBMITTED)
    same_text = message.sha256 == state.documents[final_document(state)]
    require(same_text, Rule.SIGNATURE_OF_ANOTHER_TEXT)
    moderated = decided.actor in state.moderators or holds(state, decided.actor, *TEAM)
    require(not moderated, Rule.MODERATOR_IS_NOT_SIGNATORY)


def apply_sign(state: InspectionState, decided: Decided, message: OnText) -> None:
    state.report.signed = message.sha256
    state.report.signatory = decided.actor
    state.events["signed"] = decided.at


def check_publish(state: InspectionState, _decided: Decided, message: OnText) -> None:
    require(state.report.published is None, Rule.ALREADY_PUBLISHED)
    require(state.report.signed is not None, Rule.NOT_SIGNED)
    require(message.sha256 == state.report.signed, Rule.SIGNATURE_OF_ANOTHER_TEXT)


def apply_publish(state: InspectionState, decided: Decided, message: OnText) -> None:
    state.report.published = message.sha256
    state.events["published"] = decided.at


def draft_document(state: InspectionState) -> str:
    """The name under which the latest draft is rendered."""
    return f"draft_report/{state.report.drafts}"


def final_document(state: InspectionState) -> str:
    """The name under which the latest final text is rendered."""
    return f"final_report/{state.report.finals}"


def accuracy_is_settled(state: InspectionState) -> bool:
    """Every point decided, none raised, or the force's answer proceeded without."""
    report = state.report
    return report.decided is not None or report.points == 0 or "accuracy_check" in state.absent


def ready_to_sign(state: InspectionState) -> bool:
    return state.report.final is not None and bool(state.documents.get(final_document(state)))


ACTS: tuple[ActRule[InspectionState], ...] = (
    ActRule("draft_report", LEADS, check_draft, apply_draft, OnRevision),
    ActRule(
        "answer_accuracy_check",
        (Role.LIAISON, Role.CHIEF_OFFICER_LEAD),
        check_answer,
        apply_answer,
        AnswerAccuracyCheck,
    ),
    ActRule(
        "decide_accuracy", (Role.ACCURACY_DECIDER,), check_decide, apply_decide, DecideAccuracy
    ),
    ActRule("finalise_report", (Role.EDITOR,), check_finalise, apply_finalise, OnRevision),
    ActRule("sign_off", (Role.HMI,), check_sign, apply_sign, OnText),
    ActRule("publish", (Role.EDITOR, Role.INSPECTION_LEAD), check_publish, apply_publish, OnText),
)
