"""Stopping an inspection's clocks, letting them run again, and withdrawing it."""

from typing import Annotated

from fastapi import APIRouter, Body, Depends

from api.composing import pausing as composing
from api.deps import Actor, here
from api.schemas.acts import ActOut
from api.schemas.pausing import PauseIn, ResumeIn, WithdrawalIn

router = APIRouter(
    prefix="/api/v1/inspections/{ref}",
    dependencies=[Depends(here)],
    tags=["pausing and withdrawing"],
)

Resumed = Annotated[ResumeIn, Body()]


@router.post("/pause")
async def pause_inspection(actor: Actor, sent: PauseIn) -> ActOut:
    """Stop the clocks of an inspection. What may be done may still be done; referrals go on."""
    return await actor.act("pause_inspection", lambda: composing.pause(sent), sent)


@router.post("/resumption")
async def resume_inspection(actor: Actor, sent: Resumed = ResumeIn()) -> ActOut:
    """Let the clocks run again. Every open date moves later by what the pause took."""
    return await actor.act("resume_inspection", lambda: composing.resume(sent), sent)


@router.post("/withdrawal")
async def withdraw_inspection(actor: Actor, sent: WithdrawalIn) -> ActOut:
    """End the inspection before its publication, for good. Open referrals go on."""
    return await actor.act("withdraw_inspection", lambda: composing.withdraw(sent), sent)
