"""Small values with defaults for tests: an outline, the people of an inspection, acts in order."""

from typing import Any

from criteria.outline import Period, PeriodUnit, ProgrammeOutline, Rung
from criteria.scoring import ScoringMode
from workflows.messages import Issue
from workflows.patch import to_document

STAGES = [f"stage-{n}" for n in range(1, 10)]
LEADERSHIP = [f"leadership.{n:02}" for n in range(1, 16)]
PEOPLE = {
    "inspection_lead": ["p-lead"],
    "deputy_lead": ["p-deputy"],
    "inspector": ["p-ann", "p-bob"],
    "panel_chair": ["p-chair"],
    "panel_member": ["p-member"],
    "hmi": ["p-hmi"],
    "editor": ["p-editor"],
    "accuracy_decider": ["p-decider"],
    "duty_officer": ["p-duty"],
    "liaison": ["p-liaison"],
    "head_of_pvp": ["p-head"],
    "contributor": ["p-writer"],
    "case_auditor": ["p-auditor"],
    "chief_officer_lead": ["p-chief"],
    "local_policing_body": ["p-body"],
}
HOLIDAYS = ["2026-12-25", "2026-12-28", "2027-01-01", "2027-03-26", "2027-03-29", "2027-05-03"]


def _days(count: int, event: str) -> Period:
    return Period(count, PeriodUnit.WORKING_DAYS, event)


def _hours(count: int) -> Period:
    return Period(count, PeriodUnit.HOURS, "referred")


PERIODS = {
    "return": _days(20, "issue"),
    "eligible_cases": _days(10, "issue"),
    "clarification": _days(5, "returned"),
    "acceptance": _days(5, "approved"),
    "sample": _days(2, "accepted"),
    "allocation": _days(2, "drawn"),
    "extension_decision": _days(2, "extension_asked"),
    "undelivered": _days(2, "notice_failed"),
    "force_audits": _days(-5, "fieldwork_start"),
    "reviews": _days(0, "fieldwork_end"),
    "judgements": _days(10, "fieldwork_end"),
    "moderation": _days(15, "fieldwork_end"),
    "overall": _days(20, "fieldwork_end"),
    "report_draft": _days(30, "fieldwork_end"),
    "accuracy_check": _days(10, "draft_sent"),
    "accuracy_decision": _days(5, "accuracy_answered"),
    "final_text": _days(5, "accuracy_decided"),
    "sign_off": _days(5, "finalised"),
    "publication": _days(10, "signed"),
    "acceptance_again_from_submission": _days(5, "reopened_submission"),
    "force_audits_again_from_submission": _days(15, "reopened_submission"),
    "reviews_again_from_submission": _days(20, "reopened_submission"),
    "judgements_again_from_submission": _days(25, "reopened_submission"),
    "moderation_again_from_submission": _days(30, "reopened_submission"),
    "overall_again_from_submission": _days(35, "reopened_submission"),
    "report_draft_again_from_submission": _days(45, "reopened_submission"),
    "reviews_again_from_case_audit": _days(10, "reopened_case_audit"),
    "judgements_again_from_case_audit": _days(15, "reopened_case_audit"),
    "moderation_again_from_case_audit": _days(20, "reopened_case_audit"),
    "overall_again_from_case_audit": _days(25, "reopened_case_audit"),
    "report_draft_again_from_case_audit": _days(35, "reopened_case_audit"),
    "moderation_again_from_moderation": _days(5, "reopened_moderation"),
    "overall_again_from_moderation": _days(10, "reopened_moderation"),
    "report_draft_again_from_moderation": _days(20, "reopened_moderation"),
    "report_draft_again_from_report": _days(10, "reopened_report"),
    "immediate_update": _days(5, "published"),
    "action_plan": Period(42, PeriodUnit.CALENDAR_DAYS, "published"),
    "policing_body_comments": Period(56, PeriodUnit.CALENDAR_DAYS, "published"),
    "recommendations_6_months": Period(6, PeriodUnit.CALENDAR_MONTHS, "published"),
    "referral_contact": _hours(1),
    "referral_acknowledgement": _hours(4),
    "referral_action": _hours(24),
}
LADDER = [
    Rung("reminder-10", -10, "reminder", ["owner"]),
    Rung("reminder-5", -5, "reminder", ["owner"]),
    Rung("reminder-2", -2, "reminder", ["owner"]),
    Rung("on-the-day", 0, "reminder", ["owner"]),
    Rung("overdue+1", 1, "overdue", ["owner", "inspection_lead"]),
    Rung("escalation+3", 3, "escalation", ["chief_officer_lead", "hmi"]),
]
REFERRAL_LADDER = [
    Rung("missed", 0, "overdue", ["owner", "chief_officer_lead", "duty_officer"], PeriodUnit.HOURS),
    Rung("missed+1", 1, "escalation", ["hmi"], PeriodUnit.HOURS),
]


