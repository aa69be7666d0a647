"""What is asked of one person over all inspections, page by page, counted."""

from typing import Any

import pytest

from criteria.roles import Role
from records.errors import BadCursor
from records.inbox import Inbox, read_inbox
from records.pages import write_cursor
from records.session import Records
from tests.records.builders import NORTH, NOW, WEST, House, minutes, person_id, step

LEAD = person_id(Role.INSPECTION_LEAD)
OTHER = person_id(Role.HMI)


def asked(due: int | None, *people: str) -> dict[str, Any]:
    return {"people": list(people), "due": None if due is None else minutes(due)}


@pytest.fixture
async def filled(records: Records, house: House) -> Records:
    north = {"a": asked(9, LEAD), "b": asked(None, LEAD, OTHER), "c": asked(3, LEAD)}
    await step(records, f"inspection/{NORTH}", "asked", tasks=north)
    west = {"a": asked(9, LEAD), "d": asked(1, OTHER)}
    await step(records, f"inspection/{WEST}", "asked", tasks=west)
    return records


def names(inbox: Inbox) -> list[str]:
    return [f"{task.inspection[-1]}{task.task}" for task in inbox.tasks]


async def test_what_is_due_first_comes_first_over_all_inspections(filled: Records) -> None:
    inbox = await read_inbox(filled, LEAD)
    assert names(inbox) == ["1c", "1a", "2a", "1b"]
    assert (inbox.total, inbox.overdue, inbox.next) == (4, 0, None)


async def test_a_task_comes_with_what_a_list_says_of_its_inspection(filled: Records) -> None:
    task = (await read_inbox(filled, LEAD)).tasks[0]
    assert (task.inspection_title, task.phase) == ("An inspection", "self_assessment")
    assert (task.force_code, task.force_name) == ("X01", "Northshire Constabulary")
    assert (task.due, task.people, task.why) == (minutes(3), (LEAD,), "Because.")


@pytest.mark.parametrize("limit", [1, 2, 3, 50])
async def test_pages_together_are_the_whole_inbox_and_each_counts_all(
    filled: Records, limit: int
) -> None:
    seen: list[str] = []
    after: str | None = None
    while True:
        inbox = await read_inbox(filled, LEAD, after=after, limit=limit)
        assert inbox.total == 4
        seen += names(inbox)
        after = inbox.next
        if after is None:
            break
    assert seen == ["1c", "1a", "2a", "1b"]


async def test_what_is_done_is_asked_no_more(filled: Records) -> None:
    await step(filled, f"inspection/{NORTH}", "did", tasks={"a": None, "c": None})
    inbox = await read_inbox(filled, LEAD)
    assert (names(inbox), inbox.total) == (["2a", "1b"], 2)


async def test_an_inbox_can_be_narrowed(filled: Records) -> None:
    assert names(await read_inbox(filled, LEAD, inspection=WEST)) == ["2a"]
    assert names(await read_inbox(filled, LEAD, force_code="X01")) == ["1c", "1a", "1b"]
    late = await read_inbox(filled, LEAD, is_overdue=True)
    assert (late.tasks, late.total, late.overdue) == ((), 4, 0)


async def test_of_whom_nothing_is_asked_has_an_empty_inbox(filled: Records) -> None:
    inbox = await read_inbox(filled, "p-nobody")
    assert inbox == Inbox((), 0, 0, None)


@pytest.mark.parametrize(
    "cursor", ["", "%", write_cursor("due", None, "x"), write_cursor("inbox", str(NOW.date()), "x")]
)
async def test_a_cursor_that_was_never_given_out_is_refused(filled: Records, cursor: str) -> None:
    with pytest.raises(BadCursor):
        await read_inbox(filled, LEAD, after=cursor)
