"""Every act that is refused, by the name of the rule that it breaks; and nothing is changed."""

from typing import Any

import pytest

from criteria.errors import Rule
from tests.builders import CASES, LEADERSHIP, PEOPLE, STAGES, a_mark, an_issue, an_outline
from tests.workflows.desk import Desk, an_inspection
from tests.workflows.straight import (
    FOLLOW_UP,
    MANIFEST,
    STEPS_OF_REFERRAL,
    a_follow_up,
    a_referral,
    at,
    body_of,
    until,
)
from workflows.acts import ALL_ACTS, INSPECTION_ACTS
from workflows.patch import to_document
from workflows.state import InspectionState

ROWS = an_outline().rows
REVIEWERS = body_of("allocate_cases")["reviewers"]
ONE_CASE = next(iter(CASES))


def judging(indicator: str = STAGES[0], **changes: Any) -> dict[str, Any]:
    body = {"revision": "r-j", "indicator": indicator, "score": "3", "evidenced": LEADERSHIP}
    return {**body, **changes}


def moderating(item: str, decision: str = "confirm", **changes: Any) -> dict[str, Any]:
    return {"revision": "r-m", "item": item, "decision": decision, **changes}


def marking(case: str = ONE_CASE, **changes: Any) -> dict[str, Any]:
    return {**a_mark(case), **changes}


def drawn(**types: int) -> dict[str, Any]:
    """A sample with so many cases of each type."""
    cases = {f"{code}-{n}": code for code, count in types.items() for n in range(count)}
    return {"revision": "r-3", "cases": cases}


# (where the inspection stands, who, which act, with what, the rule that refuses it)
Refusal = tuple[str, str, str, dict[str, Any], Rule]

