"""What stands in an inspection, and what of it no longer stands once a phase is reopened. Pure.

One table says from which phase on a thing is void: everything downstream of the phase reopened,
nothing upstream of it. The preview and the act both read it. What is void stays on record.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from criteria.roles import Role
from workflows.case_audit import void_report
from workflows.people import in_place_of
from workflows.phases import Phase
from workflows.state import CaseState, InspectionState, JudgementState

# In order: reopening one voids what goes with it and with those after it.
CAN_REOPEN = (Phase.SUBMISSION, Phase.CASE_AUDIT, Phase.MODERATION, Phase.REPORT)

# What may stand -> the phase whose reopening, or that of an earlier one, voids it. The sample goes
# with the list that it was drawn from; the force's word on a case stays while its case does.
GOES_WITH: dict[str, Phase] = {
    "acceptance": Phase.SUBMISSION,
    "sample": Phase.SUBMISSION,
    "allocation": Phase.SUBMISSION,
    "force_audit": Phase.SUBMISSION,
    "force_audits_absence": Phase.SUBMISSION,
    "review": Phase.CASE_AUDIT,
    "judgement": Phase.CASE_AUDIT,
    "case_decision": Phase.MODERATION,
    "indicator_decision": Phase.MODERATION,
    "overall": Phase.MODERATION,
    "overall_confirmation": Phase.MODERATION,
    "report_draft": Phase.REPORT,
    "accuracy_answer": Phase.REPORT,
    "accuracy_absence": Phase.REPORT,
    "accuracy_decision": Phase.REPORT,
    "final_text": Phase.REPORT,
    "signature": Phase.REPORT,
}


@dataclass(frozen=True)
class Fact:
    """One thing that stands. `about`: a case or an indicator, "" where there is one only; `mark`
    tells it from another of its kind that could come in its place."""

    what: str
    about: str
    mark: str


def facts(state: InspectionState) -> list[Fact]:
    """Everything that stands and that a reopening could void, in the order of the process."""
    found = [*_of_submission(state), *_of_cases(state), *_of_judgements(state), *_of_rest(state)]
    kinds = list(GOES_WITH)
    return sorted(found, key=lambda fact: kinds.index(fact.what))


def stale(state: InspectionState, phase: Phase) -> list[Fact]:
    """What would no longer stand once this phase were reopened."""
    gone = CAN_REOPEN[CAN_REOPEN.index(phase) :]
    return [fact for fact in facts(state) if GOES_WITH[fact.what] in gone]


def void(state: InspectionState, phase: Phase) -> None:
    """Make void what goes with a phase and with those after it, the last first."""
    for reopened in reversed(CAN_REOPEN[CAN_REOPEN.index(phase) :]):
        _VOIDING[reopened](state)


def _of_submission(state: InspectionState) -> Iterator[Fact]:
    if state.accepted_at:
        yield Fact("acceptance", "", state.accepted_at)
    if state.cases:
        yield Fact("sample", "", state.events.get("drawn", ""))
    if state.allocated:
        yield Fact("allocation", "", state.events.get("allocated", ""))
    if "force_audits" in state.absent:
        yield Fact("force_audits_absence", "", state.absent["force_audits"].reason)


def _of_cases(state: InspectionState) -> Iterator[Fact]:
    for reference, case in state.cases.items():
        if case.audit:
            yield Fact("force_audit", reference, case.audit.revision)
        if case.review:
            yield Fact("review", reference, case.review.revision)
        if case.moderated:
            yield Fact("case_decision", reference, f"{case.moderated} {case.grade}")


def _of_judgements(state: InspectionState) -> Iterator[Fact]:
    for code, judgement in state.judgements.items():
        yield Fact("judgement", code, judgement.revision)
        if judgement.moderated:
            yield Fact("indicator_decision", code, f"{judgement.moderated} {judgement.score}")


def _of_rest(state: InspectionState) -> Iterator[Fact]:
    overall, report = state.overall, state.report
    absence = state.absent.get("accuracy_check")
    marks = {
        "overall": overall.revision if overall else None,
        "overall_confirmation": overall.confirmed_by if overall else None,
        "report_draft": report.draft,
        "accuracy_answer": None if report.points is None else str(report.points),
        "accuracy_absence": absence.reason if absence else None,
        "accuracy_decision": report.decided,
        "final_text": report.final,
        "signature": report.signed,
    }
    yield from (Fact(what, "", mark) for what, mark in marks.items() if mark is not None)


def _void_submission(state: InspectionState) -> None:
    state.accepted_at = None
    state.returned.accepted = None
    state.cases, state.allocated = {}, False
    state.absent.pop("force_audits", None)
    for event in ("accepted", "drawn", "allocated"):
        state.events.pop(event, None)


def _void_case_audit(state: InspectionState) -> None:
    state.judgements = {}
    for case in state.cases.values():
        if case.review and case.reviewer:  # who has left does not review it anew
            case.reviewer = in_place_of(state, Role.INSPECTOR, case.reviewer)
        case.review = case.grade = None


def _void_moderation(state: InspectionState) -> None:
    """Who moderated is remembered: they still may not sign the report off."""
    state.overall = None
    state.events.pop("confirmed", None)
    for case in state.cases.values():
        _as_reviewed(case)
    for judgement in state.judgements.values():
        _as_judged(judgement)


def _as_reviewed(case: CaseState) -> None:
    case.moderated = None
    case.grade = case.review.grade if case.review else None


def _as_judged(judgement: JudgementState) -> None:
    if judgement.moderated == "amend" and judgement.judged is not None:
        judgement.score = judgement.judged
    judgement.moderated = judgement.moderator = judgement.judged = None


_VOIDING: dict[Phase, Callable[[InspectionState], None]] = {
    Phase.SUBMISSION: _void_submission,
    Phase.CASE_AUDIT: _void_case_audit,
    Phase.MODERATION: _void_moderation,
    Phase.REPORT: void_report,
}
