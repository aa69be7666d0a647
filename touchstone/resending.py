"""Sending acts again that were kept and never decided: referrals first."""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Sequence
from typing import Any

import structlog

from records.acts import Act
from touchstone.wiring import Kit
from workflows.names import referral_workflow_id

log = structlog.get_logger()

AT_ONCE = 8


async def send_again(kit: Kit, acts: Sequence[Act]) -> None:
    """Send acts again: referrals first, each process's in order, several processes at once."""
    of_process: dict[str, list[Act]] = defaultdict(list)
    for act in acts:
        of_process[act.workflow_id].append(act)
    places = asyncio.Semaphore(AT_ONCE)

    async def one_process(waiting: list[Act]) -> None:
        async with places:
            for act in waiting:
                log.info("act.swept", act=act.id, kind=act.kind)
                await guarded(kit.gateway.send(act))

    urgent_first = sorted(of_process, key=lambda id_: not id_.startswith(referral_workflow_id("")))
    await asyncio.gather(*(one_process(of_process[id_]) for id_ in urgent_first))


async def guarded(work: Awaitable[Any]) -> None:
    """Do one item; log what goes wrong, so that the others are not kept waiting."""
    try:
        await work
    except Exception:
        log.exception("sweep.failed")