SELF_ASSESSMENT: list[Refusal] = [
    ("issued", "p-liaison", "submit_return", body_of("submit_return", rows=ROWS[1:]),
     Rule.ANSWERS_MISSING),
    ("approved", "p-liaison", "submit_return", body_of("submit_return"), Rule.RETURN_FROZEN),
    ("accepted", "p-liaison", "submit_return", body_of("submit_return"), Rule.RETURN_FROZEN),
    ("issued", "p-chief", "approve_return", {"revision": "r-1"}, Rule.RETURN_NOT_SUBMITTED),
    ("submitted", "p-chief", "approve_return", {"revision": "r-0"}, Rule.NOT_THE_LATEST),
    ("approved", "p-chief", "approve_return", {"revision": "r-1"}, Rule.ALREADY_SUBMITTED),
    ("issued", "p-chief", "send_back_return", {"revision": "r-1"}, Rule.RETURN_NOT_SUBMITTED),
    ("approved", "p-chief", "send_back_return", {"revision": "r-1"}, Rule.RETURN_FROZEN),
]  # fmt: skip
SUBMISSION: list[Refusal] = [
    ("submitted", "p-lead", "return_for_clarification", {"reason": "r-c", "rows": ROWS[:1]},
     Rule.RETURN_NOT_APPROVED),
    ("approved", "p-lead", "return_for_clarification", {"reason": "r-c", "rows": []},
     Rule.ROWS_UNKNOWN),
    ("approved", "p-lead", "return_for_clarification", {"reason": "r-c", "rows": ["sa.l99"]},
     Rule.ROWS_UNKNOWN),
    ("accepted", "p-lead", "return_for_clarification", {"reason": "r-c", "rows": ROWS[:1]},
     Rule.ALREADY_ACCEPTED),
    ("approved", "p-liaison", "register_eligible_cases",
     {"revision": "r-2", "counts": {"fraud": 3}}, Rule.CASE_TYPE_UNKNOWN),
    ("approved", "p-liaison", "register_eligible_cases",
     {"revision": "r-2", "counts": {"domestic_abuse": 0}}, Rule.ELIGIBLE_CASES_MISSING),
    ("approved", "p-liaison", "register_eligible_cases", {"revision": "r-2", "counts": {}},
     Rule.ELIGIBLE_CASES_MISSING),
    ("approved", "p-liaison", "register_eligible_cases",
     {"revision": "r-2", "counts": {"domestic_abuse": 9, "missing_children": -1}},
     Rule.INVALID_INPUT),
    ("accepted", "p-liaison", "register_eligible_cases", body_of("register_eligible_cases"),
     Rule.ELIGIBLE_CASES_FROZEN),
    ("issued", "p-lead", "accept_submission", {}, Rule.RETURN_NOT_APPROVED),
    ("approved", "p-lead", "accept_submission", {"return_revision": "r-1"},
     Rule.ELIGIBLE_CASES_MISSING),
    ("registered", "p-lead", "accept_submission", body_of("accept_submission", return_revision="x"),
     Rule.NOT_THE_LATEST),
    ("registered", "p-lead", "accept_submission",
     body_of("accept_submission", eligible_revision="r-0"), Rule.NOT_THE_LATEST),
    ("registered", "p-lead", "accept_submission", {}, Rule.NOT_THE_LATEST),
    ("accepted", "p-lead", "accept_submission", body_of("accept_submission"),
     Rule.ALREADY_ACCEPTED),
]  # fmt: skip
CASE_AUDIT: list[Refusal] = [
    ("registered", "p-lead", "draw_sample", body_of("draw_sample"), Rule.SUBMISSION_NOT_ACCEPTED),
    ("drawn", "p-lead", "draw_sample", body_of("draw_sample"), Rule.SAMPLE_ALREADY_DRAWN),
    ("accepted", "p-lead", "draw_sample", drawn(domestic_abuse=3, missing_children=2),
     Rule.QUOTA_NOT_MET),
    ("accepted", "p-lead", "draw_sample", drawn(domestic_abuse=3, missing_children=4),
     Rule.QUOTA_NOT_MET),
    ("accepted", "p-lead", "draw_sample", drawn(domestic_abuse=3, missing_children=3, fraud=1),
     Rule.CASE_TYPE_UNKNOWN),
    ("accepted", "p-lead", "draw_sample", drawn(), Rule.ELIGIBLE_CASES_MISSING),
    ("accepted", "p-lead", "allocate_cases", body_of("allocate_cases"), Rule.SAMPLE_NOT_DRAWN),
    ("drawn", "p-lead", "allocate_cases",
     {"revision": "r-4", "reviewers": {**REVIEWERS, "N-99": "p-ann"}}, Rule.CASE_NOT_IN_SAMPLE),
    ("drawn", "p-lead", "allocate_cases", {"revision": "r-4", "reviewers": {ONE_CASE: "p-ann"}},
     Rule.CASES_NOT_ALLOCATED),
    ("drawn", "p-lead", "allocate_cases",
     {"revision": "r-4", "reviewers": {**REVIEWERS, ONE_CASE: "p-chair"}}, Rule.NOT_A_REVIEWER),
    ("drawn", "p-lead", "allocate_cases",
     {"revision": "r-4", "reviewers": {**REVIEWERS, ONE_CASE: "p-auditor"}}, Rule.NOT_A_REVIEWER),
    ("reviewed", "p-lead", "allocate_cases",
     {"revision": "r-4", "reviewers": dict.fromkeys(CASES, "p-ann")}, Rule.ALREADY_SUBMITTED),
    ("accepted", "p-auditor", "submit_audit", marking(), Rule.CASE_NOT_IN_SAMPLE),
    ("drawn", "p-auditor", "submit_audit", marking("N-99"), Rule.CASE_NOT_IN_SAMPLE),
    ("audited", "p-auditor", "submit_audit", marking(), Rule.ALREADY_SUBMITTED),
    ("published", "p-auditor", "submit_audit", marking(), Rule.ALREADY_PUBLISHED),
    ("drawn", "p-auditor", "submit_audit", marking(scores=["4"] * 8), Rule.STAGES_MISSING),
    ("drawn", "p-auditor", "submit_audit", marking(scores=["4"] * 10), Rule.STAGES_MISSING),
    ("drawn", "p-auditor", "submit_audit", marking(scores=["6"] * 9), Rule.SCORE_OUTSIDE_MODE),
    ("drawn", "p-auditor", "submit_audit", marking(scores=["yes"] * 9), Rule.SCORE_OUTSIDE_MODE),
    ("drawn", "p-auditor", "submit_audit", marking(grade="fine"), Rule.GRADE_OUTSIDE_SCALE),
    ("drawn", "p-auditor", "submit_audit", marking(grade=None), Rule.GRADE_OUTSIDE_SCALE),
    ("allocated", "p-ann", "submit_review", marking("N-99"), Rule.CASE_NOT_IN_SAMPLE),
    ("drawn", "p-ann", "submit_review", marking("N-02"), Rule.CASE_NOT_ALLOCATED_TO_YOU),
    ("allocated", "p-bob", "submit_review", marking("N-02"), Rule.CASE_NOT_ALLOCATED_TO_YOU),
    ("reviewed", "p-ann", "submit_review", marking("N-02"), Rule.ALREADY_SUBMITTED),
    ("allocated", "p-ann", "submit_review", marking("N-02", scores=[]), Rule.STAGES_MISSING),
    ("allocated", "p-ann", "submit_review", marking("N-02", grade="5"), Rule.GRADE_OUTSIDE_SCALE),
]  # fmt: skip
JUDGING: list[Refusal] = [
    ("registered", "p-ann", "judge_indicator", judging(), Rule.SUBMISSION_NOT_ACCEPTED),
    ("accepted", "p-ann", "judge_indicator", judging("stage-10"), Rule.INDICATOR_UNKNOWN),
    ("accepted", "p-ann", "judge_indicator", judging("overall"), Rule.INDICATOR_UNKNOWN),
    ("accepted", "p-ann", "judge_indicator", judging(score="6"), Rule.SCORE_OUTSIDE_MODE),
    ("accepted", "p-ann", "judge_indicator", judging(score=None), Rule.SCORE_OUTSIDE_MODE),
    ("accepted", "p-ann", "judge_indicator", judging(score="not_seen"), Rule.SCORE_OUTSIDE_MODE),
    ("accepted", "p-ann", "judge_indicator", judging("leadership", evidenced=LEADERSHIP[:-1]),
     Rule.EVIDENCE_MISSING),
    ("accepted", "p-ann", "judge_indicator", judging("leadership", evidenced=[]),
     Rule.EVIDENCE_MISSING),
    ("published", "p-ann", "judge_indicator", judging(), Rule.ALREADY_PUBLISHED),
]  # fmt: skip
MODERATION: list[Refusal] = [
    ("accepted", "p-member", "moderate", moderating("indicator:stage-1"), Rule.NOTHING_TO_MODERATE),
    ("judged", "p-member", "moderate", moderating("case:N-01"), Rule.NOTHING_TO_MODERATE),
    ("judged", "p-member", "moderate", moderating("case:N-99"), Rule.NOTHING_TO_MODERATE),
    ("judged", "p-member", "moderate", moderating("stage-1"), Rule.NOTHING_TO_MODERATE),
    ("moderated", "p-member", "moderate", moderating("indicator:stage-1"),
     Rule.NOTHING_TO_MODERATE),
    ("judged", "p-member", "moderate", moderating("indicator:stage-1", "approve"),
     Rule.INVALID_INPUT),
    ("judged", "p-member", "moderate", moderating("indicator:stage-1", "amend"),
     Rule.SCORE_OUTSIDE_MODE),
    ("judged", "p-member", "moderate", moderating("indicator:stage-1", "amend", score="good"),
     Rule.SCORE_OUTSIDE_MODE),
    ("judged", "p-member", "moderate", moderating("case:N-03", "amend"), Rule.GRADE_OUTSIDE_SCALE),
    ("judged", "p-member", "moderate", moderating("case:N-03", "amend", score="4"),
     Rule.GRADE_OUTSIDE_SCALE),
    ("published", "p-member", "moderate", moderating("case:N-03"), Rule.ALREADY_PUBLISHED),
    ("accepted", "p-lead", "give_overall", {"revision": "r-o"}, Rule.OVERALL_COMES_LAST),
    ("reviewed", "p-lead", "give_overall", {"revision": "r-o"}, Rule.OVERALL_COMES_LAST),
    ("judged", "p-lead", "give_overall", {"revision": "r-o"}, Rule.OVERALL_COMES_LAST),
    ("moderated", "p-lead", "give_overall", {"revision": "r-o", "score": "3"},
     Rule.SCORE_OUTSIDE_MODE),
    ("published", "p-lead", "give_overall", {"revision": "r-o"}, Rule.ALREADY_PUBLISHED),
    ("moderated", "p-chair", "confirm_overall", {"revision": "r-o"}, Rule.OVERALL_NOT_GIVEN),
    ("overall", "p-chair", "confirm_overall", {"revision": "r-0"}, Rule.NOT_THE_LATEST),
    ("confirmed", "p-chair", "confirm_overall", {"revision": "r-o"}, Rule.ALREADY_SUBMITTED),
]  # fmt: skip
REPORT: list[Refusal] = [
    ("overall", "p-lead", "draft_report", {"revision": "r-d"}, Rule.OVERALL_NOT_CONFIRMED),
    ("published", "p-lead", "draft_report", {"revision": "r-d"}, Rule.ALREADY_PUBLISHED),
    ("confirmed", "p-liaison", "answer_accuracy_check", {"revision": "r-a", "points": 0},
     Rule.DRAFT_NOT_READY),
    ("drafted", "p-liaison", "answer_accuracy_check", {"revision": "r-a", "points": -1},
     Rule.INVALID_INPUT),
    ("answered", "p-chief", "answer_accuracy_check", {"revision": "r-b", "points": 1},
     Rule.ACCURACY_ALREADY_ANSWERED),
    ("drafted", "p-decider", "decide_accuracy", body_of("decide_accuracy"),
     Rule.ACCURACY_NOT_ANSWERED),
    ("answered", "p-decider", "decide_accuracy", body_of("decide_accuracy", refused=1),
     Rule.POINTS_MISSING),
    ("answered", "p-decider", "decide_accuracy", body_of("decide_accuracy", refused=3),
     Rule.POINTS_MISSING),
    ("answered", "p-decider", "decide_accuracy",
     body_of("decide_accuracy", accepted=-1, refused=4), Rule.INVALID_INPUT),
    ("decided", "p-decider", "decide_accuracy", body_of("decide_accuracy"),
     Rule.ALREADY_SUBMITTED),
    ("confirmed", "p-editor", "finalise_report", {"revision": "r-f"}, Rule.DRAFT_NOT_READY),
    ("drafted", "p-editor", "finalise_report", {"revision": "r-f"}, Rule.ACCURACY_NOT_DECIDED),
    ("answered", "p-editor", "finalise_report", {"revision": "r-f"}, Rule.ACCURACY_NOT_DECIDED),
    ("published", "p-editor", "finalise_report", {"revision": "r-f"}, Rule.ALREADY_PUBLISHED),
    ("decided", "p-hmi", "sign_off", {"sha256": MANIFEST}, Rule.FINAL_TEXT_NOT_READY),
    ("final", "p-hmi", "sign_off", {"sha256": "another text"}, Rule.SIGNATURE_OF_ANOTHER_TEXT),
    ("final", "p-hmi", "sign_off", {"sha256": ""}, Rule.SIGNATURE_OF_ANOTHER_TEXT),
    ("signed", "p-hmi", "sign_off", {"sha256": MANIFEST}, Rule.ALREADY_SUBMITTED),
    ("published", "p-hmi", "sign_off", {"sha256": MANIFEST}, Rule.ALREADY_PUBLISHED),
    ("final", "p-editor", "publish", {"sha256": MANIFEST}, Rule.NOT_SIGNED),
    ("signed", "p-editor", "publish", {"sha256": "another text"}, Rule.SIGNATURE_OF_ANOTHER_TEXT),
    ("published", "p-editor", "publish", {"sha256": MANIFEST}, Rule.ALREADY_PUBLISHED),
]  # fmt: skip
EXCEPTIONS: list[Refusal] = [
    ("issued", "p-lead", "extend", {"reason": "r-e", "task": "sign_off", "days": 1},
     Rule.TASK_UNKNOWN),
    ("issued", "p-lead", "extend", {"reason": "r-e", "task": "", "days": 1}, Rule.TASK_UNKNOWN),
    ("issued", "p-lead", "extend", {"reason": "r-e", "task": "return", "days": 0},
     Rule.DATES_MOVE_LATER_ONLY),
    ("issued", "p-lead", "extend", {"reason": "r-e", "task": "return", "days": -3},
     Rule.DATES_MOVE_LATER_ONLY),
    ("issued", "p-deputy", "extend", {"reason": "r-e", "task": "return", "days": 11},
     Rule.EXTENSION_PAST_LIMIT),
    ("issued", "p-lead", "proceed_without", {"task": "return", "reason": "r-p"},
     Rule.TOO_EARLY_TO_PROCEED),
    ("issued", "p-lead", "proceed_without", {"task": "approval", "reason": "r-p"},
     Rule.TASK_UNKNOWN),
    ("judged", "p-lead", "proceed_without", {"task": "moderation", "reason": "r-p"},
     Rule.CANNOT_PROCEED_WITHOUT),
    ("signed", "p-lead", "proceed_without", {"task": "sign_off", "reason": "r-p"},
     Rule.CANNOT_PROCEED_WITHOUT),
    ("issued", "p-hmi", "consent_to_proceed", {"task": "return"}, Rule.NOTHING_PROPOSED),
]  # fmt: skip
ALL = [*SELF_ASSESSMENT, *SUBMISSION, *CASE_AUDIT, *JUDGING, *MODERATION, *REPORT, *EXCEPTIONS]


