"""What people were told, as they read it: newest first and page by page, each their own."""

import pytest

from criteria.roles import Role
from records.errors import BadCursor
from records.messages import list_for_inspection, read_messages
from records.pages import write_cursor
from records.session import Records
from tests.records.builders import NORTH, WEST, House, minutes, person_id, step

WORKFLOW = f"inspection/{NORTH}"


@pytest.fixture
async def told(house: House, records: Records) -> Records:
    """p-1 is told five things, two of them at one moment; p-2 only the first."""
    await step(records, WORKFLOW, "e1", tell=["p-1", "p-2"])
    for effect, at in (("e2", 5), ("e3", 7), ("e4", 7), ("e5", 9)):
        await step(records, WORKFLOW, effect, tell=["p-1"], at=minutes(at))
    return records


async def test_a_person_reads_their_messages_newest_first(told: Records) -> None:
    found = await read_messages(told, "p-1")
    assert [message.batch[-2:] for message in found.items] == ["e5", "e3", "e4", "e2", "e1"]
    assert (found.total, found.next) == (5, None)
    assert (await read_messages(told, "p-2")).total == 1


@pytest.mark.parametrize("limit", [1, 2, 3])
async def test_pages_together_are_all_messages_and_each_counts_all(
    told: Records, limit: int
) -> None:
    seen: list[str] = []
    page = await read_messages(told, "p-1", limit=limit)
    while True:
        assert page.total == 5
        seen += [message.batch[-2:] for message in page.items]
        if page.next is None:
            break
        page = await read_messages(told, "p-1", after=page.next, limit=limit)
    assert seen == ["e5", "e3", "e4", "e2", "e1"]


@pytest.mark.parametrize("cursor", ["?", write_cursor("inbox", "2027-01-01T00:00:00+00:00", "k")])
async def test_a_place_in_another_list_is_refused(told: Records, cursor: str) -> None:
    with pytest.raises(BadCursor):
        await read_messages(told, "p-1", after=cursor)


async def test_an_inspections_notices_are_the_inspectorates_to_read(
    house: House, records: Records
) -> None:
    liaison = person_id(Role.LIAISON)
    await step(records, WORKFLOW, "e1", tell=[liaison, "p-2"])
    shown = {
        role: len(await list_for_inspection(records, await house.viewer(role), NORTH))
        for role in (Role.INSPECTION_LEAD, Role.LIAISON, Role.CONTRIBUTOR)
    }
    assert shown == {Role.INSPECTION_LEAD: 2, Role.LIAISON: 1, Role.CONTRIBUTOR: 0}
    other = await house.viewer(Role.LIAISON, WEST)
    assert await list_for_inspection(records, other, NORTH) == []
