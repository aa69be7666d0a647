"""The sweep: what was kept and not carried on is carried on. Runs beside the worker, for ever.

Acts that are `received` for too long go out again under the same id; batches of notices that did
not start are started, ended histories are kept. Everything it does is safe to do twice.
"""

import asyncio
from datetime import date, datetime, timedelta

import structlog

from activities.projection import start_sending
from records.acts import list_waiting
from records.journal import seal_heads
from records.notices import list_queued_batches
from records.processes import list_closed_without_history, note_history
from touchstone.wiring import Kit, now

log = structlog.get_logger()


async def keep_sweeping(kit: Kit) -> None:
    """Sweep until cancelled; a sweep that fails is logged and tried again."""
    pause = min(kit.settings.sweep_seconds, 10.0)
    sealed_on: date | None = None
    while True:
        try:
            await sweep(kit, now())
            if sealed_on != now().date():
                await seal_journal(kit)
                sealed_on = now().date()
        except Exception:
            log.exception("sweep.failed")
        await asyncio.sleep(pause)


async def seal_journal(kit: Kit) -> None:
    """Write the heads of all chains into the house's own chain: daily, and at a worker's start."""
    async with kit.records.transaction() as session:
        await seal_heads(session, now())


async def sweep(kit: Kit, at: datetime) -> None:
    """One sweep, of everything that waits for longer than `sweep_seconds`."""
    before = at - timedelta(seconds=kit.settings.sweep_seconds)
    for act in await list_waiting(kit.records, before):
        log.info("act.swept", act=act.id, kind=act.kind)
        await kit.gateway.send(act)
    for batch in await list_queued_batches(kit.records, before):
        await start_sending(kit.client, batch)
    for process in await list_closed_without_history(kit.records):
        await keep_history(kit, process.workflow_id)


async def keep_history(kit: Kit, workflow_id: str) -> None:
    """Keep the ended workflow's history, sealed as it is: the engine forgets it after retention."""
    history = await kit.client.get_workflow_handle(workflow_id).fetch_history()
    sha256 = await kit.files.put(history.to_json().encode())
    await note_history(kit.records, workflow_id, sha256)
    log.info("history.kept", workflow_id=workflow_id, events=len(history.events))