@pytest.mark.parametrize(
    ("point", "actor", "kind", "body", "rule"),
    ALL,
    ids=[f"{kind} {rule} {number}" for number, (_, _, kind, _, rule) in enumerate(ALL)],
)
def test_an_act_is_refused_by_the_name_of_the_rule(
    point: str, actor: str, kind: str, body: dict[str, Any], rule: Rule
) -> None:
    assert at(point).refusal(actor, kind, body) is rule


EVERYBODY = [person for persons in PEOPLE.values() for person in persons]


@pytest.mark.parametrize("kind", [k for k in INSPECTION_ACTS if k != "issue"])
def test_nobody_acts_outside_their_role(kind: str) -> None:
    rule, desk = INSPECTION_ACTS[kind], at("confirmed")
    may = {person for role in rule.roles for person in PEOPLE[role.value]}
    for person in {*EVERYBODY, "system", "p-stranger", ""} - (may or {"system"}):
        assert desk.refusal(person, kind, {}) is Rule.NOT_YOUR_ROLE


def test_the_last_act_is_the_engines_own() -> None:
    desk = at("published")
    for person in EVERYBODY:
        assert desk.refusal(person, "close_inspection") is Rule.NOT_YOUR_ROLE
    desk.act("system", "close_inspection")
    assert desk.refusal("p-lead", "draft_report", {"revision": "r"}) is Rule.CLOSED


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("2027-03-12", "2027-03-01"),
        ("", "2027-03-12"),
        ("1 March 2027", "2027-03-12"),
        ("2027-03-01T09:00:00", "2027-03-12"),
        ("2027-03-01", "9999-12-31"),
        ("0001-01-01", "2027-03-12"),
    ],
)
def test_fieldwork_dates_that_cannot_be_reckoned_with_are_refused(start: str, end: str) -> None:
    desk = Desk(InspectionState("T-1"))
    issue = an_issue(fieldwork_start=start, fieldwork_end=end)
    assert desk.refusal("p-lead", "issue", issue) is Rule.FIELDWORK_DATES


