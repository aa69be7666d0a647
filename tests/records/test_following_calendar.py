"""Word of an added bank holiday: kept for each process beside the inspection, none too many."""

import asyncio
from typing import Any

from records.acts import list_undecided
from records.processes import project
from records.session import Records
from tests.records.builders import NORTH, WEST, House, StateDeriver, change, projection, step

INSPECTION, REFERRAL, FOLLOW_UP = (
    f"inspection/{NORTH}",
    f"referral/{NORTH}-R1",
    f"follow-up/{NORTH}",
)
ONE, OTHER = "2027-06-18", "2027-06-21"


async def opened(records: Records, workflow_id: str, *known: str, **more: Any) -> None:
    """A process beside the inspection, with the bank holidays of when it was asked for."""
    first = change(f"{workflow_id}:opened", patch={"added_holidays": list(known)}, **more)
    kind = "FollowUp" if workflow_id == FOLLOW_UP else "Referral"
    record = projection(workflow_id, first, workflow_type=kind, inspection=NORTH)
    await project(records, record, StateDeriver())


async def told(records: Records) -> list[tuple[str, list[str]]]:
    waiting = await list_undecided(records, NORTH, "follow_calendar")
    return sorted((act.workflow_id, act.message["days"]) for act in waiting)


async def test_each_open_process_is_told_of_what_is_new_and_no_closed_one(
    house: House, records: Records
) -> None:
    await opened(records, REFERRAL)
    await opened(records, FOLLOW_UP)
    await opened(records, f"{REFERRAL}2", closes=True)
    await step(records, INSPECTION, "a", added_holidays=[ONE])
    assert await told(records) == [(FOLLOW_UP, [ONE]), (REFERRAL, [ONE])]
    await step(records, INSPECTION, "b", added_holidays=[ONE, OTHER])
    assert (REFERRAL, [OTHER]) in await told(records)
    await step(records, INSPECTION, "c", accepted_at="x")
    assert len(await told(records)) == 4
    assert await list_undecided(records, WEST, "follow_calendar") == []


async def test_what_opens_knowing_less_than_the_inspection_is_told_the_rest(
    house: House, records: Records
) -> None:
    await step(records, INSPECTION, "a", added_holidays=[ONE, OTHER])
    await opened(records, REFERRAL, ONE)
    await opened(records, FOLLOW_UP, ONE, OTHER)  # it opens as it should be
    assert await told(records) == [(REFERRAL, [OTHER])]


async def test_one_that_opens_at_that_very_moment_learns_of_it(
    house: House, records: Records, address: str
) -> None:
    other = Records.open(address)
    await asyncio.gather(
        step(records, INSPECTION, "a", added_holidays=[ONE]), opened(other, REFERRAL)
    )
    await other.close()
    assert await told(records) == [(REFERRAL, [ONE])]
