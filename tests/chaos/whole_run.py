"""A whole inspection, act by act, and how to wait for what the engine does in between."""

from collections.abc import AsyncIterator
from typing import Any

from criteria.visibility import Kind
from records.errors import NotFound
from records.journal import export, verify
from records.processes import get_process
from records.revisions import NewRevision
from tests.chaos.wreck import until
from tests.spine import Spine, Step, follow_up_of, report_text

FOLLOW_UP = (
    ("immediate_update", "p-x01-liaison"),
    ("action_plan", "p-x01-liaison"),
    ("policing_body_comments", "p-x01-policing-body"),
)


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