@pytest.mark.parametrize("kind", [k for k, rule in ALL_ACTS.items() if rule.roles])
@pytest.mark.parametrize("body", [{"nonsense": 1}, {"revision": 7}, {"revision": ["r-1"]}])
def test_a_message_of_the_wrong_shape_is_refused(kind: str, body: dict[str, Any]) -> None:
    rule = ALL_ACTS[kind]
    desk = at("confirmed") if kind in INSPECTION_ACTS else a_referral()
    desk.state.people = {role.value: ["p-x"] for role in rule.roles}
    assert desk.refusal("p-x", kind, body) is Rule.INVALID_INPUT


# Separation of duties: the same person in two roles, as a later change of people might leave them.

HELD_TWICE: list[tuple[str, str, str, str, dict[str, Any], Rule]] = [
    ("submitted", "chief_officer_lead", "p-liaison", "approve_return", {"revision": "r-1"},
     Rule.PREPARER_IS_NOT_APPROVER),
    ("submitted", "chief_officer_lead", "p-writer", "approve_return", {"revision": "r-1"},
     Rule.PREPARER_IS_NOT_APPROVER),
    ("judged", "panel_member", "p-lead", "moderate", moderating("indicator:stage-1"),
     Rule.MODERATOR_WAS_ON_THE_TEAM),
    ("judged", "panel_member", "p-deputy", "moderate", moderating("indicator:stage-1"),
     Rule.MODERATOR_WAS_ON_THE_TEAM),
    ("judged", "panel_chair", "p-ann", "moderate", moderating("case:N-03"),
     Rule.MODERATOR_WAS_ON_THE_TEAM),
    ("overall", "panel_chair", "p-lead", "confirm_overall", {"revision": "r-o"},
     Rule.LEAD_CANNOT_CONFIRM),
    ("overall", "panel_chair", "p-bob", "confirm_overall", {"revision": "r-o"},
     Rule.LEAD_CANNOT_CONFIRM),
    ("answered", "accuracy_decider", "p-ann", "decide_accuracy", body_of("decide_accuracy"),
     Rule.DECIDER_WAS_ON_THE_VISIT),
    ("answered", "accuracy_decider", "p-lead", "decide_accuracy", body_of("decide_accuracy"),
     Rule.DECIDER_WAS_ON_THE_VISIT),
    ("final", "hmi", "p-member", "sign_off", {"sha256": MANIFEST},
     Rule.MODERATOR_IS_NOT_SIGNATORY),
    ("final", "hmi", "p-chair", "sign_off", {"sha256": MANIFEST}, Rule.MODERATOR_IS_NOT_SIGNATORY),
    ("final", "hmi", "p-lead", "sign_off", {"sha256": MANIFEST}, Rule.MODERATOR_IS_NOT_SIGNATORY),
    ("final", "hmi", "p-bob", "sign_off", {"sha256": MANIFEST}, Rule.MODERATOR_IS_NOT_SIGNATORY),
]  # fmt: skip


