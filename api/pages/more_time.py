"""More time for what is asked of the force: the force asks with reasons, the inspectorate decides.

Every date that could come of it is shown before the button, by the engine's own reckoning.
"""

from fastapi import APIRouter
from starlette.responses import Response

from api.access import ACCESS as CALLS
from api.access import Access
from api.composing import exceptions as composing
from api.pages import doing
from api.pages.deps import PlaceDep, PlaceFormDep
from api.pages.doing import Doing, Wrong
from api.pages.more_time_views import decision_view, request_view
from api.pages.page import PlacePage, Typed
from api.schemas.exceptions import ExtensionDecisionIn, ExtensionIn
from api.schemas.paths import TaskName
from records.errors import NotFound
from workflows.extensions import is_the_forces
from workflows.tasks import open_tasks

router = APIRouter(prefix="/inspections/{ref}/dates/{task}", include_in_schema=False)

ACCESS: dict[str, Access] = {
    "page_more_time": CALLS["request_extension"],
    "page_ask_for_time": CALLS["request_extension"],
    "page_time_asked_for": CALLS["decide_extension"],
    "page_decide_on_time": CALLS["decide_extension"],
}

MOST_TYPED = 999  # more than anybody grants: the engine says so by name


@router.get("/more-time", name="page_more_time")
async def more_time(page: PlaceDep, task: TaskName) -> Response:
    """The form on which the force asks, or how its request stands."""
    return await _asking(page, task)


@router.post("/more-time", name="page_ask_for_time")
async def ask(page: PlaceFormDep, task: TaskName) -> Response:
    """Ask for more working days."""
    return await doing.act(
        page,
        Doing("request_extension", about=(("task", task),)),
        _request,
        lambda sent: lambda: composing.request_extension(task, sent),
        again=lambda: _asking(page, task),
        then=f"{page.path}/dates/{task}/more-time",
    )


@router.get("/decision", name="page_time_asked_for")
async def asked_for(page: PlaceDep, task: TaskName) -> Response:
    """What the force asks for and why, and what would come of each decision."""
    return await _deciding(page, task)


@router.post("/decision", name="page_decide_on_time")
async def decide(page: PlaceFormDep, task: TaskName) -> Response:
    """Grant it wholly or in part, or refuse it."""
    return await doing.act(
        page,
        Doing("decide_extension", about=(("task", task),)),
        _decision,
        lambda sent: lambda: composing.decide_extension(task, sent),
        again=lambda: _deciding(page, task),
        then=f"{page.path}/dates",
    )


def _request(typed: Typed) -> ExtensionIn:
    faults = []
    if not (days := _days(typed)):
        faults.append(("days", "Enter a number of working days, such as 5."))
    if not typed.text("reason"):
        faults.append(("reason", "Say why more time is needed, in a sentence or two."))
    if faults:
        raise Wrong(*faults)
    return ExtensionIn(days=days, reason=typed.text("reason"))


def _decision(typed: Typed) -> ExtensionDecisionIn:
    faults, chosen = [], typed.text("decision")
    # "whole:5": the number is part of the choice, as it was read
    days = int(chosen[6:]) if chosen.startswith("whole:") and chosen[6:].isdecimal() else 0
    if chosen == "part" and not (days := _days(typed)):
        faults.append(("days", "Enter how many working days you grant, such as 3."))
    if chosen not in ("part", "none") and not days:
        faults.append(("decision", "Choose whether you grant it."))
    if not typed.text("reason"):
        faults.append(("reason", "Say why you decide so. The force reads it."))
    if faults:
        raise Wrong(*faults)
    return ExtensionDecisionIn(
        days=min(days, MOST_TYPED), request=typed.text("request"), reason=typed.text("reason")
    )


def _days(typed: Typed) -> int:
    """The working days typed; 0 where that is no number of days."""
    said = typed.text("days")
    return int(said) if said.isdecimal() and len(said) <= len(str(MOST_TYPED)) else 0


async def _asking(page: PlacePage, name: str) -> Response:
    state = await page.here.find_state()
    task = open_tasks(state).get(name) if state else None
    if state is None or task is None or task.due is None or not is_the_forces(task):
        raise NotFound("task", name)
    return page.render("force/more_time.html", view=await request_view(page, state, task))


async def _deciding(page: PlacePage, name: str) -> Response:
    state = await page.here.find_state()
    view = await decision_view(page, state, name) if state else None
    return page.render("managers/time_asked_for.html", view=view, name=name)
