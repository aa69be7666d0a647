"""What the list of inspections and the referrals say of a process, from its state. Pure."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from workflows.deputising import roles_asked
from workflows.phases import Phase, phase
from workflows.standing_still import clock, is_paused
from workflows.state import FollowUpState, InspectionState, ProcessState, ReferralState
from workflows.tasks import open_tasks


def list_row(read: ProcessState, now: datetime, away: bool | None) -> Mapping[str, Any]:
    """Column -> value, for those columns that this kind of process keeps.

    `away`: whether the lead is, as of workflows.deputising.asked_of.
    """
    if isinstance(read, ReferralState):
        closed = _instant(read.closed_at)
        return {"state": "closed" if closed else "open", "closed_at": closed}
    if isinstance(read, FollowUpState):
        return _awaited(read, now, away)
    if not isinstance(read, InspectionState) or read.outline is None:
        return {}
    # Once the follow-up is open, it says what is awaited.
    followed = phase(read) is Phase.FOLLOW_UP and "follow_up" in read.events
    return {
        "issued_at": _instant(read.events["issue"]),
        "fieldwork_start": fieldwork(read).get("start"),
        "fieldwork_end": fieldwork(read).get("end"),
        "phase": phase(read).value,
        "closed_at": _instant(read.closed_at),
        "paused_at": _instant(read.paused_at) if is_paused(read) else None,
        "withdrawn_at": _instant(read.closed_at) if read.withdrawn else None,
        **({} if followed else _awaited(read, now, away)),
    }


def fieldwork(state: ProcessState) -> dict[str, date]:
    """Its first and last day, where it is an inspection that has them."""
    if not isinstance(state, InspectionState) or not state.fieldwork_start:
        return {}
    days = {"start": state.fieldwork_start, "end": state.fieldwork_end}
    return {name: date.fromisoformat(day) for name, day in days.items()}


def _awaited(read: ProcessState, now: datetime, away: bool | None) -> Mapping[str, Any]:
    tasks = open_tasks(read).values()
    dues = sorted(task.due.at for task in tasks if task.due)
    return {
        "awaiting": sorted({r.value for task in tasks for r in roles_asked(task.roles, away)}),
        "next_due": dues[0] if dues else None,
        "overdue": sum(1 for due in dues if due <= clock(read, now)),
    }


def _instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text).astimezone(UTC) if text else None
