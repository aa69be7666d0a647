"""The self-assessment: answers in draft, who writes which row, the return, decisions on it."""

from fastapi import APIRouter, Depends, Response

from api.composing import self_assessment as composing
from api.deps import Actor, ExpectedVersion, HereDep, here
from api.schemas.acts import ActOut
from api.schemas.content import RevisionOut, revision_out
from api.schemas.drafts import DraftOut, draft_out, etag
from api.schemas.paths import PersonPath, Row
from api.schemas.self_assessment import (
    AnswerIn,
    AnswerRows,
    ApprovalIn,
    SendingBackIn,
    ShareIn,
    ShareOut,
)
from api.schemas.values import Empty, Nothing
from api.shown import answers as shown
from criteria.visibility import Kind
from records import shares
from records.drafts import find_draft, save_draft
from records.errors import NotFound
from records.revisions import list_revisions

router = APIRouter(
    prefix="/api/v1/inspections/{ref}", dependencies=[Depends(here)], tags=["self-assessment"]
)


@router.get("/answers")
async def list_answers(here: HereDep) -> AnswerRows:
    """Every row to answer: a contributor's own, all for those who prepare the return."""
    return AnswerRows(items=await shown.answer_rows(here))


@router.get("/answers/{row}")
async def get_answer(here: HereDep, row: Row, response: Response) -> DraftOut:
    """The draft of one answer, with its version as ETag."""
    await shown.require_own_row(here, row)
    draft = await find_draft(here.records, here.viewer, here.reference, Kind.RETURN, row)
    found = draft_out(row, draft)
    response.headers["ETag"] = etag(found)
    return found


@router.put("/answers/{row}")
async def save_answer(
    here: HereDep, row: Row, sent: AnswerIn, expected: ExpectedVersion, response: Response
) -> DraftOut:
    """Save a draft over the version that you read. Whoever comes second gets both texts back."""
    await shown.require_own_row(here, row)
    before = await find_draft(here.records, here.viewer, here.reference, Kind.RETURN, row)
    saved = await save_draft(
        here.records,
        here.viewer,
        here.reference,
        Kind.RETURN,
        row,
        composing.answer_content(sent, before, here.person.id),
        expected_version=expected,
        at=here.now(),
    )
    response.headers["ETag"] = etag(draft_out(row, saved))
    return draft_out(row, saved)


@router.put("/answers/{row}/contributors/{person}")
async def share_row(here: HereDep, row: Row, person: PersonPath, sent: ShareIn) -> ShareOut:
    """Give a row to a contributor of the force, or change the date of one given before."""
    await shown.require_contributor(here, row, person)
    share = shares.Share(here.reference, row, person, sent.internal_due, here.person.id)
    async with here.records.transaction() as session:
        await shares.share_row(session, share)
    return ShareOut.model_validate(share)


@router.delete("/answers/{row}/contributors/{person}", status_code=204)
async def withdraw_row(here: HereDep, row: Row, person: PersonPath) -> None:
    """Take a row back from a contributor. What they wrote stays."""
    await shown.require_row(here, row)
    async with here.records.transaction() as session:
        await shares.withdraw_row(session, here.reference, row, person)


@router.post("/return")
async def submit_return(actor: Actor, sent: Empty = Nothing()) -> ActOut:
    """Freeze every current answer and submit the return for approval."""
    return await actor.act("submit_return", lambda: composing.submit_return(actor.here), sent)


@router.get("/return")
async def get_return(here: HereDep) -> RevisionOut:
    """The latest return that you may see: the inspectorate sees what the force approved."""
    found = await list_revisions(
        here.records, here.viewer, here.reference, Kind.RETURN, composing.RETURN
    )
    if not found:
        raise NotFound("return", here.reference)
    return revision_out(found[-1])


@router.post("/return/approval")
async def approve_return(actor: Actor, sent: ApprovalIn) -> ActOut:
    """Approve the return that you read. Nobody approves what they helped to prepare."""
    return await actor.act("approve_return", lambda: composing.approve_return(sent.revision), sent)


@router.post("/return/sending-back")
async def send_back_return(actor: Actor, sent: SendingBackIn) -> ActOut:
    """Send the return back to those who prepared it, with a reason."""
    return await actor.act("send_back_return", lambda: composing.send_back_return(sent), sent)
