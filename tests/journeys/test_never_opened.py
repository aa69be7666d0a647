"""Scenario 2: a notice letter that nobody opens, and what comes of it, while weeks pass.

Played in 2049, whose days are those of 2027: issued on Monday 11 January.
"""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from temporalio.testing import WorkflowEnvironment

from criteria.errors import Rule
from criteria.mailbox import mailbox_of
from records.projection import NoticeRow
from tests.builders import PEOPLE, an_issue
from tests.journeys.posted import posted
from tests.servers import running_time_machine
from tests.workflows.engine import Driven, a_key_ring, opened, state_of, working
from tests.workflows.kept import Kept
from tests.workflows.straight import until
from tests.workflows.undelivered import counting
from tests.workflows.weeks import MONDAY, OUTLINE, sleep_until, told
from touchstone.temporal import data_converter
from workflows.patch import to_document
from workflows.process import SYSTEM
from workflows.tasks import open_tasks
from workflows.undelivered import MAILBOX, NOTE

pytestmark = pytest.mark.engine

ID = "test/T-1"
ASKED = counting(OUTLINE)  # the return and the eligible cases are counted from delivery
RINGING = {PEOPLE["inspection_lead"][0]}
HMI = PEOPLE["hmi"][0]
BY_HAND = {"at": "2049-01-14T10:30:00+00:00", "how": "by_hand"}
MISSED = f"undelivered:{MAILBOX}"
WITHOUT = {"task": "return", "reason": "r-w"}


@pytest.fixture
async def years(tmp_path: Path) -> AsyncIterator[WorkflowEnvironment]:
    """A server on which weeks pass in a second, its clock at MONDAY."""
    keys = a_key_ring(tmp_path)
    async with running_time_machine(data_converter(keys, "default"), MONDAY) as environment:
        yield environment


def moment(day: int, hour: int = 12, minute: int = 0, month: int = 1) -> datetime:
    return datetime(2049, month, day, hour, minute, tzinfo=UTC)


async def issued(years: WorkflowEnvironment, queue: str) -> Driven:
    body = an_issue(
        outline=to_document(ASKED), fieldwork_start="2049-03-01", fieldwork_end="2049-03-12"
    )
    driven = await opened(years.client, queue, "T-1", body)
    await driven.until(lambda now: now.projected.startswith("documents:"))
    return driven


async def at(years: WorkflowEnvironment, driven: Driven, when: datetime) -> set[str]:
    """What is open at a moment, once everything decided by then has landed."""
    await sleep_until(years, when)
    return set((await driven.settled()).tasks)


def due(kept: Kept, driven: Driven, task: str = "return") -> tuple[datetime, str]:
    """The date in force of a task and the sentence that says why."""
    found = open_tasks(state_of(kept, driven))[task].due
    assert found is not None
    return found.at, found.why


def notices(kept: Kept, template: str) -> list[NoticeRow]:
    """Every notice of this kind that the records would queue, in order."""
    return [one.notice for one in posted(kept, ID) if one.notice.template == template]


def recipients(rows: list[NoticeRow]) -> list[str]:
    return sorted(row.recipient for row in rows)


