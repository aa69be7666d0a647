"""What accepted acts change: sending back, asking again, moving dates, doing without."""

from datetime import UTC, datetime
from typing import Any

import pytest

from criteria.errors import Rule
from tests.builders import CASES, PEOPLE, a_mark, an_issue, an_outline
from tests.workflows.desk import sha256_of
from tests.workflows.straight import (
    MANIFEST,
    a_referral,
    at,
    body_of,
    exhausted,
    until,
    without,
    without_audits,
)
from workflows.ladder import is_exhausted
from workflows.patch import to_document
from workflows.phases import Phase, phase, to_moderate

ROWS = an_outline().rows
APPROVE = {"revision": "r-1"}


def extending(task: str = "return", days: int = 5) -> dict[str, Any]:
    return {"reason": "r-e", "task": task, "days": days}


def test_an_issue_is_taken_over_whole() -> None:
    state, issue = at("issued").state, an_issue()
    assert (state.force, state.people) == (issue["force"], PEOPLE)
    assert (state.fieldwork_start, state.fieldwork_end) == ("2027-03-01", "2027-03-12")
    assert to_document(state.outline) == issue["outline"]
    assert state.events == {
        "issue": "2027-01-11T10:00:00+00:00",
        "fieldwork_start": "2027-03-01T12:00:00+00:00",
        "fieldwork_end": "2027-03-12T12:00:00+00:00",
    }
    assert set(state.documents) == {"notice_letter/1", "self_assessment_template/1"}


# The return


def test_a_return_that_is_sent_back_can_be_submitted_and_approved_again() -> None:
    desk = at("submitted")
    desk.act("p-chief", "send_back_return", APPROVE)
    assert set(desk.tasks) == {"return", "eligible_cases"}
    assert desk.refusal("p-chief", "approve_return", APPROVE) is Rule.RETURN_NOT_SUBMITTED
    desk.act("p-head", "submit_return", body_of("submit_return", revision="r-9"))
    desk.act("p-chief", "approve_return", {"revision": "r-9"})
    assert desk.state.returned.approved == "r-9"


def test_submitting_again_before_the_approval_replaces_what_is_to_be_approved() -> None:
    desk = at("submitted")
    desk.act("p-head", "submit_return", body_of("submit_return", revision="r-9"))
    assert desk.refusal("p-chief", "approve_return", APPROVE) is Rule.NOT_THE_LATEST
    assert desk.state.returned.preparers == ["p-head", "p-writer"]


def test_clarification_opens_the_return_again_for_its_rows() -> None:
    desk = at("registered")
    desk.act("p-lead", "return_for_clarification", {"reason": "r-c", "rows": ROWS[:2]})
    assert desk.state.returned.clarify == ROWS[:2]
    assert set(desk.tasks) == {"clarification"}
    assert phase(desk.state) is Phase.SUBMISSION
    assert desk.refusal("p-lead", "accept_submission", {}) is Rule.RETURN_NOT_APPROVED


def test_what_is_asked_again_is_dated_from_the_request_and_not_from_the_issue() -> None:
    desk = at("registered")
    desk.now = datetime(2027, 2, 10, 10, 0, tzinfo=UTC)  # two days after the return was due
    desk.act("p-lead", "return_for_clarification", {"reason": "r-c", "rows": ROWS[:1]})
    due = datetime(2027, 2, 17, 17, tzinfo=UTC)
    assert desk.due("clarification") == due
    desk.now = datetime(2027, 2, 15, 10, 0, tzinfo=UTC)
    desk.act("p-liaison", "submit_return", body_of("submit_return", revision="r-9"))
    assert desk.due("approval") == due
    assert not is_exhausted(desk.state, "approval")
    desk.act("p-chief", "send_back_return", {"revision": "r-9"})
    assert desk.due("clarification") == due


def test_more_time_for_the_clarification_is_more_time_for_its_approval() -> None:
    desk = at("registered")
    desk.act("p-lead", "return_for_clarification", {"reason": "r-c", "rows": ROWS[:1]})
    desk.act("p-lead", "extend", extending("clarification", 3))
    due = desk.due("clarification")
    desk.act("p-liaison", "submit_return", body_of("submit_return", revision="r-9"))
    assert desk.due("approval") == due
    desk.act("p-lead", "extend", extending("approval", 2))
    assert desk.due("approval") > due


