"""Reopening a phase as a rule: everything downstream is void, nothing upstream, and it goes on."""

import copy
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from criteria.errors import Rule
from tests.builders import CASES
from tests.workflows.bodies import extending
from tests.workflows.desk import Desk, sha256_of
from tests.workflows.straight import ORDER, POINTS, at, exhausted, steps_to, until, without_audits
from workflows.patch import to_document
from workflows.phases import Phase, phase, to_moderate
from workflows.reopening import counted, foresee, seen_as
from workflows.stale import CAN_REOPEN, GOES_WITH, facts, stale
from workflows.state import InspectionState
from workflows.tasks import date_of

LAST = {  # the point up to which everything still stands once this phase is reopened
    Phase.SUBMISSION: "registered",
    Phase.CASE_AUDIT: "audited",
    Phase.MODERATION: "judged",
    Phase.REPORT: "confirmed",
}
TO_REOPEN = [point for point in POINTS if ORDER["accepted"] <= ORDER[point] < ORDER["published"]]


def reopening(state: InspectionState, code: str, **changes: Any) -> dict[str, Any]:
    """The act as somebody sends it who has just seen the preview."""
    gone = stale(state, Phase(code)) if code in CAN_REOPEN else []
    body = {"reason": "r-reopened", "phase": code, "seen": seen_as(gone), "void": counted(gone)}
    return {**body, **changes}


def reopened(desk: Desk[InspectionState], code: str, by: str = "p-hmi") -> Desk[InspectionState]:
    desk.act(by, "reopen_phase", reopening(desk.state, code))
    return desk


@settings(max_examples=80, deadline=None)
@given(
    point=st.sampled_from(TO_REOPEN),
    chosen=st.sampled_from(CAN_REOPEN),
    days=st.integers(0, 90),
    absent=st.booleans(),
    extended=st.integers(0, 5),
)
def test_what_is_void_is_everything_downstream_and_nothing_upstream(
    point: str, chosen: Phase, days: int, absent: bool, extended: int
) -> None:
    late = absent and ORDER[point] > ORDER["audited"]
    desk = without_audits(point) if late else at(point)
    for asked in list(desk.tasks) if extended else ():
        desk.act("p-lead", "extend", extending(asked, extended))
    desk.wait(days=days)
    before, found = copy.deepcopy(desk.state), stale(desk.state, chosen)
    if not found:
        refusal = desk.refusal("p-hmi", "reopen_phase", reopening(desk.state, chosen))
        assert refusal in (Rule.NOTHING_TO_REOPEN, Rule.PHASE_NOT_BEGUN)
        return
    seen, dues = foresee(desk.state, chosen, desk.now.isoformat()), desk.tasks
    assert to_document(desk.state) == to_document(before)  # looking changes nothing
    reopened(desk, chosen)
    order = list(CAN_REOPEN)
    downstream = {
        what for what, goes in GOES_WITH.items() if order.index(goes) >= order.index(chosen)
    }
    assert {fact.what for fact in facts(before)} & downstream == {fact.what for fact in found}
    assert facts(desk.state) == [fact for fact in facts(before) if fact.what not in downstream]
    assert (seen.void, seen.stays) == (found, facts(desk.state))
    # What is said beforehand of tasks and dates is what comes, and no date is earlier than it was.
    opened = {name: task for name, task in desk.tasks.items() if name not in dues}
    assert {task.id: task for task in seen.opens} == opened
    assert {task.id for task in seen.lapses} == set(dues) - set(desk.tasks)
    for name, task in desk.tasks.items():
        old = dues[name].due if name in dues else None
        assert old is None or (task.due is not None and task.due.at >= old.at), name
    assert seen.to_come == {code: date_of(desk.state, code) for code in seen.to_come}
    kinds = {task.kind for task in desk.tasks.values()}
    assert chosen is Phase.REPORT or "overall" in {*seen.to_come, *kinds}
    for name in ("delivered", "eligible", "eligible_revision", "people", "moderators"):
        assert getattr(desk.state, name) == getattr(before, name)
    assert desk.state.returned.approved == before.returned.approved


