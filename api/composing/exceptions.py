"""Extensions, absences and the consent to them."""

from datetime import UTC
from typing import Any

from api.acting import Composed
from api.schemas.exceptions import BankHolidayIn, ExtensionDecisionIn, ExtensionIn, ReasonIn
from criteria.visibility import Kind
from records.revisions import NewRevision


async def extend(task: str, sent: ExtensionIn) -> Composed:
    content = {"task": task, "days": sent.days, "text": sent.reason}
    message: dict[str, Any] = {"reason": "$0", "task": task, "days": sent.days}
    if sent.seen is not None:
        message["seen"] = sent.seen.astimezone(UTC).isoformat()
    return Composed(message, [NewRevision(Kind.REASON, f"extension:{task}", content)])


async def request_extension(task: str, sent: ExtensionIn) -> Composed:
    content = {"task": task, "days": sent.days, "text": sent.reason}
    message = {"reason": "$0", "task": task, "days": sent.days}
    return Composed(message, [NewRevision(Kind.REASON, f"extension_request:{task}", content)])


async def decide_extension(task: str, sent: ExtensionDecisionIn) -> Composed:
    content = {"task": task, "days": sent.days, "request": sent.request, "text": sent.reason}
    message = {"reason": "$0", "task": task, "days": sent.days, "request": sent.request}
    return Composed(message, [NewRevision(Kind.REASON, f"extension_decision:{task}", content)])


async def amend_calendar(sent: BankHolidayIn) -> Composed:
    day = sent.day.isoformat()
    revision = NewRevision(Kind.REASON, f"holiday:{day}", {"day": day, "text": sent.source})
    return Composed({"source": "$0", "day": day}, [revision])


async def proceed_without(task: str, sent: ReasonIn) -> Composed:
    content = {"task": task, "text": sent.reason}
    revision = NewRevision(Kind.REASON, f"absence:{task}", content)
    return Composed({"task": task, "reason": "$0"}, [revision])


async def consent_to_proceed(task: str) -> Composed:
    return Composed({"task": task})
