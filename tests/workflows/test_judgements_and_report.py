"""What is said of cases and indicators, and the report on it: changed late, checked anew."""

from criteria.errors import Rule
from tests.builders import CASES, a_mark
from tests.workflows.desk import sha256_of
from tests.workflows.straight import MANIFEST, at, body_of, until
from workflows.phases import to_moderate

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
