"""Cases as each side sees them, and the note that somebody opened one."""

from api.here import Here
from api.schemas.case_audit import CaseOut
from api.schemas.content import RevisionOut, revision_out
from criteria.errors import Rule, require
from criteria.roles import Side
from criteria.visibility import Kind
from records.access_log import log_access
from records.errors import NotFound
from records.revisions import find_standing
from workflows.state import CaseState


async def case_list(here: Here) -> list[CaseOut]:
    """Every case of the sample, by reference. Of the force's audit only whether it is in."""
    state = await here.find_state()
    cases = sorted(state.cases.items()) if state else []
    to_force = here.viewer.side is not Side.INSPECTORATE
    return [_to_force(name, case) if to_force else _to_team(name, case) for name, case in cases]


async def standing(here: Here, kind: Kind, subject: str) -> RevisionOut:
    """What stands, as far as the viewer may see it. Raises NotFound."""
    found = await find_standing(here.records, here.viewer, here.reference, kind, subject)
    if found is None:
        raise NotFound(kind.value, subject)
    return revision_out(found)


async def opened(here: Here, kind: Kind, case: str) -> RevisionOut:
    """What stands on a case; that it was opened is noted first."""
    found = await standing(here, kind, case)
    await note_access(here, kind.value, case)
    return found


async def note_access(here: Here, what: str, subject: str) -> None:
    await log_access(
        here.records,
        here.person.id,
        what,
        subject,
        here.reference,
        here.now(),
        here.request_id,
    )


async def require_allocated(here: Here, case: str) -> None:
    """Raise RuleBroken unless the case has been allocated to the caller."""
    known = (await here.state()).cases.get(case)
    require(known is not None, Rule.CASE_NOT_IN_SAMPLE)
    own = known is not None and known.reviewer == here.person.id
    require(own, Rule.CASE_NOT_ALLOCATED_TO_YOU, case)


def _to_force(name: str, case: CaseState) -> CaseOut:
    return CaseOut(reference=name, case_type=case.type, audit_in=case.audit is not None)


def _to_team(name: str, case: CaseState) -> CaseOut:
    return CaseOut(
        reference=name,
        case_type=case.type,
        audit_in=case.audit is not None,
        reviewer=case.reviewer,
        review_in=case.review is not None,
    )
