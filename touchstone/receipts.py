"""Asking GOV.UK Notify what became of the notices that it took, for receipts that did not come.

The records say which are open, so nothing is forgotten by a stop; Notify's callback tells sooner.
"""

from datetime import datetime, timedelta

from activities.channels.notify import Notify
from records.undelivered import list_unconfirmed, note_receipt
from touchstone.posting import receipts
from touchstone.resending import guarded
from touchstone.wiring import Kit

ASK_AFTER = timedelta(minutes=2)  # a receipt comes by itself mostly within seconds
KEPT = timedelta(days=7)  # by Notify, unless its service's settings say otherwise


async def ask_for_receipts(kit: Kit, at: datetime) -> None:
    """Ask about each notice that Notify took and has not told the end of."""
    notify = receipts(kit.settings)
    if notify is None:
        return
    for reference in await list_unconfirmed(kit.records, at - KEPT, at - ASK_AFTER):
        await guarded(_ask(kit, notify, reference, at))


async def _ask(kit: Kit, notify: Notify, reference: str, at: datetime) -> None:
    fate = await notify.look_up(reference)
    if fate is not None:
        await note_receipt(kit.records, reference, fate.status, at, ended_at=fate.ended_at)
