"""Phases and tasks, derived from what has happened: what is awaited, of whom, by when."""

from datetime import UTC, datetime

import pytest

from criteria.roles import Role
from tests.builders import CASES, PEOPLE, STAGES, an_outline
from tests.workflows.answered import ANSWERED_BY
from tests.workflows.desk import Desk, an_inspection
from tests.workflows.straight import (
    FOLLOW_UP,
    POINTS,
    STEPS_OF_REFERRAL,
    a_follow_up,
    a_referral,
    at,
    body_of,
    until,
)
from workflows.acts import ALL_ACTS
from workflows.patch import from_document, to_document
from workflows.phases import Phase, differs, phase, to_moderate
from workflows.state import InspectionState
from workflows.tasks import _TASKS, CAN_PROCEED_WITHOUT, FOLLOW_UP_TASKS

PHASES = {
    "issued": Phase.SELF_ASSESSMENT,
    "submitted": Phase.SELF_ASSESSMENT,
    "approved": Phase.SUBMISSION,
    "registered": Phase.SUBMISSION,
    "accepted": Phase.CASE_AUDIT,
    "drawn": Phase.CASE_AUDIT,
    "allocated": Phase.CASE_AUDIT,
    "audited": Phase.CASE_AUDIT,
    "reviewed": Phase.CASE_AUDIT,
    "judged": Phase.MODERATION,
    "moderated": Phase.MODERATION,
    "overall": Phase.MODERATION,
    "confirmed": Phase.REPORT,
    "drafted": Phase.REPORT,
    "answered": Phase.REPORT,
    "decided": Phase.REPORT,
    "final": Phase.REPORT,
    "signed": Phase.REPORT,
    "published": Phase.FOLLOW_UP,
}
AWAITED = {
    "issued": {"return", "eligible_cases"},
    "submitted": {"approval", "eligible_cases"},
    "approved": {"eligible_cases"},
    "registered": {"acceptance"},
    "accepted": {"sample", "judgements"},
    "drawn": {"allocation", "force_audits", "judgements"},
    "allocated": {"force_audits", "reviews:p-ann", "reviews:p-bob", "judgements"},
    "audited": {"reviews:p-ann", "reviews:p-bob", "judgements"},
    "reviewed": {"moderation", "judgements"},  # the case that the sides see differently
    "judged": {"moderation"},
    "moderated": {"overall"},
    "overall": {"overall_confirmation"},
    "confirmed": {"report_draft"},
    "drafted": {"accuracy_check"},
    "answered": {"accuracy_decision"},
    "decided": {"final_text"},
    "final": {"sign_off"},
    "signed": {"publication"},
    "published": set(),
}


@pytest.mark.parametrize("point", POINTS)
def test_the_phase_says_what_is_awaited(point: str) -> None:
    desk = at(point)
    assert phase(desk.state) is PHASES[point]
    assert set(desk.tasks) == AWAITED[point]


@pytest.mark.parametrize("point", POINTS)
def test_every_point_of_the_run_is_read_back_from_its_document(point: str) -> None:
    state = at(point).state
    assert from_document(InspectionState, to_document(state)) == state


def test_phases_come_in_order_and_each_of_them_comes() -> None:
    seen = list(dict.fromkeys(PHASES[point] for point in POINTS))
    desk = at("published")
    desk.act("system", "close_inspection")
    assert [*seen, phase(desk.state)] == list(Phase)
    assert desk.tasks == {}


def test_a_phase_locks_nothing_indicators_are_judged_while_cases_are_out() -> None:
    desk = at("drawn")
    desk.act("p-ann", "judge_indicator", body_of("judge_indicator"))
    assert phase(desk.state) is Phase.CASE_AUDIT
    assert set(desk.tasks) == AWAITED["drawn"] | {"moderation"}


def test_returning_a_judgement_moves_the_phase_back() -> None:
    desk = at("judged")
    returning = {"revision": "r-m", "item": "indicator:stage-1", "decision": "return"}
    desk.act("p-member", "moderate", returning)
    assert phase(desk.state) is Phase.CASE_AUDIT
    assert set(desk.tasks) == {"judgements", "moderation"}


def test_judging_again_after_the_report_is_drafted_moves_the_phase_back() -> None:
    desk = at("decided")
    desk.act("p-ann", "judge_indicator", body_of("judge_indicator"))
    assert phase(desk.state) is Phase.MODERATION
    assert set(desk.tasks) == {"moderation"}


def test_returning_a_case_asks_its_reviewer_again() -> None:
    desk = at("judged")
    returning = {"revision": "r-m", "item": "case:N-03", "decision": "return"}
    desk.act("p-member", "moderate", returning)
    assert phase(desk.state) is Phase.CASE_AUDIT
    assert set(desk.tasks) == {"reviews:p-bob", "moderation"}


def test_reviews_are_asked_of_each_reviewer_apart() -> None:
    tasks = at("audited").tasks
    assert tasks["reviews:p-ann"].people == ("p-ann",)
    assert tasks["reviews:p-bob"].people == ("p-bob",)
    assert tasks["reviews:p-ann"].kind == "reviews"