async def test_the_lead_is_asked_to_ring_and_service_by_hand_moves_the_date_and_no_fieldwork(
    years: WorkflowEnvironment,
) -> None:
    kept = Kept()
    async with working(years.client, kept) as queue:
        driven = await issued(years, queue)
        assert "delivery_call" not in await at(years, driven, moment(13, 16, 59))
        assert "delivery_call" in await at(years, driven, moment(13, 17, 1))
        assert due(kept, driven, "delivery_call")[0] == moment(14, 17)
        called = [row for row in notices(kept, "asked") if row.task == "delivery_call"]
        assert set(recipients(called)) == RINGING
        before = state_of(kept, driven)
        await sleep_until(years, moment(14))
        await driven.act("p-lead", "record_service", BY_HAND)
        when, why = due(kept, driven)
        assert when == moment(11, 17, month=2)
        assert why.startswith("20 working days from delivery on Thursday 14 January 2049")
        assert why.endswith("due by 5pm on Thursday 11 February 2049.")
        assert "delivery_call" not in (await driven.settled()).tasks
        after = state_of(kept, driven)
        for name in ("fieldwork_start", "fieldwork_end"):
            assert after.events[name] == before.events[name]
        await at(years, driven, moment(11, month=2))
    assert told(kept, ID, "return") == [
        "reminder-10 Thu 28 Jan 09:00",
        "reminder-5 Thu 04 Feb 09:00",
        "reminder-2 Tue 09 Feb 09:00",
        "on-the-day Thu 11 Feb 09:00",
    ]
    assert notices(kept, "delivery_late") == []


async def test_hmi_is_told_after_five_days_and_a_force_that_never_answers_is_gone_on_without(
    years: WorkflowEnvironment,
) -> None:
    kept = Kept()
    async with working(years.client, kept) as queue:
        driven = await issued(years, queue)
        # The mail to the registered mailbox fails for good: the lead is asked, by a date.
        await driven.act(SYSTEM, NOTE, {"notice": "n-1", "person": mailbox_of("X01")})
        assert due(kept, driven, MISSED)[0] == moment(13, 17)
        assert {MISSED, "delivery_call"} <= await at(years, driven, moment(14, 9, 1))
        settled = {"role": MAILBOX, "notices": ["n-1"], "reason": "r-s"}
        await driven.act("p-deputy", "settle_undelivered", settled)
        await at(years, driven, moment(18, 16, 59))
        assert notices(kept, "delivery_late") == []
        assert await driven.refusal("p-lead", "deem_service", {}) is Rule.DEEMED_TOO_EARLY
        await at(years, driven, moment(18, 17, 1))
        assert recipients(notices(kept, "delivery_late")).count(HMI) == 1
        assert told(kept, ID, "return") == told(kept, ID, "eligible_cases") == []
        await sleep_until(years, moment(19))
        await driven.act("p-lead", "deem_service", {})
        assert due(kept, driven)[0] == moment(16, 17, month=2)
        await at(years, driven, moment(19, 8, month=2))
        assert (
            await driven.refusal("p-lead", "proceed_without", WITHOUT) is Rule.TOO_EARLY_TO_PROCEED
        )
        await at(years, driven, moment(19, 10, month=2))
        await driven.act("p-lead", "proceed_without", WITHOUT)
        await driven.act("p-hmi", "consent_to_proceed", {"task": "return"})
        assert "return" not in (await driven.settled()).tasks
    assert told(kept, ID, MISSED) == ["on-the-day Wed 13 Jan 09:00", "overdue+1 Thu 14 Jan 09:00"]
    assert told(kept, ID, "return")[-1] == "escalation+3 Fri 19 Feb 09:00"
    assert len(notices(kept, "delivery_late")) == len(
        set(recipients(notices(kept, "delivery_late")))
    )


async def test_after_an_outage_over_both_waits_the_lead_is_asked_and_hmi_told_once(
    years: WorkflowEnvironment,
) -> None:
    kept = Kept()
    async with working(years.client, kept) as queue:
        driven = await issued(years, queue)
        await driven.lose()
        await sleep_until(years, moment(20))
        await driven.restore(kept)
        await driven.until(lambda now: "delivery_call" in now.tasks and not now.pending)
        await years.sleep(timedelta(hours=1))
        await driven.settled()
        assert [change.event for change in kept.changes[ID]].count("undelivered") == 1
        assert recipients(notices(kept, "delivery_late")).count(HMI) == 1
        await driven.run(until("submitted"))  # an answer is delivery too
        assert "delivery_call" not in (await driven.settled()).tasks
    assert told(kept, ID, "return") == []
