"""The follow-up: what force and local policing body owe after publication, and its close."""

from functools import partial

from fastapi import APIRouter
from starlette.responses import Response

from api.access import ACCESS as CALLS
from api.access import Access
from api.composing import follow_up as composing
from api.pages import doing
from api.pages.deps import PlaceDep, PlaceFormDep
from api.pages.doing import Doing, Wrong
from api.pages.page import PlacePage, Typed
from api.schemas.exceptions import ReasonIn
from api.schemas.follow_up import FollowUpAnswerIn
from api.schemas.paths import TaskName
from api.shown.follow_up import follow_up_status
from records.errors import NotFound
from workflows.names import follow_up_workflow_id

router = APIRouter(include_in_schema=False)

ACCESS: dict[str, Access] = {
    "page_follow_up": CALLS["get_follow_up"],
    "page_follow_up_answer": CALLS["answer_follow_up"],
    "page_follow_up_close": CALLS["close_follow_up"],
}


@router.get("/inspections/{ref}/follow-up", name="page_follow_up")
async def follow_up(page: PlaceDep) -> Response:
    """What is asked after publication, what has been answered, what is mine to do."""
    return await _show(page)


@router.post("/inspections/{ref}/follow-up/{task}", name="page_follow_up_answer")
async def answer(page: PlaceFormDep, task: TaskName) -> Response:
    """Answer one of the tasks."""
    return await doing.act(
        page,
        Doing("answer_follow_up", _workflow(page), (("task", task),)),
        partial(_answer, task),
        lambda sent: lambda: composing.answer_follow_up(page.here, task, sent),
        again=lambda: _show(page),
        then=f"{page.path}/follow-up",
    )


@router.post("/inspections/{ref}/follow-up-closure", name="page_follow_up_close")
async def close(page: PlaceFormDep) -> Response:
    """Close the follow-up, and with it the inspection."""
    return await doing.act(
        page,
        Doing("close_follow_up", _workflow(page)),
        _reason,
        lambda sent: lambda: composing.close_follow_up(page.here, sent),
        again=lambda: _show(page),
        then=f"{page.path}/follow-up",
    )


async def _show(page: PlacePage) -> Response:
    try:
        status = await follow_up_status(page.here)
    except NotFound:
        status = None
    mine = [task for task in status.tasks if page.holds(*task.roles)] if status else []
    return page.render("everyone/follow_up.html", status=status, mine=mine)


def _answer(task: str, typed: Typed) -> FollowUpAnswerIn:
    text = typed.text(f"text-{task}")
    if not text:
        raise Wrong((f"text-{task}", "Write the answer."))
    return FollowUpAnswerIn(text=text)


def _reason(typed: Typed) -> ReasonIn:
    if not typed.text("reason"):
        raise Wrong(("reason", "Write why the follow-up can be closed."))
    return ReasonIn(reason=typed.text("reason"))


def _workflow(page: PlacePage) -> str:
    return follow_up_workflow_id(page.here.reference)
