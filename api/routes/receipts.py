"""Receipts by callback: GOV.UK Notify tells what became of a notice. Bears a token of its own."""

import hmac
from typing import Annotated

import structlog
from fastapi import APIRouter, Depends, Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from api.deps import PartsDep
from api.schemas.receipts import NotifyReceipt
from criteria.errors import Rule, require
from records.undelivered import note_receipt

log = structlog.get_logger()

_bearer = HTTPBearer(
    auto_error=False,
    scheme_name="NotifyCallback",
    description="The token that is set at GOV.UK Notify for its callbacks.",
)


async def from_notify(
    parts: PartsDep,
    credentials: Annotated[HTTPAuthorizationCredentials | None, Security(_bearer)],
) -> None:
    """Raises RuleBroken(WRONG_TOKEN), also where no token has been set."""
    given, ours = credentials.credentials if credentials else "", parts.receipt_token or ""
    same = hmac.compare_digest(given.encode(), ours.encode())
    require(bool(ours) and same, Rule.WRONG_TOKEN)


router = APIRouter(
    prefix="/api/v1/receipts", dependencies=[Depends(from_notify)], tags=["receipts"]
)


@router.post("/notify", status_code=204)
async def take_notify_receipt(parts: PartsDep, sent: NotifyReceipt) -> None:
    """Take Notify's word on a notice. One that is not ours, or told before, changes nothing."""
    known = await note_receipt(
        parts.records, sent.id, sent.status, parts.clock(), ended_at=sent.completed_at
    )
    log.info("receipt.taken", outcome="known" if known else "unknown")