@pytest.mark.parametrize("chosen", CAN_REOPEN)
def test_it_goes_on_from_there_by_the_same_acts_up_to_publication(chosen: Phase) -> None:
    desk = reopened(at("signed"), chosen)
    assert phase(desk.state) is chosen or chosen is Phase.REPORT
    again = until("published")[len(until(LAST[chosen])) :]
    for actor, kind, body in again:
        document = f"final_report/{desk.state.report.finals}"
        text = {"sha256": sha256_of(document)} if "sha256" in body else {}
        desk.act(actor, kind, {**body, **text})
        desk.render()
    assert desk.state.report.published == sha256_of("final_report/2")
    assert phase(desk.state) is Phase.FOLLOW_UP


def test_what_is_asked_again_is_due_by_the_programme_counted_from_the_reopening() -> None:
    desk = at("signed")
    desk.wait_until(datetime(2027, 5, 17, 9, tzinfo=UTC))  # Monday, long after the first dates
    reopened(desk, "moderation")
    assert set(desk.tasks) == {"moderation"}
    due = desk.tasks["moderation"].due
    assert due is not None
    assert due.at.date() == date(2027, 5, 24)
    assert due.why == (
        "5 working days from the reopening of the moderation on Monday 17 May 2027;"
        " 0 bank holidays between; due by 5pm on Monday 24 May 2027."
    )
    desk.run(steps_to("moderated"))
    assert desk.due("overall").date() == date(2027, 5, 31)
    desk.run(steps_to("overall")).run(steps_to("confirmed"))
    assert desk.due("report_draft").date() == date(2027, 6, 14)


def test_a_first_date_that_is_later_stays_and_one_for_each_reviewer_is_counted_anew() -> None:
    desk = at("moderated")  # in January: every first date lies far ahead
    first = {code: desk.due(code) for code in ("overall",)}
    reopened(desk, "moderation", by="p-lead")
    desk.run(steps_to("moderated"))
    assert desk.due("overall") == first["overall"]
    desk.wait_until(datetime(2027, 5, 17, 9, tzinfo=UTC))
    reopened(desk, "case_audit", by="p-deputy")
    assert {name for name in desk.tasks if name.startswith("reviews")} == {
        "reviews:p-ann",
        "reviews:p-bob",
    }
    assert desk.due("reviews:p-ann").date() == date(2027, 5, 31)
    assert desk.due("judgements") > desk.due("reviews:p-ann")


def test_days_once_granted_are_not_granted_again_unless_that_made_a_date_earlier() -> None:
    desk = at("judged")
    desk.act("p-hmi", "extend", extending("moderation", 12))
    told = desk.due("moderation")
    early = reopened(desk.copy().run(steps_to("moderated")), "moderation", by="p-lead")
    assert early.due("moderation") == told
    assert early.state.extensions == {"moderation": 12}
    desk.run(steps_to("moderated"))
    desk.wait_until(datetime(2027, 5, 17, 9, tzinfo=UTC))
    reopened(desk, "moderation", by="p-lead")
    assert desk.due("moderation").date() == date(2027, 5, 24)
    assert desk.state.extensions == {}


def test_a_score_that_the_panel_amended_is_again_the_one_that_was_judged() -> None:
    desk = at("judged")
    for item in to_moderate(desk.state):
        score = "inadequate" if item.startswith("case:") else "5"
        body = {"revision": "r-m", "item": item, "decision": "amend", "score": score}
        desk.act("p-member", "moderate", body)
    assert {one.score for one in desk.state.judgements.values()} == {"5"}
    reopened(desk, "moderation", by="p-lead")
    assert {one.score for one in desk.state.judgements.values()} == {"3"}
    assert len(to_moderate(desk.state)) == 11
    assert desk.state.moderators == ["p-member"]  # who has had a hand in it may not sign it off


def test_the_sample_goes_with_its_list_and_the_forces_word_stays_with_its_case() -> None:
    desk = reopened(at("signed"), "case_audit")
    assert all(case.audit and not case.review for case in desk.state.cases.values())
    assert "force_audits" not in desk.tasks
    desk = reopened(without_audits("signed"), "submission")
    assert desk.state.cases == {}
    assert desk.state.absent == {}
    assert set(desk.tasks) == {"acceptance"}
    desk.run([*steps_to("accepted"), *steps_to("drawn")])
    assert set(desk.state.cases) == set(CASES)
    assert "force_audits" in desk.tasks


