"""The report: draft, factual accuracy check, final text, signature and publication."""

from fastapi import APIRouter, Depends

from api.composing import report as composing
from api.deps import Actor, HereDep, here
from api.schemas.acts import ActOut
from api.schemas.report import (
    AccuracyDecisionsIn,
    AccuracyIn,
    OnTextIn,
    ReportOut,
    ReportTextIn,
)
from api.shown.report import report_status

router = APIRouter(
    prefix="/api/v1/inspections/{ref}/report", dependencies=[Depends(here)], tags=["report"]
)


@router.get("")
async def get_report(here: HereDep) -> ReportOut:
    """Where the report stands, its documents, and the hash to sign. A force sees sent drafts."""
    return await report_status(here)


@router.post("/draft")
async def draft_report(actor: Actor, sent: ReportTextIn) -> ActOut:
    """Write the draft. Its document is made and sent to the force for the accuracy check."""
    return await actor.act(
        "draft_report", lambda: composing.report_text(actor.here, composing.DRAFT, sent), sent
    )


@router.post("/accuracy")
async def answer_accuracy_check(actor: Actor, sent: AccuracyIn) -> ActOut:
    """Answer the factual accuracy check, point by point; without points the draft is accurate."""
    return await actor.act(
        "answer_accuracy_check", lambda: composing.answer_accuracy_check(sent), sent
    )


@router.post("/accuracy/decisions")
async def decide_accuracy(actor: Actor, sent: AccuracyDecisionsIn) -> ActOut:
    """Decide every point of the force, with reasons."""
    return await actor.act(
        "decide_accuracy", lambda: composing.decide_accuracy(actor.here, sent), sent
    )


@router.post("/final")
async def finalise_report(actor: Actor, sent: ReportTextIn) -> ActOut:
    """Settle the final text. Its document is made; its hash is what is signed."""
    return await actor.act(
        "finalise_report", lambda: composing.report_text(actor.here, composing.FINAL, sent), sent
    )


@router.post("/signature")
async def sign_off(actor: Actor, sent: OnTextIn) -> ActOut:
    """Sign off exactly the text of this hash."""
    return await actor.act("sign_off", lambda: composing.on_text(sent.sha256), sent)


@router.post("/publication")
async def publish(actor: Actor, sent: OnTextIn) -> ActOut:
    """Publish exactly the text that was signed."""
    return await actor.act("publish", lambda: composing.on_text(sent.sha256), sent)
