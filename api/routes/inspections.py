"""Inspections as a whole: issuing one, the list, one at a glance, its open tasks."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response

from api.acting import Intent, perform
from api.composing import issue as composing
from api.deps import Caller, HereDep, IdempotencyKey, answer, caller, here
from api.paging import After, Limit
from api.schemas.acts import ActOut
from api.schemas.inspections import InspectionOut, InspectionPage, IssueIn
from api.schemas.tasks import TaskList
from api.shown import inspections as shown
from api.shown.tasks import task_out
from records import tasks
from records.inspections import Sort
from workflows.phases import Phase

router = APIRouter(
    prefix="/api/v1/inspections", dependencies=[Depends(caller)], tags=["inspections"]
)
one = APIRouter(
    prefix="/api/v1/inspections/{ref}", dependencies=[Depends(here)], tags=["inspections"]
)


@router.post("")
async def issue(caller: Caller, key: IdempotencyKey, sent: IssueIn, response: Response) -> ActOut:
    """Issue an inspection of a force by a programme. The answer names its reference."""
    intent = Intent(
        "issue", "", "inspection/", sent.model_dump(mode="json"), key, caller.request_id
    )
    act = await perform(caller.parts, caller.viewer, intent, lambda: composing.issue(caller, sent))
    return answer(act, response)


@router.get("")
async def list_inspections(
    caller: Caller,
    phase: Phase | None = None,
    force: Annotated[str | None, Query(pattern=r"^[0-9A-Z]{2,6}$")] = None,
    programme: Annotated[str | None, Query(pattern=r"^[a-z0-9-]{1,80}$")] = None,
    overdue: bool | None = None,
    open: bool | None = None,
    sort: Sort = Sort.DUE,
    after: After = None,
    limit: Limit = 50,
) -> InspectionPage:
    """The inspections that you may know of, page by page."""
    wanted = shown.wanted(caller, phase, force, programme, overdue, open)
    return await shown.inspection_page(caller, wanted, sort, after, limit)


@one.get("")
async def get_inspection(here: HereDep) -> InspectionOut:
    """One inspection at a glance: phase, what is awaited, its people."""
    return await shown.inspection_out(here)


@one.get("/tasks")
async def list_tasks(here: HereDep) -> TaskList:
    """What is asked of whom now, by when, and why that date; the first due first."""
    found = await tasks.list_tasks(here.records, here.viewer, here.reference)
    return TaskList(items=[task_out(task) for task in found])