def test_the_list_of_eligible_cases_is_replaced_until_the_submission_is_accepted() -> None:
    desk = at("registered")
    counts = {"domestic_abuse": 2, "missing_children": 0}
    desk.act("p-head", "register_eligible_cases", {"revision": "r-9", "counts": counts})
    assert (desk.state.eligible, desk.state.eligible_revision) == (counts, "r-9")
    accepting = {"return_revision": "r-1", "eligible_revision": "r-9"}
    desk.act("p-deputy", "accept_submission", accepting)
    cases = {"N-01": "domestic_abuse", "N-02": "domestic_abuse"}  # there are no more than these
    desk.act("p-lead", "draw_sample", {"revision": "r-3", "cases": cases})
    assert set(desk.state.cases) == {"N-01", "N-02"}


# Cases and judgements


def test_cases_can_be_given_to_others_as_long_as_they_are_not_reviewed() -> None:
    desk = at("allocated")
    desk.act("p-ann", "submit_review", a_mark("N-02"))
    reviewers = dict.fromkeys(CASES, "p-bob") | {"N-02": "p-ann"}
    desk.act("p-lead", "allocate_cases", {"revision": "r-9", "reviewers": reviewers})
    assert desk.refusal("p-ann", "submit_review", a_mark("N-04")) is Rule.CASE_NOT_ALLOCATED_TO_YOU
    desk.act("p-bob", "submit_review", a_mark("N-04"))


def test_a_review_waits_for_no_audit() -> None:
    desk = at("allocated")
    desk.act("p-ann", "submit_review", a_mark("N-02"))
    assert desk.state.cases["N-02"].grade == "good"


def test_not_applicable_and_not_seen_are_marks_of_a_case_and_no_difference() -> None:
    desk = at("allocated")
    absent = ["not_applicable", "not_seen", *["4"] * 7]
    desk.act("p-auditor", "submit_audit", {**a_mark("N-02"), "scores": absent})
    desk.act("p-ann", "submit_review", {**a_mark("N-02"), "scores": ["1", *["4"] * 8]})
    assert to_moderate(desk.state) == []


def test_judging_again_makes_the_overall_stale_and_voids_the_signature() -> None:
    desk = at("signed")
    desk.act("p-ann", "judge_indicator", body_of("judge_indicator", revision="r-again"))
    report = desk.state.report
    assert desk.state.overall is None
    assert (report.final, report.signed, report.signatory) == (None, None, None)
    assert desk.state.revised == {"stage-1": 1}
    assert desk.refusal("p-editor", "publish", {"sha256": MANIFEST}) is Rule.NOT_SIGNED
    assert desk.refusal("p-hmi", "sign_off", {"sha256": MANIFEST}) is Rule.FINAL_TEXT_NOT_READY
    giving = {"revision": "r-o2"}
    assert desk.refusal("p-lead", "give_overall", giving) is Rule.OVERALL_COMES_LAST


def test_after_judging_again_the_force_checks_what_is_published_again() -> None:
    desk = at("signed")
    desk.act("p-ann", "judge_indicator", body_of("judge_indicator", revision="r-again"))
    assert to_moderate(desk.state) == ["indicator:stage-1"]
    moderating = {"revision": "r-m", "item": "indicator:stage-1", "decision": "confirm"}
    desk.act("p-member", "moderate", moderating)
    desk.act("p-lead", "give_overall", {"revision": "r-o2"})
    desk.act("p-chair", "confirm_overall", {"revision": "r-o2"})
    assert set(desk.tasks) == {"report_draft"}
    desk.act("p-lead", "draft_report", {"revision": "r-d2"})
    desk.render()
    assert set(desk.tasks) == {"accuracy_check"}
    desk.act("p-liaison", "answer_accuracy_check", {"revision": "r-a2", "points": 0})
    desk.act("p-editor", "finalise_report", {"revision": "r-f2"})
    desk.render()
    refusal = desk.refusal("p-hmi", "sign_off", {"sha256": MANIFEST})
    assert refusal is Rule.SIGNATURE_OF_ANOTHER_TEXT
    desk.act("p-hmi", "sign_off", {"sha256": sha256_of("final_report/2")})
    desk.act("p-editor", "publish", {"sha256": sha256_of("final_report/2")})


