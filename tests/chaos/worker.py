"""The product's worker in a process of its own, which kills itself at a named point when told to.

A file `kill-{point}` in the data folder arms a point; it is removed as it strikes.
"""

import asyncio
import os
import signal
from pathlib import Path
from typing import Any

from temporalio import workflow
from temporalio.worker import (
    ActivityInboundInterceptor,
    ExecuteActivityInput,
    HandleUpdateInput,
    Interceptor,
    WorkflowInboundInterceptor,
    WorkflowInterceptorClassInput,
)

from touchstone import logs
from touchstone.settings import load_settings
from touchstone.worker import run

FOLDER = Path(os.environ["TOUCHSTONE_DATA_FOLDER"])


def strike(point: str) -> None:
    """Die like a process whose machine lost power, if this point is armed."""
    armed = FOLDER / f"kill-{point}"
    if armed.exists():
        armed.unlink()
        os.kill(os.getpid(), signal.SIGKILL)


class _Activities(ActivityInboundInterceptor):
    async def execute_activity(self, input: ExecuteActivityInput) -> Any:
        name = input.fn.__name__
        if name == "project":
            strike("accepted-not-projected")
        result = await self.next.execute_activity(input)
        if name == "project":
            strike("projected-not-reported")
        return result


class _Workflows(WorkflowInboundInterceptor):
    async def handle_update_handler(self, input: HandleUpdateInput) -> Any:
        if not workflow.unsafe.is_replaying():
            with workflow.unsafe.sandbox_unrestricted():
                strike("deciding")
        return await self.next.handle_update_handler(input)


class Killer(Interceptor):
    """Puts the named points around activities and update handlers."""

    def intercept_activity(self, next: ActivityInboundInterceptor) -> ActivityInboundInterceptor:
        return _Activities(next)

    def workflow_interceptor_class(
        self, input: WorkflowInterceptorClassInput
    ) -> type[WorkflowInboundInterceptor]:
        return _Workflows


if __name__ == "__main__":
    settings = load_settings()
    logs.configure(settings)
    asyncio.run(run(settings, [Killer()]))
