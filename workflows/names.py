"""Names that the engine knows: workflow ids, task queues, search attributes. One place for each."""

INSPECTIONS_QUEUE = "inspections"
DOCUMENTS_QUEUE = "documents"

INSPECTION = "Inspection"
REFERRAL = "Referral"
FOLLOW_UP = "FollowUp"
NOTICES = "Notices"

# Unencrypted by design: phase, role codes, dates and flags only. Registered at every start.
SEARCH_ATTRIBUTES: dict[str, str] = {
    "InspectionPhase": "Keyword",
    "ForceCode": "Keyword",
    "AwaitedRoles": "KeywordList",
    "NextDue": "Datetime",
    "Overdue": "Bool",
    "Paused": "Bool",
    "ReferralOverdue": "Bool",
}


def inspection_workflow_id(reference: str) -> str:
    return f"inspection/{reference}"


def referral_workflow_id(reference: str) -> str:
    return f"referral/{reference}"


def follow_up_workflow_id(reference: str) -> str:
    return f"follow-up/{reference}"


def notices_workflow_id(batch: str) -> str:
    """`batch` is the act id, or the effect key of a rung, that caused the notices."""
    return f"notices/{batch}"


def effect_key(workflow_id: str, act_id: str, effect: str = "project") -> str:
    """The key under which one effect of one act happens once."""
    return f"{workflow_id}:{act_id}:{effect}"


def rung_key(task_id: str, due: str, rung: str) -> str:
    """The key of an effect of time: one rung of one task's ladder for one due date."""
    return f"{task_id}:{due}:{rung}"
