"""The record of an inspection: its journal, the notices it sent, the size of its history."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query

from api.deps import HereDep, here
from api.paging import Limit
from api.schemas.record import HistoryOut, JournalPage, NoticeList, VerdictOut
from api.shown import record as shown
from records.journal import export, verify_chain
from records.messages import list_for_inspection
from records.subjects import journal_head

router = APIRouter(
    prefix="/api/v1/inspections/{ref}", dependencies=[Depends(here)], tags=["record"]
)


@router.get("/journal")
async def get_journal(
    here: HereDep, after: Annotated[int, Query(ge=0, le=2_000_000_000)] = 0, limit: Limit = 100
) -> JournalPage:
    """The journal's entries after a position: ids, codes and salted hashes, never content."""
    return shown.journal_page(await export(here.records, here.reference), after, limit)


@router.get("/journal/verification")
async def verify_journal(here: HereDep) -> VerdictOut:
    """Whether this inspection's chain is whole, and what it vouches for is as it was; if not, the
    first broken entry.
    """
    verdict = await verify_chain(here.records, here.reference)
    _, head = await journal_head(here.records, here.reference)
    return shown.verdict_out(verdict, head)


@router.get("/notices")
async def list_notices(here: HereDep) -> NoticeList:
    """The notices of this inspection and where each stands; not what they say."""
    found = await list_for_inspection(here.records, here.viewer, here.reference)
    return NoticeList(items=[shown.notice_out(one) for one in found])


@router.get("/history")
async def get_history(here: HereDep) -> HistoryOut:
    """How large the history of the inspection's workflow is, and where an operator reads it."""
    figures = await here.parts.gateway.history(here.workflow_id)
    return shown.history_out(here, figures)
