"""A bank holiday proclaimed while weeks pass: an inspection, its referral and its follow-up."""

from datetime import UTC, datetime

import pytest
from temporalio.testing import WorkflowEnvironment

from criteria.errors import Rule
from tests.builders import PEOPLE
from tests.workflows.engine import opened, started, working
from tests.workflows.kept import Kept
from tests.workflows.weeks import OUTLINE, a_referral, an_issue_in_2049, sleep_until, told
from workflows.state import FollowUpState

pytestmark = pytest.mark.engine

DAY = "2049-02-01"  # a Monday, proclaimed on the day itself
FOLLOWED = "follow-up/T-1"
FOLLOWING = {"days": [DAY]}


def moment(month: int, day: int, hour: int = 12, minute: int = 0) -> datetime:
    return datetime(2049, month, day, hour, minute, tzinfo=UTC)


async def test_a_bank_holiday_proclaimed_on_the_way_moves_ladders_later_and_no_clock_of_a_referral(
    time_machine: WorkflowEnvironment,
) -> None:
    kept, published = Kept(), moment(1, 29, 9)
    state = FollowUpState("T-1", "X01", OUTLINE, PEOPLE, inspection="T-1")
    state.events = {"published": published.isoformat()}
    async with working(time_machine.client, kept) as queue:
        inspection = await opened(time_machine.client, queue, "T-1", an_issue_in_2049())
        await sleep_until(time_machine, published)
        follow_up = await started(time_machine.client, queue, state, FOLLOWED)
        await follow_up.until(lambda now: bool(now.tasks) and not now.pending)
        await sleep_until(time_machine, moment(2, 1, 16, 50))
        referral = await a_referral(time_machine, queue)
        await inspection.act("p-lead", "amend_calendar", {"source": "r-h", "day": DAY})
        again = {"source": "r-h", "day": DAY}
        assert await inspection.refusal("p-hmi", "amend_calendar", again) is Rule.HOLIDAY_IS_KNOWN
        for process in (referral, follow_up, follow_up):  # told twice is told once
            await process.act("system", "follow_calendar", FOLLOWING)
        dues = {**(await inspection.settled()).tasks, **(await follow_up.settled()).tasks}
        assert dues["return"] == "2049-02-09T17:00:00+00:00"  # 8 February before
        assert dues["eligible_cases"] == "2049-01-25T17:00:00+00:00"
        assert dues["immediate_update"] == "2049-02-08T17:00:00+00:00"  # 5 February before
        assert dues["action_plan"] == "2049-03-12T17:00:00+00:00"  # calendar days: as it was
        await time_machine.sleep(moment(2, 16) - await time_machine.get_current_time())
        for process in (inspection, referral, follow_up):
            await process.settled()
    assert told(kept, "test/T-1", "return") == [
        "reminder-10 Mon 25 Jan 09:00",
        "reminder-5 Mon 01 Feb 09:00",  # and not on Tuesday again
        "reminder-2 Fri 05 Feb 09:00",
        "on-the-day Tue 09 Feb 09:00",
        "overdue+1 Wed 10 Feb 09:00",
        "escalation+3 Fri 12 Feb 09:00",
    ]
    assert told(kept, FOLLOWED, "immediate_update") == [
        "reminder-2 Thu 04 Feb 09:00",
        "on-the-day Mon 08 Feb 09:00",
        "overdue+1 Tue 09 Feb 09:00",
        "escalation+3 Thu 11 Feb 09:00",
    ]
    assert told(kept, "test/T-1-R1", "referral_acknowledgement") == [
        "missed Mon 01 Feb 20:50",
        "missed+1 Mon 01 Feb 21:50",
    ]
