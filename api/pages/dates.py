"""Every open date and why it is so; moving one later; going on without what never came.

An act about a date is done on the page of its task, which says what would follow.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from fastapi import APIRouter
from starlette.responses import Response

from api.access import ACCESS as CALLS
from api.access import Access
from api.acting import Compose
from api.composing import exceptions as composing
from api.pages import doing
from api.pages.date_views import date_view
from api.pages.deps import PlaceDep, PlaceFormDep
from api.pages.doing import Doing, Wrong
from api.pages.page import PlacePage, Typed
from api.schemas.exceptions import ExtensionIn, ReasonIn
from api.schemas.paths import TaskName
from api.schemas.values import Nothing, Sent
from criteria.roles import FORCE_ROLES, Role
from records.errors import NotFound
from records.tasks import Task, list_tasks
from workflows.phases import Phase
from workflows.tasks import open_tasks

router = APIRouter(prefix="/inspections/{ref}/dates", include_in_schema=False)

ACCESS: dict[str, Access] = {
    "page_dates": CALLS["list_tasks"],
    "page_date": CALLS["extend"],
    "page_extension": CALLS["extend"],
    "page_absence": CALLS["proceed_without"],
    "page_consent": CALLS["consent_to_proceed"],
}

S = TypeVar("S", bound=Sent)


@dataclass(frozen=True)
class DateLine:
    """A task and, for one of the inspection itself, the page on which its date is moved."""

    task: Task
    path: str | None
    of_the_force: bool


@router.get("", name="page_dates")
async def dates(page: PlaceDep) -> Response:
    """Every open task with its date and why."""
    own = page.here.workflow_id
    lines = [
        DateLine(
            task,
            f"{page.path}/dates/{task.task}" if task.workflow_id == own else None,
            {Role(role) for role in task.roles} <= FORCE_ROLES,
        )
        for task in await list_tasks(page.records, page.viewer, page.here.reference)
        if not task.task.startswith(("consent:", "extension:"))
    ]
    state = await page.here.find_state()
    return page.render(
        "managers/dates.html",
        lines=lines,
        proposed=list(state.proposed) if state else [],
        asked=list(state.asked) if state else [],
        holidays=state.added_holidays if state else [],
        changeable=page.here.inspection.phase not in (Phase.FOLLOW_UP, Phase.CLOSED),
    )


@router.get("/{task}", name="page_date")
async def date_of_task(page: PlaceDep, task: TaskName) -> Response:
    """One date, and what may be done about it."""
    return await _shown(page, task)


@router.post("/{task}/extension", name="page_extension")
async def extend(page: PlaceFormDep, task: TaskName) -> Response:
    """Move the date later."""
    return await _act(
        page, "extend", task, _extension, lambda sent: lambda: composing.extend(task, sent)
    )


@router.post("/{task}/absence", name="page_absence")
async def proceed_without(page: PlaceFormDep, task: TaskName) -> Response:
    """Propose to go on without it."""
    return await _act(
        page,
        "proceed_without",
        task,
        _absence,
        lambda sent: lambda: composing.proceed_without(task, sent),
    )


@router.post("/{task}/consent", name="page_consent")
async def consent(page: PlaceFormDep, task: TaskName) -> Response:
    """Consent, as HMI."""
    return await _act(
        page,
        "consent_to_proceed",
        task,
        lambda _: Nothing(),
        lambda _: lambda: composing.consent_to_proceed(task),
    )


async def _act(
    page: PlacePage,
    kind: str,
    task: str,
    read: Callable[[Typed], S],
    compose: Callable[[S], Compose],
) -> Response:
    """What is done about the date of a task, and back to all dates."""
    return await doing.act(
        page,
        Doing(kind, about=(("task", task),)),
        read,
        compose,
        again=lambda: _shown(page, task),
        then=f"{page.path}/dates",
    )


def _extension(typed: Typed) -> ExtensionIn:
    said, faults = typed.text("days"), []
    days = int(said) if said.isdecimal() and len(said) < 4 else 0
    if days < 1:
        faults.append(("days", "Enter a number of working days, such as 5."))
    if not typed.text("reason"):
        faults.append(("reason", "Say why the date moves, in a sentence."))
    if faults:
        raise Wrong(*faults)
    seen = typed.text("seen") or None
    return ExtensionIn.model_validate({"days": days, "reason": typed.text("reason"), "seen": seen})


def _absence(typed: Typed) -> ReasonIn:
    if not typed.text("why_without"):
        raise Wrong(("why_without", "Say why the inspection should go on without it."))
    return ReasonIn(reason=typed.text("why_without"))


async def _shown(page: PlacePage, name: str) -> Response:
    found = await list_tasks(page.records, page.viewer, page.here.reference)
    own = page.here.workflow_id
    task = next((one for one in found if (one.workflow_id, one.task) == (own, name)), None)
    state = await page.here.find_state()
    if task is None or state is None or name not in open_tasks(state):
        raise NotFound("task", name)
    return page.render("managers/date.html", view=await date_view(page, state, task))
