"""A pause on the time-skipping server: nothing is called up in it, the right rung at its end."""

from datetime import UTC, datetime, timedelta

import pytest
from temporalio.testing import WorkflowEnvironment

from tests.workflows.bodies import extending
from tests.workflows.desk import Step
from tests.workflows.engine import Driven, opened, working
from tests.workflows.kept import Kept
from tests.workflows.short_lived import ShortLivedInspection
from tests.workflows.weeks import a_referral, an_issue_in_2049, sleep_until, told
from workflows.follow_up import FollowUpWorkflow
from workflows.notices import NoticesWorkflow
from workflows.patch import from_document
from workflows.phases import Phase, phase
from workflows.referral import ReferralWorkflow
from workflows.state import InspectionState

pytestmark = pytest.mark.engine

INSPECTION, REFERRED = "test/T-1", "test/T-1-R1"
PAUSE: Step = ("p-lead", "pause_inspection", {"reason": "r-pause"})
RESUME: Step = ("p-lead", "resume_inspection", {})
WITHDRAW: Step = ("p-hmi", "withdraw_inspection", {"reason": "r-withdrawn"})
BEFORE = ["reminder-10 Mon 25 Jan 09:00"]
AFTER = [  # nine working days later than it would have been
    "reminder-5 Fri 12 Feb 09:00",
    "reminder-2 Wed 17 Feb 09:00",
    "on-the-day Fri 19 Feb 09:00",
    "overdue+1 Mon 22 Feb 09:00",
    "escalation+3 Wed 24 Feb 09:00",
]


def moment(month: int, day: int, hour: int = 12, minute: int = 0) -> datetime:
    return datetime(2049, month, day, hour, minute, tzinfo=UTC)


async def an_inspection(environment: WorkflowEnvironment, queue: str) -> Driven:
    return await opened(environment.client, queue, "T-1", an_issue_in_2049())


async def test_no_rung_is_climbed_while_paused_and_after_it_each_at_its_moment(
    time_machine: WorkflowEnvironment,
) -> None:
    kept = Kept()
    async with working(time_machine.client, kept) as queue:
        driven = await an_inspection(time_machine, queue)
        await sleep_until(time_machine, moment(1, 28))
        await driven.act(*PAUSE)
        assert (await driven.settled()).wake == ""
        await sleep_until(time_machine, moment(2, 10))
        await driven.settled()
        assert told(kept, INSPECTION, "return") == BEFORE
        await driven.act(*RESUME)
        await time_machine.sleep(timedelta(days=30))
        await driven.settled()
    assert told(kept, INSPECTION, "return") == [*BEFORE, *AFTER]


async def test_a_pause_outlives_the_renewal_of_the_history(
    time_machine: WorkflowEnvironment,
) -> None:
    kept = Kept()
    workflows = (ShortLivedInspection, ReferralWorkflow, FollowUpWorkflow, NoticesWorkflow)
    async with working(time_machine.client, kept, workflows=workflows) as queue:
        driven = await an_inspection(time_machine, queue)
        first = await driven.run_id()
        await sleep_until(time_machine, moment(1, 28))
        await driven.act(*PAUSE)
        for _ in range(4):
            await driven.act("p-lead", "extend", extending("eligible_cases", days=1))
        await driven.settled()
        assert await driven.run_id() != first
        await sleep_until(time_machine, moment(2, 10))
        assert (await driven.settled()).wake == ""
        assert told(kept, INSPECTION, "return") == BEFORE
        await driven.act(*RESUME)
        await time_machine.sleep(timedelta(days=30))
        await driven.settled()
    assert told(kept, INSPECTION, "return") == [*BEFORE, *AFTER]


async def test_a_pause_outlives_a_loss_of_the_engine(time_machine: WorkflowEnvironment) -> None:
    kept = Kept()
    async with working(time_machine.client, kept) as queue:
        driven = await an_inspection(time_machine, queue)
        await driven.until(lambda now: now.projected.startswith("documents:"))
        await sleep_until(time_machine, moment(1, 28))
        await driven.act(*PAUSE)
        await driven.settled()
        await driven.lose()
        await sleep_until(time_machine, moment(2, 5))
        await driven.restore(kept)
        await sleep_until(time_machine, moment(2, 10))
        await driven.act(*RESUME)
        await time_machine.sleep(timedelta(days=30))
        await driven.settled()
    assert told(kept, INSPECTION, "return") == [*BEFORE, *AFTER]


async def test_a_referral_of_a_paused_inspection_is_called_up_all_the_same(
    time_machine: WorkflowEnvironment,
) -> None:
    """Scenario 5: referred at 16:50 on a Friday, paused at 18:00, not acknowledged by 20:50."""
    kept = Kept()
    async with working(time_machine.client, kept) as queue:
        driven = await an_inspection(time_machine, queue)
        await sleep_until(time_machine, moment(3, 5, 16, 50))
        referral = await a_referral(time_machine, queue)
        await referral.act("p-ann", "record_contact", {"revision": "r-1"})
        await sleep_until(time_machine, moment(3, 5, 18))
        await driven.act(*PAUSE)
        before = len(kept.changes[INSPECTION])
        await time_machine.sleep(timedelta(days=3))
        await referral.settled()
        assert len(kept.changes[INSPECTION]) == before
    assert told(kept, REFERRED, "referral_acknowledgement") == [
        "missed Fri 05 Mar 20:50",
        "missed+1 Fri 05 Mar 21:50",
    ]


async def test_a_withdrawn_inspection_ends_and_its_referral_goes_on(
    time_machine: WorkflowEnvironment,
) -> None:
    kept = Kept()
    async with working(time_machine.client, kept) as queue:
        driven = await an_inspection(time_machine, queue)
        await sleep_until(time_machine, moment(1, 28))
        referral = await a_referral(time_machine, queue)
        await driven.act(*PAUSE)
        await driven.act(*WITHDRAW)
        await driven.handle.result()
        await time_machine.sleep(timedelta(days=30))
        assert not (await referral.settled()).closed
    state = from_document(InspectionState, kept.states[INSPECTION])
    assert phase(state) is Phase.CLOSED
    assert told(kept, INSPECTION, "return") == BEFORE
    assert told(kept, REFERRED, "referral_acknowledgement") != []
