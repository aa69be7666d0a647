"""Moving the fieldwork: its days go to the engine, its reason is kept, its dates are foreseen."""

from datetime import date

from api.acting import Composed
from api.here import Here
from api.schemas.fieldwork import FieldworkIn
from criteria.errors import Rule, require
from criteria.visibility import Kind
from records.revisions import NewRevision
from workflows.date_messages import MoveFieldwork
from workflows.fieldwork import MovedDate, check_move, moved_dates
from workflows.rule import Decided

FIELDWORK = "fieldwork"  # what the reason is about


async def move_fieldwork(sent: FieldworkIn) -> Composed:
    days = {
        "fieldwork_start": sent.fieldwork_start.isoformat(),
        "fieldwork_end": sent.fieldwork_end.isoformat(),
    }
    content = {**days, "text": sent.reason}
    return Composed({**days, "reason": "$0"}, [NewRevision(Kind.REASON, FIELDWORK, content)])


async def foresee(here: Here, start: date, end: date) -> list[MovedDate]:
    """The dates that would move, if it were moved now. Raises RuleBroken as the engine would."""
    state = await here.state()
    require(state.closed_at is None, Rule.CLOSED)
    now = here.parts.clock().isoformat()
    days = start.isoformat(), end.isoformat()
    check_move(state, Decided(here.person.id, now), MoveFieldwork("", *days))
    return moved_dates(state, *days)
