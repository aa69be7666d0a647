"""Tasks, notices and list rows follow from the state that a projection leaves."""

from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import select

from criteria.roles import Role
from criteria.visibility import Kind
from records.acts import freeze_within
from records.derived import task_id_of
from records.inbox import Asked, read_inbox
from records.inspections import get_inspection
from records.processes import open_process, project
from records.referrals import NewReferral, get_referral, open_referral
from records.session import Records
from records.tables import NoticeTable
from records.tasks import list_tasks
from tests.records.builders import (
    NORTH,
    NOW,
    WEST,
    House,
    StateDeriver,
    change,
    minutes,
    projection,
    said,
    step,
)
from tests.records.test_acts import an_act

WORKFLOW = f"inspection/{NORTH}"


def task(*people: str, due: datetime | None = None) -> dict[str, Any]:
    return {"people": list(people)} | ({"due": due} if due else {})


async def inbox(records: Records, person: str) -> list[str]:
    return [item.task for item in (await read_inbox(records, person)).tasks]


async def only(records: Records, person: str) -> Asked:
    (item,) = (await read_inbox(records, person)).tasks
    return item


async def test_a_task_lies_in_the_inbox_of_everybody_it_is_asked_of(
    house: House, records: Records
) -> None:
    await step(records, WORKFLOW, "e1", tasks={"return": task("p-1", "p-2", due=minutes(5))})
    assert [await inbox(records, person) for person in ("p-1", "p-2", "p-3")] == [
        ["return"],
        ["return"],
        [],
    ]
    item = await only(records, "p-1")
    assert (item.id, item.due, item.why) == (f"{WORKFLOW}:return", minutes(5), "Because.")
    assert item.id == task_id_of(WORKFLOW, "return")


async def test_an_inbox_shows_what_is_due_first_and_undated_last(
    house: House, records: Records
) -> None:
    tasks = {
        "c": task("p-1", due=minutes(9)),
        "a": task("p-1"),
        "d": task("p-1", due=minutes(3)),
        "b": task("p-1", due=minutes(9)),
    }
    await step(records, WORKFLOW, "e1", tasks=tasks)
    assert await inbox(records, "p-1") == ["d", "b", "c", "a"]


async def test_a_task_that_is_no_longer_named_is_done(house: House, records: Records) -> None:
    await step(records, WORKFLOW, "e1", tasks={"return": task("p-1"), "list": task("p-1")})
    await step(records, WORKFLOW, "e2", tasks={"return": None}, at=minutes(7))
    assert await inbox(records, "p-1") == ["list"]
    viewer = await house.viewer(Role.INSPECTION_LEAD)
    done = {item.task: item.done_at for item in await list_tasks(records, viewer, NORTH, done=True)}
    assert done == {"return": minutes(7), "list": None}


async def test_a_task_handed_over_changes_inboxes(house: House, records: Records) -> None:
    await step(records, WORKFLOW, "e1", tasks={"return": task("p-1", due=minutes(5))})
    await step(records, WORKFLOW, "e2", tasks={"return": task("p-2", due=minutes(9))})
    assert await inbox(records, "p-1") == []
    item = await only(records, "p-2")
    assert (item.due, item.opened_at) == (minutes(9), NOW)


async def test_a_task_opened_again_is_open_from_then(house: House, records: Records) -> None:
    await step(records, WORKFLOW, "e1", tasks={"return": task("p-1")})
    await step(records, WORKFLOW, "e2", tasks={"return": None}, at=minutes(1))
    await step(records, WORKFLOW, "e3", tasks={"return": task("p-1")}, at=minutes(2))
    assert (await only(records, "p-1")).opened_at == minutes(2)
    viewer = await house.viewer(Role.INSPECTION_LEAD)
    (item,) = await list_tasks(records, viewer, NORTH)
    assert (item.opened_at, item.done_at) == (minutes(2), None)


async def test_processes_do_not_finish_one_anothers_tasks(house: House, records: Records) -> None:
    await step(records, WORKFLOW, "e1", tasks={"return": task("p-1")})
    await step(records, f"follow-up/{NORTH}", "e1", tasks={"return": task("p-1")})
    await step(records, f"follow-up/{NORTH}", "e2", tasks={"return": None})
    assert [item.workflow_id for item in (await read_inbox(records, "p-1")).tasks] == [WORKFLOW]


