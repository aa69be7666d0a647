"""Reopening a phase: its reason is kept, what would follow is foreseen as the engine does it."""

from api.acting import Composed
from api.here import Here
from api.schemas.reopening import ReopeningIn
from criteria.errors import Rule, require
from criteria.visibility import Kind
from records.revisions import NewRevision
from workflows.reopening import Reopening, counted, require_can_reopen
from workflows.reopening import foresee as foresee_in
from workflows.stale import stale

REOPENING = "reopening"  # what the reason is about


async def reopen_phase(here: Here, sent: ReopeningIn) -> Composed:
    """What becomes void is counted for the journal. Raises RuleBroken as the engine would."""
    state = await here.state()
    require(state.closed_at is None, Rule.CLOSED)
    gone = stale(state, require_can_reopen(state, here.person.id, sent.phase))
    message = {"reason": "$0", "phase": sent.phase, "seen": sent.seen, "void": counted(gone)}
    content = {"phase": sent.phase, "text": sent.reason}
    return Composed(message, [NewRevision(Kind.REASON, REOPENING, content)])


async def foresee(here: Here, code: str) -> Reopening:
    """What would follow, if it were reopened now. Raises RuleBroken as the engine would."""
    state = await here.state()
    require(state.closed_at is None, Rule.CLOSED)
    phase = require_can_reopen(state, here.person.id, code)
    return foresee_in(state, phase, here.now().isoformat())
