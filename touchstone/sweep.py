"""The sweep: what was kept and not carried on is carried on. Runs beside the worker, for ever.

Acts that are `received` for too long go out again under the same id; batches of notices that did
not start are started, webhooks that nobody tells are told, Notify is asked about receipts, ended
histories are kept, workflows that vanished are started again. All of it is safe to do twice, and no
item that fails keeps the others waiting.
"""

import asyncio
from datetime import date, datetime, timedelta

import structlog
from temporalio.service import RPCError, RPCStatusCode

from activities.late_letters import queue_late_letters
from activities.projection import start_sending
from activities.webhooks import start_telling
from records.acts import list_waiting
from records.deliveries import list_waiting_webhooks
from records.errors import NotFound
from records.journal import seal_heads
from records.notices import list_queued_batches
from records.processes import get_process, list_closed_without_history, note_history
from touchstone.receipts import ask_for_receipts
from touchstone.reconcile import put_right, put_vanished_right
from touchstone.resending import guarded, send_again
from touchstone.wiring import Kit, now

log = structlog.get_logger()

STUCK = timedelta(minutes=1)  # beyond `sweep_seconds`
VANISHED_EVERY = timedelta(minutes=1)  # and letters to mailboxes registered since
ASK_EVERY = timedelta(minutes=5)
LOST = "lost"  # in place of a history that the engine no longer has


async def keep_sweeping(kit: Kit) -> None:
    """Sweep until cancelled; a sweep that fails is logged and tried again."""
    pause = min(kit.settings.sweep_seconds, 10.0)
    sealed_on: date | None = None
    looked_at = now()  # `up` has just reconciled
    asked_at: datetime | None = None
    while True:
        await guarded(sweep(kit, now()))
        if sealed_on != now().date():
            await guarded(seal_journal(kit))
            sealed_on = now().date()
        if now() - looked_at > VANISHED_EVERY:
            await guarded(put_vanished_right(kit))
            await guarded(queue_late_letters(kit.records, kit.settings.public_url, now()))
            looked_at = now()
        if asked_at is None or now() - asked_at > ASK_EVERY:
            await guarded(ask_for_receipts(kit, now()))
            asked_at = now()
        await asyncio.sleep(pause)


async def sweep(kit: Kit, at: datetime) -> None:
    """One sweep, of everything that waits for longer than `sweep_seconds`."""
    before = at - timedelta(seconds=kit.settings.sweep_seconds)
    await send_again(kit, await list_waiting(kit.records, before))
    for workflow_id in {act.workflow_id for act in await list_waiting(kit.records, before - STUCK)}:
        await guarded(put_stuck_right(kit, workflow_id))
    for batch in await list_queued_batches(kit.records, before):
        await guarded(start_sending(kit.client, batch))
    for webhook in await list_waiting_webhooks(kit.records, before):
        await guarded(start_telling(kit.client, webhook))
    for process in await list_closed_without_history(kit.records):
        await guarded(keep_history(kit, process.workflow_id))


async def put_stuck_right(kit: Kit, workflow_id: str) -> None:
    """A process that leaves its acts undecided for so long may be apart from its records."""
    try:
        process = await get_process(kit.records, workflow_id)
    except NotFound:
        return  # its opening act is still on the way
    await put_right(kit, process)


async def keep_history(kit: Kit, workflow_id: str) -> None:
    """Keep the ended workflow's history, sealed as it is: the engine forgets it after retention."""
    try:
        history = await kit.client.get_workflow_handle(workflow_id).fetch_history()
    except RPCError as error:
        if error.status is not RPCStatusCode.NOT_FOUND:
            raise
        log.warning("history.lost", workflow_id=workflow_id)
        await note_history(kit.records, workflow_id, LOST)
        return
    sha256 = await kit.files.put(history.to_json().encode())
    await note_history(kit.records, workflow_id, sha256)
    log.info("history.kept", workflow_id=workflow_id, events=len(history.events))


async def seal_journal(kit: Kit) -> None:
    """Write the heads of all chains into the house's own chain: daily, and at a worker's start."""
    async with kit.records.transaction() as session:
        await seal_heads(session, now())
