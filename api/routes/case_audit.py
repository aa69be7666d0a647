"""The case audit: sample, allocation, the force's audits, the inspectors' blind reviews."""

from fastapi import APIRouter, Depends, Response

from api.composing import case_audit as composing
from api.deps import Actor, ExpectedVersion, HereDep, here
from api.schemas.acts import ActOut
from api.schemas.case_audit import AllocationIn, CaseList, MarkIn
from api.schemas.content import RevisionOut
from api.schemas.drafts import DraftOut, draft_out, etag
from api.schemas.paths import Case
from api.schemas.values import Empty, Nothing
from api.shown import cases as shown
from criteria.visibility import Kind
from records.drafts import find_draft, save_draft

router = APIRouter(
    prefix="/api/v1/inspections/{ref}", dependencies=[Depends(here)], tags=["case audit"]
)


@router.post("/sample")
async def draw_sample(actor: Actor, sent: Empty = Nothing()) -> ActOut:
    """Draw the sample from the frozen list: stratified, by lot, and reproducible."""
    return await actor.act("draw_sample", lambda: composing.draw_sample(actor.here), sent)


@router.get("/sample")
async def get_sample(here: HereDep) -> RevisionOut:
    """The draw: rule, seed, order, cases drawn and reserves."""
    return await shown.standing(here, Kind.SAMPLE, composing.SAMPLE)


@router.post("/allocation")
async def allocate_cases(actor: Actor, sent: AllocationIn) -> ActOut:
    """Allocate every case to an inspector; without names they are shared out evenly."""
    return await actor.act(
        "allocate_cases", lambda: composing.allocate_cases(actor.here, sent), sent
    )


@router.get("/cases")
async def list_cases(here: HereDep) -> CaseList:
    """The cases of the sample, and what of them is in. A force learns nothing of reviews."""
    return CaseList(items=await shown.case_list(here))


@router.post("/cases/{case:path}/audit")
async def submit_audit(actor: Actor, case: Case, sent: MarkIn) -> ActOut:
    """Submit the force's audit of one case file."""
    return await actor.act(
        "submit_audit",
        lambda: composing.mark(actor.here, Kind.AUDIT, case, sent),
        sent,
        case=case,
    )


@router.get("/cases/{case:path}/audit")
async def get_audit(here: HereDep, case: Case) -> RevisionOut:
    """The force's audit of one case; to the inspectorate only once its own review is in."""
    return await shown.opened(here, Kind.AUDIT, case)


@router.get("/cases/{case:path}/review/draft")
async def get_review_draft(here: HereDep, case: Case, response: Response) -> DraftOut:
    """Your draft of the review of a case allocated to you."""
    await shown.require_allocated(here, case)
    await shown.note_access(here, "review_draft", case)
    draft = await find_draft(here.records, here.viewer, here.reference, Kind.REVIEW, case)
    found = draft_out(case, draft)
    response.headers["ETag"] = etag(found)
    return found


@router.put("/cases/{case:path}/review/draft")
async def save_review_draft(
    here: HereDep, case: Case, sent: MarkIn, expected: ExpectedVersion, response: Response
) -> DraftOut:
    """Save your draft of a review over the version that you read."""
    await shown.require_allocated(here, case)
    content = sent.model_dump(mode="json")
    saved = await save_draft(
        here.records,
        here.viewer,
        here.reference,
        Kind.REVIEW,
        case,
        content,
        expected_version=expected,
        at=here.now(),
    )
    response.headers["ETag"] = etag(draft_out(case, saved))
    return draft_out(case, saved)


@router.post("/cases/{case:path}/review")
async def submit_review(actor: Actor, case: Case, sent: MarkIn) -> ActOut:
    """Submit your review of one case file."""
    return await actor.act(
        "submit_review",
        lambda: composing.mark(actor.here, Kind.REVIEW, case, sent),
        sent,
        case=case,
    )


@router.get("/cases/{case:path}/review")
async def get_review(here: HereDep, case: Case) -> RevisionOut:
    """The inspectors' review of one case. No force ever reads it."""
    return await shown.opened(here, Kind.REVIEW, case)