def test_a_text_that_became_void_before_it_was_rendered_is_rendered_no_more() -> None:
    desk = at("confirmed").run(steps_to("drafted"))
    assert "draft_report/1" in desk.state.documents
    reopened(desk, "report", by="p-lead")
    assert "draft_report/1" not in desk.state.documents
    desk.run(steps_to("drafted"))
    assert desk.state.documents["draft_report/2"] == ""  # wanted, under a name of its own


def test_a_proposal_to_go_on_without_what_lapses_lapses_with_it() -> None:
    desk = exhausted("accuracy_check", "drafted")
    body = {"task": "accuracy_check", "reason": "r-without"}
    desk.act("p-lead", "proceed_without", body)
    reopened(desk, "report", by="p-lead")
    assert desk.state.proposed == {}
    assert set(desk.tasks) == {"report_draft"}


REFUSED: list[tuple[str, str, str, Rule]] = [
    ("signed", "p-hmi", "self_assessment", Rule.PHASE_CANNOT_BE_REOPENED),
    ("signed", "p-hmi", "follow_up", Rule.PHASE_CANNOT_BE_REOPENED),
    ("signed", "p-hmi", "the middle", Rule.PHASE_CANNOT_BE_REOPENED),
    ("audited", "p-lead", "moderation", Rule.PHASE_NOT_BEGUN),
    ("issued", "p-lead", "submission", Rule.PHASE_NOT_BEGUN),
    ("approved", "p-lead", "submission", Rule.NOTHING_TO_REOPEN),
    ("audited", "p-lead", "case_audit", Rule.NOTHING_TO_REOPEN),
    ("confirmed", "p-lead", "report", Rule.NOTHING_TO_REOPEN),
    ("signed", "p-lead", "report", Rule.SIGNED_SO_HMI_REOPENS),
    ("signed", "p-deputy", "submission", Rule.SIGNED_SO_HMI_REOPENS),
    ("published", "p-hmi", "report", Rule.ALREADY_PUBLISHED),
    *(("final", by, "report", Rule.NOT_YOUR_ROLE) for by in ("p-chair", "p-liaison", "p-editor")),
]


@pytest.mark.parametrize(("point", "by", "chosen", "rule"), REFUSED)
def test_what_is_refused_is_refused_by_name(point: str, by: str, chosen: str, rule: Rule) -> None:
    desk = at(point)
    assert desk.refusal(by, "reopen_phase", reopening(desk.state, chosen)) is rule


def test_while_paused_and_after_withdrawal_nothing_is_reopened() -> None:
    desk = at("final")
    desk.act("p-lead", "pause_inspection", {"reason": "r-p"})
    body = reopening(desk.state, "report")
    assert desk.refusal("p-lead", "reopen_phase", body) is Rule.RESUME_FIRST
    desk.act("p-lead", "resume_inspection", {})
    desk.act("p-hmi", "withdraw_inspection", {"reason": "r-w"})
    assert desk.refusal("p-lead", "reopen_phase", body) is Rule.CLOSED


def test_who_saw_something_else_become_void_is_refused_and_looks_again() -> None:
    desk = at("overall")
    seen = reopening(desk.state, "moderation")
    desk.wait(days=3)
    desk.copy().act("p-lead", "reopen_phase", seen)  # time alone changes nothing of it
    desk.act("p-lead", "give_overall", {"revision": "r-o2"})  # as many of each kind as before
    assert reopening(desk.state, "moderation")["void"] == seen["void"]
    refusal = desk.refusal("p-lead", "reopen_phase", seen)
    assert refusal is Rule.CONSEQUENCES_HAVE_CHANGED
    uncounted = reopening(desk.state, "moderation", void={})
    refusal = desk.refusal("p-lead", "reopen_phase", uncounted)
    assert refusal is Rule.CONSEQUENCES_HAVE_CHANGED
    reopened(desk, "moderation", by="p-lead")
