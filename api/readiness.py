"""Whether what the API stands on answers: records, file store, engine."""

import asyncio
from collections.abc import Awaitable

import structlog

from api.parts import Parts
from records.errors import NotFound
from records.people import list_forces

log = structlog.get_logger()

PATIENCE = 3.0  # seconds for each part
_NO_FILE = "0" * 64


async def look(parts: Parts) -> dict[str, bool]:
    """Part -> whether it answers."""
    if parts.ready is not None:
        return await parts.ready()
    looks = {
        "records": _answers("records", list_forces(parts.records)),
        "files": _answers("files", parts.files.get(_NO_FILE)),
        "engine": _is_reachable(parts),
    }
    return dict(zip(looks, await asyncio.gather(*looks.values()), strict=True))


def is_usable(found: dict[str, bool]) -> bool:
    """Without records nothing works; without the engine acts are kept and decided later."""
    return found.get("records", False) and found.get("files", True)


async def _is_reachable(parts: Parts) -> bool:
    return await parts.gateway.is_reachable()


async def _answers(part: str, question: Awaitable[object]) -> bool:
    try:
        await asyncio.wait_for(question, PATIENCE)
    except NotFound:
        return True  # it was asked for a file that is not there, and said so
    except Exception as error:  # whatever its driver raises, it does not answer
        log.warning("part.away", part=part, error=type(error).__name__)
        return False
    return True
