"""Inspections are listed page by page, and to a force only its own exist."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, update
from sqlalchemy.exc import IntegrityError

from criteria.roles import Role, Side
from criteria.visibility import Viewer
from records.errors import BadCursor, NotFound
from records.inspections import (
    Filter,
    Inspection,
    NewInspection,
    Sort,
    create_inspection,
    get_inspection,
    list_inspections,
)
from records.pages import read_cursor, write_cursor
from records.people import viewer_for
from records.programmes import get_programme, pin_programme
from records.session import Records
from records.tables import InspectionTable
from tests.records.builders import NORTH, NOW, WEST, House, minutes, person_id
from workflows.phases import Phase

INSPECTOR = Viewer("p-1", Side.INSPECTORATE)
PLACES = {phase.value: place for place, phase in enumerate(Phase)}


async def pinned(records: Records) -> str:
    async with records.transaction() as session:
        return await pin_programme(session, "ncp", "1", {"title": "A programme"})


async def add(records: Records, number: int, *, force: str = "X01", **columns: Any) -> str:
    reference = f"NCP-2028-{number:04d}"
    new = NewInspection(reference, force, await pinned(records), "ncp", "Title", "preparing", "p-1")
    at = columns.pop("created_at", NOW)
    async with records.transaction() as session:
        await create_inspection(session, new, at)
        if columns:
            of_it = InspectionTable.reference == reference
            await session.execute(update(InspectionTable).where(of_it).values(**columns))
    return reference


async def walk(records: Records, sort: Sort, limit: int, wanted: Filter | None = None) -> list[str]:
    """All references, read page by page."""
    seen: list[str] = []
    after: str | None = None
    while True:
        page = await list_inspections(
            records, INSPECTOR, wanted, sort=sort, after=after, limit=limit
        )
        assert len(page.items) <= limit
        seen += [item.reference for item in page.items]
        after = page.next
        if after is None:
            return seen


async def test_an_inspection_is_kept_as_it_was_begun(house: House, records: Records) -> None:
    reference = await add(records, 1)
    kept = await get_inspection(records, INSPECTOR, reference)
    assert (kept.force_code, kept.phase, kept.awaiting, kept.overdue) == ("X01", "preparing", (), 0)
    assert (kept.issued_at, kept.created_at, kept.created_by) == (None, NOW, "p-1")


async def test_a_reference_is_given_once(house: House, records: Records) -> None:
    await add(records, 1)
    with pytest.raises(IntegrityError):
        await add(records, 1)


async def test_to_a_force_the_inspections_of_others_do_not_exist(
    house: House, records: Records
) -> None:
    liaison = await viewer_for(records, person_id(Role.LIAISON), NORTH)
    assert (await get_inspection(records, liaison, NORTH)).reference == NORTH
    answers = []
    for reference in (WEST, "NCP-2027-0999"):
        with pytest.raises(NotFound) as caught:
            await get_inspection(records, liaison, reference)
        answers.append(str(caught.value).replace(reference, "X"))
    assert answers[0] == answers[1]
    listed = await list_inspections(records, liaison)
    assert [item.reference for item in listed.items] == [NORTH]
    none = await list_inspections(records, liaison, Filter(force_code="X02"))
    assert none.items == ()


async def test_a_force_learns_of_an_inspection_when_it_is_issued(
    house: House, records: Records
) -> None:
    reference = await add(records, 1)
    liaison = await viewer_for(records, person_id(Role.LIAISON), NORTH)
    with pytest.raises(NotFound):
        await get_inspection(records, liaison, reference)
    async with records.transaction() as session:
        of_it = InspectionTable.reference == reference
        await session.execute(update(InspectionTable).where(of_it).values(issued_at=NOW))
    assert (await get_inspection(records, liaison, reference)).reference == reference


async def test_a_person_of_a_force_without_a_force_sees_nothing(
    house: House, records: Records
) -> None:
    assert (await list_inspections(records, Viewer("p-1", Side.FORCE))).items == ()


async def test_a_local_policing_body_sees_those_it_serves_on(
    house: House, records: Records
) -> None:
    viewer = await viewer_for(records, person_id(Role.LOCAL_POLICING_BODY, WEST))
    listed = await list_inspections(records, viewer)
    assert [item.reference for item in listed.items] == [WEST]


async def test_the_inspectorate_sees_all(house: House, records: Records) -> None:
    listed = await list_inspections(records, INSPECTOR, sort=Sort.REFERENCE)
    assert [item.reference for item in listed.items] == [NORTH, WEST]


async def test_what_is_due_first_is_listed_first_and_undated_last(
    house: House, records: Records
) -> None:
    async with records.transaction() as session:
        await session.execute(update(InspectionTable).values(next_due=minutes(99)))
    late = await add(records, 1, next_due=minutes(9))
    undated = await add(records, 2)
    soon = await add(records, 3, next_due=minutes(3))
    same = await add(records, 4, next_due=minutes(9))
    expected = [soon, late, same, NORTH, WEST, undated]
    for limit in (1, 2, 3, 4, 50):
        assert await walk(records, Sort.DUE, limit) == expected


async def test_the_newest_come_first_when_asked_for(house: House, records: Records) -> None:
    newer = await add(records, 1, created_at=minutes(5))
    newest = [await add(records, number, created_at=minutes(9)) for number in (3, 2)]
    for limit in (1, 2, 50):
        assert await walk(records, Sort.NEWEST, limit) == [*newest, newer, WEST, NORTH]


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (Filter(), [1, 2, 3]),
        (Filter(force_code="X02"), [2]),
        (Filter(phase="published"), [3]),
        (Filter(programme_id="other"), []),
        (Filter(is_overdue=True), [1]),
        (Filter(is_overdue=False), [2, 3]),
        (Filter(is_open=True), [1, 2]),
        (Filter(is_open=False, phase="published"), [3]),
    ],
)
async def test_a_list_can_be_narrowed(
    house: House, records: Records, wanted: Filter, expected: list[int]
) -> None:
    await add(records, 1, overdue=2)
    await add(records, 2, force="X02")
    await add(records, 3, phase="published", closed_at=NOW)
    seen = await walk(records, Sort.REFERENCE, 2, wanted)
    assert [int(item[-4:]) for item in seen if item.startswith("NCP-2028")] == expected


async def test_rows_put_in_between_pages_neither_repeat_nor_hide_others(
    house: House, records: Records
) -> None:
    first = [await add(records, number, next_due=minutes(number * 10)) for number in range(1, 7)]
    page = await list_inspections(records, INSPECTOR, sort=Sort.DUE, limit=3)
    await add(records, 90, next_due=minutes(1))
    await add(records, 91, next_due=minutes(45))
    rest = await list_inspections(records, INSPECTOR, sort=Sort.DUE, after=page.next, limit=99)
    dated = [item.reference for item in (*page.items, *rest.items) if item.next_due]
    assert [reference for reference in dated if reference in first] == first
    assert len(dated) == len(set(dated)) == 7


dues = st.lists(st.none() | st.integers(min_value=0, max_value=3), max_size=8)


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(due=dues, sort=st.sampled_from(Sort), limit=st.integers(min_value=1, max_value=4))
async def test_pages_together_are_the_whole_list_in_order(
    records: Records, house: House, due: list[int | None], sort: Sort, limit: int
) -> None:
    async with records.transaction() as session:
        of_these = InspectionTable.reference.like("NCP-2028-%")
        await session.execute(delete(InspectionTable).where(of_these))
    for number, moment in enumerate(due):
        at = minutes(moment or 0)
        await add(records, number, next_due=None if moment is None else at, created_at=at)
    whole = await list_inspections(records, INSPECTOR, sort=sort, limit=99)
    assert whole.next is None
    assert len(whole.items) == len(due) + 2
    assert [item.reference for item in whole.items] == [
        item.reference for item in sorted(whole.items, key=lambda item: order(sort, item))
    ]
    assert await walk(records, sort, limit) == [item.reference for item in whole.items]


def order(sort: Sort, item: Inspection) -> tuple[Any, ...]:
    if sort is Sort.DUE:
        return (item.next_due is None, item.next_due and item.next_due.timestamp(), item.reference)
    if sort is Sort.ISSUED:
        issued = item.issued_at and item.issued_at.timestamp()
        return (issued is None, issued, item.reference)
    if sort is Sort.NEWEST:
        return (-item.created_at.timestamp(), -int(item.reference[-9:].replace("-", "")))
    first = {Sort.FORCE: item.force_code, Sort.PHASE: PLACES.get(item.phase, 9)}
    return (first.get(sort), item.reference)


@pytest.mark.parametrize(
    "cursor",
    [
        "",
        "%%%",
        "é",
        write_cursor("due", False),
        write_cursor("newest", False, "dated", NOW.isoformat(), "NCP-2027-0001"),
        write_cursor("due", True, "dated", NOW.isoformat(), "NCP-2027-0001"),
        write_cursor("due", False, "dated", "yesterday", "NCP-2027-0001"),
        write_cursor("due", False, "dated", "2027-01-01T00:00:00", "NCP-2027-0001"),
        write_cursor("due", False, "dated", 5, "NCP-2027-0001"),
        write_cursor("due", False, "X01", None, "NCP-2027-0001"),
        write_cursor("due", False, "undated", None, 5),
        write_cursor({"a": 1}, False, ["b"], None, 5),
    ],
)
async def test_a_cursor_that_was_never_given_out_is_refused(records: Records, cursor: str) -> None:
    with pytest.raises(BadCursor):
        await list_inspections(records, INSPECTOR, sort=Sort.DUE, after=cursor)


@given(st.lists(st.none() | st.text() | st.integers(), max_size=4))
def test_a_cursor_reads_as_it_was_written(values: list[Any]) -> None:
    cursor = write_cursor(*values)
    assert read_cursor(cursor, len(values)) == values
    assert set(cursor) <= set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_")


async def test_a_limit_out_of_bounds_is_brought_within_them(house: House, records: Records) -> None:
    assert len((await list_inspections(records, INSPECTOR, limit=0)).items) == 1
    assert len((await list_inspections(records, INSPECTOR, limit=10_000)).items) == 2


async def test_a_programme_is_pinned_once_for_each_content(records: Records) -> None:
    async with records.transaction() as session:
        first = await pin_programme(session, "ncp", "1", {"b": 1, "a": [1, 2]})
        same = await pin_programme(session, "ncp", "1", {"a": [1, 2], "b": 1})
        edited = await pin_programme(session, "ncp", "1", {"a": [2, 1], "b": 1})
    assert (first == same, first == edited) == (True, False)
    assert (await get_programme(records, first)).content == {"a": [1, 2], "b": 1}
    with pytest.raises(NotFound):
        await get_programme(records, "0" * 64)


async def test_an_inspection_is_bound_to_a_pinned_programme(house: House, records: Records) -> None:
    new = NewInspection("NCP-2028-0001", "X01", "0" * 64, "ncp", "Title", "preparing", "p-1")
    with pytest.raises(IntegrityError):
        async with records.transaction() as session:
            await create_inspection(session, new, NOW)
