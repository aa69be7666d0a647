"""The straight run of an inspection, stopped at named points: where tests of the rules begin."""

from functools import cache
from typing import Any

from tests.builders import PEOPLE, an_outline, before_the_draft
from tests.workflows.desk import Desk, Step, an_inspection, sha256_of
from workflows.ladder import is_exhausted
from workflows.patch import to_document
from workflows.state import FollowUpState, InspectionState, ReferralState

RUN = before_the_draft()
MANIFEST = sha256_of("final_report/1")

# Point -> the kind of the acts that lead to it from the one before.
_ACTS_TO = {
    "submitted": "submit_return",
    "approved": "approve_return",
    "registered": "register_eligible_cases",
    "accepted": "accept_submission",
    "drawn": "draw_sample",
    "allocated": "allocate_cases",
    "audited": "submit_audit",
    "reviewed": "submit_review",
    "judged": "judge_indicator",
    "moderated": "moderate",
    "overall": "give_overall",
    "confirmed": "confirm_overall",
}
REPORT: dict[str, list[Step]] = {
    "drafted": [("p-lead", "draft_report", {"revision": "r-d"})],
    "answered": [("p-liaison", "answer_accuracy_check", {"revision": "r-a", "points": 3})],
    "decided": [("p-decider", "decide_accuracy", {"revision": "r-x", "accepted": 1, "refused": 2})],
    "final": [("p-editor", "finalise_report", {"revision": "r-f"})],
    "signed": [("p-hmi", "sign_off", {"sha256": MANIFEST})],
    "published": [("p-editor", "publish", {"sha256": MANIFEST})],
}
POINTS = ("issued", *_ACTS_TO, *REPORT)
ORDER = {point: number for number, point in enumerate(POINTS)}


def at(point: str) -> Desk[InspectionState]:
    """An inspection that has come to this point on the straight run; a copy of one's own."""
    return _at(point).copy()


@cache
def _at(point: str) -> Desk[InspectionState]:
    if point == "issued":
        return an_inspection()
    before = POINTS[ORDER[point] - 1]
    desk = at(before).run(steps_to(point))
    desk.render()
    return desk


def steps_to(point: str) -> list[Step]:
    """The acts between the point before and this one."""
    if point in REPORT:
        return REPORT[point]
    return [step for step in RUN if step[1] == _ACTS_TO[point]]


def until(point: str) -> list[Step]:
    """Every act from the issue to this point, the issue left out."""
    return [step for name in POINTS[1 : ORDER[point] + 1] for step in steps_to(name)]


def body_of(kind: str, **changes: Any) -> dict[str, Any]:
    """The body of the first act of this kind on the straight run, changed."""
    body = next(body for _, found, body in until("published") if found == kind)
    return {**body, **changes}


def without(task: str) -> dict[str, Any]:
    return {"task": task, "reason": f"r-without-{task}"}


def exhausted(task: str, point: str = "issued") -> Desk[InspectionState]:
    """An inspection in which the last escalation of a task has gone."""
    desk = at(point)
    while not is_exhausted(desk.state, task):
        desk.wait(days=1)
    return desk


def without_audits(point: str) -> Desk[InspectionState]:
    """The straight run to a point, but the force's audits were proceeded without."""
    desk = exhausted("force_audits", "allocated")
    desk.act("p-lead", "proceed_without", without("force_audits"))
    desk.act("p-hmi", "consent_to_proceed", {"task": "force_audits"})
    done = len(until("allocated"))
    for step in until(point)[done:]:
        if step[1] != "submit_audit" and step[2].get("item") != "case:N-03":
            desk.act(*step)
            desk.render()
    return desk


REFERRAL = {
    "inspection": "T-1",
    "force": "X01",
    "case": "N-01",
    "concern": "r-concern",
    "people": PEOPLE,
    "outline": to_document(an_outline()),
}
STEPS_OF_REFERRAL: list[Step] = [
    ("p-ann", "record_contact", {"revision": "r-1"}),
    ("p-liaison", "acknowledge_referral", {"revision": "r-2"}),
    ("p-head", "record_action", {"revision": "r-3"}),
]


def a_referral() -> Desk[ReferralState]:
    desk = Desk(ReferralState("T-1-R1"))
    desk.act("p-ann", "refer_back", REFERRAL)
    return desk


def a_follow_up() -> Desk[FollowUpState]:
    published = at("published").state
    state = FollowUpState("T-1", "X01", published.outline, published.people, inspection="T-1")
    state.events = {"published": published.events["published"]}
    desk = Desk(state)
    desk.settle()
    return desk


FOLLOW_UP: list[Step] = [
    ("p-liaison", "answer_follow_up", {"revision": "r-1", "task": "immediate_update"}),
    ("p-chief", "answer_follow_up", {"revision": "r-2", "task": "action_plan"}),
    ("p-body", "answer_follow_up", {"revision": "r-3", "task": "policing_body_comments"}),
]