def test_a_judgement_returned_for_evidence_is_judged_again() -> None:
    desk = at("judged")
    returning = {"revision": "r-m", "item": "indicator:leadership", "decision": "return"}
    desk.act("p-member", "moderate", returning)
    assert "leadership" not in desk.state.judgements
    assert desk.refusal("p-lead", "give_overall", {"revision": "r-o"}) is Rule.OVERALL_COMES_LAST
    judged = next(body for _, _, body in until("judged") if body.get("indicator") == "leadership")
    desk.act("p-bob", "judge_indicator", judged)
    assert desk.state.judgements["leadership"].moderated is None


def test_amending_changes_the_score_of_an_indicator_and_the_grade_of_a_case() -> None:
    desk = at("judged")
    amend = {"revision": "r-m", "decision": "amend"}
    desk.act("p-member", "moderate", {**amend, "item": "indicator:stage-2", "score": "5"})
    desk.act("p-chair", "moderate", {**amend, "item": "case:N-03", "score": "requires_improvement"})
    assert desk.state.judgements["stage-2"].score == "5"
    case = desk.state.cases["N-03"]
    assert case.grade == "requires_improvement"
    assert case.review is not None
    assert case.review.grade == "inadequate"  # what the reviewer saw stays on record
    assert desk.state.moderators == ["p-member", "p-chair"]


def test_giving_the_overall_again_asks_for_its_confirmation_again() -> None:
    desk = at("confirmed")
    desk.act("p-deputy", "give_overall", {"revision": "r-o2"})
    assert desk.state.overall is not None
    assert desk.state.overall.confirmed_by is None
    assert desk.refusal("p-lead", "draft_report", {"revision": "r"}) is Rule.OVERALL_NOT_CONFIRMED


# The report


def test_an_accuracy_check_without_points_needs_no_decision() -> None:
    desk = at("drafted")
    desk.act("p-chief", "answer_accuracy_check", {"revision": "r-a", "points": 0})
    assert set(desk.tasks) == {"final_text"}


def test_a_new_draft_is_checked_anew_and_voids_what_followed_the_old() -> None:
    desk = at("signed")
    desk.act("p-lead", "draft_report", {"revision": "r-d2"})
    report = desk.state.report
    assert (report.points, report.decided, report.final, report.signed, report.signatory) == (
        None,
        None,
        None,
        None,
        None,
    )
    assert desk.tasks == {}
    desk.render()
    assert set(desk.tasks) == {"accuracy_check"}
    assert sha256_of("draft_report/2") in desk.state.documents.values()


def test_a_new_final_text_voids_the_signature_of_the_old() -> None:
    desk = at("signed")
    desk.act("p-editor", "finalise_report", {"revision": "r-f2"})
    assert desk.refusal("p-hmi", "sign_off", {"sha256": MANIFEST}) is Rule.FINAL_TEXT_NOT_READY
    desk.render()
    assert desk.refusal("p-editor", "publish", {"sha256": MANIFEST}) is Rule.NOT_SIGNED
    desk.act("p-hmi", "sign_off", {"sha256": sha256_of("final_report/2")})


# Extensions


def test_a_lead_extends_up_to_the_limit_and_hmi_beyond_it() -> None:
    desk = at("issued")
    desk.act("p-lead", "extend", extending(days=6))
    desk.act("p-deputy", "extend", extending(days=4))
    assert desk.refusal("p-lead", "extend", extending(days=1)) is Rule.EXTENSION_PAST_LIMIT
    desk.act("p-hmi", "extend", extending(days=1))
    assert desk.due("return") == datetime(2027, 2, 23, 17, tzinfo=UTC)
    assert desk.due("eligible_cases") == datetime(2027, 1, 25, 17, tzinfo=UTC)


