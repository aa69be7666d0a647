"""My tasks: what is asked of me in all inspections, by when, why that date, one click to do it."""

from dataclasses import dataclass

from fastapi import APIRouter
from starlette.responses import Response

from api.access import SIGNED_IN, Access
from api.pages.deps import PageDep
from api.pages.rooms import page_of_more_time, page_of_task
from records.inbox import Asked, read_inbox

router = APIRouter(include_in_schema=False)

ACCESS: dict[str, Access] = {"page_tasks": SIGNED_IN}


ON_A_PAGE = 25


@dataclass(frozen=True)
class TaskRow:
    """A task, the title of its inspection, and the page on which it is done."""

    task: Asked
    title: str
    path: str | None
    more_time: str | None  # where more time is asked for


@router.get("/tasks", name="page_tasks")
async def my_tasks(page: PageDep, after: str | None = None) -> Response:
    """What is asked of me now; what is overdue comes first."""
    inbox = await read_inbox(page.records, page.person.id, after=after, limit=ON_A_PAGE)
    rows = [
        TaskRow(one, one.inspection_title, page_of_task(one), page_of_more_time(one))
        for one in inbox.tasks
    ]
    return page.render(
        "tasks.html",
        inbox=inbox,
        overdue=[row for row in rows if row.task.overdue],
        to_come=[row for row in rows if not row.task.overdue],
        paged=after is not None,
    )
