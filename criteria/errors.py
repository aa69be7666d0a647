"""The rules that an act can break.

A refusal travels as the rule's name and codes alone (through Temporal too, where no content may
go); the words that a person reads are looked up at the edge (`criteria/explanations.py`).
"""

from enum import StrEnum


class Rule(StrEnum):
    """Every rule by which an act can be refused. The value is its public name."""

    NOT_FOUND = "not_found"
    NOT_SIGNED_IN = "not_signed_in"
    WRONG_TOKEN = "wrong_token"
    NOT_YOUR_ROLE = "not_your_role"
    IDEMPOTENCY_KEY_REUSED = "idempotency_key_reused"
    ACT_ID_REUSED = "act_id_reused"
    UNKNOWN_ACT = "unknown_act"
    NOT_SEALED = "not_sealed"
    NOT_ISSUED = "not_issued"
    ALREADY_ISSUED = "already_issued"
    CLOSED = "closed"
    DRAFT_CONFLICT = "draft_conflict"
    VERSION_REQUIRED = "version_required"
    INVALID_INPUT = "invalid_input"
    PERSON_NOT_APPOINTABLE = "person_not_appointable"
    ROLE_NOT_FILLED = "role_not_filled"
    LEAVER_NOT_IN_ROLE = "leaver_not_in_role"
    SUCCESSOR_IS_THE_LEAVER = "successor_is_the_leaver"
    ALREADY_IN_THE_ROLE = "already_in_the_role"
    CONFLICT_OF_INTEREST = "conflict_of_interest"
    REAL_FORCE_IN_DEMONSTRATION = "real_force_in_demonstration"
    FIELDWORK_DATES = "fieldwork_dates"
    PLANNED_DELIVERY = "planned_delivery"
    ANSWERS_MISSING = "answers_missing"
    RETURN_FROZEN = "return_frozen"
    RETURN_NOT_SUBMITTED = "return_not_submitted"
    RETURN_NOT_APPROVED = "return_not_approved"
    NOT_THE_LATEST = "not_the_latest"
    PREPARER_IS_NOT_APPROVER = "preparer_is_not_approver"
    ROWS_UNKNOWN = "rows_unknown"
    ELIGIBLE_CASES_FROZEN = "eligible_cases_frozen"
    ELIGIBLE_CASES_MISSING = "eligible_cases_missing"
    CASE_TYPE_UNKNOWN = "case_type_unknown"
    CASE_REFERENCE_TWICE = "case_reference_twice"
    ALREADY_ACCEPTED = "already_accepted"
    SUBMISSION_NOT_ACCEPTED = "submission_not_accepted"
    SAMPLE_ALREADY_DRAWN = "sample_already_drawn"
    SAMPLE_NOT_DRAWN = "sample_not_drawn"
    QUOTA_NOT_MET = "quota_not_met"
    CASE_NOT_IN_SAMPLE = "case_not_in_sample"
    CASE_NOT_ALLOCATED_TO_YOU = "case_not_allocated_to_you"
    CASES_NOT_ALLOCATED = "cases_not_allocated"
    NOT_A_REVIEWER = "not_a_reviewer"
    ALREADY_SUBMITTED = "already_submitted"
    SCORE_OUTSIDE_MODE = "score_outside_mode"
    GRADE_OUTSIDE_SCALE = "grade_outside_scale"
    STAGES_MISSING = "stages_missing"
    INDICATOR_UNKNOWN = "indicator_unknown"
    EVIDENCE_MISSING = "evidence_missing"
    ALREADY_MODERATED = "already_moderated"
    NOT_YET_JUDGED = "not_yet_judged"
    NOTHING_TO_MODERATE = "nothing_to_moderate"
    MODERATOR_WAS_ON_THE_TEAM = "moderator_was_on_the_team"
    OVERALL_COMES_LAST = "overall_comes_last"
    OVERALL_NOT_GIVEN = "overall_not_given"
    OVERALL_NOT_CONFIRMED = "overall_not_confirmed"
    LEAD_CANNOT_CONFIRM = "lead_cannot_confirm"
    DRAFT_NOT_READY = "draft_not_ready"
    ACCURACY_NOT_ANSWERED = "accuracy_not_answered"
    ACCURACY_ALREADY_ANSWERED = "accuracy_already_answered"
    ACCURACY_NOT_DECIDED = "accuracy_not_decided"
    DECIDER_WAS_ON_THE_VISIT = "decider_was_on_the_visit"
    POINTS_MISSING = "points_missing"
    FINAL_TEXT_NOT_READY = "final_text_not_ready"
    SIGNATURE_OF_ANOTHER_TEXT = "signature_of_another_text"
    MODERATOR_IS_NOT_SIGNATORY = "moderator_is_not_signatory"
    NOT_SIGNED = "not_signed"
    ALREADY_PUBLISHED = "already_published"
    TASK_UNKNOWN = "task_unknown"
    ALREADY_DELIVERED = "already_delivered"
    SERVICE_IN_FUTURE = "service_in_future"
    SERVICE_BEFORE_ISSUE = "service_before_issue"
    DEEMED_TOO_EARLY = "deemed_too_early"
    TOO_EARLY_TO_PROCEED = "too_early_to_proceed"
    CANNOT_PROCEED_WITHOUT = "cannot_proceed_without"
    NOTHING_PROPOSED = "nothing_proposed"
    DATES_MOVE_LATER_ONLY = "dates_move_later_only"
    DATE_HAS_MOVED = "date_has_moved"
    EXTENSION_PAST_LIMIT = "extension_past_limit"
    HOLIDAY_AT_A_WEEKEND = "holiday_at_a_weekend"
    HOLIDAY_IS_KNOWN = "holiday_is_known"
    HOLIDAY_IS_PAST = "holiday_is_past"
    LEAD_IS_AWAY = "lead_is_away"
    LEAD_IS_NOT_AWAY = "lead_is_not_away"
    ALREADY_PAUSED = "already_paused"
    NOT_PAUSED = "not_paused"
    NOTHING_UNDELIVERED = "nothing_undelivered"
    CONTACT_COMES_FIRST = "contact_comes_first"
    REFERRAL_STILL_OPEN = "referral_still_open"
    FOLLOW_UP_NOT_OPEN = "follow_up_not_open"
    FOLLOW_UP_STILL_OPEN = "follow_up_still_open"


class RuleBroken(Exception):
    """An act breaks a rule. Carries the rule and codes only, never content or names."""

    def __init__(self, rule: Rule, *codes: str) -> None:
        self.rule = rule
        self.codes = codes
        super().__init__(f"{rule.value}{': ' if codes else ''}{', '.join(codes)}")


def require(holds: bool, rule: Rule, *codes: str) -> None:
    """Raise RuleBroken(rule) unless the condition holds."""
    if not holds:
        raise RuleBroken(rule, *codes)
