"""The workflow that tells one webhook: looks again when told to, and ends when nothing waits."""

import asyncio
import uuid
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest
from temporalio import activity
from temporalio.client import Client, WorkflowExecutionStatus
from temporalio.service import RPCError
from temporalio.testing import WorkflowEnvironment
from temporalio.worker import Worker

from activities.webhooks import start_telling
from workflows.contracts import NextLook, Webhook
from workflows.names import INSPECTIONS_QUEUE, webhook_workflow_id
from workflows.sandbox import runner
from workflows.webhooks import WebhookWorkflow

pytestmark = pytest.mark.engine


@dataclass
class Told:
    """The activity: notes when it was called and says when to be called again, "" at the end."""

    waits: list[timedelta]
    at: list[datetime] = field(default_factory=list)
    gate: asyncio.Event = field(default_factory=asyncio.Event)
    holding: asyncio.Event = field(default_factory=asyncio.Event)

    @activity.defn(name="tell_webhook")
    async def tell_webhook(self, webhook: Webhook) -> NextLook:
        now = activity.info().current_attempt_scheduled_time
        self.at.append(now)
        self.holding.set()
        await self.gate.wait()
        return NextLook((now + self.waits.pop(0)).isoformat() if self.waits else "")


def worker(client: Client, told: Told) -> Worker:
    return Worker(
        client,
        task_queue=INSPECTIONS_QUEUE,
        workflows=[WebhookWorkflow],
        activities=[told.tell_webhook],
        workflow_runner=runner(),
        max_cached_workflows=0,  # each task replays from the beginning
    )


async def test_it_waits_from_attempt_to_attempt_for_days_and_then_ends(
    time_machine: WorkflowEnvironment,
) -> None:
    waits = [timedelta(seconds=5), timedelta(hours=24)]
    told = Told(list(waits))
    told.gate.set()
    async with worker(time_machine.client, told):
        webhook = f"wh-{uuid.uuid4().hex[:8]}"
        await start_telling(time_machine.client, webhook)
        await time_machine.sleep(timedelta(days=2))
        handle = time_machine.client.get_workflow_handle(webhook_workflow_id(webhook))
        assert (await handle.describe()).status is WorkflowExecutionStatus.COMPLETED
    gaps = [later - earlier for earlier, later in zip(told.at, told.at[1:], strict=False)]
    assert [abs(gap - wait) < timedelta(seconds=2) for gap, wait in zip(gaps, waits, strict=True)]


async def test_what_comes_while_it_sends_or_sleeps_is_looked_at_at_once_and_by_one_workflow(
    client: Client,
) -> None:
    """On the real server, where time is not skipped: it would sleep for a day."""
    told = Told([timedelta(days=1), timedelta(days=1)])
    async with worker(client, told):
        webhook = f"wh-{uuid.uuid4().hex[:8]}"
        handle = client.get_workflow_handle(webhook_workflow_id(webhook))
        await start_telling(client, webhook)
        await told.holding.wait()
        await start_telling(client, webhook)  # while it sends
        told.gate.set()
        async with asyncio.timeout(30):
            while len(told.at) < 2:  # noqa: ASYNC110 - the engine tells it by no event
                await asyncio.sleep(0.02)
            run = (await handle.describe()).run_id
            await start_telling(client, webhook)  # while it sleeps
            await handle.result()
        description = await handle.describe()
    assert (description.run_id, description.status) == (run, WorkflowExecutionStatus.COMPLETED)
    assert len(told.at) == 3


async def test_an_engine_that_is_away_leaves_it_to_the_sweep(client: Client) -> None:
    away = await Client.connect("127.0.0.1:9", lazy=True)
    await start_telling(away, "wh-1")
    handle = client.get_workflow_handle(webhook_workflow_id("wh-1"))
    with pytest.raises(RPCError):
        await handle.describe()


def test_its_id_names_the_webhook_alone() -> None:
    assert webhook_workflow_id("wh-1") == "webhook/wh-1"
