"""Settling notices that did not arrive: what was done is kept, the engine is told its number."""

from api.acting import Composed
from api.schemas.undelivered import SettlementIn, Unreached
from criteria.visibility import Kind
from records.revisions import NewRevision


async def settle(role: Unreached, sent: SettlementIn) -> Composed:
    """Which notices are open, the engine knows."""
    notices = list(dict.fromkeys(sent.notices))
    reason = NewRevision(Kind.REASON, f"undelivered:{role}", {"text": sent.reason})
    return Composed(
        {"role": str(role), "notices": notices, "again": sent.again, "reason": "$0"}, [reason]
    )
