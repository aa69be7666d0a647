"""What a force is late with: it is given more time, or the inspection proceeds without."""

from datetime import UTC, datetime

import pytest

from criteria.errors import Rule
from tests.builders import a_mark
from tests.workflows.bodies import extending
from tests.workflows.straight import (
    MANIFEST,
    at,
    body_of,
    exhausted,
    until,
    without,
    without_audits,
)
from workflows.ladder import is_exhausted
from workflows.phases import Phase, phase, to_moderate

APPROVE = {"revision": "r-1"}


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


def test_more_time_that_has_passed_already_is_refused_whoever_gives_it() -> None:
    desk = exhausted("return")  # due on 8 February, and it is the 11th
    for person in ("p-lead", "p-hmi"):
        refusal = desk.refusal(person, "extend", extending(days=2))
        assert refusal is Rule.EXTENSION_TO_A_PAST_DATE
    assert desk.refusal("p-lead", "extend", extending(days=0)) is Rule.DATES_MOVE_LATER_ONLY
    desk.act("p-lead", "extend", extending(days=4))
    assert desk.due("return") > desk.now


def test_while_it_is_paused_a_date_passes_by_the_clock_that_stands_still() -> None:
    desk = at("issued")
    desk.act("p-lead", "pause_inspection", {"reason": "r-pause"})
    desk.wait(days=90)
    desk.act("p-lead", "extend", extending(days=1))
    assert desk.state.extensions == {"return": 1}


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
