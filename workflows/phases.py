"""The phase of an inspection, derived from what has happened.

A phase says what is awaited; it locks nothing.
"""

from enum import StrEnum

from criteria import moderation
from workflows.state import CaseState, InspectionState


class Phase(StrEnum):
    SELF_ASSESSMENT = "self_assessment"
    SUBMISSION = "submission"
    CASE_AUDIT = "case_audit"
    MODERATION = "moderation"
    REPORT = "report"
    FOLLOW_UP = "follow_up"
    CLOSED = "closed"


def phase(state: InspectionState) -> Phase:
    """What the inspection awaits now. Reopening anything below moves it back by itself."""
    if state.closed_at:
        return Phase.CLOSED
    if state.report.published:
        return Phase.FOLLOW_UP
    if not state.accepted_at:
        return_is_in = state.returned.rounds or state.returned.approved or "return" in state.absent
        return Phase.SUBMISSION if return_is_in else Phase.SELF_ASSESSMENT
    if not everything_is_in(state):
        return Phase.CASE_AUDIT
    overall = state.overall
    return Phase.REPORT if overall and overall.confirmed_by else Phase.MODERATION


def everything_is_in(state: InspectionState) -> bool:
    """Every audit and review of the sample is in or proceeded without, every indicator judged."""
    return bool(
        state.accepted_at
        and (state.cases or "eligible_cases" in state.absent)
        and not audits_missing(state)
        and not reviews_missing(state)
        and not judgements_missing(state)
    )


def audits_missing(state: InspectionState) -> list[str]:
    if "force_audits" in state.absent:
        return []
    return [reference for reference, case in state.cases.items() if not case.audit]


def reviews_missing(state: InspectionState) -> list[str]:
    return [reference for reference, case in state.cases.items() if not case.review]


def judgements_missing(state: InspectionState) -> list[str]:
    return [code for code in state.programme.indicators if code not in state.judgements]


def differs(state: InspectionState, case: CaseState) -> bool:
    """Whether force and inspectors see this case so differently that the panel must look at it."""
    audit, review = case.audit, case.review
    if not audit or not review:
        return False
    return moderation.differs(
        state.programme, audit.grade, review.grade, audit.scores, review.scores
    )


def to_moderate(state: InspectionState) -> list[str]:
    """Items that wait for the panel: every judgement, every case that the sides see differently."""
    indicators = [f"indicator:{c}" for c, j in state.judgements.items() if not j.moderated]
    cases = [f"case:{r}" for r, c in state.cases.items() if differs(state, c) and not c.moderated]
    return indicators + cases
