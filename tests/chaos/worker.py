"""The product's worker in a process of its own, which kills itself at a named point when told to.

A file `kill-{point}` in the data folder arms a point; it is removed as it strikes.
"""

import asyncio
import os
import signal
from collections import defaultdict
from dataclasses import dataclass
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

from activities.channels import Channel, Outgoing
from tests.chaos.points import BY_NAME, STRUCK
from touchstone import logs
from touchstone.posting import channel
from touchstone.settings import Settings, load_settings
from touchstone.worker import run

FOLDER = Path(os.environ["TOUCHSTONE_DATA_FOLDER"])


def strike(point: str) -> None:
    """Die like a process whose machine lost power, if this point is armed."""
    armed = FOLDER / f"kill-{point}"
    if armed.exists():
        armed.unlink()
        os.kill(os.getpid(), signal.SIGKILL)


class Crowd:
    """A point that several sendings reach side by side; the last one there takes all down."""

    def __init__(self) -> None:
        self.there: dict[str, int] = defaultdict(int)

    async def reach(self, point: str, about: str) -> None:
        """Go on where the point is not armed; else wait for the others, and die with them.

        `about` names the sending's own point: what an earlier strike left goes on as it would.
        """
        armed = FOLDER / f"kill-{point}"
        if point not in about or not armed.exists():
            return
        self.there[point] += 1
        if self.there[point] == len(BY_NAME):
            strike(point)
        await asyncio.Event().wait()


crowd = Crowd()


@dataclass(frozen=True)
class Struck:
    """A channel with a point before and one after it takes a notice."""

    channel: Channel

    @property
    def name(self) -> str:
        return self.channel.name

    async def send(self, notice: Outgoing) -> str:
        await crowd.reach("claimed-not-sent", notice.subject)
        reference = await self.channel.send(notice)
        await crowd.reach("sent-not-noted", notice.subject)
        return reference


def every_channel(settings: Settings) -> dict[str, Channel]:
    """All channels at once, by their names; what the product itself sends goes by the first."""
    given: dict[str, Channel] = {"email": channel(settings)}
    for name in BY_NAME if settings.smtp_host else ():
        given[name] = Struck(channel(settings.model_copy(update={"notice_channel": name})))
    return given


class _Activities(ActivityInboundInterceptor):
    async def execute_activity(self, input: ExecuteActivityInput) -> Any:
        name = input.fn.__name__
        if name == "project":
            strike("accepted-not-projected")
        result = await self.next.execute_activity(input)
        if name == "project":
            strike("projected-not-reported")
        if name == "send_notices" and input.args[0].batch.endswith(STRUCK):
            await crowd.reach("noted-not-reported", input.args[0].batch)
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
    asyncio.run(run(settings, [Killer()], every_channel))
