"""Names that the engine knows: workflow ids, task queues, search attributes. One place for each."""

from hashlib import sha256

INSPECTIONS_QUEUE = "inspections"
DOCUMENTS_QUEUE = "documents"

INSPECTION = "Inspection"
REFERRAL = "Referral"
FOLLOW_UP = "FollowUp"
NOTICES = "Notices"
WEBHOOK = "Webhook"

LOOK = "look"  # the signal that wakes a webhook's workflow

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
    """`batch` is the key of the effect, of an act or of a rung, that caused the notices.

    Ids are not sealed, and a rung's key may name a person (a reviewer's task): it is hashed.
    """
    process, _, effect = batch.partition(":")
    if not effect or effect.startswith("act-"):
        return f"notices/{batch}"
    return f"notices/{process}:{sha256(effect.encode()).hexdigest()[:16]}"


def webhook_workflow_id(webhook: str) -> str:
    return f"webhook/{webhook}"


def effect_key(workflow_id: str, act_id: str, effect: str = "project") -> str:
    """The key under which one effect of one act happens once."""
    return f"{workflow_id}:{act_id}:{effect}"


def rung_key(task_id: str, due: str, rung: str) -> str:
    """The key of an effect of time: one rung of one task's ladder for one due date."""
    return f"{task_id}:{due}:{rung}"
