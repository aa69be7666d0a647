"""Word of bank holidays added to an inspection, kept for its referrals and its follow-up.

They are processes of their own with calendars of their own. Each is told by an act of the engine's
own, kept in the transaction that records the holiday: whatever stops before it is sent, the sweep
sends it. What opens at that moment, with an older calendar, is told when its opening is recorded.
"""

from collections.abc import Sequence

from criteria.roles import Side
from records.acts import NewAct, freeze_within
from records.handing_over import beside
from records.projection import Change, Document
from records.session import Session
from records.tables import ProcessTable
from workflows.calendar import FOLLOW_CALENDAR
from workflows.names import INSPECTION, inspection_workflow_id
from workflows.process import SYSTEM


async def follow_calendar(
    session: Session, row: ProcessTable, change: Change, before: Document
) -> None:
    """Tell whoever lacks a bank holiday that this change added, or with which it opened too late.

    To be called under the lock of the journal's head, like `handing_over.follow_people`.
    """
    if row.workflow_type == INSPECTION:
        if new := _more(row.state, before):
            for other in await beside(session, row):
                await _tell(session, other, new, change)
    elif not change.base:
        inspection = await session.get(ProcessTable, inspection_workflow_id(row.inspection))
        if inspection is not None and (new := _more(inspection.state, row.state)):
            await _tell(session, row, new, change)


def _more(state: Document, known: Document) -> list[str]:
    """The days that one state has and the other has not, in order."""
    return sorted({*state.get("added_holidays", [])} - {*known.get("added_holidays", [])})


async def _tell(session: Session, row: ProcessTable, days: Sequence[str], change: Change) -> None:
    new = NewAct(
        workflow_id=row.workflow_id,
        inspection=row.inspection,
        kind=FOLLOW_CALENDAR.kind,
        actor=SYSTEM,
        side=Side.INSPECTORATE,
        idempotency_key=f"calendar/{row.workflow_id}/{'+'.join(days)}",
        message={"days": list(days)},
    )
    await freeze_within(session, new, (), change.at)
