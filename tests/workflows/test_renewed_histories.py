"""A history that is renewed, replayed or run in the strict sandbox decides as any other."""

import asyncio
from typing import Any

import pytest
from temporalio.client import Client

from criteria.errors import Rule
from tests.builders import an_issue
from tests.workflows.engine import Driven, a_reference, opened, state_of, working
from tests.workflows.kept import Kept
from tests.workflows.short_lived import ShortLivedInspection
from tests.workflows.straight import until
from workflows.inspection import InspectionWorkflow
from workflows.messages import Accepted
from workflows.phases import Phase, phase
from workflows.sandbox import strict_runner

pytestmark = pytest.mark.engine


async def renewed(driven: Driven, run_id: str) -> None:
    """Wait until the history that this run wrote has been followed by a new one."""
    async with asyncio.timeout(60):
        while await driven.run_id() == run_id:
            pass


async def test_an_act_that_is_sent_again_to_a_renewed_history_is_inert(client: Client) -> None:
    kept = Kept()
    workflows = [ShortLivedInspection]
    async with working(client, kept, workflows=workflows) as queue:
        driven = await opened(client, queue, a_reference(), an_issue())
        first_run = await driven.run_id()
        extending = {"reason": "r-e", "task": "return", "days": 1}
        for number in range(3):
            await driven.act("p-lead", "extend", extending, act_id=f"act-{number}")
        await renewed(driven, first_run)

        again = await driven.act("p-lead", "extend", extending, act_id="act-1")
        assert again == Accepted("act-1")
        other = {**extending, "days": 2}
        refused = await driven.refusal("p-lead", "extend", other, act_id="act-0")
        assert refused is Rule.ACT_ID_REUSED
        assert state_of(kept, driven).extensions == {"return": 3}
        await driven.act("p-lead", "extend", extending, act_id="act-3")
        assert state_of(kept, driven).extensions == {"return": 4}


async def test_a_whole_inspection_over_many_renewed_histories_ends_as_in_one(
    client: Client,
) -> None:
    states = []
    for workflows in ([InspectionWorkflow], [ShortLivedInspection]):
        kept = Kept()
        async with working(client, kept, workflows=workflows) as queue:
            driven = await opened(client, queue, a_reference(), an_issue())
            first_run = await driven.run_id()
            await driven.run(until("published"))
            await driven.until(lambda now: "publication" not in now.tasks and not now.pending)
            await driven.until(lambda now: now.projected == "follow_up")
            states.append(without_times(kept.states[driven.handle.id]))
            assert (await driven.run_id() != first_run) is (workflows[0] is ShortLivedInspection)
    assert states[0] == states[1]


def without_times(state: dict[str, Any]) -> dict[str, Any]:
    """What a state says apart from when, and under which ids."""
    timeless = {"reference": "", "accepted": {}, "accepted_at": ""}
    events = dict.fromkeys(state["events"], "")
    return {**state, **timeless, "events": events, "last_done": state["last_done"].split(" ")[1:]}


async def test_a_straight_run_replays_at_every_step_without_a_cache(client: Client) -> None:
    kept = Kept()
    async with working(client, kept, cached=0) as queue:
        driven = await opened(client, queue, a_reference(), an_issue())
        await driven.run(until("allocated"))
        assert phase(state_of(kept, driven)) is Phase.CASE_AUDIT


async def test_a_whole_inspection_runs_under_the_strict_sandbox(client: Client) -> None:
    kept = Kept()
    async with working(client, kept, workflow_runner=strict_runner()) as queue:
        driven = await opened(client, queue, a_reference(), an_issue())
        await driven.run(until("published"))
        await driven.until(lambda now: now.projected == "follow_up")
        assert phase(state_of(kept, driven)) is Phase.FOLLOW_UP
        await driven.act("system", "close_inspection", {})
        await driven.handle.result()
        assert kept.rendered == [
            "notice_letter/1",
            "self_assessment_template/1",
            "draft_report/1",
            "final_report/1",
        ]
