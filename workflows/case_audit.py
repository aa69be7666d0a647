"""The case file audit: sample, allocation, the force's audits, blind reviews, judgements."""

from criteria.errors import Rule, require
from criteria.roles import Role
from criteria.scoring import admits
from workflows.messages import AllocateCases, DrawSample, JudgeIndicator, SubmitMark
from workflows.phases import differs
from workflows.rule import ActRule, Decided, holds
from workflows.state import CaseState, InspectionState, JudgementState, Mark, ReportState
from workflows.submission import LEADS


def check_draw(state: InspectionState, _decided: Decided, message: DrawSample) -> None:
    require(state.accepted_at is not None, Rule.SUBMISSION_NOT_ACCEPTED)
    require(not state.cases, Rule.SAMPLE_ALREADY_DRAWN)
    require(bool(message.cases), Rule.ELIGIBLE_CASES_MISSING)
    unknown = sorted(set(message.cases.values()) - set(state.programme.case_types))
    require(not unknown, Rule.CASE_TYPE_UNKNOWN, *unknown)
    for code, quota in state.programme.case_types.items():
        drawn = sum(1 for case_type in message.cases.values() if case_type == code)
        require(drawn == min(quota, state.eligible.get(code, 0)), Rule.QUOTA_NOT_MET, code)


def apply_draw(state: InspectionState, decided: Decided, message: DrawSample) -> None:
    state.cases = {reference: CaseState(code) for reference, code in message.cases.items()}
    state.events["drawn"] = decided.at


def check_allocate(state: InspectionState, _decided: Decided, message: AllocateCases) -> None:
    require(bool(state.cases), Rule.SAMPLE_NOT_DRAWN)
    require(set(message.reviewers) <= set(state.cases), Rule.CASE_NOT_IN_SAMPLE)
    require(set(message.reviewers) == set(state.cases), Rule.CASES_NOT_ALLOCATED)
    for reference, person in message.reviewers.items():
        case = state.cases[reference]
        if case.review:  # it stays with whoever reviewed it, even if they have left since
            require(case.reviewer == person, Rule.ALREADY_SUBMITTED, reference)
        else:
            require(holds(state, person, Role.INSPECTOR), Rule.NOT_A_REVIEWER, reference)


def apply_allocate(state: InspectionState, decided: Decided, message: AllocateCases) -> None:
    for reference, person in message.reviewers.items():
        state.cases[reference].reviewer = person
    state.allocated = True
    state.events["allocated"] = decided.at


def check_audit(state: InspectionState, _decided: Decided, message: SubmitMark) -> None:
    require(state.report.published is None, Rule.ALREADY_PUBLISHED)
    require(message.case in state.cases, Rule.CASE_NOT_IN_SAMPLE, message.case)
    require(state.cases[message.case].audit is None, Rule.ALREADY_SUBMITTED, message.case)
    check_mark(state, message)


def apply_audit(state: InspectionState, decided: Decided, message: SubmitMark) -> None:
    case = state.cases[message.case]
    case.audit = _mark(decided, message)
    if differs(state, case):  # a late one, after the force's audits were proceeded without
        make_overall_stale(state)


def check_review(state: InspectionState, decided: Decided, message: SubmitMark) -> None:
    require(message.case in state.cases, Rule.CASE_NOT_IN_SAMPLE, message.case)
    case = state.cases[message.case]
    require(case.reviewer == decided.actor, Rule.CASE_NOT_ALLOCATED_TO_YOU, message.case)
    require(case.review is None, Rule.ALREADY_SUBMITTED, message.case)
    check_mark(state, message)


def apply_review(state: InspectionState, decided: Decided, message: SubmitMark) -> None:
    case = state.cases[message.case]
    case.review = _mark(decided, message)
    case.grade = message.grade
    case.moderated = None


def check_mark(state: InspectionState, message: SubmitMark) -> None:
    """A score for each journey stage and a grade, as far as the programme has them."""
    outline = state.programme
    expected = len(outline.case_stages) if outline.scores else 0
    require(len(message.scores) == expected, Rule.STAGES_MISSING, *outline.case_stages)
    for stage, score in zip(outline.case_stages, message.scores, strict=False):
        fits = admits(outline.scoring, score, may_be_absent=True)
        require(fits, Rule.SCORE_OUTSIDE_MODE, stage)
    graded = message.grade in outline.case_grades if outline.case_grades else message.grade is None
    require(graded, Rule.GRADE_OUTSIDE_SCALE, *outline.case_grades)


def check_judge(state: InspectionState, _decided: Decided, message: JudgeIndicator) -> None:
    outline = state.programme
    require(state.accepted_at is not None, Rule.SUBMISSION_NOT_ACCEPTED)
    require(state.report.published is None, Rule.ALREADY_PUBLISHED)
    require(message.indicator in outline.indicators, Rule.INDICATOR_UNKNOWN, message.indicator)
    fits = admits(outline.scoring, message.score, may_be_absent=False)
    require(fits, Rule.SCORE_OUTSIDE_MODE, message.indicator)
    wanted = outline.evidence_per_expectation.get(message.indicator, [])
    missing = [code for code in wanted if code not in message.evidenced]
    require(not missing, Rule.EVIDENCE_MISSING, *missing)


def apply_judge(state: InspectionState, decided: Decided, message: JudgeIndicator) -> None:
    if message.indicator in state.judgements:
        state.revised[message.indicator] = state.revised.get(message.indicator, 0) + 1
    state.judgements[message.indicator] = JudgementState(
        decided.actor, message.revision, message.score
    )
    make_overall_stale(state)


def make_overall_stale(state: InspectionState) -> None:
    """Something below the overall changed: it must be given again, and what was written of it too.

    The force has the right to check the facts of what is published: a draft made before is void.
    """
    state.overall = None
    if state.report.draft is not None:
        void_report(state)


def void_report(state: InspectionState) -> None:
    """The draft and all that came of it: the force's check, the final text, its signature."""
    state.report = ReportState(drafts=state.report.drafts, finals=state.report.finals)
    state.absent.pop("accuracy_check", None)
    # What is not rendered yet never will be: the text that it would be made from is void.
    state.documents = {
        name: sha256
        for name, sha256 in state.documents.items()
        if sha256 or not name.startswith(("draft_report/", "final_report/"))
    }
    for event in ("draft_sent", "accuracy_answered", "accuracy_decided", "finalised", "signed"):
        state.events.pop(event, None)


def _mark(decided: Decided, message: SubmitMark) -> Mark:
    return Mark(decided.actor, message.revision, list(message.scores), message.grade)


ACTS: tuple[ActRule[InspectionState], ...] = (
    ActRule("draw_sample", LEADS, check_draw, apply_draw, DrawSample),
    ActRule("allocate_cases", LEADS, check_allocate, apply_allocate, AllocateCases),
    ActRule("submit_audit", (Role.CASE_AUDITOR,), check_audit, apply_audit, SubmitMark),
    ActRule("submit_review", (Role.INSPECTOR,), check_review, apply_review, SubmitMark),
    ActRule("judge_indicator", (*LEADS, Role.INSPECTOR), check_judge, apply_judge, JudgeIndicator),
)
