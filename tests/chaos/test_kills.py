"""Processes killed between any two durable steps of an act: nothing is lost, nothing is doubled."""

from pathlib import Path
from typing import Any

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
POINTS = (
    "kept-not-sent",
    "sent-unheard",
    "deciding",
    "accepted-not-projected",
    "projected-not-reported",
)
# Where the worker alone dies and no reconcile follows; the sweep has to do.
WORKER_ALONE = ("accepted-not-projected",)


@pytest.mark.parametrize(
    ("point", "engine_too"),
    [*((point, True) for point in POINTS), *((point, False) for point in WORKER_ALONE)],
)
async def test_a_kill_loses_and_doubles_nothing_in_any_phase(
    tmp_path: Path, point: str, engine_too: bool
) -> None:
    async with wreckable(tmp_path) as wreck:
        spine = Spine(wreck.kit.records, wreck.kit.gateway, programme=small_programme())
        await decided(wreck.kit, await spine.issue())
        struck: list[Act] = []
        async for step, to in whole_run(spine):
            if step.kind in VICTIMS and step.kind not in [act.kind for act in struck]:
                struck.append(await strike(wreck, spine, step, to, point, engine_too))
            else:
                act = await decided(wreck.kit, await spine.act(step, to=to))
                assert (act.state, act.rule) == (ActState.ACCEPTED, None), step.kind
        assert [act.kind for act in struck] == list(VICTIMS)
        await require_each_once(spine)


async def strike(
    wreck: Wreck, spine: Spine, step: Step, to: str | None, point: str, engine_too: bool
) -> Act:
    """Kill at the point while this act travels, recover, send a different act, look at both."""
    victim = await spine.keep(step, to=to)
    if point == "kept-not-sent":
        wreck.kill_worker()
    elif point == "sent-unheard":
        wreck.kill_worker()
        await cut_off(spine, victim)
    else:
        wreck.arm(point)
        await cut_off(spine, victim, wreck.worker_dies())
    if engine_too:
        wreck.kill_engine()
        await wreck.recover()
    else:
        wreck.start()
    other = await spine.act(different(spine, step), to=to)
    await wreck.sweep()
    struck, after = await decided(wreck.kit, victim), await decided(wreck.kit, other)
    assert (struck.state, struck.rule) == (ActState.ACCEPTED, None)
    if after.state is ActState.REFUSED:
        # The struck act was decided first, and ended the task that this one would have extended.
        assert (after.rule, spine.acts.pop().id) == (Rule.TASK_UNKNOWN, after.id)
    spine.acts.append(struck)
    return struck


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
