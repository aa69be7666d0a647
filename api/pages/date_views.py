"""One date of an inspection as its page shows it: why it is so, and what would follow an act."""

from dataclasses import dataclass
from datetime import datetime

from api.pages.page import PlacePage
from criteria.roles import Role
from criteria.visibility import Kind
from records.revisions import find_standing
from records.tasks import Task
from workflows.deadlines import Due, rung_time
from workflows.exceptions import MOST_DAYS, due_with
from workflows.ladder import is_exhausted, rungs
from workflows.standing_still import clock
from workflows.state import InspectionState
from workflows.tasks import CAN_PROCEED_WITHOUT, dated_as, open_tasks

_SHOWN_DAYS = (1, 2, 3, 5, 10, 15, 20)


@dataclass(frozen=True)
class DateView:
    """One task of the inspection with all that may be done about its date."""

    task: Task
    due: Due | None
    used: int  # working days granted so far
    limit: int  # that a lead may grant in all
    most: int  # days that this person may still grant
    helps: bool  # all of these days together lead to a date that is still to come
    previews: list[tuple[int, datetime]]
    can_go_without: bool  # whether a rule lets the inspection go on without it at all
    escalated: bool  # its last escalation has gone
    last_rung: datetime | None
    proposed: str | None  # the reason given, "" where this person may not read it


async def date_view(page: PlacePage, state: InspectionState, task: Task) -> DateView:
    """An open task of the inspection itself, with its date and what may be done about it."""
    outline, due = state.programme, open_tasks(state)[task.task].due
    used = state.extensions.get(dated_as(state, task.task), 0)
    most = MOST_DAYS if page.holds(Role.HMI) else outline.extension_limit
    last = rungs(state)[-1] if rungs(state) else None
    now = page.parts.clock()
    left = max(most - used, 0) if due else 0
    longest = due_with(state, task.task, left) if left else None
    return DateView(
        task=task,
        due=due,
        used=used,
        limit=outline.extension_limit,
        most=left,
        helps=bool(longest and longest.at > clock(state, now)),
        previews=previews(state, task.task, left, now),
        can_go_without=task.task in CAN_PROCEED_WITHOUT,
        escalated=is_exhausted(state, task.task),
        last_rung=rung_time(due.at, last.offset, last.unit, state.holidays)
        if due and last
        else None,
        proposed=await _reason(page, task.task) if task.task in state.proposed else None,
    )


def previews(
    state: InspectionState, name: str, most: int, now: datetime
) -> list[tuple[int, datetime]]:
    """Days to add -> the date that would come of it, for those that are still to come."""
    dates = [(days, due_with(state, name, days)) for days in _SHOWN_DAYS if days <= most]
    return [(days, due.at) for days, due in dates if due and due.at > clock(state, now)]


async def _reason(page: PlacePage, name: str) -> str:
    here = page.here
    subject = f"absence:{name}"
    found = await find_standing(here.records, here.viewer, here.reference, Kind.REASON, subject)
    return str(found.content["text"]) if found else ""
