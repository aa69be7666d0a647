"""Live hints: a page that waits for others hears "changed", and fetches itself again.

Each web process reads the versions of the inspections that are watched once a second, in one
query. A hint holds no content; what changed is read through the normal page, as its reader may.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager

from fastapi import APIRouter, Request
from sse_starlette import EventSourceResponse, ServerSentEvent

from api.access import ACCESS as CALLS
from api.access import Access
from api.pages.deps import PlaceDep
from records.processes import read_versions
from records.session import Records

router = APIRouter(include_in_schema=False)

ACCESS: dict[str, Access] = {"page_changes": CALLS["get_inspection"]}

EVERY_SECONDS = 1.0
LONGEST_SECONDS = 600.0  # then the browser connects again, and who may look is checked again


class Watch:
    """The versions of all inspections that somebody looks at, read together."""

    def __init__(self, records: Records) -> None:
        self._records = records
        self._watched: Counter[str] = Counter()
        self._versions: dict[str, int] = {}
        self._read = asyncio.Event()
        self._reading: asyncio.Task[None] | None = None

    async def changes(self, reference: str) -> AsyncIterator[None]:
        """An item each time that the inspection has changed, until the longest time is over."""
        end = asyncio.get_running_loop().time() + LONGEST_SECONDS
        with self._watching(reference):
            known: int | None = None
            while asyncio.get_running_loop().time() < end:
                await self._read.wait()
                now = self._versions.get(reference)
                if known is not None and now != known:
                    yield
                known = now
                await asyncio.sleep(EVERY_SECONDS / 2)

    @contextmanager
    def _watching(self, reference: str) -> Iterator[None]:
        self._watched[reference] += 1
        if self._reading is None or self._reading.done():
            self._read.clear()
            self._reading = asyncio.create_task(self._keep_reading())
        try:
            yield
        finally:
            self._watched -= Counter([reference])

    async def _keep_reading(self) -> None:
        """Read while anybody watches."""
        while self._watched:
            self._versions = await read_versions(self._records, set(self._watched))
            self._read.set()
            await asyncio.sleep(EVERY_SECONDS)


@router.get("/inspections/{ref}/changes", name="page_changes")
async def changes(page: PlaceDep, request: Request) -> EventSourceResponse:
    """A stream of hints that this inspection has changed."""
    watch = watch_of(request, page.records)

    async def hints() -> AsyncIterator[ServerSentEvent]:
        async for _ in watch.changes(page.here.reference):
            yield ServerSentEvent(data="", event="changed")

    return EventSourceResponse(hints(), headers={"Cache-Control": "no-store"})


def watch_of(request: Request, records: Records) -> Watch:
    """The one watch of this process."""
    state = request.app.state
    if not hasattr(state, "watch"):
        state.watch = Watch(records)
    found: Watch = state.watch
    return found
