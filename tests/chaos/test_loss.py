"""The engine's database lost in every phase: the records alone bring every process back."""

from pathlib import Path

import pytest

from records.acts import ActState
from records.subjects import inspection_of
from tests.chaos.whole_run import require_each_once, whole_run
from tests.chaos.wreck import Wreck, decided, where_all_stand, wreckable
from tests.spine import Spine, small_programme
from touchstone.reconcile import Finding
from workflows.phases import Phase

pytestmark = [pytest.mark.engine, pytest.mark.chaos, pytest.mark.timeout(900)]


async def test_without_the_engines_database_every_deadline_and_task_is_equal(
    tmp_path: Path,
) -> None:
    async with wreckable(tmp_path) as wreck:
        spine = Spine(wreck.kit.records, wreck.kit.gateway, programme=small_programme())
        await decided(wreck.kit, await spine.issue())
        await decided(wreck.kit, await spine.refer_back("N-0401"))
        lost = set()
        async for step, to in whole_run(spine):
            phase = (await inspection_of(spine.records, spine.workflow_id)).phase
            if phase not in lost:
                lost.add(phase)
                await lose_the_engine(wreck)
            act = await decided(wreck.kit, await spine.act(step, to=to))
            assert (act.state, act.rule) == (ActState.ACCEPTED, None), step.kind
        assert lost == {phase.value for phase in Phase} - {Phase.CLOSED.value}
        await require_each_once(spine)


async def lose_the_engine(wreck: Wreck) -> None:
    """Delete the engine's database, recover, and compare what each process waits for."""
    before = await awaited(wreck)
    wreck.kill_worker()
    wreck.kill_engine()
    for file in wreck.database.parent.glob("temporal.db*"):
        file.unlink()
    report = await wreck.recover()
    # On a busy machine one may still be under way when it is looked at; what it waits for tells.
    found = set(report.findings.values()) - {Finding.NOT_ANSWERING}
    assert found == {Finding.RESTARTED}
    assert await awaited(wreck) == before


async def awaited(wreck: Wreck) -> dict[str, tuple[dict[str, str], str]]:
    """Workflow id -> its tasks with their dates, and when it wakes next.

    Not its latest effect: a document may be finished, or lost and begun again, at any moment.
    """
    standing = await where_all_stand(wreck)
    return {workflow_id: (report.tasks, report.wake) for workflow_id, report in standing.items()}
