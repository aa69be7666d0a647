"""The product's worker in a process of its own, which stops at named points when told to.

A file `kill-{point}` in the data folder arms a point for what the file names. Whoever reaches an
armed point leaves a line in `there-{point}` and waits, to be killed there by the test. Inside a
workflow nothing may wait: there the worker kills itself.
"""

import asyncio
import os
import signal
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from temporalio import activity, workflow
from temporalio.worker import (
    ActivityInboundInterceptor,
    ExecuteActivityInput,
    HandleUpdateInput,
    Interceptor,
    WorkflowInboundInterceptor,
    WorkflowInterceptorClassInput,
)

from activities.channels import Channel, Outgoing
from tests.chaos.points import BY_NAME
from touchstone import logs
from touchstone.posting import channel
from touchstone.settings import Settings, load_settings
from touchstone.worker import run

FOLDER = Path(os.environ["TOUCHSTONE_DATA_FOLDER"])


def is_armed(point: str, about: str) -> bool:
    armed = FOLDER / f"kill-{point}"
    return armed.exists() and armed.read_text() in about


async def reach(point: str, about: str) -> None:
    """Go on where the point is not armed for this; else say so, and wait for the end."""
    if is_armed(point, about):
        with (FOLDER / f"there-{point}").open("a") as there:
            there.write(f"{about}\n")
        await asyncio.Event().wait()


@dataclass(frozen=True)
class Struck:
    """A channel with a point before and one after it takes a notice."""

    channel: Channel

    @property
    def name(self) -> str:
        return self.channel.name

    async def send(self, notice: Outgoing) -> str:
        await reach("claimed-not-sent", notice.subject)
        reference = await self.channel.send(notice)
        await reach("sent-not-noted", notice.subject)
        return reference


def every_channel(settings: Settings) -> dict[str, Channel]:
    """All channels at once, by their names; what the product itself sends goes by the first."""
    given: dict[str, Channel] = {"email": channel(settings)}
    for name in BY_NAME if settings.smtp_host else ():
        given[name] = Struck(channel(settings.model_copy(update={"notice_channel": name})))
    return given


class _Activities(ActivityInboundInterceptor):
    async def execute_activity(self, input: ExecuteActivityInput) -> Any:
        name, about = input.fn.__name__, activity.info().workflow_id or ""
        if name == "project":
            await reach("accepted-not-projected", about)
        result = await self.next.execute_activity(input)
        if name == "project":
            await reach("projected-not-reported", about)
        if name == "send_notices":
            await reach("noted-not-reported", input.args[0].batch)
        return result


class _Workflows(WorkflowInboundInterceptor):
    async def handle_update_handler(self, input: HandleUpdateInput) -> Any:
        if not workflow.unsafe.is_replaying():
            with workflow.unsafe.sandbox_unrestricted():
                if is_armed("deciding", workflow.info().workflow_id):
                    os.kill(os.getpid(), signal.SIGKILL)
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
