"""Every open date and why it is so; moving one later; going on without what never came.

An act about a date is done on the page of its task, which says what would follow.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from fastapi import APIRouter
from starlette.responses import Response

from api.access import ACCESS as CALLS
from api.access import Access
from api.composing import exceptions as composing
from api.pages import doing
from api.pages.deps import PlaceDep, PlaceFormDep
from api.pages.doing import Doing, Wrong
from api.pages.page import PlacePage, Typed
from api.schemas.exceptions import ExtensionIn, ReasonIn
from api.schemas.paths import TaskName
from api.schemas.values import Nothing
from criteria.roles import Role
from criteria.visibility import Kind
from records.errors import NotFound
from records.revisions import find_standing
from records.tasks import Task, list_tasks
from workflows.deadlines import Due, rung_time
from workflows.exceptions import MOST_DAYS
from workflows.ladder import is_exhausted, rungs
from workflows.state import InspectionState
from workflows.tasks import CAN_PROCEED_WITHOUT, dated_as, open_tasks

router = APIRouter(prefix="/inspections/{ref}/dates", include_in_schema=False)

ACCESS: dict[str, Access] = {
    "page_dates": CALLS["list_tasks"],
    "page_date": CALLS["extend"],
    "page_extension": CALLS["extend"],
    "page_absence": CALLS["proceed_without"],
    "page_consent": CALLS["consent_to_proceed"],
}

_SHOWN_DAYS = (1, 2, 3, 5, 10, 15, 20)


@dataclass(frozen=True)
class DateLine:
    """A task and, for one of the inspection itself, the page on which its date is moved."""

    task: Task
    path: str | None


@dataclass(frozen=True)
class DateView:
    """One task of the inspection with all that may be done about its date."""

    task: Task
    due: Due | None
    used: int  # working days granted so far
    limit: int  # that a lead may grant in all
    most: int  # days that this person may still grant
    previews: list[tuple[int, datetime]]
    can_go_without: bool  # whether a rule lets the inspection go on without it at all
    escalated: bool  # its last escalation has gone
    last_rung: datetime | None
    proposed: str | None  # the reason given, "" where this person may not read it


@router.get("", name="page_dates")
async def dates(page: PlaceDep) -> Response:
    """Every open task with its date and why."""
    own = page.here.workflow_id
    lines = [
        DateLine(task, f"{page.path}/dates/{task.task}" if task.workflow_id == own else None)
        for task in await list_tasks(page.records, page.viewer, page.here.reference)
        if not task.task.startswith("consent:")
    ]
    return page.render("managers/dates.html", lines=lines, proposed=await _proposed(page))


@router.get("/{task}", name="page_date")
async def date_of_task(page: PlaceDep, task: TaskName) -> Response:
    """One date, and what may be done about it."""
    return await _shown(page, task)


@router.post("/{task}/extension", name="page_extension")
async def extend(page: PlaceFormDep, task: TaskName) -> Response:
    """Move the date later."""
    return await doing.act(
        page,
        Doing("extend", about=(("task", task),)),
        _extension,
        lambda sent: lambda: composing.extend(task, sent),
        again=lambda: _shown(page, task),
        then=f"{page.path}/dates",
    )


@router.post("/{task}/absence", name="page_absence")
async def proceed_without(page: PlaceFormDep, task: TaskName) -> Response:
    """Propose to go on without it."""
    return await doing.act(
        page,
        Doing("proceed_without", about=(("task", task),)),
        _absence,
        lambda sent: lambda: composing.proceed_without(task, sent),
        again=lambda: _shown(page, task),
        then=f"{page.path}/dates",
    )


@router.post("/{task}/consent", name="page_consent")
async def consent(page: PlaceFormDep, task: TaskName) -> Response:
    """Consent, as HMI."""
    return await doing.act(
        page,
        Doing("consent_to_proceed", about=(("task", task),)),
        lambda _: Nothing(),
        lambda _: lambda: composing.consent_to_proceed(task),
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
    return ExtensionIn(days=days, reason=typed.text("reason"))


def _absence(typed: Typed) -> ReasonIn:
    if not typed.text("why_without"):
        raise Wrong(("why_without", "Say why the inspection should go on without it."))
    return ReasonIn(reason=typed.text("why_without"))


async def _proposed(page: PlacePage) -> list[str]:
    """The tasks for which it is proposed to go on without what they ask for."""
    state = await page.here.find_state()
    return list(state.proposed) if state else []


async def _shown(page: PlacePage, name: str) -> Response:
    found = await list_tasks(page.records, page.viewer, page.here.reference)
    own = page.here.workflow_id
    task = next((one for one in found if (one.workflow_id, one.task) == (own, name)), None)
    state = await page.here.find_state()
    if task is None or state is None or name not in open_tasks(state):
        raise NotFound("task", name)
    return page.render("managers/date.html", view=await _view(page, state, task))


async def _view(page: PlacePage, state: InspectionState, task: Task) -> DateView:
    outline, due = state.programme, open_tasks(state)[task.task].due
    used = state.extensions.get(dated_as(state, task.task), 0)
    most = MOST_DAYS if page.holds(Role.HMI) else outline.extension_limit
    last = rungs(state)[-1] if rungs(state) else None
    return DateView(
        task=task,
        due=due,
        used=used,
        limit=outline.extension_limit,
        most=max(most - used, 0) if due else 0,
        previews=_previews(state, task.task, max(most - used, 0)) if due else [],
        can_go_without=task.task in CAN_PROCEED_WITHOUT,
        escalated=is_exhausted(state, task.task),
        last_rung=rung_time(due.at, last.offset, last.unit, outline.holidays)
        if due and last
        else None,
        proposed=await _reason(page, task.task) if task.task in state.proposed else None,
    )


def _previews(state: InspectionState, name: str, most: int) -> list[tuple[int, datetime]]:
    """Days to add -> the date that would come of it."""
    found = []
    for days in _SHOWN_DAYS:
        key = dated_as(state, name)
        extended = {**state.extensions, key: state.extensions.get(key, 0) + days}
        due = open_tasks(replace(state, extensions=extended))[name].due
        if days <= most and due:
            found.append((days, due.at))
    return found


async def _reason(page: PlacePage, name: str) -> str:
    here = page.here
    subject = f"absence:{name}"
    found = await find_standing(here.records, here.viewer, here.reference, Kind.REASON, subject)
    return str(found.content["text"]) if found else ""
