"""Acts as updates on the real server: once each, in order, whatever happens around them."""

import asyncio
import uuid
from datetime import datetime
from typing import Any

import pytest
from temporalio.client import (
    Client,
    WorkflowExecutionStatus,
    WorkflowHandle,
    WorkflowUpdateFailedError,
)
from temporalio.exceptions import ApplicationError

from criteria.errors import Rule
from tests.builders import PEOPLE, a_mark, an_issue, an_outline
from tests.servers import Engine
from tests.workflows.engine import Driven, Kept, opened, working
from tests.workflows.short_lived import ShortLivedInspection
from tests.workflows.straight import FOLLOW_UP, body_of, until
from workflows.contracts import NoticeBatch
from workflows.follow_up import FollowUpWorkflow
from workflows.inspection import InspectionWorkflow
from workflows.messages import Accepted, Act, StartProcess
from workflows.notices import NoticesWorkflow
from workflows.patch import from_document, to_document
from workflows.phases import Phase, phase
from workflows.sandbox import strict_runner
from workflows.state import FollowUpState, InspectionState

pytestmark = pytest.mark.engine


def a_reference() -> str:
    return f"T-{uuid.uuid4().hex[:8]}"


def state_of(kept: Kept, driven: Driven) -> InspectionState:
    return from_document(InspectionState, kept.states[driven.handle.id])


async def test_an_act_that_is_sent_twice_is_accepted_once(client: Client) -> None:
    kept = Kept()
    async with working(client, kept) as queue:
        driven = await opened(client, queue, a_reference(), an_issue())
        step = until("submitted")[0]
        first = await driven.act(*step, act_id="act-twice")
        again = await driven.act(*step, act_id="act-twice")
        assert first == again == Accepted("act-twice")
        assert kept.effects(driven.handle.id).count("act-twice") == 1


async def test_other_content_under_the_id_of_an_accepted_act_changes_nothing(
    client: Client,
) -> None:
    """In the same run the server itself answers with what it answered first."""
    kept = Kept()
    async with working(client, kept) as queue:
        driven = await opened(client, queue, a_reference(), an_issue())
        await driven.run(until("submitted"))
        await driven.act("p-chief", "approve_return", {"revision": "r-1"}, act_id="act-1")
        other = {"reason": "r-c", "rows": ["sa.l1"]}
        answer = await driven.act("p-lead", "return_for_clarification", other, act_id="act-1")
        assert answer == Accepted("act-1")
        assert state_of(kept, driven).returned.approved == "r-1"


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
            await driven.until(lambda now: now.latest == "follow_up")
            states.append(without_times(kept.states[driven.handle.id]))
            assert (await driven.run_id() != first_run) is (workflows[0] is ShortLivedInspection)
    assert states[0] == states[1]


def without_times(state: dict[str, Any]) -> dict[str, Any]:
    """What a state says apart from when, and under which ids."""
    events = dict.fromkeys(state["events"], "")
    return {**state, "events": events, "reference": "", "accepted": {}, "accepted_at": ""}


async def test_many_acts_at_once_all_land_in_the_order_of_their_decisions(client: Client) -> None:
    kept, cases = Kept(), {f"N-{n:02}": "domestic_abuse" for n in range(20)}
    outline = to_document(an_outline(case_types={"domestic_abuse": 20}))
    async with working(client, kept) as queue:
        driven = await opened(client, queue, a_reference(), an_issue(outline=outline))
        await driven.run(until("approved"))
        listed = {"revision": "r-2", "counts": {"domestic_abuse": 40}}
        await driven.act("p-liaison", "register_eligible_cases", listed)
        await driven.act("p-lead", "accept_submission", body_of("accept_submission"))
        await driven.act("p-lead", "draw_sample", {"revision": "r-3", "cases": cases})
        before = len(kept.batches)
        audits = [driven.act("p-auditor", "submit_audit", a_mark(case)) for case in cases]
        answers = await asyncio.gather(*audits)

        assert len({answer.act for answer in answers}) == 20
        assert all(case.audit for case in state_of(kept, driven).cases.values())
        # Projected in the order in which they were decided: see Kept, which keeps the faults.
        assert sum(kept.batches[before:]) == 20
        standing = await driven.settled()
        assert standing.projected == standing.latest == kept.effects(driven.handle.id)[-1]


async def test_projections_that_wait_share_one_activity(client: Client) -> None:
    kept = Kept()
    async with working(client, kept) as queue:
        driven = await opened(client, queue, a_reference(), an_issue())
        await driven.run(until("drawn"))
        kept.batches.clear()
        kept.shut()
        first = await driven.send("p-auditor", "submit_audit", a_mark("N-01"))
        await driven.until(lambda _: kept.waiting == 1)
        others = [
            await driven.send("p-auditor", "submit_audit", a_mark(f"N-0{n}")) for n in range(2, 7)
        ]
        assert len((await driven.standing()).pending) == 6  # decided, and known not to have landed
        kept.open()
        await asyncio.gather(first.result(), *(other.result() for other in others))
        assert kept.batches == [1, 5]


async def test_an_act_returns_only_when_it_can_be_read_back(client: Client) -> None:
    kept = Kept()
    async with working(client, kept) as queue:
        driven = await opened(client, queue, a_reference(), an_issue())
        kept.shut()
        sent = await driven.send(*until("submitted")[0])
        answer = asyncio.ensure_future(sent.result())
        await driven.until(lambda now: kept.waiting > 0 and bool(now.pending))
        assert not answer.done()
        kept.open()
        await answer
        assert state_of(kept, driven).returned.revision == "r-1"


