"""Settling notices that did not arrive: what was done is kept, the engine is told its number."""

from api.acting import Composed
from api.schemas.undelivered import SettlementIn
from criteria.roles import Role
from criteria.visibility import Kind
from records.revisions import NewRevision


async def settle(role: Role, sent: SettlementIn) -> Composed:
    """Which notices are open, the engine knows."""
    notices = list(dict.fromkeys(sent.notices))
    reason = NewRevision(Kind.REASON, f"undelivered:{role.value}", {"text": sent.reason})
    return Composed(
        {"role": role.value, "notices": notices, "again": sent.again, "reason": "$0"}, [reason]
    )
