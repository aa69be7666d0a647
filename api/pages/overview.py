"""An inspection at a glance: its phase, what to do next, who is awaited by when, what happened."""

from dataclasses import dataclass

from fastapi import APIRouter
from markupsafe import Markup
from starlette.responses import Response

from api.access import ACCESS as CALLS
from api.access import Access
from api.pages import stages
from api.pages.deps import PlaceDep
from api.pages.happenings import History, Known, history_of, read_known
from api.pages.page import PlacePage
from api.pages.rooms import page_of_more_time, page_of_task
from api.schemas.delivery import DeliveryOut
from api.shown.delivery import delivery_shown
from criteria.roles import Role
from records.people import Force, Person, get_force
from records.tasks import Task, list_tasks
from workflows.delivery import counts
from workflows.phases import Phase

router = APIRouter(prefix="/inspections/{ref}", include_in_schema=False)

ACCESS: dict[str, Access] = {"page_inspection": CALLS["get_inspection"]}

LINES = 5


@dataclass(frozen=True)
class TaskLine:
    """A task with the page on which it is done, and who is asked."""

    task: Task
    path: str | None
    who: list[str]
    title: str
    more_time: str | None  # where more time is asked for


@dataclass(frozen=True)
class Step:
    """One phase of the stepper: done, now or to come."""

    phase: str
    state: str


@dataclass(frozen=True)
class OverviewView:
    """The whole of the page, for one person. `awaiting` holds role codes, the person's own out."""

    force: Force
    programme: str
    steps: list[Step]
    mine: list[TaskLine]
    others: list[TaskLine]
    awaiting: list[str]
    people: list[tuple[str, list[Person]]]
    away: str | None  # since when the deputy stands in the lead's place, an ISO instant
    issued: bool
    delivered: DeliveryOut | None
    chart: Markup
    reviews: stages.Reviews | None
    history: History


@router.get("", name="page_inspection")
async def inspection(page: PlaceDep) -> Response:
    """One inspection at a glance."""
    async with page.records.one_moment():
        view = await _view(page)
    return page.render("managers/overview.html", view=view, live=True)


async def _view(page: PlacePage) -> OverviewView:
    here, known = page.here, await read_known(page)
    state = await here.find_state()
    lines = await task_lines(page, known)
    mine = [line for line in lines if page.person.id in line.task.people]
    others = [line for line in lines if line not in mine]
    reviews = await stages.reviews_of(page, state)
    return OverviewView(
        force=await get_force(here.records, here.inspection.force_code),
        programme=(await here.programme()).title,
        steps=steps_of(here.inspection.phase),
        mine=mine,
        others=others,
        awaiting=list(dict.fromkeys(role for line in others for role in line.task.roles)),
        people=[(role.value, people) for role in Role if (people := known.serving(role))],
        away=state.lead_away if state else None,
        issued=state is not None,
        delivered=delivery_shown(state) if state and counts(state) else None,
        chart=stages.chart(page, reviews) if reviews else Markup(""),
        reviews=reviews,
        history=await history_of(page, known, limit=LINES),
    )


def steps_of(phase: str) -> list[Step]:
    """The seven phases as they lie behind, now, and ahead."""
    phases = [one.value for one in Phase]
    now = phases.index(phase) if phase in phases else 0
    states = {True: "done", False: "ahead"}
    return [Step(p, "now" if n == now else states[n < now]) for n, p in enumerate(phases)]


async def task_lines(page: PlacePage, known: Known) -> list[TaskLine]:
    """The open tasks that this person may know of, the first due first."""
    return [
        TaskLine(
            task,
            page_of_task(task),
            [name for one in task.people if (name := known.name(one))],
            page.here.inspection.title,
            page_of_more_time(task),
        )
        for task in await list_tasks(page.records, page.viewer, page.here.reference)
    ]
