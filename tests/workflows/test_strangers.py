"""Strangers who have the server's address but not our keys: they harm themselves alone."""

import asyncio
from typing import Any

import pytest
from temporalio.client import Client, WorkflowHandle, WorkflowUpdateFailedError
from temporalio.exceptions import ApplicationError

from criteria.errors import Rule
from tests.builders import an_issue
from tests.servers import Engine
from tests.workflows.engine import a_reference, opened, state_of, working
from tests.workflows.kept import Kept
from tests.workflows.straight import until
from workflows.inspection import InspectionWorkflow
from workflows.messages import Act, StartProcess

pytestmark = pytest.mark.engine


@pytest.fixture
async def stranger(engine: Engine) -> Client:
    return await Client.connect(engine.address, namespace=engine.namespace)


async def test_a_plain_act_changes_nothing_and_the_next_act_works(
    client: Client, stranger: Client
) -> None:
    kept = Kept()
    async with working(client, kept) as queue:
        driven = await opened(client, queue, a_reference(), an_issue())
        await driven.until(lambda now: now.latest.startswith("documents") and not now.pending)
        before = len((await driven.handle.fetch_history()).events)
        handle = stranger.get_workflow_handle(driven.handle.id)
        actor, kind, body = until("submitted")[0]
        forged = driven.message(actor, kind, body, "act-forged")
        with pytest.raises(WorkflowUpdateFailedError):
            await handle.execute_update(kind, forged, id="act-forged")
        with pytest.raises(WorkflowUpdateFailedError):
            await handle.execute_update(kind, id="act-empty")
        assert len((await driven.handle.fetch_history()).events) == before
        await driven.act(actor, kind, body)
        assert state_of(kept, driven).returned.revision == "r-1"


async def test_a_sealed_act_is_worth_nothing_under_another_id_kind_or_process(
    client: Client,
) -> None:
    kept = Kept()
    async with working(client, kept) as queue:
        driven = await opened(client, queue, a_reference(), an_issue())
        other = await opened(client, queue, a_reference(), an_issue())
        actor, kind, body = until("submitted")[0]
        message = driven.message(actor, kind, body, "act-1")
        places = [
            (driven, kind, "act-2"),
            (driven, "approve_return", "act-1"),
            (other, kind, "act-1"),
        ]
        for place, sent_as, act_id in places:
            with pytest.raises(WorkflowUpdateFailedError) as caught:
                await place.handle.execute_update(sent_as, message, id=act_id)
            assert isinstance(caught.value.cause, ApplicationError)
            assert caught.value.cause.type == Rule.NOT_SEALED
        unbound = Act(actor, body, "h")
        with pytest.raises(WorkflowUpdateFailedError):
            await driven.handle.execute_update(kind, unbound, id="act-3")


async def test_a_plain_start_blocks_itself_alone(client: Client, stranger: Client) -> None:
    """Its workflow task fails and is retried until somebody ends it; all others go on."""
    kept = Kept()
    async with working(client, kept) as queue:
        driven = await opened(client, queue, a_reference(), an_issue())
        reference = a_reference()
        strange = await stranger.start_workflow(
            InspectionWorkflow.run,
            StartProcess(reference),
            id=f"test/{reference}",
            task_queue=queue,
        )
        await driven.run(until("approved"))
        await until_failing(strange)
        await strange.terminate()  # as the gateway does it for an issue that stands in the records
        again = await opened(client, queue, reference, an_issue())
        assert (await again.settled()).tasks.keys() == {"return", "eligible_cases"}


async def until_failing(handle: WorkflowHandle[Any, Any]) -> None:
    """Wait until a workflow task has failed: the first failure alone is written down."""
    async with asyncio.timeout(60):
        while True:
            events = (await handle.fetch_history()).events
            if any(event.HasField("workflow_task_failed_event_attributes") for event in events):
                return