@pytest.mark.parametrize(
    ("point", "role", "person", "kind", "body", "rule"),
    HELD_TWICE,
    ids=[f"{person} {kind}" for _, _, person, kind, _, _ in HELD_TWICE],
)
def test_two_duties_that_must_be_apart_are_not_done_by_one_person(
    point: str, role: str, person: str, kind: str, body: dict[str, Any], rule: Rule
) -> None:
    desk = at(point)
    desk.state.people[role] = [*desk.state.people[role], person]
    assert desk.refusal(person, kind, body) is rule


def test_who_moderated_once_and_left_the_panel_since_does_not_sign() -> None:
    desk = at("final")
    desk.state.people["panel_member"] = []
    desk.state.people["hmi"] = ["p-member"]
    signing = {"sha256": MANIFEST}
    assert desk.refusal("p-member", "sign_off", signing) is Rule.MODERATOR_IS_NOT_SIGNATORY


# Programmes that score otherwise


def evidence_only(point: str = "drawn") -> Desk[InspectionState]:
    """A programme without scores and grades, as far as a draw of the sample."""
    outline = an_outline(scoring="evidence_only", case_grades=[])
    desk = an_inspection(outline=to_document(outline))
    return desk.run(until(point))


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"scores": ["4"] * 9, "grade": None}, Rule.STAGES_MISSING),
        ({"scores": [], "grade": "good"}, Rule.GRADE_OUTSIDE_SCALE),
        ({"scores": ["not_applicable"] * 9, "grade": None}, Rule.STAGES_MISSING),
    ],
)
def test_a_programme_of_written_evidence_takes_no_score_and_no_grade(
    changes: dict[str, Any], rule: Rule
) -> None:
    desk = evidence_only()
    assert desk.refusal("p-auditor", "submit_audit", marking(**changes)) is rule
    desk.act("p-auditor", "submit_audit", marking(scores=[], grade=None))