def test_an_extension_granted_for_the_return_holds_for_its_approval() -> None:
    desk = at("submitted")
    desk.act("p-lead", "extend", extending("approval", 5))
    assert desk.due("approval") == datetime(2027, 2, 15, 17, tzinfo=UTC)
    desk.act("p-chief", "send_back_return", APPROVE)
    assert desk.due("return") == datetime(2027, 2, 15, 17, tzinfo=UTC)
    assert desk.refusal("p-lead", "extend", extending(days=6)) is Rule.EXTENSION_PAST_LIMIT


def test_one_reviewer_gets_more_time_and_the_other_does_not() -> None:
    desk = at("allocated")
    desk.act("p-lead", "extend", extending("reviews:p-ann", 3))
    assert desk.due("reviews:p-ann") > desk.due("reviews:p-bob")


# Proceeding without


@pytest.mark.parametrize(
    ("task", "point"),
    [
        ("return", "issued"),
        ("approval", "submitted"),
        ("eligible_cases", "issued"),
        ("force_audits", "drawn"),
        ("accuracy_check", "drafted"),
    ],
)
def test_after_the_last_escalation_the_lead_proceeds_without_with_consent(
    task: str, point: str
) -> None:
    desk = exhausted(task, point)
    desk.act("p-lead", "proceed_without", without(task))
    assert f"consent:{task}" in desk.tasks
    assert desk.tasks[f"consent:{task}"].kind == "consent"
    assert task in desk.tasks  # it may still come
    assert desk.refusal("p-lead", "consent_to_proceed", {"task": task}) is Rule.NOT_YOUR_ROLE
    desk.act("p-hmi", "consent_to_proceed", {"task": task})
    assert task not in desk.tasks
    assert f"consent:{task}" not in desk.tasks
    absence = desk.state.absent["return" if task == "approval" else task]
    assert absence.reason == f"r-without-{task}"


def test_a_whole_inspection_is_carried_through_without_the_force() -> None:
    desk = exhausted("return")
    for task in ("return", "eligible_cases"):
        desk.act("p-lead", "proceed_without", without(task))
        desk.act("p-hmi", "consent_to_proceed", {"task": task})
    desk.act("p-lead", "accept_submission", {})
    refusal = desk.refusal("p-lead", "draw_sample", {"revision": "r", "cases": {}})
    assert refusal is Rule.ELIGIBLE_CASES_MISSING  # there is no list to draw from
    desk.run(step for step in until("judged") if step[1] == "judge_indicator")
    desk.run(step for step in until("moderated") if step[2].get("item", "").startswith("indicator"))
    desk.run([("p-lead", "give_overall", {"revision": "r-o"})])
    desk.run([("p-chair", "confirm_overall", {"revision": "r-o"})])
    desk.run([("p-lead", "draft_report", {"revision": "r-d"})]).render()
    while not is_exhausted(desk.state, "accuracy_check"):
        desk.wait(days=1)
    desk.act("p-lead", "proceed_without", without("accuracy_check"))
    desk.act("p-hmi", "consent_to_proceed", {"task": "accuracy_check"})
    desk.run([("p-editor", "finalise_report", {"revision": "r-f"})]).render()
    desk.act("p-hmi", "sign_off", {"sha256": MANIFEST})
    desk.act("p-editor", "publish", {"sha256": MANIFEST})
    assert set(desk.state.absent) == {"return", "eligible_cases", "accuracy_check"}


def test_a_return_that_comes_after_all_is_taken() -> None:
    desk = exhausted("return")
    desk.act("p-lead", "proceed_without", without("return"))
    desk.act("p-hmi", "consent_to_proceed", {"task": "return"})
    desk.act("p-liaison", "register_eligible_cases", body_of("register_eligible_cases"))
    desk.act("p-lead", "accept_submission", {"eligible_revision": "r-2"})
    desk.act("p-liaison", "submit_return", body_of("submit_return"))
    desk.act("p-chief", "approve_return", APPROVE)
    assert desk.state.returned.approved == "r-1"
    assert desk.state.returned.accepted is None  # it came after the submission was accepted
    assert "return" in desk.state.absent  # and stays marked as late
    assert phase(desk.state) is Phase.CASE_AUDIT
    again = body_of("submit_return", revision="r-9")
    assert desk.refusal("p-liaison", "submit_return", again) is Rule.RETURN_FROZEN


