"""An operator's cancel, which is not an act: it ends nothing and loses nothing."""

import pytest
from temporalio.client import Client, WorkflowExecutionStatus

from tests.builders import PEOPLE, an_issue, an_outline
from tests.workflows.engine import a_reference, opened, started, state_of, working
from tests.workflows.kept import Kept
from tests.workflows.straight import FOLLOW_UP, until
from workflows.phases import Phase, phase
from workflows.state import FollowUpState

pytestmark = pytest.mark.engine


async def test_an_operators_cancel_ends_nothing(client: Client) -> None:
    kept = Kept()
    async with working(client, kept) as queue:
        driven = await opened(client, queue, a_reference(), an_issue())
        await driven.handle.cancel()
        await driven.run(until("approved"))
        await driven.handle.cancel()
        await driven.run([step for step in until("accepted") if step not in until("approved")])
        assert (await driven.handle.describe()).status is WorkflowExecutionStatus.RUNNING
        assert phase(state_of(kept, driven)) is Phase.CASE_AUDIT


async def test_a_cancel_in_the_middle_of_a_projection_or_a_rendering_loses_nothing(
    client: Client,
) -> None:
    kept = Kept()
    async with working(client, kept) as queue:
        driven = await opened(client, queue, a_reference(), an_issue())
        kept.shut()
        sent = await driven.send(*until("submitted")[0])
        await driven.until(lambda _: kept.waiting > 0)
        await driven.handle.cancel()
        await driven.standing()
        kept.open()
        await sent.result()
        await driven.until(lambda now: len(kept.rendered) == 2 and not now.pending)
        await driven.run(until("approved")[1:])
        assert state_of(kept, driven).returned.approved == "r-1"


async def test_a_cancel_survives_the_loss_of_the_cache(client: Client) -> None:
    kept = Kept()
    async with working(client, kept, cached=0) as queue:
        driven = await opened(client, queue, a_reference(), an_issue())
        await driven.handle.cancel()
        await driven.run(until("submitted"))
        assert (await driven.handle.describe()).status is WorkflowExecutionStatus.RUNNING


def a_published_state() -> FollowUpState:
    state = FollowUpState("T-1", "X01", an_outline(), PEOPLE, inspection="T-1")
    state.events = {"published": "2026-06-01T09:00:00+00:00"}
    return state


async def test_a_cancel_does_not_stop_a_follow_up_from_opening_or_closing(client: Client) -> None:
    kept = Kept()
    kept.shut()
    async with working(client, kept) as queue:
        driven = await started(client, queue, a_published_state(), f"test/{a_reference()}")
        handle = driven.handle
        await driven.until(lambda _: kept.waiting == 1)  # its opening is not yet on record
        await handle.cancel()
        await driven.standing()
        kept.open()
        await driven.run(FOLLOW_UP)
        kept.shut()
        closing = await driven.send("p-lead", "close_follow_up", {"revision": "r-c"})
        await driven.standing()
        kept.open()
        await closing.result()
        await handle.result()
        assert kept.closed == ["T-1"]
        assert kept.effects(handle.id)[0] == "opened"


async def test_a_cancel_while_a_follow_up_takes_its_leave_changes_nothing(client: Client) -> None:
    kept = Kept()
    state = a_published_state()
    state.done = dict.fromkeys(("immediate_update", "action_plan"), "r")
    state.done["policing_body_comments"] = "r"
    async with working(client, kept) as queue:
        driven = await started(client, queue, state, f"test/{a_reference()}")
        handle = driven.handle
        await driven.act("p-lead", "close_follow_up", {"revision": "r-c"})
        await handle.cancel()
        await handle.result()
        assert kept.closed == ["T-1"]
