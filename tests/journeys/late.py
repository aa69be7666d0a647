"""A whole inspection in which everything comes after its last escalation, as a script to play.

Written with dates of 2027 and 2028, played 28 years later: weekdays, leap days, Easter's distance
and the changes of the clocks repeat, and the test server's clock can only leap forward.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tests.builders import CASES, COUNTS, LEADERSHIP, PEOPLE, a_mark, an_issue, an_outline
from tests.spine import small_programme
from tests.workflows.desk import sha256_of
from workflows.follow_up import FOLLOW_UP_ACTS
from workflows.patch import to_document
from workflows.referral import REFERRAL_ACTS
from workflows.uk_time import UK

YEARS = 28
INSPECTION_ID, REFERRAL_ID, FOLLOW_UP_ID = "test/T-1", "test/T-1-R1", "follow-up/T-1"
SHIPPED = small_programme().outline()
# The periods and the ladders are those of the shipped programme; its holidays, 28 years on.
OUTLINE = an_outline(
    periods=SHIPPED.periods,
    ladder=SHIPPED.ladder,
    referral_ladder=SHIPPED.referral_ladder,
    extension_limit=SHIPPED.extension_limit,
    holidays=[f"{int(day[:4]) + YEARS}{day[4:]}" for day in SHIPPED.holidays],
)
MANIFEST = {"sha256": sha256_of("final_report/1")}
ISSUE = an_issue(
    outline=to_document(OUTLINE), fieldwork_start="2055-06-07", fieldwork_end="2055-06-18"
)
REFERRAL = {
    "inspection": "T-1",
    "force": "X01",
    "case": "N-01",
    "concern": "r-concern",
    "people": PEOPLE,
    "outline": to_document(OUTLINE),
}


@dataclass(frozen=True)
class Beat:
    """One act of the script: when (UK time), who, what."""

    at: datetime
    actor: str
    kind: str
    body: dict[str, Any]

    @property
    def to(self) -> str:
        """The process that it is sent to."""
        if self.kind in FOLLOW_UP_ACTS:
            return FOLLOW_UP_ID
        return REFERRAL_ID if self.kind in REFERRAL_ACTS else INSPECTION_ID


def script() -> Iterator[Beat]:
    """Every act, in order, the opening ones of the inspection and of the referral among them."""
    for when, actor, kind, body in (*_BEFORE_ACCEPTANCE, *_FIELDWORK, *_judged(), *_REPORTED):
        at = datetime.strptime(when, "%Y-%m-%d %H:%M").replace(tzinfo=UK)
        yield Beat(at.replace(year=at.year + YEARS), actor, kind, body)


_Line = tuple[str, str, str, dict[str, Any]]


def _returned(revision: str) -> dict[str, Any]:
    return {"revision": revision, "rows": OUTLINE.rows, "authors": ["p-writer"]}


_ELIGIBLE = {"revision": "r-e", "counts": COUNTS}
_ASKED = {"reason": "r-x", "task": "return", "days": 3}
_GRANTED = {"reason": "r-y", "task": "return", "days": 2, "request": "r-x"}
_CLARIFY = {"reason": "r-why", "rows": OUTLINE.rows[:1]}
_ACCEPTED = {"return_revision": "r-3", "eligible_revision": "r-e"}
_BEFORE_ACCEPTANCE: list[_Line] = [
    ("2027-01-11 10:00", "p-lead", "issue", ISSUE),
    ("2027-01-19 12:00", "p-lead", "deem_service", {}),
    ("2027-02-05 12:00", "p-liaison", "register_eligible_cases", _ELIGIBLE),
    ("2027-02-08 12:00", "p-liaison", "request_extension", _ASKED),
    ("2027-02-15 12:00", "p-lead", "decide_extension", _GRANTED),
    ("2027-02-23 12:00", "p-liaison", "submit_return", _returned("r-1")),
    ("2027-02-23 15:00", "p-chief", "approve_return", {"revision": "r-1"}),
    ("2027-02-24 12:00", "p-lead", "return_for_clarification", _CLARIFY),
    ("2027-03-08 12:00", "p-liaison", "submit_return", _returned("r-2")),
    ("2027-03-08 15:00", "p-chief", "approve_return", {"revision": "r-2"}),
    ("2027-03-09 12:00", "p-lead", "return_for_clarification", _CLARIFY),
    ("2027-03-10 12:00", "p-liaison", "submit_return", _returned("r-3")),
    ("2027-03-19 12:00", "p-chief", "approve_return", {"revision": "r-3"}),
    ("2027-04-02 12:00", "p-lead", "accept_submission", _ACCEPTED),
]
_REVIEWERS = {case: "p-ann" if number % 2 else "p-bob" for number, case in enumerate(CASES)}
_FIELDWORK: list[_Line] = [
    ("2027-04-09 12:00", "p-lead", "draw_sample", {"revision": "r-s", "cases": CASES}),
    (
        "2027-04-16 12:00",
        "p-lead",
        "allocate_cases",
        {"revision": "r-al", "reviewers": _REVIEWERS},
    ),
    ("2027-06-03 12:00", "p-lead", "proceed_without", {"task": "force_audits", "reason": "r-w"}),
    ("2027-06-09 16:50", "p-ann", "refer_back", REFERRAL),
    ("2027-06-10 12:00", "p-hmi", "consent_to_proceed", {"task": "force_audits"}),
    ("2027-06-11 10:00", "p-ann", "record_contact", {"revision": "r-c"}),
    ("2027-06-11 10:00", "p-liaison", "acknowledge_referral", {"revision": "r-k"}),
    ("2027-06-11 10:00", "p-head", "record_action", {"revision": "r-d"}),
    ("2027-06-14 10:00", "p-lead", "close_referral", {"revision": "r-z"}),
]


def _judged() -> Iterator[_Line]:
    for case, reviewer in _REVIEWERS.items():
        yield "2027-06-23 12:00", reviewer, "submit_review", a_mark(case)
    for indicator in OUTLINE.indicators:
        evidenced = LEADERSHIP if indicator == "leadership" else []
        body = {"revision": f"r-{indicator}", "indicator": indicator, "score": "3"}
        yield "2027-07-07 12:00", "p-ann", "judge_indicator", {**body, "evidenced": evidenced}
    for indicator in OUTLINE.indicators:
        item = f"indicator:{indicator}"
        body = {"revision": f"r-m-{item}", "item": item, "decision": "confirm"}
        yield "2027-07-14 12:00", "p-member", "moderate", body


_LONGER = {"reason": "r-l", "task": "overall_confirmation", "days": 5}
_DECIDED = {"revision": "r-x", "accepted": 1, "refused": 2}
_REPORTED: list[_Line] = [
    ("2027-07-21 12:00", "p-lead", "give_overall", {"revision": "r-o"}),
    ("2027-07-21 12:30", "p-lead", "extend", _LONGER),
    ("2027-07-28 12:00", "p-chair", "confirm_overall", {"revision": "r-o"}),
    ("2027-08-04 12:00", "p-lead", "draft_report", {"revision": "r-d"}),
    ("2027-08-23 12:00", "p-liaison", "answer_accuracy_check", {"revision": "r-a", "points": 3}),
    ("2027-09-03 12:00", "p-decider", "decide_accuracy", _DECIDED),
    ("2027-09-15 12:00", "p-editor", "finalise_report", {"revision": "r-f"}),
    ("2027-09-27 12:00", "p-hmi", "sign_off", MANIFEST),
    ("2027-10-14 12:00", "p-editor", "publish", MANIFEST),
    (
        "2027-10-26 12:00",
        "p-liaison",
        "answer_follow_up",
        {"revision": "r-1", "task": "immediate_update"},
    ),
    ("2027-11-30 12:00", "p-chief", "answer_follow_up", {"revision": "r-2", "task": "action_plan"}),
    (
        "2027-12-14 12:00",
        "p-body",
        "answer_follow_up",
        {"revision": "r-3", "task": "policing_body_comments"},
    ),
    ("2028-04-20 12:00", "p-lead", "close_follow_up", {"revision": "r-c"}),
]
