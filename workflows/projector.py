"""Carries decided changes to the records in order; several that wait may share one activity."""

import asyncio

from temporalio import workflow

from workflows import contracts
from workflows.contracts import Change, Projection
from workflows.policies import RECORD

MOST_AT_ONCE = 20


class Projector:
    """Queue of one process. `landed` is the effect that the records are known to stand at."""

    def __init__(self, landed: str) -> None:
        self.landed = landed
        self._waiting: list[Change] = []
        self._lock = asyncio.Lock()

    @property
    def is_quiet(self) -> bool:
        return not self._waiting and not self._lock.locked()

    @property
    def pending(self) -> list[str]:
        """Effects decided and not yet known to have landed, in order."""
        return [change.effect for change in self._waiting]

    def add(self, change: Change) -> None:
        self._waiting.append(change)

    async def land(self, effect: str) -> None:
        """Return when the change with this effect, and all before it, stand in the records."""
        async with self._lock:
            # Another handler may have carried ours along while we waited for the lock.
            while any(change.effect == effect for change in self._waiting):
                batch = self._waiting[:MOST_AT_ONCE]
                await workflow.execute_activity(
                    contracts.project,
                    Projection(batch),
                    start_to_close_timeout=RECORD.start_to_close,
                    retry_policy=RECORD.retry,
                )
                del self._waiting[: len(batch)]
                self.landed = batch[-1].effect