async def test_a_person_named_twice_is_asked_once(house: House, records: Records) -> None:
    await step(records, WORKFLOW, "e1", tasks={"return": task("p-1", "p-1")})
    assert await inbox(records, "p-1") == ["return"]


async def test_an_inbox_can_be_of_one_inspection(house: House, records: Records) -> None:
    for reference in (NORTH, WEST):
        await step(records, f"inspection/{reference}", "e1", tasks={"return": task("p-1")})
    items = (await read_inbox(records, "p-1", inspection=WEST)).tasks
    assert [item.inspection for item in items] == [WEST]
    assert len((await read_inbox(records, "p-1")).tasks) == 2


async def test_a_force_sees_the_tasks_of_its_own_side_only(house: House, records: Records) -> None:
    await step(records, WORKFLOW, "e1", tasks={"return": task("p-1")})
    seen = {
        role: len(await list_tasks(records, await house.viewer(role), NORTH))
        for role in (Role.LIAISON, Role.INSPECTION_LEAD, Role.LOCAL_POLICING_BODY)
    }
    assert seen == {Role.LIAISON: 1, Role.INSPECTION_LEAD: 1, Role.LOCAL_POLICING_BODY: 0}
    other = await house.viewer(Role.LIAISON, WEST)
    assert await list_tasks(records, other, NORTH) == []


async def test_the_row_in_the_list_follows_the_state(house: House, records: Records) -> None:
    row = {"phase": "submission", "awaiting": ["liaison"], "next_due": minutes(9), "overdue": 2}
    await step(records, WORKFLOW, "e1", row=row)
    viewer = await house.viewer(Role.INSPECTION_LEAD)
    kept = await get_inspection(records, viewer, NORTH)
    assert (kept.phase, kept.awaiting, kept.next_due, kept.overdue) == (
        "submission",
        ("liaison",),
        minutes(9),
        2,
    )
    assert (await get_inspection(records, viewer, WEST)).phase == "self_assessment"


async def test_a_column_that_lists_do_not_have_is_an_error(house: House, records: Records) -> None:
    with pytest.raises(ValueError, match="force_code"):
        await step(records, WORKFLOW, "e1", row={"force_code": "X02"})


async def test_a_referral_keeps_its_own_row_up_to_date(house: House, records: Records) -> None:
    async with records.transaction() as session:
        act = await freeze_within(session, an_act(), [said(Kind.CONCERN, "N-0417")], NOW)
        new = NewReferral("R-1", NORTH, "N-0417", act.revision_ids[0], act.actor, True)
        await open_referral(session, new, NOW)
        await open_process(session, "referral/R-1", NORTH, "Referral", NOW)
    row = {"state": "closed", "closed_at": minutes(4).isoformat()}
    moved = projection(
        "referral/R-1", change("e1", patch={"row": row}), workflow_type="Referral", inspection=NORTH
    )
    await project(records, moved, StateDeriver())
    viewer = await house.viewer(Role.INSPECTION_LEAD)
    kept = await get_referral(records, viewer, "R-1")
    assert (kept.state, kept.closed_at, kept.before_audit) == ("closed", minutes(4), True)
    assert (await get_inspection(records, viewer, NORTH)).closed_at is None


async def test_notices_are_queued_once_with_the_change_that_calls_for_them(
    house: House, records: Records
) -> None:
    tell = projection(WORKFLOW, change("e1", f"{WORKFLOW}:issued", patch={"tell": ["p-1", "p-2"]}))
    first = await project(records, tell, StateDeriver())
    again = await project(records, tell, StateDeriver())
    async with records.reading() as session:
        query = select(NoticeTable).order_by(NoticeTable.key)
        queued = [(row.key, row.state, row.queued_at) for row in await session.scalars(query)]
    assert queued == [("e1:p-1", "queued", NOW), ("e1:p-2", "queued", NOW)]
    assert (first.batches, again.batches) == (("e1",), ("e1",))
