"""Weeks on the time-skipping server: rungs arrive once, at the right UK time, to the end."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

import pytest
from temporalio.testing import WorkflowEnvironment

from criteria.errors import Rule
from tests.builders import PEOPLE
from tests.workflows.bodies import extending
from tests.workflows.desk import Step
from tests.workflows.engine import Driven, opened, started, working
from tests.workflows.kept import Kept
from tests.workflows.straight import FOLLOW_UP, until
from tests.workflows.weeks import OUTLINE, a_referral, an_issue_in_2049, sleep_until, told
from workflows.patch import from_document
from workflows.phases import Phase, phase
from workflows.state import FollowUpState, InspectionState

pytestmark = pytest.mark.engine

HOUR = timedelta(hours=1)
INSPECTION, REFERRED, FOLLOWED = "test/T-1", "test/T-1-R1", "follow-up/T-1"
WHOLE_LADDER = [
    "reminder-10 Mon 25 Jan 09:00",
    "reminder-5 Mon 01 Feb 09:00",
    "reminder-2 Thu 04 Feb 09:00",
    "on-the-day Mon 08 Feb 09:00",
    "overdue+1 Tue 09 Feb 09:00",
    "escalation+3 Thu 11 Feb 09:00",
]


async def an_inspection(environment: WorkflowEnvironment, queue: str, **outline: object) -> Driven:
    return await opened(environment.client, queue, "T-1", an_issue_in_2049(**outline))


async def acting_on_a_day(
    environment: WorkflowEnvironment, kept: Kept, day: datetime, steps: Iterable[Step]
) -> None:
    """An inspection in which these acts come at a moment, and the thirty days after it."""
    async with working(environment.client, kept) as queue:
        driven = await an_inspection(environment, queue)
        await sleep_until(environment, day)
        await driven.run(steps)
        await environment.sleep(timedelta(days=30))
        await driven.settled()


async def test_each_rung_of_a_ladder_arrives_once_at_nine_on_its_day(
    time_machine: WorkflowEnvironment,
) -> None:
    kept = Kept()
    async with working(time_machine.client, kept) as queue:
        driven = await an_inspection(time_machine, queue)
        await time_machine.sleep(timedelta(days=60))
        standing = await driven.settled()
    assert told(kept, INSPECTION, "return") == WHOLE_LADDER
    assert told(kept, INSPECTION, "eligible_cases") == [
        "reminder-5 Mon 18 Jan 09:00",
        "reminder-2 Thu 21 Jan 09:00",
        "on-the-day Mon 25 Jan 09:00",
        "overdue+1 Tue 26 Jan 09:00",
        "escalation+3 Thu 28 Jan 09:00",
    ]
    assert standing.wake == ""


async def test_rungs_keep_nine_by_the_wall_clock_when_the_clocks_change(
    time_machine: WorkflowEnvironment,
) -> None:
    kept = Kept()
    async with working(time_machine.client, kept) as queue:
        await sleep_until(time_machine, datetime(2049, 3, 15, 10, 0, tzinfo=UTC))
        driven = await an_inspection(time_machine, queue)
        await time_machine.sleep(timedelta(days=30))
        await driven.settled()
    assert told(kept, INSPECTION, "return") == [
        "reminder-10 Wed 31 Mar 09:00",  # summer time, and after Easter
        "reminder-5 Wed 07 Apr 09:00",
        "reminder-2 Mon 12 Apr 09:00",
        "on-the-day Wed 14 Apr 09:00",
    ]


async def test_an_extension_moves_what_is_still_to_come(time_machine: WorkflowEnvironment) -> None:
    kept, noon = Kept(), datetime(2049, 2, 4, 12, 0, tzinfo=UTC)
    await acting_on_a_day(time_machine, kept, noon, [("p-lead", "extend", extending())])
    assert told(kept, INSPECTION, "return") == [
        "reminder-10 Mon 25 Jan 09:00",
        "reminder-5 Mon 01 Feb 09:00",
        "reminder-2 Thu 04 Feb 09:00",
        "reminder-5 Mon 08 Feb 09:00",
        "reminder-2 Thu 11 Feb 09:00",
        "on-the-day Mon 15 Feb 09:00",
        "overdue+1 Tue 16 Feb 09:00",
        "escalation+3 Thu 18 Feb 09:00",
    ]


async def test_a_submission_ends_the_reminders(time_machine: WorkflowEnvironment) -> None:
    kept, noon = Kept(), datetime(2049, 2, 2, 12, 0, tzinfo=UTC)
    await acting_on_a_day(time_machine, kept, noon, until("approved"))
    assert told(kept, INSPECTION, "return") == WHOLE_LADDER[:2]
    assert told(kept, INSPECTION, "approval") == []


async def test_after_an_outage_only_the_latest_rung_of_a_task_goes_out(
    time_machine: WorkflowEnvironment,
) -> None:
    kept = Kept()
    async with working(time_machine.client, kept) as queue:
        driven = await an_inspection(time_machine, queue)
        await driven.until(lambda now: now.projected.startswith("documents:"))
        await driven.lose()
        await sleep_until(time_machine, datetime(2049, 2, 5, 12, 0, tzinfo=UTC))
        await driven.restore(kept)
        await driven.until(lambda now: now.wake > "2049-02-08" and not now.pending)
        await sleep_until(time_machine, datetime(2049, 2, 8, 12, 0, tzinfo=UTC))
        await driven.settled()
    assert told(kept, INSPECTION, "eligible_cases") == ["escalation+3 Fri 05 Feb 12:00"]
    assert told(kept, INSPECTION, "return") == [
        "reminder-2 Fri 05 Feb 12:00",
        "on-the-day Mon 08 Feb 09:00",
    ]


async def test_a_rung_and_the_act_that_makes_it_needless_do_not_stumble_over_each_other(
    time_machine: WorkflowEnvironment,
) -> None:
    """Both reviewers' rungs come at once; while they are written, one hands in her last review."""
    kept = Kept()
    async with working(time_machine.client, kept) as queue:
        driven = await an_inspection(time_machine, queue)
        await driven.run(until("audited"))
        reviews = [step for step in until("reviewed") if step[1] == "submit_review"]
        of_bob = [step for step in reviews if step[0] == "p-bob"]
        await driven.run(of_bob[:-1])
        await driven.lose()
        await sleep_until(time_machine, datetime(2049, 3, 5, 9, 1, tzinfo=UTC))
        kept.shut()
        await driven.restore(kept)
        await driven.until(lambda _: kept.waiting > 0)
        sent = await driven.send(*of_bob[-1])
        kept.open()
        await sent.result()
        await time_machine.sleep(timedelta(days=30))
        await driven.settled()
    assert [rung for rung, _ in kept.rungs(INSPECTION, "reviews:p-bob")][-1] == "reminder-5"
    assert [rung for rung, _ in kept.rungs(INSPECTION, "reviews:p-ann")][-1] == "escalation+3"


