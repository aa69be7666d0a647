"""My tasks: what is asked of me in all inspections, by when, why that date, one click to do it."""

from dataclasses import dataclass

from fastapi import APIRouter
from starlette.responses import Response

from api.access import SIGNED_IN, Access
from api.pages.deps import PageDep
from api.pages.page import Page
from api.pages.rooms import page_of_task
from api.schemas.tasks import InboxTask
from api.shown.tasks import inbox_task
from records.inspections import get_inspection
from records.tasks import list_inbox

router = APIRouter(include_in_schema=False)

ACCESS: dict[str, Access] = {"page_tasks": SIGNED_IN}


@dataclass(frozen=True)
class TaskRow:
    """A task, the title of its inspection, and the page on which it is done."""

    task: InboxTask
    title: str
    path: str | None


@router.get("/tasks", name="page_tasks")
async def my_tasks(page: PageDep) -> Response:
    """What is asked of me now; what is overdue comes first."""
    found = await list_inbox(page.records, page.person.id)
    titles = await _titles(page, {task.inspection for task in found})
    rows = [TaskRow(inbox_task(t), titles[t.inspection], page_of_task(t)) for t in found]
    overdue = [row for row in rows if row.task.overdue]
    to_come = [row for row in rows if not row.task.overdue]
    return page.render("tasks.html", rows=rows, overdue=overdue, to_come=to_come)


async def _titles(page: Page, references: set[str]) -> dict[str, str]:
    found = [await get_inspection(page.records, page.viewer, one) for one in references]
    return {one.reference: one.title for one in found}