async def test_a_refusal_names_the_rule_and_leaves_no_history(client: Client) -> None:
    kept = Kept()
    async with working(client, kept) as queue:
        driven = await opened(client, queue, a_reference(), an_issue())
        await driven.until(lambda now: now.latest.startswith("documents") and not now.pending)
        before = len((await driven.handle.fetch_history()).events)
        approve = {"revision": "r-1"}
        refusals = [
            await driven.refusal("p-chief", "approve_return", approve),
            await driven.refusal("p-writer", "approve_return", approve),
            await driven.refusal("p-lead", "make_tea", {}),
            await driven.refusal("p-lead", "issue", an_issue()),
            await driven.refusal("p-lead", "extend", {"task": 7}),
            await driven.refusal("p-lead", "close_inspection", {}),
        ]
        assert refusals == [
            Rule.RETURN_NOT_SUBMITTED,
            Rule.NOT_YOUR_ROLE,
            Rule.UNKNOWN_ACT,
            Rule.ALREADY_ISSUED,
            Rule.INVALID_INPUT,
            Rule.NOT_YOUR_ROLE,
        ]
        assert len((await driven.handle.fetch_history()).events) == before


async def test_a_refusal_carries_its_codes(client: Client) -> None:
    kept = Kept()
    async with working(client, kept) as queue:
        driven = await opened(client, queue, a_reference(), an_issue())
        rows = an_outline().rows
        body = {"revision": "r-1", "rows": rows[:-2], "authors": []}
        with pytest.raises(WorkflowUpdateFailedError) as caught:
            await driven.act("p-liaison", "submit_return", body)
        assert isinstance(caught.value.cause, ApplicationError)
        assert list(caught.value.cause.details) == rows[-2:]


async def test_nothing_is_done_before_the_issue(client: Client) -> None:
    kept = Kept()
    async with working(client, kept) as queue:
        reference = a_reference()
        handle = await client.start_workflow(
            InspectionWorkflow.run,
            StartProcess(reference),
            id=f"test/{reference}",
            task_queue=queue,
        )
        driven = Driven(client, queue, handle)
        refused = await driven.refusal(*until("submitted")[0])
        assert refused is Rule.NOT_ISSUED


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


async def test_a_draft_that_became_void_while_it_was_rendered_is_not_sent(client: Client) -> None:
    kept = Kept()
    async with working(client, kept) as queue:
        driven = await opened(client, queue, a_reference(), an_issue())
        await driven.run(until("confirmed"))
        kept.shut("render_documents")
        await driven.act("p-lead", "draft_report", {"revision": "r-d"})
        await driven.until(lambda _: kept.waiting == 1)
        await driven.act("p-ann", "judge_indicator", body_of("judge_indicator"))
        kept.open()
        await driven.until(lambda now: now.projected.startswith("documents:draft_report"))
        assert "accuracy_check" not in (await driven.standing()).tasks
        points = {"revision": "r-a", "points": 0}
        refused = await driven.refusal("p-liaison", "answer_accuracy_check", points)
        assert refused is Rule.DRAFT_NOT_READY


# Operators


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


async def test_a_cancel_does_not_stop_a_follow_up_from_opening_or_closing(client: Client) -> None:
    kept = Kept()
    state = FollowUpState("T-1", "X01", an_outline(), PEOPLE, inspection="T-1")
    state.events = {"published": "2026-06-01T09:00:00+00:00"}
    kept.shut()
    async with working(client, kept) as queue:
        handle = await client.start_workflow(
            FollowUpWorkflow.run,
            StartProcess("T-1", to_document(state)),
            id=f"test/{a_reference()}",
            task_queue=queue,
        )
        driven = Driven(client, queue, handle)
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
    state = FollowUpState("T-1", "X01", an_outline(), PEOPLE, inspection="T-1")
    state.events = {"published": "2026-06-01T09:00:00+00:00"}
    state.done = dict.fromkeys(("immediate_update", "action_plan"), "r")
    state.done["policing_body_comments"] = "r"
    async with working(client, kept) as queue:
        handle = await client.start_workflow(
            FollowUpWorkflow.run,
            StartProcess("T-1", to_document(state)),
            id=f"test/{a_reference()}",
            task_queue=queue,
        )
        driven = Driven(client, queue, handle)
        await driven.act("p-lead", "close_follow_up", {"revision": "r-c"})
        await handle.cancel()
        await handle.result()
        assert kept.closed == ["T-1"]


# Strangers, who have the server's address but not our keys


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


async def test_notices_are_sent_by_a_workflow_for_which_nobody_waits(client: Client) -> None:
    kept = Kept()
    async with working(client, kept) as queue:
        await client.execute_workflow(
            NoticesWorkflow.run,
            NoticeBatch("inspection/T-1:act-1:project"),
            id=f"notices/{a_reference()}",
            task_queue=queue,
        )
    assert kept.sent == ["inspection/T-1:act-1:project"]


async def test_clocks_run_from_when_an_act_was_kept(client: Client) -> None:
    kept, received = Kept(), datetime.fromisoformat("2026-02-02T10:00:00+00:00")
    async with working(client, kept) as queue:
        issue = an_issue(fieldwork_start="2026-03-02", fieldwork_end="2026-03-13")
        driven = await opened(client, queue, a_reference(), issue, received=received)
        standing = await driven.settled()
        assert state_of(kept, driven).events["issue"] == received.isoformat()
        assert standing.tasks["return"] == "2026-03-02T17:00:00+00:00"
        ahead = datetime.fromisoformat("2126-02-02T10:00:00+00:00")
        later = await opened(client, queue, a_reference(), an_issue(), received=ahead)
        issued = datetime.fromisoformat(state_of(kept, later).events["issue"])
        assert issued < ahead  # a clock that runs ahead puts nothing off
