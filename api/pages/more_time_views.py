"""More time as its two pages show it: what was asked and decided, and the dates that would come."""

from dataclasses import dataclass
from datetime import datetime

from api.pages.date_views import previews
from api.pages.page import PlacePage
from criteria.roles import Role
from criteria.visibility import Kind
from records.revisions import Revision, find_standing
from workflows.deadlines import Due
from workflows.exceptions import MOST_DAYS, due_with
from workflows.state import AskedExtension, InspectionState
from workflows.tasks import Task, dated_as, open_tasks

Previews = list[tuple[int, datetime]]  # working days more -> the date that would come of it


@dataclass(frozen=True)
class RequestView:
    """A task of the force: its date, a request that waits, and the last decision."""

    task: str
    due: Due | None
    given: int  # working days granted so far
    limit: int  # that a lead may grant in all
    asked: AskedExtension | None
    decide_by: datetime | None
    request: Revision | None  # what was asked last, for those who may read it
    decision: Revision | None  # what was decided last
    previews: Previews


@dataclass(frozen=True)
class DecisionView:
    """A request that waits, and what would come of granting it wholly or in part."""

    task: str
    due: Due | None
    asked: AskedExtension
    reasons: str
    whole: Due | None
    given: int
    limit: int
    most: int  # working days that this person may grant, of those asked for
    previews: Previews


async def request_view(page: PlacePage, state: InspectionState, task: Task) -> RequestView:
    """What the force reads before it asks, while it waits, and once it was decided."""
    waiting = open_tasks(state).get(f"extension:{task.id}")
    return RequestView(
        task=task.id,
        due=task.due,
        given=_given(state, task.id),
        limit=state.programme.extension_limit,
        asked=state.asked.get(task.id),
        decide_by=waiting.due.at if waiting and waiting.due else None,
        request=await _said(page, f"extension_request:{task.id}"),
        decision=await _said(page, f"extension_decision:{task.id}"),
        previews=previews(state, task.id, MOST_DAYS, page.parts.clock()),
    )


async def decision_view(page: PlacePage, state: InspectionState, name: str) -> DecisionView | None:
    """None where nothing waits for a decision: it was taken, or the task was done."""
    asked, tasks = state.asked.get(name), open_tasks(state)
    if asked is None or name not in tasks:
        return None
    limit = state.programme.extension_limit
    left = (MOST_DAYS if page.holds(Role.HMI) else limit) - _given(state, name)
    request = await _said(page, f"extension_request:{name}")
    most = max(min(asked.days, left), 0)
    return DecisionView(
        task=name,
        due=tasks[name].due,
        asked=asked,
        reasons=str(request.content["text"]) if request else "",
        whole=due_with(state, name, asked.days),
        given=_given(state, name),
        limit=limit,
        most=most,
        previews=previews(state, name, min(most, asked.days - 1), page.parts.clock()),
    )


def _given(state: InspectionState, name: str) -> int:
    return state.extensions.get(dated_as(state, name), 0)


async def _said(page: PlacePage, subject: str) -> Revision | None:
    here = page.here
    return await find_standing(here.records, here.viewer, here.reference, Kind.REASON, subject)