def an_outline(**changes: Any) -> ProgrammeOutline:
    """A programme of nine stages and leadership, scored 1 to 5, with case grades and six cases."""
    values: dict[str, Any] = {
        "id": "test-programme",
        "version": "1",
        "hash": "0" * 64,
        "scoring": ScoringMode.SCALE_1_5,
        "overall": "overall",
        "indicators": [*STAGES, "leadership"],
        "evidence_per_expectation": {"leadership": LEADERSHIP},
        "case_stages": STAGES,
        "case_grades": ["good", "requires_improvement", "inadequate"],
        "rows": ["sa.context", *[f"sa.l{n}" for n in range(1, 10)]],
        "case_types": {"domestic_abuse": 3, "missing_children": 3},
        "periods": PERIODS,
        "ladder": LADDER,
        "extension_limit": 10,
        "holidays": HOLIDAYS,
        "referral_ladder": REFERRAL_LADDER,
    }
    return ProgrammeOutline(**{**values, **changes})


def an_issue(**changes: Any) -> dict[str, Any]:
    """The body of an issue act."""
    issue = Issue("X01", an_outline(), PEOPLE, "2027-03-01", "2027-03-12")
    document: dict[str, Any] = to_document(issue)
    return {**document, **changes}


CASES = {
    "N-01": "domestic_abuse",
    "N-02": "domestic_abuse",
    "N-03": "domestic_abuse",
    "N-04": "missing_children",
    "N-05": "missing_children",
    "N-06": "missing_children",
}
COUNTS = {"domestic_abuse": 40, "missing_children": 12}


def a_mark(case: str, grade: str = "good", score: str = "4") -> dict[str, Any]:
    scores = [score] * len(STAGES)
    return {"revision": f"r-{case}-{grade}", "case": case, "scores": scores, "grade": grade}


def before_the_draft() -> list[tuple[str, str, dict[str, Any]]]:
    """(actor, kind, body) of every act up to the confirmed overall, none of them wrong."""
    rows = an_outline().rows
    acts: list[tuple[str, str, dict[str, Any]]] = [
        ("p-liaison", "submit_return", {"revision": "r-1", "rows": rows, "authors": ["p-writer"]}),
        ("p-chief", "approve_return", {"revision": "r-1"}),
        ("p-liaison", "register_eligible_cases", {"revision": "r-2", "counts": COUNTS}),
        (
            "p-lead",
            "accept_submission",
            {"return_revision": "r-1", "eligible_revision": "r-2"},
        ),
        ("p-lead", "draw_sample", {"revision": "r-3", "cases": CASES}),
    ]
    reviewers = {case: "p-ann" if n % 2 else "p-bob" for n, case in enumerate(CASES)}
    acts.append(("p-lead", "allocate_cases", {"revision": "r-4", "reviewers": reviewers}))
    acts += [("p-auditor", "submit_audit", a_mark(case)) for case in CASES]
    acts += [
        (reviewers[case], "submit_review", a_mark(case, "inadequate" if case == "N-03" else "good"))
        for case in CASES
    ]
    for indicator in an_outline().indicators:
        evidenced = LEADERSHIP if indicator == "leadership" else []
        body = {"revision": f"r-{indicator}", "indicator": indicator, "score": "3"}
        acts.append(("p-ann", "judge_indicator", {**body, "evidenced": evidenced}))
    for item in ["case:N-03", *[f"indicator:{code}" for code in an_outline().indicators]]:
        body = {"revision": f"r-m-{item}", "item": item, "decision": "confirm"}
        acts.append(("p-member", "moderate", body))
    acts.append(("p-lead", "give_overall", {"revision": "r-o"}))
    acts.append(("p-chair", "confirm_overall", {"revision": "r-o"}))
    return acts
