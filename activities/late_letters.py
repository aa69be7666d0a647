"""The letter to a registered mailbox that came after issue: queued by the sweep, once.

Whatever registered the mailbox, and whatever stopped since, the records say who still waits.
"""

from datetime import datetime

from activities.derive import Derived
from activities.projection import about
from criteria.mailbox import mailbox_of
from records.late_letters import list_without_letter, queue_letter
from records.mailboxes import REGISTERED
from records.people import get_force
from records.processes import Process
from records.projection import Change
from records.session import Records
from records.subjects import inspection_of
from workflows.names import INSPECTION
from workflows.patch import from_document
from workflows.state import InspectionState


async def queue_late_letters(records: Records, public_url: str, at: datetime) -> None:
    """Queue each; the sweep of queued batches sends them. Done again, it does nothing.

    `public_url` is where the portal stands, for the link.
    """
    for process in await list_without_letter(records):
        if from_document(InspectionState, process.state).delivered is None:
            await _queue(records, process, public_url, at)


async def _queue(records: Records, process: Process, public_url: str, at: datetime) -> None:
    inspection = await inspection_of(records, process.workflow_id)
    force = await get_force(records, inspection.force_code)
    told = about(inspection, force, public_url)
    by = Derived(INSPECTION, told, {}, {}, at, mailbox=mailbox_of(force.code))
    change = Change(f"{process.workflow_id}:{REGISTERED}", "", "", {}, REGISTERED, at)
    notices = by.notices(process.state, process.state, change)
    await queue_letter(records, process.workflow_id, change, notices)
