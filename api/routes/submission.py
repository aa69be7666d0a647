"""The submission: clarification rounds, the list of eligible cases, acceptance by the lead."""

from fastapi import APIRouter, Depends

from api.composing import submission as composing
from api.deps import Actor, HereDep, here
from api.schemas.acts import ActOut
from api.schemas.content import RevisionOut, revision_out
from api.schemas.submission import AcceptanceIn, ClarificationIn, EligibleCasesIn
from criteria.visibility import Kind
from records.errors import NotFound
from records.revisions import list_revisions

router = APIRouter(
    prefix="/api/v1/inspections/{ref}", dependencies=[Depends(here)], tags=["submission"]
)


@router.post("/return/clarification")
async def return_for_clarification(actor: Actor, sent: ClarificationIn) -> ActOut:
    """Ask the force about rows again, with a reason."""
    return await actor.act(
        "return_for_clarification", lambda: composing.return_for_clarification(sent), sent
    )


@router.post("/eligible-cases")
async def register_eligible_cases(actor: Actor, sent: EligibleCasesIn) -> ActOut:
    """Register the list of cases from which the sample will be drawn."""
    return await actor.act(
        "register_eligible_cases", lambda: composing.register_eligible_cases(sent), sent
    )


@router.get("/eligible-cases")
async def get_eligible_cases(here: HereDep) -> RevisionOut:
    """The latest list of eligible cases that you may see."""
    found = await list_revisions(
        here.records, here.viewer, here.reference, Kind.ELIGIBLE_CASES, composing.ELIGIBLE_CASES
    )
    if not found:
        raise NotFound("eligible cases", here.reference)
    return revision_out(found[-1])


@router.post("/acceptance")
async def accept_submission(actor: Actor, sent: AcceptanceIn) -> ActOut:
    """Accept and freeze the force's return and its list of eligible cases."""
    return await actor.act(
        "accept_submission", lambda: composing.accept_submission(actor.here, sent), sent
    )
