"""Processes killed between any two durable steps of an act: nothing is lost, nothing is doubled."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from temporalio.client import WorkflowUpdateFailedError

from criteria.errors import Rule
from criteria.visibility import Kind
from records.acts import Act, ActState, get_act
from records.errors import NotFound
from records.journal import export, verify
from records.processes import get_process, list_open
from records.revisions import NewRevision
from records.subjects import inspection_of
from tests.chaos.wreck import Wreck, until, wreckable
from tests.spine import Spine, Step, follow_up_of, report_text, small_programme
from touchstone.embedded.binaries import find_binary
from touchstone.reconcile import Finding
from workflows.messages import Act as Message
from workflows.messages import StandingReport, binding
from workflows.phases import Phase

pytestmark = [pytest.mark.engine, pytest.mark.chaos, pytest.mark.timeout(600)]

# The act of each phase that is struck.
VICTIMS = (
    "submit_return",
    "accept_submission",
    "submit_review",
    "moderate",
    "answer_accuracy_check",
    "answer_follow_up",
)
FOLLOW_UP = (
    ("immediate_update", "p-x01-liaison"),
    ("action_plan", "p-x01-liaison"),
    ("policing_body_comments", "p-x01-policing-body"),
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
        await spine.issue()
        struck: list[Act] = []
        async for step, to in whole_run(spine):
            if step.kind in VICTIMS and step.kind not in [act.kind for act in struck]:
                struck.append(await strike(wreck, spine, step, to, point, engine_too))
            else:
                act = await spine.act(step, to=to)
                # After a crash a projection may take longer than the gateway waits for an answer.
                await until(lambda act=act: is_decided(spine, act.id), step.kind)
                act = await get_act(spine.records, act.id)
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
        await send_unheard(spine, victim)
    else:
        wreck.arm(point)
        sending = asyncio.create_task(spine.gateway.send(victim))
        await wreck.worker_dies()
        sending.cancel()
        with suppress(asyncio.CancelledError):
            await sending
    if engine_too:
        wreck.kill_engine()
        await wreck.recover()
    else:
        wreck.start()
    other = await spine.act(different(spine, step), to=to)
    if other.state is ActState.RECEIVED:
        await wreck.sweep()
    await wreck.sweep()
    await until(lambda: is_accepted(spine, victim.id), f"{point} {step.kind}")
    await until(lambda: is_decided(spine, other.id), f"the act after {point} {step.kind}")
    struck, after = [await get_act(spine.records, act.id) for act in (victim, other)]
    if after.state is ActState.REFUSED:
        # The struck act was decided first, and ended the task that this one would have extended.
        assert (after.rule, spine.acts.pop().id) == (Rule.TASK_UNKNOWN, after.id)
    spine.acts.append(struck)
    return struck


async def send_unheard(spine: Spine, act: Act) -> None:
    """Send while nobody listens, as a web process does that is killed before an answer comes."""
    sending = asyncio.create_task(spine.gateway.send(act))
    await asyncio.wait({sending}, timeout=1.0)
    sending.cancel()
    with suppress(asyncio.CancelledError):
        await sending


async def is_accepted(spine: Spine, act_id: str) -> bool:
    return (await get_act(spine.records, act_id)).state is ActState.ACCEPTED


async def is_decided(spine: Spine, act_id: str) -> bool:
    return (await get_act(spine.records, act_id)).state is not ActState.RECEIVED


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


async def whole_run(spine: Spine) -> AsyncIterator[tuple[Step, str | None]]:
    """Every act from submission to the follow-up's close."""
    for step in spine.straight_run():
        yield step, None
    yield Step("p-lead-1", "draft_report", {"revision": "$0"}, [report_text("draft")]), None
    await until(lambda: has_event(spine, "draft_sent"), "the draft")
    points = NewRevision(Kind.ACCURACY_POINTS, "draft", {"points": []})
    body: dict[str, Any] = {"revision": "$0", "points": 0}
    yield Step("p-x01-liaison", "answer_accuracy_check", body, [points]), None
    yield Step("p-editor", "finalise_report", {"revision": "$0"}, [report_text("final")]), None
    await until(lambda: has_final(spine), "the final text")
    sha256 = (await state_of(spine))["documents"]["final_report/1"]
    yield Step("p-hmi-1", "sign_off", {"sha256": sha256}), None
    yield Step("p-editor", "publish", {"sha256": sha256}), None
    await until(lambda: has_event(spine, "follow_up"), "the follow-up")
    await until(lambda: has_follow_up(spine), "the follow-up's first projection")
    for task, actor in FOLLOW_UP:
        if task in await answered(spine):
            continue
        entry = NewRevision(Kind.FOLLOW_UP_ENTRY, task, {"text": "Done."})
        body = {"revision": "$0", "task": task}
        yield Step(actor, "answer_follow_up", body, [entry]), follow_up_of(spine)
    reason = NewRevision(Kind.REASON, "closure", {"text": "All is answered."})
    close = Step("p-lead-1", "close_follow_up", {"revision": "$0"}, [reason])
    yield close, follow_up_of(spine)
    await until(lambda: is_closed(spine), "the close")


