"""Those who could take over a role: who qualifies, and which rule excludes each of the others."""

from api.composing.people import require_may_name, require_qualified
from api.here import Here
from api.schemas.people import CandidateList, CandidateOut
from criteria.duties import HandOver
from criteria.errors import Rule, RuleBroken, require
from criteria.explanations import explain
from criteria.programme import Programme
from criteria.roles import Role, Side, side_of
from records.people import Person, list_people
from workflows.state import InspectionState


async def candidates(here: Here, role: Role, leaver: str | None) -> CandidateList:
    """Everybody of the side (and force) with this standing role, the leaver left out.

    Without a leaver, the first who holds the role. Raises RuleBroken(NOT_YOUR_ROLE) for a caller
    who may name nobody, (LEAVER_NOT_IN_ROLE) where the leaver does not hold it.
    """
    require_may_name(here, role)
    state, programme = await here.state(), await here.programme()
    holders = state.people.get(role.value, [])
    leaving = leaver or next(iter(holders), "")
    require(leaving in holders, Rule.LEAVER_NOT_IN_ROLE, role.value)
    items = [
        _candidate(here, programme, state, HandOver(role, leaving, person.id), person)
        for person in await _known(here, role)
        if person.id != leaving
    ]
    items.sort(key=lambda one: not one.qualifies)  # stable: by name within each
    return CandidateList(role=role.value, holders=holders, leaver=leaving, items=items)


async def _known(here: Here, role: Role) -> list[Person]:
    side = side_of(role)
    force = None if side is Side.INSPECTORATE else here.inspection.force_code
    found = await list_people(here.records, side, force)
    return [person for person in found if role.value in person.standing_roles]


def _candidate(
    here: Here, programme: Programme, state: InspectionState, change: HandOver, person: Person
) -> CandidateOut:
    rule: Rule | None = None
    try:
        require_qualified(here, programme, state, change, person)
    except RuleBroken as broken:
        rule = broken.rule
    return CandidateOut(
        id=person.id,
        name=person.name,
        title=person.title,
        qualifies=rule is None,
        rule=rule.value if rule else None,
        why=explain(rule).happened if rule else None,
    )