def test_a_judgement_of_written_evidence_has_no_score() -> None:
    desk = evidence_only()
    assert desk.refusal("p-ann", "judge_indicator", judging()) is Rule.SCORE_OUTSIDE_MODE
    desk.act("p-ann", "judge_indicator", judging(score=None))
    amend = moderating("indicator:stage-1", "amend", score="3")
    assert desk.refusal("p-member", "moderate", amend) is Rule.SCORE_OUTSIDE_MODE
    amend = moderating("indicator:stage-1", "amend")
    assert desk.refusal("p-member", "moderate", amend) is Rule.SCORE_OUTSIDE_MODE
    desk.act("p-member", "moderate", moderating("indicator:stage-1"))


def test_the_overall_takes_a_score_only_where_the_programme_says_so() -> None:
    desk = at("moderated")
    outline = to_document(an_outline(overall_scored=True))
    scored = an_inspection(outline=outline).run(until("moderated"))
    overall = {"revision": "r-o"}
    assert desk.refusal("p-lead", "give_overall", {**overall, "score": "3"}) is (
        Rule.SCORE_OUTSIDE_MODE
    )
    for score in ({}, {"score": "6"}, {"score": "not_seen"}):
        assert scored.refusal("p-lead", "give_overall", {**overall, **score}) is (
            Rule.SCORE_OUTSIDE_MODE
        )
    desk.act("p-lead", "give_overall", overall)
    scored.act("p-lead", "give_overall", {**overall, "score": "3"})


