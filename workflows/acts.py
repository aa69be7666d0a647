"""Every act there is, by the kind of process it belongs to."""

from typing import Any

from workflows import (
    calendar,
    case_audit,
    closing,
    delivery,
    deputising,
    exceptions,
    extensions,
    fieldwork,
    moderation,
    pausing,
    people,
    reopening,
    report,
    self_assessment,
    submission,
    undelivered,
)
from workflows.follow_up import FOLLOW_UP_ACTS
from workflows.referral import REFERRAL_ACTS
from workflows.rule import ActRule

INSPECTION_ACTS: dict[str, ActRule[Any]] = {
    rule.kind: rule
    for module in (
        self_assessment,
        delivery,
        submission,
        case_audit,
        moderation,
        report,
        exceptions,
        extensions,
        fieldwork,
        calendar,
        pausing,
        reopening,
        undelivered,
        people,
        deputising,
        closing,
    )
    for rule in module.ACTS
}
ALL_ACTS: dict[str, ActRule[Any]] = {**INSPECTION_ACTS, **REFERRAL_ACTS, **FOLLOW_UP_ACTS}