def test_a_reviewer_who_has_finished_is_asked_no_more() -> None:
    desk = at("audited")
    reviewers = body_of("allocate_cases")["reviewers"]
    for step in until("reviewed"):
        if step[1] == "submit_review" and reviewers[step[2]["case"]] == "p-ann":
            desk.act(*step)
    assert [task for task in desk.tasks if task.startswith("reviews")] == ["reviews:p-bob"]


DUE = {
    ("issued", "return"): (2027, 2, 8, 17),
    ("issued", "eligible_cases"): (2027, 1, 25, 17),
    ("submitted", "approval"): (2027, 2, 8, 17),
    ("registered", "acceptance"): (2027, 1, 18, 17),
    ("drawn", "force_audits"): (2027, 2, 22, 17),
    ("allocated", "reviews:p-ann"): (2027, 3, 12, 17),
    ("accepted", "judgements"): (2027, 3, 30, 16),  # Easter between, and summer time
    ("judged", "moderation"): (2027, 4, 6, 16),
    ("moderated", "overall"): (2027, 4, 13, 16),
    ("overall", "overall_confirmation"): (2027, 4, 13, 16),
    ("confirmed", "report_draft"): (2027, 4, 27, 16),
}


@pytest.mark.parametrize(("point", "task"), DUE)
def test_tasks_are_due_by_the_periods_of_the_programme(point: str, task: str) -> None:
    assert at(point).due(task) == datetime(*DUE[point, task], tzinfo=UTC)


def test_dates_that_hang_on_an_event_wait_for_it() -> None:
    desk = at("confirmed")
    desk.act("p-lead", "draft_report", {"revision": "r-d"})
    assert desk.tasks == {}  # nobody is asked to check a draft that is not yet rendered
    desk.now = datetime(2027, 5, 10, 9, 0, tzinfo=UTC)
    desk.render()
    assert desk.due("accuracy_check") == datetime(2027, 5, 24, 16, tzinfo=UTC)


def test_every_task_says_why_it_is_due_when_it_is() -> None:
    for point in POINTS:
        for task in at(point).tasks.values():
            assert task.due is not None
            assert task.due.why.endswith(".")


# Which act answers a task, so that nobody is asked for what they may not do.


@pytest.mark.parametrize("kind", _TASKS)
def test_whoever_is_asked_may_do_what_is_asked(kind: str) -> None:
    roles, _ = _TASKS[kind]
    assert set(roles) <= set(ALL_ACTS[ANSWERED_BY[kind]].roles)


def test_whatever_a_force_owes_can_be_proceeded_without() -> None:
    """No phase depends on goodwill. Clarification is the exception: see the report on it."""
    force = {Role.LIAISON, Role.HEAD_OF_PVP, Role.CASE_AUDITOR, Role.CHIEF_OFFICER_LEAD}
    inspection = [kind for kind in _TASKS if not kind.startswith("referral")]
    owed = {kind for kind in inspection if set(_TASKS[kind][0]) <= force}
    assert owed - set(CAN_PROCEED_WITHOUT) - set(FOLLOW_UP_TASKS) == {"clarification"}


def test_a_referral_asks_for_three_steps_and_then_for_its_closing() -> None:
    desk = a_referral()
    assert {task: desk.due(task).isoformat() for task in desk.tasks} == {
        "referral_contact": "2027-01-11T11:00:00+00:00",
        "referral_acknowledgement": "2027-01-11T14:00:00+00:00",
        "referral_action": "2027-01-12T10:00:00+00:00",
    }
    desk.run(STEPS_OF_REFERRAL)
    assert set(desk.tasks) == {"referral_closure"}


def test_a_follow_up_asks_the_force_and_its_policing_body() -> None:
    desk = a_follow_up()
    desk.state.events["published"] = "2027-06-01T09:00:00+00:00"
    assert {task: desk.due(task).isoformat() for task in desk.tasks} == {
        "immediate_update": "2027-06-08T16:00:00+00:00",
        "action_plan": "2027-07-13T16:00:00+00:00",
        "policing_body_comments": "2027-07-27T16:00:00+00:00",
    }
    desk.run(FOLLOW_UP)
    assert desk.due("closure").isoformat() == "2027-12-01T17:00:00+00:00"


def test_nothing_is_asked_before_an_inspection_is_issued() -> None:
    assert Desk(InspectionState("T-1")).tasks == {}


def test_only_cases_that_the_sides_see_differently_go_to_the_panel() -> None:
    state = at("reviewed").state
    assert to_moderate(state) == ["case:N-03"]
    assert [reference for reference in CASES if differs(state, state.cases[reference])] == ["N-03"]


def test_every_judgement_goes_to_the_panel() -> None:
    indicators = [f"indicator:{code}" for code in [*STAGES, "leadership"]]
    assert to_moderate(at("judged").state) == [*indicators, "case:N-03"]


def test_a_programme_that_routes_nothing_has_no_case_to_moderate() -> None:
    outline = an_outline(grade_steps=0, score_steps=0)
    desk = an_inspection(outline=to_document(outline)).run(until("reviewed"))
    assert to_moderate(desk.state) == []


def test_every_role_of_a_task_is_held_by_somebody_in_the_builders() -> None:
    for roles, _ in _TASKS.values():
        assert all(PEOPLE[role.value] for role in roles)
