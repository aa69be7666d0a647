"""Inspections whose force got a registered mailbox after the letter was issued: it goes there once.

For the engine's own writing only. An inspection is waiting while its letter may still be on its
way, and no notice was ever queued to the mailbox of its force.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import exists, literal, select

from criteria.mailbox import mailbox_of
from records.derived import queue_notices
from records.processes import Process
from records.projection import Change, NoticeRow
from records.session import Records
from records.tables import ForceTable, InspectionTable, NoticeTable, ProcessTable
from records.values import read_value
from workflows.names import INSPECTION
from workflows.phases import Phase

# Later the force has long had the letter.
_EARLY = (Phase.SELF_ASSESSMENT.value, Phase.SUBMISSION.value)


async def list_without_letter(records: Records) -> list[Process]:
    """The inspections that may wait, by workflow id; whether the letter is delivered their state
    says."""
    async with records.reading() as session:
        rows = await session.scalars(_waiting().order_by(ProcessTable.workflow_id))
        return [read_value(Process, row) for row in rows]


async def queue_letter(
    records: Records, workflow_id: str, change: Change, notices: Sequence[NoticeRow]
) -> None:
    """Queue the letter to the mailbox, unless one was queued meanwhile."""
    locked = _waiting().where(ProcessTable.workflow_id == workflow_id)
    async with records.transaction() as session:
        query = locked.with_for_update(of=ProcessTable)
        row = (await session.scalars(query)).one_or_none()
        if row is not None:
            await queue_notices(session, row, change, notices)


def _waiting() -> Any:
    mailbox = literal(mailbox_of("")) + InspectionTable.force_code
    told = exists().where(
        NoticeTable.inspection == InspectionTable.reference, NoticeTable.recipient == mailbox
    )
    return (
        select(ProcessTable)
        .join(InspectionTable, InspectionTable.reference == ProcessTable.inspection)
        .join(ForceTable, ForceTable.code == InspectionTable.force_code)
        .where(
            ProcessTable.workflow_type == INSPECTION,
            ProcessTable.closed_at.is_(None),
            ProcessTable.version > 0,
            InspectionTable.phase.in_(_EARLY),
            ForceTable.mailbox.is_not(None),
            ~told,
        )
    )
