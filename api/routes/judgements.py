"""Judgements on the indicators below the overall assessment."""

from fastapi import APIRouter, Depends, Response

from api.composing import case_audit as composing
from api.deps import Actor, ExpectedVersion, HereDep, here
from api.schemas.acts import ActOut
from api.schemas.case_audit import JudgementIn
from api.schemas.content import RevisionList, RevisionOut, revision_out
from api.schemas.drafts import DraftOut, draft_out, etag
from api.schemas.paths import Indicator
from api.shown import cases as shown
from api.shown import judgements
from criteria.visibility import Kind
from records.drafts import find_draft, save_draft
from records.revisions import list_standing

router = APIRouter(
    prefix="/api/v1/inspections/{ref}", dependencies=[Depends(here)], tags=["judgements"]
)


@router.get("/judgements")
async def list_judgements(here: HereDep) -> RevisionList:
    """Every judgement that stands."""
    found = await list_standing(here.records, here.viewer, here.reference, Kind.JUDGEMENT)
    return RevisionList(items=[revision_out(one) for one in found])


@router.post("/indicators/{code}/judgement")
async def judge_indicator(actor: Actor, code: Indicator, sent: JudgementIn) -> ActOut:
    """Judge an indicator, with evidence for each expectation where the programme asks for it."""
    return await actor.act(
        "judge_indicator",
        lambda: composing.judge_indicator(actor.here, code, sent),
        sent,
        indicator=code,
    )


@router.get("/indicators/{code}/judgement")
async def get_judgement(here: HereDep, code: Indicator) -> RevisionOut:
    """The judgement that stands on one indicator."""
    return await shown.standing(here, Kind.JUDGEMENT, code)


@router.get("/indicators/{code}/judgement/draft")
async def get_judgement_draft(here: HereDep, code: Indicator, response: Response) -> DraftOut:
    """Your draft of a judgement."""
    await judgements.require_indicator(here, code)
    draft = await find_draft(here.records, here.viewer, here.reference, Kind.JUDGEMENT, code)
    found = draft_out(code, draft)
    response.headers["ETag"] = etag(found)
    return found


@router.put("/indicators/{code}/judgement/draft")
async def save_judgement_draft(
    here: HereDep, code: Indicator, sent: JudgementIn, expected: ExpectedVersion, response: Response
) -> DraftOut:
    """Save your draft of a judgement over the version that you read."""
    await judgements.require_indicator(here, code)
    saved = await save_draft(
        here.records,
        here.viewer,
        here.reference,
        Kind.JUDGEMENT,
        code,
        sent.model_dump(mode="json"),
        expected_version=expected,
        at=here.now(),
    )
    response.headers["ETag"] = etag(draft_out(code, saved))
    return draft_out(code, saved)
