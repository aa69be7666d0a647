"""Issuing an inspection: the people checked, the programme pinned, the row made with the act."""

import json
from datetime import date

from api.acting import Composed
from api.deps import CallerHere
from api.errors import InputFaults
from api.identity import require_invented_in_development
from api.parts import Parts
from api.schemas.inspections import IssueIn
from criteria import duties
from criteria.errors import Rule, RuleBroken, require
from criteria.programme import Programme
from criteria.roles import Role
from records.counters import next_reference
from records.errors import NotFound
from records.inspections import NewInspection, create_inspection
from records.people import Force, appoint, get_force, list_people
from records.programmes import pin_programme
from records.session import Session
from workflows.messages import Issue
from workflows.names import inspection_workflow_id
from workflows.patch import to_document
from workflows.phases import Phase
from workflows.self_assessment import require_planned
from workflows.uk_time import local_day


async def issue(caller: CallerHere, sent: IssueIn) -> Composed:
    """Raises RuleBroken for people or dates that do not fit, InputFaults for unknown codes."""
    parts = caller.parts
    programme = find_programme(parts, sent.programme)
    force = await _force(parts, sent.force)
    require_invented_in_development(parts, force)
    today = parts.clock().date()
    fits = today <= sent.fieldwork_start <= sent.fieldwork_end
    require(fits, Rule.FIELDWORK_DATES)
    planned = sent.planned_delivery.isoformat() if sent.planned_delivery else ""
    require_planned(planned, local_day(parts.clock()), sent.fieldwork_start)
    people = {role: list(dict.fromkeys(ids)) for role, ids in sent.people.items() if ids}
    duties.require_filled(people, programme.rules.panel_minimum)
    duties.require_apart(people)
    await _require_impartial(parts, people, force, programme.rules.conflict_years, today)
    message = Issue(
        force.code,
        programme.outline(),
        {role.value: ids for role, ids in people.items()},
        sent.fieldwork_start.isoformat(),
        sent.fieldwork_end.isoformat(),
        planned,
    )
    return Composed(
        to_document(message), prepare=_Preparation(caller, sent, programme, force, people).write
    )


def find_programme(parts: Parts, programme_id: str) -> Programme:
    """The latest version of a programme. Raises InputFaults."""
    found = [one for one in parts.programmes() if one.id == programme_id]
    if not found:
        raise InputFaults(("body.programme", "There is no programme of this id."))
    return max(found, key=lambda one: tuple(int(number) for number in one.version.split(".")))


def prefix(programme_id: str) -> str:
    """The letters before an inspection's number: NCP for national-child-protection."""
    words = [word.upper() for word in programme_id.split("-") if word.isalpha()]
    letters = "".join(word if len(word) <= 3 else word[0] for word in words)[:8]
    return letters if len(letters) >= 2 else "INS"


async def _force(parts: Parts, code: str) -> Force:
    try:
        return await get_force(parts.records, code)
    except NotFound:
        raise InputFaults(("body.force", "The register has no force of this code.")) from None


async def _require_impartial(
    parts: Parts, people: duties.People, force: Force, years: int, today: date
) -> None:
    known = {person.id: person for person in await list_people(parts.records)}
    for role, ids in people.items():
        for person_id in ids:
            person = known.get(person_id)
            if person is None:
                raise RuleBroken(Rule.PERSON_NOT_APPOINTABLE, person_id, role.value)
            conflict = duties.has_conflict(
                role, force.code, person.force_code, person.served_at, years, today
            )
            require(not conflict, Rule.CONFLICT_OF_INTEREST, person_id, role.value)


class _Preparation:
    """The rows that appear together with the act: programme, inspection, appointments."""

    def __init__(
        self,
        caller: CallerHere,
        sent: IssueIn,
        programme: Programme,
        force: Force,
        people: dict[Role, list[str]],
    ) -> None:
        self._caller = caller
        self._sent = sent
        self._programme = programme
        self._force = force
        self._people = people

    async def write(self, session: Session) -> tuple[str, str]:
        """Gives the new inspection's reference and workflow id."""
        programme, at = self._programme, self._caller.parts.clock()
        content = json.loads(programme.to_json())
        pinned = await pin_programme(session, programme.id, programme.version, content)
        reference = await next_reference(session, prefix(programme.id), at.year)
        new = NewInspection(
            reference=reference,
            force_code=self._force.code,
            programme_hash=pinned,
            programme_id=programme.id,
            title=self._sent.title or f"{programme.title}: {self._force.name}",
            phase=Phase.SELF_ASSESSMENT.value,
            created_by=self._caller.person.id,
            fieldwork_start=self._sent.fieldwork_start,
            fieldwork_end=self._sent.fieldwork_end,
        )
        await create_inspection(session, new, at)
        for role, ids in self._people.items():
            for person in ids:
                await appoint(session, reference, person, role, at)
        return reference, inspection_workflow_id(reference)
