"""Acts that come late, one behind the other: no rung chases what the next of them brings."""

from datetime import timedelta

import pytest
from temporalio.testing import WorkflowEnvironment

from tests.workflows.engine import working
from tests.workflows.kept import Kept
from tests.workflows.weeks import a_referral
from workflows.process import BEHIND, CATCHING_UP

pytestmark = pytest.mark.engine

REFERRED = "test/T-1-R1"


async def test_what_comes_right_behind_a_late_act_is_not_chased(
    time_machine: WorkflowEnvironment,
) -> None:
    kept = Kept()
    async with working(time_machine.client, kept) as queue:
        received = await time_machine.get_current_time()
        await time_machine.sleep(timedelta(hours=2))
        driven = await a_referral(time_machine, queue, received)
        await driven.act("p-ann", "record_contact", {"revision": "r-c"})
        await time_machine.sleep(timedelta(hours=3))
        await driven.settled()
    assert kept.rungs(REFERRED, "referral_contact") == []
    assert [rung for rung, _ in kept.rungs(REFERRED, "referral_acknowledgement")] != []


async def test_a_late_act_stands_in_the_record_as_of_when_it_was_kept(
    time_machine: WorkflowEnvironment,
) -> None:
    kept = Kept()
    async with working(time_machine.client, kept) as queue:
        received = await time_machine.get_current_time()
        await time_machine.sleep(BEHIND + CATCHING_UP)
        await a_referral(time_machine, queue, received)
    first = kept.changes[REFERRED][0]
    assert first.at == received.isoformat(timespec="milliseconds")
