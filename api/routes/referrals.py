"""Referrals: a case goes back to the force because a child may be at risk now."""

from fastapi import APIRouter, Depends

from api.composing import referrals as composing
from api.deps import Actor, HereDep, here
from api.schemas.acts import ActOut
from api.schemas.paths import Case, Referral
from api.schemas.referrals import (
    EntryIn,
    ReferralIn,
    ReferralList,
    ReferralOpened,
    ReferralWhole,
)
from api.shown import referrals as shown
from records.referrals import list_referrals as list_kept
from workflows.names import referral_workflow_id

router = APIRouter(
    prefix="/api/v1/inspections/{ref}", dependencies=[Depends(here)], tags=["referrals"]
)


@router.post("/cases/{case:path}/referral")
async def refer_back(actor: Actor, case: Case, sent: ReferralIn) -> ReferralOpened:
    """Refer a case back to the force. Ring at once those whom the answer names, in that order."""
    act = await actor.keep(
        "refer_back", lambda: composing.refer_back(actor.here, case, sent), sent, case=case
    )
    return await shown.opened(actor, act, sent.immediate_danger)


@router.get("/referrals")
async def list_referrals(here: HereDep) -> ReferralList:
    """The referrals of this inspection that you may know of."""
    found = await list_kept(here.records, here.viewer, here.reference)
    return ReferralList(items=[shown.referral_out(one) for one in found])


@router.get("/referrals/{referral}")
async def get_referral(here: HereDep, referral: Referral) -> ReferralWhole:
    """A referral with its concern, what was done, what is asked now, and whom to ring."""
    return await shown.whole(here, referral)


async def _enter(actor: Actor, kind: str, referral: str, sent: EntryIn) -> ActOut:
    await shown.find(actor.here, referral)
    return await actor.act(
        kind,
        lambda: composing.entry(kind, referral, sent),
        sent,
        referral_workflow_id(referral),
        referral=referral,
    )


@router.post("/referrals/{referral}/contact")
async def record_contact(actor: Actor, referral: Referral, sent: EntryIn) -> ActOut:
    """Record that the force has been reached by telephone."""
    return await _enter(actor, "record_contact", referral, sent)


@router.post("/referrals/{referral}/acknowledgement")
async def acknowledge_referral(actor: Actor, referral: Referral, sent: EntryIn) -> ActOut:
    """Acknowledge the referral for the force."""
    return await _enter(actor, "acknowledge_referral", referral, sent)


@router.post("/referrals/{referral}/action")
async def record_action(actor: Actor, referral: Referral, sent: EntryIn) -> ActOut:
    """State what the force has done for the child."""
    return await _enter(actor, "record_action", referral, sent)


@router.post("/referrals/{referral}/closure")
async def close_referral(actor: Actor, referral: Referral, sent: EntryIn) -> ActOut:
    """Close the referral, once every step has been taken. The force cannot."""
    return await _enter(actor, "close_referral", referral, sent)
