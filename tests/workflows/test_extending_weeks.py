"""Dates that move on the time-skipping server: old rungs are cancelled, new ones climbed."""

from datetime import UTC, datetime, timedelta

import pytest
from temporalio.testing import WorkflowEnvironment

from tests.workflows.desk import Step
from tests.workflows.engine import opened, working
from tests.workflows.kept import Kept
from tests.workflows.straight import until
from tests.workflows.weeks import an_issue_in_2049, sleep_until, told

pytestmark = pytest.mark.engine

INSPECTION = "test/T-1"
ASK: Step = ("p-liaison", "request_extension", {"reason": "r-ask", "task": "return", "days": 5})
MOVE: Step = (
    "p-lead",
    "move_fieldwork",
    {"reason": "r-moved", "fieldwork_start": "2049-03-08", "fieldwork_end": "2049-03-19"},
)
BEFORE = ["reminder-10 Mon 25 Jan 09:00", "reminder-5 Mon 01 Feb 09:00"]
# Due on Monday 8 February; on Thursday 4 February five working days more are granted. The tenth
# working day before the new date has passed, and the fifth comes on the old date itself.
AFTER = [
    "reminder-5 Mon 08 Feb 09:00",
    "reminder-2 Thu 11 Feb 09:00",
    "on-the-day Mon 15 Feb 09:00",
    "overdue+1 Tue 16 Feb 09:00",
    "escalation+3 Thu 18 Feb 09:00",
]


def moment(month: int, day: int, hour: int = 12) -> datetime:
    return datetime(2049, month, day, hour, tzinfo=UTC)


def deciding(days: int) -> Step:
    body = {"reason": "r-dec", "task": "return", "days": days, "request": "r-ask"}
    return ("p-lead", "decide_extension", body)


async def late_with(time_machine: WorkflowEnvironment, granted: int) -> Kept:
    """The rungs of a return that never comes; asked for on Tuesday, decided on Thursday."""
    kept = Kept()
    async with working(time_machine.client, kept) as queue:
        driven = await opened(time_machine.client, queue, "T-1", an_issue_in_2049())
        await sleep_until(time_machine, moment(2, 2))
        await driven.act(*ASK)
        await sleep_until(time_machine, moment(2, 4, 8))
        await driven.act(*deciding(granted))
        await time_machine.sleep(timedelta(days=30))
        await driven.settled()
    return kept


async def test_a_granted_extension_cancels_the_old_rungs_and_starts_the_new(
    time_machine: WorkflowEnvironment,
) -> None:
    kept = await late_with(time_machine, 5)
    assert told(kept, INSPECTION, "return") == [*BEFORE, *AFTER]
    dues = [change.effect.partition(":")[2][:10] for change in kept.changes[INSPECTION]
            if change.rung.endswith(":return")]  # fmt: skip
    assert dues == ["2049-02-08"] * 2 + ["2049-02-15"] * 5


async def test_a_refused_request_leaves_every_rung_where_it_was(
    time_machine: WorkflowEnvironment,
) -> None:
    kept = await late_with(time_machine, 0)
    assert told(kept, INSPECTION, "return")[:4] == [
        *BEFORE,
        "reminder-2 Thu 04 Feb 09:00",
        "on-the-day Mon 08 Feb 09:00",
    ]


async def test_a_decision_that_does_not_come_is_called_up_itself(
    time_machine: WorkflowEnvironment,
) -> None:
    kept = Kept()
    async with working(time_machine.client, kept) as queue:
        driven = await opened(time_machine.client, queue, "T-1", an_issue_in_2049())
        await sleep_until(time_machine, moment(1, 12))
        await driven.act(*ASK)
        await time_machine.sleep(timedelta(days=9))
        await driven.settled()
    assert told(kept, INSPECTION, "extension:return") == [
        "on-the-day Thu 14 Jan 09:00",
        "overdue+1 Fri 15 Jan 09:00",
        "escalation+3 Tue 19 Jan 09:00",
    ]


async def test_a_fieldwork_that_moves_takes_the_ladders_of_its_dates_along(
    time_machine: WorkflowEnvironment,
) -> None:
    kept = Kept()
    async with working(time_machine.client, kept) as queue:
        driven = await opened(time_machine.client, queue, "T-1", an_issue_in_2049())
        await driven.run(until("allocated"))
        await sleep_until(time_machine, moment(2, 16))  # the audits are due on the 22nd
        await driven.act(*MOVE)
        await time_machine.sleep(timedelta(days=21))
        await driven.settled()
    assert told(kept, INSPECTION, "force_audits") == [
        "reminder-10 Mon 08 Feb 09:00",
        "reminder-5 Mon 15 Feb 09:00",
        "reminder-5 Mon 22 Feb 09:00",
        "reminder-2 Thu 25 Feb 09:00",
        "on-the-day Mon 01 Mar 09:00",
        "overdue+1 Tue 02 Mar 09:00",
        "escalation+3 Thu 04 Mar 09:00",
    ]
    # It would have gone out on 26 February for the day that was planned at first.
    assert told(kept, INSPECTION, "reviews:p-ann") == ["reminder-10 Fri 05 Mar 09:00"]
