"""What a person without our keys, or with a copy of a sealed act, can do to the engine: nothing."""

import asyncio
from pathlib import Path

import pytest
from temporalio.client import WorkflowUpdateFailedError

from criteria.errors import Rule
from records.acts import ActState
from records.processes import get_process
from tests.chaos.wreck import PATIENCE, Wreck, decided, until, where_all_stand, wreckable
from tests.spine import Spine, small_programme
from touchstone.embedded.binaries import find_binary
from workflows.messages import Act as Message
from workflows.messages import StandingReport, binding

pytestmark = [pytest.mark.engine, pytest.mark.chaos]


async def test_a_plaintext_act_sent_by_hand_changes_nothing_and_the_next_act_works(
    tmp_path: Path,
) -> None:
    async with wreckable(tmp_path) as wreck:
        spine = Spine(wreck.kit.records, wreck.kit.gateway, programme=small_programme())
        await decided(wreck.kit, await spine.issue())
        before = await all_at_rest(wreck)
        forged = '{"actor":"p-hmi-1","body":{},"hash":""}'
        for kind in ("submit_return", "publish", "close_inspection", "no_such_act"):
            refusal = await by_hand(wreck, spine, "update", "execute", "--name", kind, forged)
            assert "NotSealed" in refusal, refusal
        await by_hand(wreck, spine, "signal", "--name", "anything", forged)
        await by_hand(wreck, spine, "cancel")
        assert await where_all_stand(wreck) == before
        act = await decided(wreck.kit, await spine.act(next(spine.straight_run())))
        assert act.state is ActState.ACCEPTED


async def by_hand(wreck: Wreck, spine: Spine, *words: str) -> str:
    """What the Temporal command line says to a person without our keys."""
    *command, given = words if words[-1].startswith("{") else (*words, "")
    line = [str(find_binary("temporal")), "workflow", *command]
    line += ["--workflow-id", spine.workflow_id, "--address", wreck.settings.temporal_address]
    line += ["--namespace", wreck.settings.temporal_namespace]
    line += ["--input", given] if given else []
    told = await asyncio.create_subprocess_exec(
        *line, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT
    )
    output, _ = await asyncio.wait_for(told.communicate(), PATIENCE)
    return output.decode()


async def test_a_sealed_act_copied_from_a_history_is_worth_nothing_elsewhere(
    tmp_path: Path,
) -> None:
    async with wreckable(tmp_path) as wreck:
        programme = small_programme()
        one = Spine(wreck.kit.records, wreck.kit.gateway, "NCP-2027-0001", programme)
        other = Spine(wreck.kit.records, wreck.kit.gateway, "NCP-2027-0002", programme)
        await decided(wreck.kit, await one.issue())
        await decided(wreck.kit, await other.issue())
        act = await decided(wreck.kit, await one.act(next(one.straight_run())))
        before = await all_at_rest(wreck)
        message = Message(
            act.actor,
            act.message,
            act.payload_hash[:16],
            binding(act.workflow_id, act.kind, act.id),
        )
        for workflow_id, act_id in ((other.workflow_id, act.id), (one.workflow_id, "act-copied")):
            handle = wreck.kit.client.get_workflow_handle(workflow_id)
            with pytest.raises(WorkflowUpdateFailedError) as refused:
                await handle.execute_update(act.kind, message, id=act_id)
            assert getattr(refused.value.cause, "type", "") == Rule.NOT_SEALED
        assert await where_all_stand(wreck) == before


async def all_at_rest(wreck: Wreck) -> dict[str, StandingReport]:
    """Where all stand once nothing of their own is under way: documents written, all projected."""
    await until(lambda: is_at_rest(wreck), "rest")
    return await where_all_stand(wreck)


async def is_at_rest(wreck: Wreck) -> bool:
    for workflow_id, report in (await where_all_stand(wreck)).items():
        state = (await get_process(wreck.kit.records, workflow_id)).state
        if report.pending or not all(state["documents"].values()):
            return False
    return True
