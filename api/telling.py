"""Acts of the engine's own that follow from another act: sent at once, but never waited for long.

They were kept with the act that they follow from, so the sweep sends what this does not.
"""

import asyncio

import structlog

from api.acting import decide
from api.here import Here
from records.acts import Act, list_undecided
from workflows.calendar import FOLLOW_CALENDAR
from workflows.people import FOLLOW_APPOINTMENTS

log = structlog.get_logger()

AT_ONCE = 2.0  # seconds


async def tell_of_people(here: Here) -> None:
    """Tell the referrals and the follow-up who serves now. What takes longer goes on."""
    await _tell(here, FOLLOW_APPOINTMENTS.kind)


async def tell_of_calendar(here: Here) -> None:
    """Tell the referrals and the follow-up of bank holidays added. What takes longer goes on."""
    await _tell(here, FOLLOW_CALENDAR.kind)


async def _tell(here: Here, kind: str) -> None:
    waiting = await list_undecided(here.records, here.reference, kind)
    sending = {_send(here, act) for act in waiting}
    if sending:
        await asyncio.wait(sending, timeout=AT_ONCE)


def _send(here: Here, act: Act) -> asyncio.Task[Act]:
    sending = asyncio.create_task(decide(here.parts, act))
    here.parts.sending.add(sending)
    sending.add_done_callback(here.parts.sending.discard)
    sending.add_done_callback(_note_failure)
    return sending


def _note_failure(sending: asyncio.Task[Act]) -> None:
    error = None if sending.cancelled() else sending.exception()
    if error is not None:
        log.error("act.left_to_sweep", error=type(error).__name__)
