"""Processes killed between any two durable steps of an act: nothing is lost, nothing is doubled."""

import asyncio
from collections.abc import AsyncIterator, Coroutine, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

import pytest

from criteria.errors import Rule
from criteria.visibility import Kind
from records.acts import Act, ActState
from records.revisions import NewRevision
from tests.chaos.whole_run import require_each_once, whole_run
from tests.chaos.wreck import Wreck, cut_off, decided, wreckable
from tests.spine import Spine, Step, small_programme

pytestmark = [pytest.mark.engine, pytest.mark.chaos, pytest.mark.timeout(900)]

# The act of each phase that is struck.
VICTIMS = (
    "submit_return",
    "accept_submission",
    "submit_review",
    "moderate",
    "answer_accuracy_check",
    "answer_follow_up",
)
STOPPED_AT = ("accepted-not-projected", "projected-not-reported")
POINTS = ("kept-not-sent", "sent-unheard", "deciding", *STOPPED_AT)
# Where the worker alone dies and no reconcile follows; the sweep has to do.
WORKER_ALONE = ("accepted-not-projected",)


@pytest.mark.parametrize(("points", "engine_too"), [(POINTS, True), (WORKER_ALONE, False)])
async def test_a_kill_at_any_point_loses_and_doubles_nothing_in_any_phase(
    tmp_path: Path, points: tuple[str, ...], engine_too: bool
) -> None:
    async with wreckable(tmp_path) as wreck:
        runs = [Run.at(wreck, point, number) for number, point in enumerate(points, start=1)]
        for run in runs:
            await decided(wreck.kit, await run.spine.issue())
        for kind in VICTIMS:
            await at_once(run.go_on_until(kind) for run in runs)
            await strike(wreck, {run.point: run for run in runs}, engine_too)
            await at_once(run.look_at_both() for run in runs)
        await at_once(run.go_on_until(None) for run in runs)
        for run in runs:
            await require_each_once(run.spine)


@dataclass
class Run:
    """One inspection from issue to close, an act of each phase struck at the same point."""

    wreck: Wreck
    point: str
    spine: Spine
    steps: AsyncIterator[tuple[Step, str | None]]
    victim: Act = field(init=False)
    next: tuple[Step, str | None] = field(init=False)

    @classmethod
    def at(cls, wreck: Wreck, point: str, number: int) -> Self:
        reference, kit = f"NCP-2027-{number:04}", wreck.kit
        spine = Spine(kit.records, kit.gateway, reference, small_programme())
        return cls(wreck, point, spine, whole_run(spine))

    async def go_on_until(self, kind: str | None) -> None:
        """Act until an act of this kind is next, and keep that one; to the end for none."""
        async for step, to in self.steps:
            if step.kind == kind:
                self.next = step, to
                self.victim = await self.spine.keep(step, to=to)
                return
            act = await decided(self.wreck.kit, await self.spine.act(step, to=to))
            assert (act.state, act.rule) == (ActState.ACCEPTED, None), step.kind
        assert kind is None

    async def look_at_both(self) -> None:
        """Send a different act after the struck one; both are decided."""
        step, to = self.next
        kit = self.wreck.kit
        other = await self.spine.act(different(self.spine, step), to=to)
        struck, after = await decided(kit, self.victim), await decided(kit, other)
        assert (struck.state, struck.rule) == (ActState.ACCEPTED, None)
        if after.state is ActState.REFUSED:
            # The struck act was decided first, and ended the task that the other would extend.
            assert (after.rule, self.spine.acts.pop().id) == (Rule.TASK_UNKNOWN, after.id)
        self.spine.acts.append(struck)


async def strike(wreck: Wreck, runs: dict[str, Run], engine_too: bool) -> None:
    """Kill once, with the act of every run at its point, and recover."""
    await at_once(stopped(wreck, runs[point]) for point in STOPPED_AT if point in runs)
    if run := runs.get("deciding"):
        wreck.arm(run.point, run.victim.workflow_id)
        await cut_off(run.spine, run.victim, wreck.worker_dies())
    wreck.kill_worker()
    if run := runs.get("sent-unheard"):
        await cut_off(run.spine, run.victim)
    if engine_too:
        wreck.kill_engine()
        await wreck.recover()
    else:
        wreck.start()
    await wreck.sweep()


async def stopped(wreck: Wreck, run: Run) -> None:
    """Send the run's act, and see the worker stop at the run's point of it."""
    wreck.arm(run.point, run.victim.workflow_id)
    await cut_off(run.spine, run.victim, wreck.all_there(run.point))


async def at_once(all_of: Iterable[Coroutine[Any, Any, None]]) -> None:
    async with asyncio.TaskGroup() as group:
        for one in all_of:
            group.create_task(one)


def different(spine: Spine, step: Step) -> Step:
    """An act of another kind that is decided by itself, whatever became of the struck one."""
    if step.kind == "answer_follow_up":
        body: dict[str, Any] = {"revision": "$0", "task": "policing_body_comments"}
        said = [NewRevision(Kind.FOLLOW_UP_ENTRY, "policing_body_comments", {"text": "Noted."})]
        return Step("p-x01-policing-body", "answer_follow_up", body, said)
    tasks = {
        "submit_return": "eligible_cases",
        "accept_submission": "acceptance",
        "submit_review": "judgements",
        "moderate": "moderation",
        "answer_accuracy_check": "accuracy_check",
    }
    body = {"reason": "$0", "task": tasks[step.kind], "days": 1}
    reason = NewRevision(Kind.REASON, tasks[step.kind], {"text": "Asked for by the force."})
    return Step("p-lead-1", "extend", body, [reason])
