"""Reopening a phase on the time-skipping server: a signature is void, and it all goes on anew."""

from datetime import UTC, datetime

import pytest
from temporalio.testing import WorkflowEnvironment

from criteria.errors import Rule
from tests.workflows.desk import sha256_of
from tests.workflows.engine import opened, state_of, working
from tests.workflows.kept import Kept
from tests.workflows.straight import steps_to, until
from tests.workflows.test_reopening import reopening
from tests.workflows.weeks import an_issue_in_2049, sleep_until, told
from workflows.phases import Phase, phase

pytestmark = pytest.mark.engine

INSPECTION = "test/T-1"
LATE = datetime(2049, 5, 17, 9, 30, tzinfo=UTC)  # Monday, after every first date


async def test_after_the_signature_the_moderation_is_given_again_and_then_straight_to_publication(
    time_machine: WorkflowEnvironment,
) -> None:
    kept = Kept()
    async with working(time_machine.client, kept) as queue:
        driven = await opened(time_machine.client, queue, "T-1", an_issue_in_2049())
        await driven.run(until("signed"))
        await sleep_until(time_machine, LATE)
        body = reopening(state_of(kept, driven), "moderation")
        assert await driven.refusal("p-lead", "reopen_phase", body) is Rule.SIGNED_SO_HMI_REOPENS
        await driven.act("p-hmi", "reopen_phase", body)
        state = state_of(kept, driven)
        assert (state.overall, state.report.signed, phase(state)) == (None, None, Phase.MODERATION)
        assert set((await driven.standing()).tasks) == {"moderation"}
        unsigned = ("p-editor", "publish", {"sha256": sha256_of("final_report/1")})
        assert await driven.refusal(*unsigned) is Rule.NOT_SIGNED
        await sleep_until(time_machine, datetime(2049, 5, 26, tzinfo=UTC))
        for point in ("moderated", "overall", "confirmed", "drafted", "answered", "decided"):
            await driven.run(steps_to(point))
        await driven.run(steps_to("final"))
        text = {"sha256": sha256_of("final_report/2")}
        await driven.act("p-hmi", "sign_off", text)
        await driven.act("p-editor", "publish", text)
        assert state_of(kept, driven).report.published == text["sha256"]
    # Due on Monday 24 May: the tenth working day before it, and the fifth, were never to come.
    assert told(kept, INSPECTION, "moderation")[-3:] == [
        "reminder-2 Thu 20 May 09:00",
        "on-the-day Mon 24 May 09:00",
        "overdue+1 Tue 25 May 09:00",
    ]
