"""An inspection at a glance: its phase, what to do next, who is awaited by when, what happened."""

from dataclasses import dataclass

from fastapi import APIRouter
from markupsafe import Markup
from starlette.responses import Response

from api.access import ACCESS as CALLS
from api.access import Access
from api.pages import stages
from api.pages.deps import PlaceDep
from api.pages.happenings import History, history_of
from api.pages.page import PlacePage
from api.pages.rooms import page_of_task
from api.schemas.inspections import Appointed, InspectionOut
from api.shown.inspections import inspection_out
from criteria.roles import Role
from records.people import Force, get_force
from records.tasks import Task, list_tasks
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


@dataclass(frozen=True)
class Step:
    """One phase of the stepper: done, now or to come."""

    phase: str
    state: str


@dataclass(frozen=True)
class OverviewView:
    """The whole of the page, for one person."""

    force: Force
    steps: list[Step]
    mine: list[TaskLine]
    others: list[TaskLine]
    awaiting: list[str]
    out: InspectionOut
    people: list[tuple[str, list[Appointed]]]
    issued: bool
    programme: str
    chart: Markup
    reviews: stages.Reviews | None
    history: History


@router.get("", name="page_inspection")
async def inspection(page: PlaceDep) -> Response:
    """One inspection at a glance."""
    return page.render("managers/overview.html", view=await _view(page), live=True)


async def _view(page: PlacePage) -> OverviewView:
    here = page.here
    out = await inspection_out(here)
    mine, others = await task_lines(page, out)
    reviews = await stages.reviews_of(page)
    return OverviewView(
        force=await get_force(here.records, here.inspection.force_code),
        steps=steps_of(here.inspection.phase),
        mine=mine,
        others=others,
        awaiting=[role for role in out.awaiting if role not in _held(page)],
        out=out,
        people=by_role(out),
        issued=await here.find_state() is not None,
        programme=(await here.programme()).title,
        chart=stages.chart(page, reviews) if reviews else Markup(""),
        reviews=reviews,
        history=await history_of(page, limit=LINES),
    )


def steps_of(phase: str) -> list[Step]:
    """The seven phases as they lie behind, now, and ahead."""
    phases = [one.value for one in Phase]
    now = phases.index(phase) if phase in phases else 0
    states = {True: "done", False: "ahead"}
    return [Step(p, "now" if n == now else states[n < now]) for n, p in enumerate(phases)]


async def task_lines(page: PlacePage, out: InspectionOut) -> tuple[list[TaskLine], list[TaskLine]]:
    """The open tasks that this person may know of: their own, and those of others."""
    tasks = await list_tasks(page.records, page.viewer, page.here.reference)
    names = {one.id: one.name for people in out.people.values() for one in people}
    lines = [
        TaskLine(task, page_of_task(task), _named(task, names), page.here.inspection.title)
        for task in tasks
    ]
    own = [line for line in lines if page.person.id in line.task.people]
    return own, [line for line in lines if line not in own]


def _named(task: Task, names: dict[str, str]) -> list[str]:
    return [names[one] for one in task.people if one in names]


def by_role(out: InspectionOut) -> list[tuple[str, list[Appointed]]]:
    """Who serves, in the order of the roles; the inspectorate first."""
    return [(role.value, out.people[role.value]) for role in Role if out.people.get(role.value)]


def _held(page: PlacePage) -> set[str]:
    return {role.value for role in page.viewer.roles}
