"""Due dates reckoned again from journal entries and the pinned programme, and from nothing else.

Written beside the product's own bookkeeping on purpose: where the two differ, one of them is wrong.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from criteria.outline import Period, ProgrammeOutline
from workflows.deadlines import due
from workflows.standing_still import Still

# Event of an entry -> the moment that it sets, from which a period may run.
_MOMENTS = {
    "issue": "issue",
    "refer_back": "referred",
    "approve_return": "approved",
    "return_for_clarification": "returned",
    "accept_submission": "accepted",
    "draw_sample": "drawn",
    "proceed_without": "proposed",
    "answer_accuracy_check": "accuracy_answered",
    "decide_accuracy": "accuracy_decided",
    "finalise_report": "finalised",
    "sign_off": "signed",
    "publish": "published",
    "undelivered": "undelivered",
}
_DELIVERING = ("open_notice", "deem_service", "submit_return", "register_eligible_cases")
_SERVING = ("record_service", "record_delivery")
# Kind of task -> its period, where that has another name.
_PERIODS = {
    "extension": "extension_decision",
    "overall_confirmation": "overall",
    "closure": "recommendations_6_months",
}


@dataclass(frozen=True)
class Entry:
    """What is read of an entry of the journal."""

    event: str
    at: datetime
    body: dict[str, Any] = field(default_factory=dict)


class ByJournal:
    """What the entries of one process say about its dates."""

    def __init__(self, outline: ProgrammeOutline, entries: Iterable[Entry]) -> None:
        self.outline = outline
        self.moments: dict[str, datetime] = {}
        self.extensions: dict[str, int] = {}
        self.holidays: list[str] = []
        self.stills: list[Still] = []
        self.paused: datetime | None = None
        self.asked: dict[str, datetime] = {}
        for entry in entries:
            self.read(entry)

    def read(self, entry: Entry) -> None:
        event, at, body = entry.event, entry.at, entry.body
        if event in _MOMENTS:
            self.moments[_MOMENTS[event]] = at
        if event in ("issue", "move_fieldwork"):
            for name in ("fieldwork_start", "fieldwork_end"):
                self.moments[name] = datetime.fromisoformat(f"{body[name]}T12:00:00+00:00")
        if event == "issue":
            planned = body.get("planned_delivery")
            noon = f"{planned}T12:00:00+00:00"
            self.moments["planned_delivery"] = datetime.fromisoformat(noon) if planned else at
        if event in _DELIVERING:
            self.moments.setdefault("delivered", at)
        if event in _SERVING:
            served = datetime.fromisoformat(body["at"])
            earliest = self.moments["issue"] if event == "record_delivery" else served
            self.moments.setdefault("delivered", max(served, earliest))
        if event == "documents_ready" and "draft_report" in body["effect"]:
            self.moments["draft_sent"] = at
        if event == "answer_accuracy_check" and not body["points"]:
            self.moments["accuracy_decided"] = at
        self._read_clocks(event, at, body)

    def _read_clocks(self, event: str, at: datetime, body: dict[str, Any]) -> None:
        if event == "request_extension":
            self.asked[body["task"]] = at
        if event in ("extend", "decide_extension") and body["days"]:
            key = self._dated_as(body["task"])
            self.extensions[key] = self.extensions.get(key, 0) + body["days"]
        if event in ("amend_calendar", "follow_calendar"):
            self.holidays += [body["day"]] if "day" in body else body["days"]
        if event == "pause_inspection":
            self.paused = at
        if event == "resume_inspection" and self.paused:
            self.stills.append(Still(self.paused, max(self.paused, at)))
            self.paused = None
        if event == "consent_to_proceed" and body["task"] == "accuracy_check":
            self.moments["accuracy_decided"] = at
        if event == "hand_over_role" and body["role"] == "inspector":
            days = self.extensions.pop(f"reviews:{body['leaver']}", 0)
            key = f"reviews:{body['successor']}"
            self.extensions[key] = max(days, self.extensions.get(key, 0))

    def due(self, task: str) -> datetime | None:
        """When a task that is open is due; None where nothing dates it."""
        kind, _, about = task.partition(":")
        if kind == "approval":
            kind = self._dated_as(kind)
        period = self.outline.periods.get(_PERIODS.get(kind, kind))
        if period is None:
            return None
        if kind == "extension":
            return self._from(period, self.asked[about], task)
        if period.event == "delivered":
            first = self._from(period, self.moments["planned_delivery"], task)
            second = self._from(period, self.moments.get("delivered"), task)
            return max(one for one in (first, second) if one)
        return self._from(period, self.moments.get(period.event), task)

    def _from(self, period: Period, event: datetime | None, task: str) -> datetime | None:
        if event is None:
            return None
        days = self.extensions.get(self._dated_as(task), 0)
        holidays = self.outline.holidays
        return due(period, event, holidays, days, self.stills, sorted(set(self.holidays))).at

    def _dated_as(self, task: str) -> str:
        if task == "approval":
            return "clarification" if "returned" in self.moments else "return"
        return task