async def test_the_clocks_of_a_referral_run_through_the_night_and_the_weekend(
    time_machine: WorkflowEnvironment,
) -> None:
    kept = Kept()
    async with working(time_machine.client, kept) as queue:
        await sleep_until(time_machine, datetime(2049, 3, 5, 16, 50, tzinfo=UTC))  # a Friday
        driven = await a_referral(time_machine, queue)
        await sleep_until(time_machine, datetime(2049, 3, 5, 17, 5, tzinfo=UTC))
        await driven.act("p-ann", "record_contact", {"revision": "r-1"})
        await time_machine.sleep(timedelta(days=3))
        standing = await driven.settled()
    assert told(kept, REFERRED, "referral_contact") == []  # the force was reached in time
    assert told(kept, REFERRED, "referral_acknowledgement") == [
        "missed Fri 05 Mar 20:50",
        "missed+1 Fri 05 Mar 21:50",
    ]
    assert told(kept, REFERRED, "referral_action") == [
        "missed Sat 06 Mar 16:50",
        "missed+1 Sat 06 Mar 17:50",
    ]
    assert set(standing.tasks) == {"referral_acknowledgement", "referral_action"}


async def test_a_worker_that_ends_a_minute_before_a_rung_loses_and_doubles_none(
    time_machine: WorkflowEnvironment,
) -> None:
    kept = Kept()
    # Without a cache there is no queue of the ended worker's own that this server would wait for.
    async with working(time_machine.client, kept, cached=0, leave_running=True) as queue:
        await sleep_until(time_machine, datetime(2049, 3, 5, 16, 50, tzinfo=UTC))
        driven = await a_referral(time_machine, queue)
        await sleep_until(time_machine, datetime(2049, 3, 5, 20, 49, tzinfo=UTC))
        await driven.settled()
    async with working(time_machine.client, kept, queue=queue):
        await sleep_until(time_machine, datetime(2049, 3, 5, 22, 0, tzinfo=UTC))
        await driven.settled()
    assert told(kept, REFERRED, "referral_contact") == [
        "missed Fri 05 Mar 17:50",
        "missed+1 Fri 05 Mar 18:50",
    ]
    assert told(kept, REFERRED, "referral_acknowledgement") == [
        "missed Fri 05 Mar 20:50",
        "missed+1 Fri 05 Mar 21:50",
    ]


