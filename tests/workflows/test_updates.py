"""Acts as updates on the real server: once each, in order, whatever happens around them."""

import asyncio
from datetime import datetime

import pytest
from temporalio.client import Client, WorkflowUpdateFailedError
from temporalio.exceptions import ApplicationError

from criteria.errors import Rule
from tests.builders import a_mark, an_issue, an_outline
from tests.workflows.engine import Driven, a_reference, opened, state_of, working
from tests.workflows.kept import Kept
from tests.workflows.straight import body_of, until
from workflows.contracts import NoticeBatch
from workflows.inspection import InspectionWorkflow
from workflows.messages import Accepted, StartProcess
from workflows.notices import NoticesWorkflow
from workflows.patch import to_document

pytestmark = pytest.mark.engine


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
