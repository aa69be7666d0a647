"""Where the force's return stands, and who may still do what with it."""

from datetime import datetime
from enum import StrEnum

from api.here import Here
from criteria.roles import Role
from criteria.visibility import Kind
from records.revisions import Revision, find_standing, list_revisions
from workflows.state import InspectionState

RETURN = "return"


class Stage(StrEnum):
    """How far the return has come."""

    WRITING = "writing"
    CLARIFYING = "clarifying"  # the inspectorate asked about rows again
    SUBMITTED = "submitted"  # waits for the force's own approval
    APPROVED = "approved"  # with the inspectorate
    ACCEPTED = "accepted"  # accepted, or the submission was accepted without it


WRITABLE = frozenset({Stage.WRITING, Stage.CLARIFYING})


def stage_of(state: InspectionState | None) -> Stage:
    """The stage; what comes after proceeding without the return is still taken."""
    if state is None:
        return Stage.WRITING
    returned = state.returned
    if returned.accepted or state.closed_at:
        return Stage.ACCEPTED
    if returned.approved:
        return Stage.APPROVED
    if returned.revision:
        return Stage.SUBMITTED
    if state.accepted_at and "return" not in state.absent:
        return Stage.ACCEPTED
    return Stage.CLARIFYING if returned.clarify else Stage.WRITING


async def latest_return(here: Here) -> Revision | None:
    """The return as it was last submitted, as far as the viewer may see it."""
    found = await list_revisions(here.records, here.viewer, here.reference, Kind.RETURN, RETURN)
    return found[-1] if found else None


async def reason_to_rewrite(here: Here, state: InspectionState | None) -> Revision | None:
    """Why the return is with its writers again: sent back by the approver, or asked about."""
    stage = stage_of(state)
    if state is None or stage not in WRITABLE or "submitted" not in state.events:
        return None
    subject = "clarification" if stage is Stage.CLARIFYING else "send_back_return"
    found = await find_standing(here.records, here.viewer, here.reference, Kind.REASON, subject)
    if found is None or found.accepted_at is None:
        return None
    newer = found.accepted_at >= datetime.fromisoformat(state.events["submitted"])
    return found if newer else None


async def approvers(here: Here, preparers: set[str]) -> tuple[list[str], list[str]]:
    """(who may approve, who holds the role but helped to prepare): ids of chief-officer leads."""
    holders = (await here.people()).get(Role.CHIEF_OFFICER_LEAD.value, [])
    free = [person for person in holders if person not in preparers]
    return free, [person for person in holders if person in preparers]
