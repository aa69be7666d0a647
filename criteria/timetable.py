"""When things are due and who is told: named periods, ladders of notices, days that do not count.

The official documents name no duration at all; each value carries its basis, most of them "ours".
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from criteria.outline import Period, PeriodUnit, Rung
from criteria.provenance import Source

# The named moments from which a period can run, in words.
EVENTS = {
    "issue": "issue",
    "planned_delivery": "the planned delivery",
    "delivered": "delivery",
    "undelivered": "the end of the wait for delivery",
    "notice_failed": "the failure of the notice",
    "returned": "the request for clarification",
    "approved": "the force's approval of its return",
    "fieldwork_start": "the start of fieldwork",
    "fieldwork_end": "the end of fieldwork",
    "accepted": "acceptance of the submission",
    "drawn": "the draw of the sample",
    "extension_asked": "the request for more time",
    "proposed": "the proposal to proceed without it",
    "draft_sent": "the draft report being sent",
    "accuracy_answered": "the force's answer to the accuracy check",
    "accuracy_decided": "the decision on the accuracy points",
    "finalised": "the final text",
    "signed": "sign-off",
    "published": "publication",
    "referred": "the referral",
    "reopened_submission": "the reopening of the submission",
    "reopened_case_audit": "the reopening of the case audit",
    "reopened_moderation": "the reopening of the moderation",
    "reopened_report": "the reopening of the report",
}

# The periods that the process looks up by name; a timetable gives each of them.
PERIODS = (
    "return",
    "clarification",
    "acceptance",
    "eligible_cases",
    "force_audits",
    "interview_timetable",
    "reviews",
    "judgements",
    "moderation",
    "overall",
    "report_draft",
    "accuracy_check",
    "accuracy_decision",
    "final_text",
    "sign_off",
    "publication",
    "immediate_update",
    "action_plan",
    "policing_body_comments",
    "recommendations_3_months",
    "recommendations_6_months",
    "referral_contact",
    "referral_acknowledgement",
    "referral_action",
)

# Periods that a timetable may add; without one, the task of that name has no due date.
OPTIONAL_PERIODS = (
    "delivery_wait",
    "delivery_call",
    "deemed_service",
    "undelivered",
    "sample",
    "allocation",
    "consent",
    "extension_decision",
    "referral_closure",
    # What is asked again since a phase was reopened. Without one, the date first counted stays.
    "acceptance_again_from_submission",
    "force_audits_again_from_submission",
    "reviews_again_from_submission",
    "judgements_again_from_submission",
    "moderation_again_from_submission",
    "overall_again_from_submission",
    "report_draft_again_from_submission",
    "reviews_again_from_case_audit",
    "judgements_again_from_case_audit",
    "moderation_again_from_case_audit",
    "overall_again_from_case_audit",
    "report_draft_again_from_case_audit",
    "moderation_again_from_moderation",
    "overall_again_from_moderation",
    "report_draft_again_from_moderation",
    "report_draft_again_from_report",
)

OWNER = "owner"  # on a rung: whoever the task is asked of


class RungKind(StrEnum):
    REMINDER = "reminder"
    OVERDUE = "overdue"
    ESCALATION = "escalation"


@dataclass(frozen=True)
class NamedPeriod:
    """`count` units from `event`; a negative count lies before it."""

    code: str
    title: str
    count: int
    unit: PeriodUnit
    event: str
    basis: str

    def period(self) -> Period:
        return Period(self.count, self.unit, self.event)


@dataclass(frozen=True)
class NoticeRung:
    """One notice of a ladder, `offset` units after (before, when negative) the due date.

    `roles` are role codes of criteria/roles.py, or "owner".
    """

    name: str
    offset: int
    kind: RungKind
    roles: tuple[str, ...]
    unit: PeriodUnit = PeriodUnit.WORKING_DAYS

    def rung(self) -> Rung:
        return Rung(self.name, self.offset, self.kind.value, list(self.roles), self.unit)


@dataclass(frozen=True)
class Timetable:
    """`extension_limit`: working days that a lead may grant on one task; beyond it HMI decides."""

    id: str
    version: str
    title: str
    basis: str
    extension_limit: int
    periods: tuple[NamedPeriod, ...]
    ladder: tuple[NoticeRung, ...]
    referral_ladder: tuple[NoticeRung, ...] = ()


@dataclass(frozen=True)
class Holiday:
    date: date
    name: str


@dataclass(frozen=True)
class Calendar:
    """Days that are no working days, beside Saturdays and Sundays, in the years that it covers."""

    id: str
    version: str
    title: str
    source: Source
    first_year: int
    last_year: int
    holidays: tuple[Holiday, ...]