def test_a_late_return_that_is_approved_in_time_is_accepted_with_the_submission() -> None:
    desk = exhausted("return")
    desk.act("p-lead", "proceed_without", without("return"))
    desk.act("p-hmi", "consent_to_proceed", {"task": "return"})
    desk.act("p-liaison", "register_eligible_cases", body_of("register_eligible_cases"))
    desk.act("p-liaison", "submit_return", body_of("submit_return"))
    desk.act("p-chief", "approve_return", APPROVE)
    accepting = {"eligible_revision": "r-2"}
    assert desk.refusal("p-lead", "accept_submission", accepting) is Rule.NOT_THE_LATEST
    desk.act("p-lead", "accept_submission", body_of("accept_submission"))
    assert desk.state.returned.accepted == "r-1"


def test_an_audit_that_comes_after_all_is_taken_and_changes_nothing_if_both_sides_agree() -> None:
    desk = without_audits("signed")
    desk.act("p-auditor", "submit_audit", a_mark("N-01"))
    assert desk.state.cases["N-01"].audit is not None
    desk.act("p-editor", "publish", {"sha256": MANIFEST})


def test_a_late_audit_that_differs_goes_to_the_panel_before_anything_is_published() -> None:
    desk = without_audits("signed")
    desk.act("p-auditor", "submit_audit", a_mark("N-03"))  # good, and reviewed as inadequate
    assert to_moderate(desk.state) == ["case:N-03"]
    assert desk.state.overall is None
    assert desk.refusal("p-editor", "publish", {"sha256": MANIFEST}) is Rule.NOT_SIGNED


def test_after_publication_no_audit_is_taken() -> None:
    desk = without_audits("published")
    assert desk.refusal("p-auditor", "submit_audit", a_mark("N-03")) is Rule.ALREADY_PUBLISHED
    assert desk.tasks == {}


def test_a_proposal_lapses_when_what_was_missing_comes() -> None:
    desk = exhausted("return")
    desk.act("p-lead", "proceed_without", without("return"))
    desk.act("p-liaison", "submit_return", body_of("submit_return"))
    desk.act("p-chief", "send_back_return", APPROVE)
    assert "return" in desk.tasks
    assert "consent:return" not in desk.tasks
    consent = {"task": "return"}
    assert desk.refusal("p-hmi", "consent_to_proceed", consent) is Rule.NOTHING_PROPOSED


def test_a_proposal_lapses_when_more_time_is_given() -> None:
    desk = exhausted("return")
    desk.act("p-lead", "proceed_without", without("return"))
    desk.act("p-hmi", "extend", extending(days=10))
    consent = {"task": "return"}
    assert desk.refusal("p-hmi", "consent_to_proceed", consent) is Rule.NOTHING_PROPOSED
    assert desk.refusal("p-lead", "proceed_without", without("return")) is (
        Rule.TOO_EARLY_TO_PROCEED
    )


def test_an_absence_of_the_accuracy_check_holds_for_its_draft_only() -> None:
    desk = exhausted("accuracy_check", "drafted")
    desk.act("p-lead", "proceed_without", without("accuracy_check"))
    desk.act("p-hmi", "consent_to_proceed", {"task": "accuracy_check"})
    desk.act("p-lead", "draft_report", {"revision": "r-d2"})
    desk.render()
    assert set(desk.tasks) == {"accuracy_check"}
    assert desk.refusal("p-editor", "finalise_report", {"revision": "r-f"}) is (
        Rule.ACCURACY_NOT_DECIDED
    )


# Referrals


def test_a_step_of_a_referral_may_come_in_any_order() -> None:
    desk = a_referral()
    desk.act("p-chief", "record_action", {"revision": "r-3"})
    desk.act("p-duty", "record_contact", {"revision": "r-1"})
    assert set(desk.tasks) == {"referral_acknowledgement"}


def test_a_referral_carries_no_score_and_no_grade() -> None:
    assert set(vars(a_referral().state)) & {"scores", "grade", "grades", "review"} == set()