async def test_a_referral_that_was_kept_during_an_outage_is_late_at_once_and_says_so(
    time_machine: WorkflowEnvironment,
) -> None:
    kept = Kept()
    async with working(time_machine.client, kept) as queue:
        received = await time_machine.get_current_time()
        await time_machine.sleep(timedelta(hours=2))
        driven = await a_referral(time_machine, queue, received)
        coming = (received + 3 * HOUR).isoformat()
        await driven.until(lambda now: not now.pending and now.wake > coming)
    due = received + HOUR
    standing_due = kept.states[REFERRED]["rungs"]["referral_contact"]["due"]
    assert datetime.fromisoformat(standing_due) == due
    assert [rung for rung, _ in kept.rungs(REFERRED, "referral_contact")] == ["missed+1"]


async def test_an_inspection_proceeds_without_a_return_after_the_last_escalation(
    time_machine: WorkflowEnvironment,
) -> None:
    kept, without = Kept(), {"task": "return", "reason": "r-w"}
    async with working(time_machine.client, kept) as queue:
        driven = await an_inspection(time_machine, queue)
        await sleep_until(time_machine, datetime(2049, 2, 11, 8, 59, tzinfo=UTC))
        refused = await driven.refusal("p-lead", "proceed_without", without)
        assert refused is Rule.TOO_EARLY_TO_PROCEED
        await time_machine.sleep(timedelta(minutes=2))
        await driven.settled()
        await driven.act("p-lead", "proceed_without", without)
        await driven.act("p-hmi", "consent_to_proceed", {"task": "return"})
        standing = await driven.settled()
    assert set(standing.tasks) == {"eligible_cases"}
    state = from_document(InspectionState, kept.states[INSPECTION])
    assert state.absent["return"].reason == "r-w"
    assert phase(state) is Phase.SUBMISSION


async def test_a_follow_up_runs_its_weeks_and_closes_the_inspection(
    time_machine: WorkflowEnvironment,
) -> None:
    kept = Kept()
    published = datetime(2049, 6, 1, 9, 0, tzinfo=UTC)
    state = FollowUpState("T-1", "X01", OUTLINE, PEOPLE, inspection="T-1")
    state.events = {"published": published.isoformat()}
    async with working(time_machine.client, kept) as queue:
        await sleep_until(time_machine, published)
        driven = await started(time_machine.client, queue, state, FOLLOWED)
        standing = await driven.until(lambda now: bool(now.tasks) and not now.pending)
        assert standing.tasks == {
            "immediate_update": "2049-06-08T16:00:00+00:00",
            "action_plan": "2049-07-13T16:00:00+00:00",  # 42 days
            "policing_body_comments": "2049-07-27T16:00:00+00:00",  # 56 days
        }
        await time_machine.sleep(timedelta(days=70))
        await driven.settled()
        await driven.run(FOLLOW_UP)
        closing = {"revision": "r-c"}
        await driven.act("p-lead", "close_follow_up", closing)
        await driven.handle.result()
    assert told(kept, FOLLOWED, "action_plan")[-3:] == [
        "on-the-day Tue 13 Jul 09:00",
        "overdue+1 Wed 14 Jul 09:00",
        "escalation+3 Fri 16 Jul 09:00",
    ]
    assert kept.closed == ["T-1"]
    assert kept.changes[FOLLOWED][0].event == "follow_up_opened"


async def test_an_inspection_lives_until_its_follow_up_has_closed(
    time_machine: WorkflowEnvironment,
) -> None:
    kept = Kept()
    async with working(time_machine.client, kept) as queue:
        driven = await an_inspection(time_machine, queue)
        await driven.run(until("published"))
        await driven.until(lambda _: kept.followed_up == ["T-1"])
        await time_machine.sleep(timedelta(days=200))
        standing = await driven.settled()
        assert not standing.closed
        assert await driven.refusal("p-lead", "close_inspection", {}) is Rule.NOT_YOUR_ROLE
        await driven.act("system", "close_inspection", {})
        await driven.handle.result()
    state = from_document(InspectionState, kept.states[INSPECTION])
    assert phase(state) is Phase.CLOSED
