"""Inspections as rows of a list and at a glance."""

from datetime import datetime
from typing import Any

from api.access import OVERSEERS, standing_roles
from api.deps import CallerHere
from api.here import Here
from api.schemas.inspections import (
    Appointed,
    InspectionOut,
    InspectionPage,
    InspectionRow,
    TaskSummary,
)
from criteria.roles import Role, Side, side_of
from criteria.visibility import Viewer
from records.inspections import Filter, Inspection, Sort, list_inspections
from records.people import names_of
from records.tasks import list_tasks
from workflows.phases import Phase


def wanted(
    caller: CallerHere,
    phase: Phase | None,
    force: str | None,
    programme: str | None,
    overdue: bool | None,
    is_open: bool | None,
) -> Filter:
    """The filter asked for. Who oversees no inspections is shown those that they serve on."""
    oversees = standing_roles(caller.person) & (OVERSEERS | {Role.OPERATOR})
    return Filter(
        force_code=force,
        programme_id=programme,
        phase=phase.value if phase else None,
        is_overdue=overdue,
        is_open=is_open,
        serving=None if oversees else caller.person.id,
    )


async def inspection_page(
    caller: CallerHere, wanted: Filter, sort: Sort, after: str | None, limit: int
) -> InspectionPage:
    page = await list_inspections(
        caller.parts.records, caller.viewer, wanted, sort=sort, after=after, limit=limit
    )
    return InspectionPage(
        items=[InspectionRow(**_row(caller.viewer, found)) for found in page.items],
        next=page.next,
    )


async def inspection_out(here: Here) -> InspectionOut:
    held = await here.people()
    names = await names_of(here.records, {person for ids in held.values() for person in ids})
    people = {
        role: [Appointed(id=person, name=names[person]) for person in ids]
        for role, ids in held.items()
    }
    tasks = await list_tasks(here.records, here.viewer, here.reference)
    dues = [task.due for task in tasks if task.due]
    summary = TaskSummary(
        open=len(tasks),
        overdue=sum(task.overdue for task in tasks),
        next_due=dues[0] if dues else None,
    )
    row = _row(here.viewer, here.inspection)
    if here.viewer.side is not Side.INSPECTORATE:
        row |= {"next_due": summary.next_due, "overdue": summary.overdue}  # of their own tasks
    state = await here.find_state()
    return InspectionOut(
        **row,
        people=people,
        lead_away_since=datetime.fromisoformat(state.lead_away)
        if state and state.lead_away
        else None,
        tasks=summary,
    )


def _row(viewer: Viewer, inspection: Inspection) -> dict[str, Any]:
    """Who is awaited on the other side is not told: a panel at work says that the two differ."""
    inside = viewer.side is Side.INSPECTORATE
    awaiting = [
        role for role in inspection.awaiting if inside or side_of(Role(role)) is viewer.side
    ]
    place = f"/api/v1/inspections/{inspection.reference}"
    return {
        "reference": inspection.reference,
        "title": inspection.title,
        "programme": inspection.programme_id,
        "programme_hash": inspection.programme_hash,
        "force": inspection.force_code,
        "phase": inspection.phase,
        "awaiting": awaiting,
        "next_due": inspection.next_due if inside else None,
        "overdue": inspection.overdue if inside else 0,
        "issued_at": inspection.issued_at,
        "fieldwork_start": inspection.fieldwork_start,
        "fieldwork_end": inspection.fieldwork_end,
        "closed_at": inspection.closed_at,
        "paused_at": inspection.paused_at,
        "withdrawn_at": inspection.withdrawn_at,
        "links": {
            "self": place,
            "tasks": f"{place}/tasks",
            "documents": f"{place}/documents",
            "programme": f"/api/v1/programmes/{inspection.programme_id}",
        },
    }
