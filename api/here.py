"""A caller at one inspection: who, in which roles, and what the caller's request is about."""

import json
from dataclasses import dataclass, field
from datetime import datetime

from api.parts import Parts
from criteria.errors import Rule, RuleBroken
from criteria.programme import Programme
from criteria.visibility import Viewer
from records import programmes
from records.errors import NotFound
from records.inspections import Inspection
from records.people import Person, holders_of
from records.processes import get_process
from records.session import Records
from workflows.names import inspection_workflow_id
from workflows.patch import from_document
from workflows.state import InspectionState


@dataclass(frozen=True)
class Here:
    """Whoever calls, at the inspection that the route names. Access has been checked."""

    parts: Parts
    person: Person
    viewer: Viewer
    inspection: Inspection
    request_id: str
    _read: dict[str, InspectionState | None] = field(default_factory=dict, compare=False)

    @property
    def records(self) -> Records:
        return self.parts.records

    @property
    def reference(self) -> str:
        return self.inspection.reference

    @property
    def workflow_id(self) -> str:
        return inspection_workflow_id(self.reference)

    def now(self) -> datetime:
        return self.parts.clock()

    async def programme(self) -> Programme:
        """The programme as it was when this inspection was issued."""
        return await pinned_programme(self.parts, self.inspection.programme_hash)

    async def state(self) -> InspectionState:
        """Where the inspection stands. Raises RuleBroken(NOT_ISSUED) before it is issued."""
        state = await self.find_state()
        if state is None:
            raise RuleBroken(Rule.NOT_ISSUED)
        return state

    async def find_state(self) -> InspectionState | None:
        """Where the inspection stands; None before it is issued. Read once for each request."""
        if "state" not in self._read:
            self._read["state"] = await self._read_state()
        return self._read["state"]

    async def _read_state(self) -> InspectionState | None:
        try:
            process = await get_process(self.records, self.workflow_id)
        except NotFound:
            return None
        return from_document(InspectionState, process.state)

    async def people(self) -> dict[str, list[str]]:
        """Role -> ids of those who hold it now."""
        return await holders_of(self.records, self.reference)


async def pinned_programme(parts: Parts, hash_: str) -> Programme:
    """The programme pinned under this hash. Read once for each process: it never changes."""
    if hash_ not in parts.pinned:
        kept = await programmes.get_programme(parts.records, hash_)
        parts.pinned[hash_] = Programme.from_json(json.dumps(kept.content))
    return parts.pinned[hash_]
