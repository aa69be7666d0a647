"""Handing over a role: who may name whom. What the engine cannot know is checked here: standing
roles, side and force, conflicts of interest. The rest it checks again.
"""

from api.acting import Composed
from api.here import Here
from api.schemas.people import HandOverIn
from criteria.duties import HandOver, has_conflict, is_appointable, who_hands_over
from criteria.errors import Rule, RuleBroken, require
from criteria.programme import Programme
from criteria.roles import Role
from criteria.visibility import Kind
from records.errors import NotFound
from records.people import Person, get_person
from records.revisions import NewRevision
from workflows.people import require_may_succeed
from workflows.state import InspectionState


async def hand_over(here: Here, role: Role, sent: HandOverIn) -> Composed:
    """Raises RuleBroken by the name of the rule that excludes the successor."""
    require_may_name(here, role)
    change = HandOver(role, sent.leaver, sent.successor)
    try:
        person = await get_person(here.records, sent.successor)
    except NotFound:
        raise RuleBroken(Rule.PERSON_NOT_APPOINTABLE, sent.successor, role.value) from None
    require_qualified(here, await here.programme(), await here.state(), change, person)
    message = {**vars(change), "role": role.value, "reason": "$0"}
    content = {**vars(change), "role": role.value, "text": sent.reason}
    return Composed(message, [NewRevision(Kind.REASON, f"hand_over:{role.value}", content)])


def require_may_name(here: Here, role: Role) -> None:
    """Raise RuleBroken(NOT_YOUR_ROLE) unless the caller may name a successor in this role."""
    naming = who_hands_over(role)
    require(bool(here.viewer.roles & set(naming)), Rule.NOT_YOUR_ROLE, *(r.value for r in naming))


def require_qualified(
    here: Here, programme: Programme, state: InspectionState, change: HandOver, person: Person
) -> None:
    """Raise RuleBroken unless this person may take the leaver's place."""
    role, force, home = change.role, here.inspection.force_code, person.force_code
    fits = is_appointable(role, force, person.side, home, person.standing_roles)
    require(fits, Rule.PERSON_NOT_APPOINTABLE, person.id, role.value)
    years, today = programme.rules.conflict_years, here.now().date()
    conflict = has_conflict(role, force, home, person.served_at, years, today)
    require(not conflict, Rule.CONFLICT_OF_INTEREST, person.id, role.value)
    require_may_succeed(state, change)
