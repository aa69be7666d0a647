"""What the record of a hand-over does besides: appointments, rows, notices, and word to the rest.

That the deputy stands in for the lead changes nobody's role, but whom the rest ask: they are told.

Referrals and the follow-up hold people of their own. What changes in the inspection is kept for
each of them as an act of the engine's own, in the same transaction: whatever stops before it is
sent, the sweep sends it. Every step here is taken under the lock of the journal's head, so that a
process which opens at the same moment is told too.
"""

from sqlalchemy import select

from criteria.duties import HandOver
from criteria.roles import Role, Side
from records.acts import NewAct, freeze_within
from records.calendar_feeds import end_feed
from records.notices import supersede
from records.people import take_over
from records.projection import Change, Document
from records.session import Session
from records.shares import pass_on_rows
from records.tables import ProcessTable
from workflows.deputising import AWAY, BACK
from workflows.names import INSPECTION, inspection_workflow_id
from workflows.people import FOLLOW_APPOINTMENTS
from workflows.process import SYSTEM


async def follow_people(session: Session, row: ProcessTable, change: Change, position: int) -> None:
    """Carry out a hand-over, tell of a deputy standing in, or bring what opens beside an inspection
    up to its people.

    `position` is the change's in the inspection's journal. To be called once it is entered there.
    """
    if change.hands_over is not None:
        await _hand_over(session, row, change, change.hands_over)
        for other in await beside(session, row):
            await _tell(session, other, row.state, change.hands_over.role.value, change, position)
    elif change.event in (AWAY, BACK):  # who is asked changes there too, though nobody's role does
        for other in await beside(session, row):
            lead = Role.INSPECTION_LEAD.value
            await _tell(session, other, row.state, lead, change, position)
    elif not change.base and row.workflow_type != INSPECTION:
        await _catch_up(session, row, change, position)


async def _hand_over(session: Session, row: ProcessTable, change: Change, handed: HandOver) -> None:
    await end_feed(session, handed.leaver)  # who goes on serving makes a new one
    has_left = await take_over(session, row.inspection, handed, change.at)
    if has_left:
        await supersede(session, row.inspection, [handed.leaver])
    if handed.role is Role.CONTRIBUTOR:
        await pass_on_rows(session, row.inspection, handed.leaver, handed.successor)


async def beside(session: Session, row: ProcessTable) -> list[ProcessTable]:
    """The processes beside this one that have not ended."""
    query = (
        select(ProcessTable)
        .where(
            ProcessTable.inspection == row.inspection,
            ProcessTable.workflow_id != row.workflow_id,
            ProcessTable.closed_at.is_(None),
        )
        .order_by(ProcessTable.workflow_id)
    )
    return list(await session.scalars(query))


async def _catch_up(session: Session, row: ProcessTable, change: Change, position: int) -> None:
    """It opens with the people of when it was asked for: a role may have changed hands since."""
    inspection = await session.get(ProcessTable, inspection_workflow_id(row.inspection))
    now: Document = inspection.state.get("people", {}) if inspection is not None else {}
    for role, held in row.state.get("people", {}).items():
        if role in now and set(now[role]) != set(held):
            assert inspection is not None
            await _tell(session, row, inspection.state, role, change, position)


async def _tell(
    session: Session,
    row: ProcessTable,
    inspection: Document,
    role: str,
    change: Change,
    position: int,
) -> None:
    message = {"role": role, "people": inspection["people"][role], "as_of": position}
    new = NewAct(
        workflow_id=row.workflow_id,
        inspection=row.inspection,
        kind=FOLLOW_APPOINTMENTS.kind,
        actor=SYSTEM,
        side=Side.INSPECTORATE,
        idempotency_key=f"follow/{row.workflow_id}/{role}/{position}",
        message=message,
    )
    await freeze_within(session, new, (), change.at)
