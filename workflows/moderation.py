"""Moderation: the panel confirms, amends or returns; the overall comes last, the chair confirms."""

from criteria.errors import Rule, require
from criteria.roles import Role
from criteria.scoring import admits
from workflows.case_audit import make_overall_stale
from workflows.messages import GiveOverall, Moderate, OnRevision
from workflows.people import in_place_of
from workflows.phases import everything_is_in, to_moderate
from workflows.rule import ActRule, Decided, holds
from workflows.state import InspectionState, OverallState

PANEL = (Role.PANEL_CHAIR, Role.PANEL_MEMBER)
TEAM = (Role.INSPECTION_LEAD, Role.DEPUTY_LEAD, Role.INSPECTOR)


def check_moderate(state: InspectionState, decided: Decided, message: Moderate) -> None:
    require(not holds(state, decided.actor, *TEAM), Rule.MODERATOR_WAS_ON_THE_TEAM)
    require(state.report.published is None, Rule.ALREADY_PUBLISHED)
    require(message.decision in ("confirm", "amend", "return"), Rule.INVALID_INPUT, "decision")
    require(message.item in to_moderate(state), Rule.NOTHING_TO_MODERATE, message.item)
    if message.decision == "amend":
        _check_amended(state, message)


def apply_moderate(state: InspectionState, decided: Decided, message: Moderate) -> None:
    kind, _, code = message.item.partition(":")
    if kind == "indicator":
        _moderate_indicator(state, decided, message, code)
    else:
        _moderate_case(state, message, code)
    if decided.actor not in state.moderators:
        state.moderators = [*state.moderators, decided.actor]
    make_overall_stale(state)


def check_overall(state: InspectionState, _decided: Decided, message: GiveOverall) -> None:
    """First on the schedule but last to be completed (HMIC Assessment Criteria)."""
    require(state.report.published is None, Rule.ALREADY_PUBLISHED)
    missing = [c for c in state.programme.indicators if c not in state.judgements]
    require(not missing, Rule.OVERALL_COMES_LAST, *missing)
    waiting = to_moderate(state)
    require(everything_is_in(state) and not waiting, Rule.OVERALL_COMES_LAST, *waiting)
    outline = state.programme
    admitted = message.score in outline.scores if outline.overall_scored else message.score is None
    require(admitted, Rule.SCORE_OUTSIDE_MODE, outline.overall)


def apply_overall(state: InspectionState, decided: Decided, message: GiveOverall) -> None:
    make_overall_stale(state)
    state.overall = OverallState(decided.actor, message.revision, message.score)


def check_confirm(state: InspectionState, decided: Decided, message: OnRevision) -> None:
    require(state.overall is not None, Rule.OVERALL_NOT_GIVEN)
    assert state.overall is not None
    require(state.overall.confirmed_by is None, Rule.ALREADY_SUBMITTED)
    require(message.revision == state.overall.revision, Rule.NOT_THE_LATEST)
    own = decided.actor == state.overall.by or holds(state, decided.actor, *TEAM)
    require(not own, Rule.LEAD_CANNOT_CONFIRM)


def apply_confirm(state: InspectionState, decided: Decided, _message: OnRevision) -> None:
    assert state.overall is not None
    state.overall.confirmed_by = decided.actor
    if decided.actor not in state.moderators:
        state.moderators = [*state.moderators, decided.actor]
    state.events["confirmed"] = decided.at


def _check_amended(state: InspectionState, message: Moderate) -> None:
    outline = state.programme
    if message.item.startswith("case:"):
        require(message.score in outline.case_grades, Rule.GRADE_OUTSIDE_SCALE)
    else:
        fits = admits(outline.scoring, message.score, may_be_absent=False)
        require(fits and message.score is not None, Rule.SCORE_OUTSIDE_MODE)


def _moderate_indicator(
    state: InspectionState, decided: Decided, message: Moderate, code: str
) -> None:
    if message.decision == "return":
        del state.judgements[code]
        return
    judgement = state.judgements[code]
    judgement.moderated = message.decision
    judgement.moderator = decided.actor
    if message.decision == "amend":
        judgement.judged = judgement.score
        judgement.score = message.score


def _moderate_case(state: InspectionState, message: Moderate, reference: str) -> None:
    case = state.cases[reference]
    if message.decision == "return":
        case.review = None
        case.grade = None
        if case.reviewer:  # who has left does not review it anew
            case.reviewer = in_place_of(state, Role.INSPECTOR, case.reviewer)
        return
    case.moderated = message.decision
    if message.decision == "amend":
        case.grade = message.score


ACTS: tuple[ActRule[InspectionState], ...] = (
    ActRule("moderate", PANEL, check_moderate, apply_moderate, Moderate),
    ActRule(
        "give_overall",
        (Role.INSPECTION_LEAD, Role.DEPUTY_LEAD),
        check_overall,
        apply_overall,
        GiveOverall,
    ),
    ActRule("confirm_overall", (Role.PANEL_CHAIR,), check_confirm, apply_confirm, OnRevision),
)