async def answered(spine: Spine) -> dict[str, str]:
    done: dict[str, str] = (await get_process(spine.records, follow_up_of(spine))).state["done"]
    return done


async def state_of(spine: Spine) -> dict[str, dict[str, str]]:
    state: dict[str, dict[str, str]] = (await get_process(spine.records, spine.workflow_id)).state
    return state


async def has_event(spine: Spine, event: str) -> bool:
    return event in (await state_of(spine))["events"]


async def has_follow_up(spine: Spine) -> bool:
    try:
        return bool((await get_process(spine.records, follow_up_of(spine))).last_effect)
    except NotFound:
        return False


async def has_final(spine: Spine) -> bool:
    return bool((await state_of(spine))["documents"].get("final_report/1"))


async def is_closed(spine: Spine) -> bool:
    return (await get_process(spine.records, spine.workflow_id)).closed_at is not None


async def require_each_once(spine: Spine) -> None:
    """Every act sent stands in the journal once, in a chain that is whole."""
    entries = await export(spine.records, spine.reference)
    told = [entry["act_id"] for entry in entries if entry["act_id"]]
    assert len(told) == len(set(told)), "an act stands twice in the journal"
    assert {act.id for act in spine.acts} <= set(told), "an act is missing from the journal"
    assert (await verify(spine.records)).ok


async def test_without_the_engines_database_every_deadline_and_task_is_equal(
    tmp_path: Path,
) -> None:
    async with wreckable(tmp_path) as wreck:
        spine = Spine(wreck.kit.records, wreck.kit.gateway, programme=small_programme())
        await spine.issue()
        await spine.refer_back("N-0401")
        lost = set()
        async for step, to in whole_run(spine):
            phase = (await inspection_of(spine.records, spine.workflow_id)).phase
            if phase not in lost:
                lost.add(phase)
                await lose_the_engine(wreck)
            act = await spine.act(step, to=to)
            assert (act.state, act.rule) == (ActState.ACCEPTED, None), step.kind
        assert lost == {phase.value for phase in Phase} - {Phase.CLOSED.value}
        await require_each_once(spine)


async def lose_the_engine(wreck: Wreck) -> None:
    """Delete the engine's database, recover, and compare what each process waits for."""
    before = await where_all_stand(wreck)
    wreck.kill_worker()
    wreck.kill_engine()
    for file in wreck.database.parent.glob("temporal.db*"):
        file.unlink()
    report = await wreck.recover()
    assert set(report.findings.values()) == {Finding.RESTARTED}
    assert await where_all_stand(wreck) == before


async def where_all_stand(wreck: Wreck) -> dict[str, tuple[dict[str, str], str, str]]:
    """Workflow id -> its tasks with their dates, when it wakes next, and its last effect."""
    standing = {}
    for process in await list_open(wreck.kit.records):
        handle = wreck.kit.client.get_workflow_handle(process.workflow_id)
        report = await handle.query("standing", result_type=StandingReport)
        standing[process.workflow_id] = (report.tasks, report.wake, report.latest)
    return standing


async def test_a_plaintext_act_sent_by_hand_changes_nothing_and_the_next_act_works(
    tmp_path: Path,
) -> None:
    async with wreckable(tmp_path) as wreck:
        spine = Spine(wreck.kit.records, wreck.kit.gateway, programme=small_programme())
        await spine.issue()
        before = await where_all_stand(wreck)
        forged = '{"actor":"p-hmi-1","body":{},"hash":""}'
        for kind in ("submit_return", "publish", "close_inspection", "no_such_act"):
            refusal = await by_hand(wreck, spine, "update", "execute", "--name", kind, forged)
            assert "NotSealed" in refusal, refusal
        await by_hand(wreck, spine, "signal", "--name", "anything", forged)
        await by_hand(wreck, spine, "cancel")
        assert await where_all_stand(wreck) == before
        act = await spine.act(next(spine.straight_run()))
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
    output, _ = await asyncio.wait_for(told.communicate(), 30)
    return output.decode()


async def test_a_sealed_act_copied_from_a_history_is_worth_nothing_elsewhere(
    tmp_path: Path,
) -> None:
    async with wreckable(tmp_path) as wreck:
        programme = small_programme()
        one = Spine(wreck.kit.records, wreck.kit.gateway, "NCP-2027-0001", programme)
        other = Spine(wreck.kit.records, wreck.kit.gateway, "NCP-2027-0002", programme)
        await one.issue()
        await other.issue()
        act = await one.act(next(one.straight_run()))
        before = await where_all_stand(wreck)
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
