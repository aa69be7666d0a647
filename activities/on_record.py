"""Everything that is on record about one inspection and that a document is made from."""

import json
from dataclasses import dataclass
from typing import Any

from criteria.programme import Programme
from criteria.roles import Role
from criteria.visibility import Audience, Kind
from records.acts import get_accepted
from records.inspections import Inspection
from records.people import Force, Person, get_force, get_person
from records.processes import get_process
from records.programmes import get_programme
from records.revisions import list_standing
from records.session import Records
from records.subjects import inspection_of, journal_head, referred_cases
from workflows.messages import Issue
from workflows.names import inspection_workflow_id
from workflows.patch import from_document
from workflows.rule import Decided
from workflows.self_assessment import apply_issue
from workflows.state import InspectionState


@dataclass(frozen=True)
class OnRecord:
    """One inspection as an audience may know it. `said` is revision id -> content."""

    inspection: Inspection
    programme: Programme
    state: InspectionState
    force: Force
    people: dict[str, Person]  # role -> the first person who holds it
    said: dict[str, dict[str, Any]]
    referred: dict[str, bool]
    head: tuple[int, str]
    issued: InspectionState  # as it was issued: what the letter says for good
    signatory: Person  # HMI of then, who signed the letter

    def words(self, revision: str | None) -> dict[str, Any]:
        """What a revision says; nothing where there is none."""
        return self.said.get(revision or "", {})


async def read_record(records: Records, reference: str, audience: Audience) -> OnRecord:
    """Read the inspection for an audience. Raises NotFound."""
    workflow_id = inspection_workflow_id(reference)
    inspection = await inspection_of(records, workflow_id)
    process = await get_process(records, workflow_id)
    state = from_document(InspectionState, process.state)
    issued = await _as_issued(records, state)
    pinned = await get_programme(records, inspection.programme_hash)
    return OnRecord(
        inspection,
        Programme.from_json(json.dumps(pinned.content)),
        state,
        await get_force(records, inspection.force_code),
        {role: await get_person(records, held[0]) for role, held in state.people.items() if held},
        await _said(records, reference, audience),
        await referred_cases(records, reference),
        await journal_head(records, reference),
        issued,
        await get_person(records, issued.people[Role.HMI.value][0]),
    )


async def _as_issued(records: Records, state: InspectionState) -> InspectionState:
    """What the act of issuing made of it: later hand-overs and moved dates are not in it."""
    act = await get_accepted(records, inspection_workflow_id(state.reference), "issue")
    issued = InspectionState(state.reference)
    decided = Decided(act.actor, state.events["issue"])
    apply_issue(issued, decided, from_document(Issue, act.message))
    return issued


async def _said(records: Records, reference: str, audience: Audience) -> dict[str, dict[str, Any]]:
    found = [
        revision
        for kind in Kind
        for revision in await list_standing(records, audience, reference, kind)
    ]
    return {revision.id: revision.content for revision in found}