# Referrals and follow-ups


def test_a_referral_is_not_closed_before_every_step_is_taken() -> None:
    desk = a_referral()
    for step in STEPS_OF_REFERRAL:
        assert desk.refusal("p-lead", "close_referral", {"revision": "r"}) is (
            Rule.REFERRAL_STILL_OPEN
        )
        desk.act(*step)
    desk.act("p-lead", "close_referral", {"revision": "r"})
    assert desk.refusal(*STEPS_OF_REFERRAL[0]) is Rule.CLOSED


@pytest.mark.parametrize("person", ["p-liaison", "p-head", "p-chief", "p-auditor", "p-body"])
def test_a_force_does_not_close_a_referral(person: str) -> None:
    desk = a_referral().run(STEPS_OF_REFERRAL)
    assert desk.refusal(person, "close_referral", {"revision": "r"}) is Rule.NOT_YOUR_ROLE


@pytest.mark.parametrize(
    ("actor", "task", "rule"),
    [
        ("p-liaison", "policing_body_comments", Rule.NOT_YOUR_ROLE),
        ("p-body", "action_plan", Rule.NOT_YOUR_ROLE),
        ("p-liaison", "closure", Rule.TASK_UNKNOWN),
        ("p-liaison", "return", Rule.TASK_UNKNOWN),
        ("p-lead", "action_plan", Rule.NOT_YOUR_ROLE),
    ],
)
def test_a_follow_up_is_answered_by_those_it_asks(actor: str, task: str, rule: Rule) -> None:
    answer = {"revision": "r", "task": task}
    assert a_follow_up().refusal(actor, "answer_follow_up", answer) is rule


def test_a_follow_up_is_answered_once_and_closed_when_everything_is_answered() -> None:
    desk = a_follow_up()
    for step in FOLLOW_UP:
        assert desk.refusal("p-lead", "close_follow_up", {"revision": "r"}) is (
            Rule.FOLLOW_UP_STILL_OPEN
        )
        desk.act(*step)
        assert desk.refusal(*step) is Rule.TASK_UNKNOWN
    assert set(desk.tasks) == {"closure"}
    desk.act("p-deputy", "close_follow_up", {"revision": "r"})
    assert desk.tasks == {}
