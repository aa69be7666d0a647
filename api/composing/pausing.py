"""Pausing and withdrawing an inspection: the reason is kept, the engine is told its number only."""

from api.acting import Composed
from api.schemas.pausing import PauseIn, ResumeIn, WithdrawalIn
from criteria.visibility import Kind
from records.revisions import NewRevision

PAUSE, RESUMPTION, WITHDRAWAL = "pause", "resumption", "withdrawal"  # what the reasons are about


async def pause(sent: PauseIn) -> Composed:
    return _because(PAUSE, sent.reason)


async def resume(sent: ResumeIn) -> Composed:
    return _because(RESUMPTION, sent.reason) if sent.reason else Composed({})


async def withdraw(sent: WithdrawalIn) -> Composed:
    return _because(WITHDRAWAL, sent.reason)


def _because(subject: str, reason: str) -> Composed:
    return Composed({"reason": "$0"}, [NewRevision(Kind.REASON, subject, {"text": reason})])
