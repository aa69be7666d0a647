"""Lists of many inspections: searched, filtered, sorted both ways, counted, and on a timeline."""

from typing import Any

import pytest
from sqlalchemy import event, update

from criteria.roles import Role, Side
from criteria.visibility import Viewer
from records.errors import BadCursor
from records.inspections import Filter, NewInspection, Sort, create_inspection
from records.overview import Overview, Row, look_over, timeline
from records.people import Force, put_force, viewer_for
from records.programmes import pin_programme
from records.session import Records
from records.tables import InspectionTable
from tests.records.builders import NORTH, NOW, WEST, House, minutes, person_id, step

INSPECTOR = Viewer("p-1", Side.INSPECTORATE)
FIRST, SECOND, THIRD = (f"NCP-2028-000{number}" for number in (1, 2, 3))


async def add(records: Records, reference: str, force: str, title: str, **columns: Any) -> None:
    async with records.transaction() as session:
        pinned = await pin_programme(session, "ncp", "1", {"title": "A programme"})
        new = NewInspection(reference, force, pinned, "ncp", title, "self_assessment", "p-1")
        await create_inspection(session, new, NOW)
        changed = update(InspectionTable).where(InspectionTable.reference == reference)
        await session.execute(changed.values(**{"issued_at": NOW, **columns}))


@pytest.fixture
async def listed(records: Records, house: House) -> Records:
    """Three inspections beside those of the house: early, late, and closed."""
    async with records.transaction() as session:
        await put_force(session, Force("X03", "Glan-y-môr Police", "Heddlu Glan-y-môr"))
    early = {"phase": "case_audit", "next_due": minutes(5), "awaited": "|hmi|", "awaiting": ["hmi"]}
    await add(records, FIRST, "X03", "Children at 100% risk", **early)
    late = {"phase": "report", "next_due": minutes(9), "overdue": 2, "issued_at": minutes(3)}
    await add(records, SECOND, "X01", "Online_harm, Ÿnys Môn", **late)
    done = {"phase": "closed", "closed_at": minutes(7), "issued_at": None}
    await add(records, THIRD, "X02", "Ended", **done)
    return records


async def found(records: Records, wanted: Filter, viewer: Viewer = INSPECTOR) -> list[str]:
    overview = await look_over(records, viewer, wanted, sort=Sort.REFERENCE)
    references = [row.reference for row in overview.page.items]
    assert overview.counts.total == len(references)
    return references


async def pages(records: Records, sort: Sort, descending: bool, limit: int) -> list[str]:
    """All references, page by page."""
    seen: list[str] = []
    after: str | None = None
    while True:
        overview: Overview = await look_over(
            records, INSPECTOR, sort=sort, descending=descending, after=after, limit=limit
        )
        seen += [row.reference for row in overview.page.items]
        after = overview.page.next
        if after is None:
            return seen


@pytest.mark.parametrize(
    ("search", "expected"),
    [
        ("CHILDREN", [FIRST]),
        ("ynys mon", [SECOND]),
        ("ŸNYS", [SECOND]),
        ("glan-Y-MOR", [FIRST]),
        ("heddlu", [FIRST]),
        ("2028-0003", [THIRD]),
        ("northshire online", [SECOND]),
        ("online westmarch", []),
        ("0%", [FIRST]),
        ("%", [FIRST]),
        ("_", [SECOND]),
        ("n_p", []),
        ("/", []),
        ("   ", [NORTH, WEST, FIRST, SECOND, THIRD]),
    ],
)
async def test_words_are_found_in_reference_title_and_both_names_of_the_force(
    listed: Records, search: str, expected: list[str]
) -> None:
    assert await found(listed, Filter(search=search)) == expected


async def test_a_role_that_is_awaited_can_be_asked_for(listed: Records) -> None:
    assert await found(listed, Filter(awaiting=Role.HMI)) == [FIRST]
    assert await found(listed, Filter(awaiting=Role.EDITOR)) == []


async def test_what_a_projection_awaits_can_be_asked_for_at_once(listed: Records) -> None:
    row = {"awaiting": ["panel_chair", "panel_member"]}
    await step(listed, f"inspection/{NORTH}", "convened", row=row)
    assert await found(listed, Filter(awaiting=Role.PANEL_CHAIR)) == [NORTH]
    await step(listed, f"inspection/{NORTH}", "moderated", row={"awaiting": []})
    assert await found(listed, Filter(awaiting=Role.PANEL_CHAIR)) == []


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        (Sort.REFERENCE, [NORTH, WEST, FIRST, SECOND, THIRD]),
        (Sort.FORCE, [FIRST, NORTH, SECOND, WEST, THIRD]),
        (Sort.PHASE, [NORTH, WEST, FIRST, SECOND, THIRD]),
    ],
)
@pytest.mark.parametrize("limit", [1, 2, 50])
async def test_a_list_turned_round_is_the_same_list_backwards(
    listed: Records, sort: Sort, expected: list[str], limit: int
) -> None:
    assert await pages(listed, sort, False, limit) == expected
    assert await pages(listed, sort, True, limit) == expected[::-1]


@pytest.mark.parametrize(
    ("sort", "forwards", "backwards"),
    [
        (Sort.DUE, [FIRST, SECOND, NORTH, WEST, THIRD], [SECOND, FIRST, THIRD, WEST, NORTH]),
        (Sort.ISSUED, [NORTH, WEST, FIRST, SECOND, THIRD], [SECOND, FIRST, WEST, NORTH, THIRD]),
    ],
)
@pytest.mark.parametrize("limit", [1, 3, 50])
async def test_what_has_no_date_comes_last_in_either_direction(
    listed: Records, sort: Sort, forwards: list[str], backwards: list[str], limit: int
) -> None:
    assert await pages(listed, sort, False, limit) == forwards
    assert await pages(listed, sort, True, limit) == backwards


async def test_a_page_of_one_direction_does_not_continue_the_other(listed: Records) -> None:
    first = await look_over(listed, INSPECTOR, sort=Sort.PHASE, limit=1)
    with pytest.raises(BadCursor):
        await look_over(listed, INSPECTOR, sort=Sort.PHASE, descending=True, after=first.page.next)


async def test_a_phase_of_another_version_is_listed_after_those_that_are_known(
    listed: Records,
) -> None:
    await add(listed, "NCP-2028-0009", "X01", "From tomorrow", phase="haunting")
    assert (await pages(listed, Sort.PHASE, False, 2))[-1] == "NCP-2028-0009"
    assert (await pages(listed, Sort.PHASE, True, 2))[0] == "NCP-2028-0009"


async def test_counts_tell_what_a_change_of_one_filter_would_find(listed: Records) -> None:
    counts = (await look_over(listed, INSPECTOR, Filter(is_open=True))).counts
    assert (counts.total, counts.overdue, counts.open, counts.closed) == (4, 1, 4, 1)
    assert counts.by_phase == {"self_assessment": 2, "case_audit": 1, "report": 1}
    narrowed = (await look_over(listed, INSPECTOR, Filter(phase="report", is_overdue=True))).counts
    assert (narrowed.total, narrowed.overdue, narrowed.by_phase) == (1, 1, {"report": 1})


async def test_a_row_names_its_force_in_both_languages(listed: Records) -> None:
    overview = await look_over(listed, INSPECTOR, Filter(search=FIRST))
    row = overview.page.items[0]
    assert (row.force_name, row.force_welsh_name) == ("Glan-y-môr Police", "Heddlu Glan-y-môr")
    assert (row.awaiting, row.next_due, row.overdue) == (("hmi",), minutes(5), 0)


async def northern(records: Records, due: int, **more: Any) -> Row:
    """Both sides of the north asked for something; the row as its liaison is shown it."""
    ours, theirs = person_id(Role.LIAISON), person_id(Role.HMI)
    tasks = {
        "return": {"people": [ours], "due": minutes(due)},
        "sign_off": {"people": [theirs], "due": minutes(1)},
    }
    row = {"awaiting": ["hmi", "liaison"], "next_due": minutes(1), "overdue": 1}
    await step(records, f"inspection/{NORTH}", "asked", tasks=tasks, row=row)
    liaison = await viewer_for(records, ours)
    overview = await look_over(records, liaison, **more)
    assert overview.counts.total == 1
    return overview.page.items[0]


async def test_a_force_is_shown_its_own_tasks_and_none_of_the_inspectorate(
    house: House, records: Records
) -> None:
    row = await northern(records, 30)
    assert row.reference == NORTH
    assert (row.awaiting, row.next_due, row.overdue) == (("liaison",), minutes(30), 0)


async def test_a_force_finds_out_nothing_of_the_inspectorate_by_filtering(
    house: House, records: Records
) -> None:
    await northern(records, 30, sort=Sort.DUE)
    liaison = await viewer_for(records, person_id(Role.LIAISON))
    assert await found(records, Filter(awaiting=Role.LIAISON), liaison) == [NORTH]
    assert await found(records, Filter(awaiting=Role.HMI), liaison) == []
    assert await found(records, Filter(is_overdue=True), liaison) == []
    assert await found(records, Filter(is_overdue=True)) == [NORTH]


async def test_a_local_policing_body_is_shown_those_it_serves_on(
    house: House, records: Records
) -> None:
    viewer = await viewer_for(records, person_id(Role.LOCAL_POLICING_BODY, WEST))
    assert await found(records, Filter(), viewer) == [WEST]


async def test_a_timeline_shows_by_force_what_was_under_way_in_the_period(
    listed: Records,
) -> None:
    shown = await timeline(listed, INSPECTOR, since=minutes(8), until=minutes(20))
    assert [row.reference for row in shown.rows] == [FIRST, NORTH, SECOND, WEST]
    assert shown.total == 4
    before = await timeline(listed, INSPECTOR, since=minutes(-9), until=minutes(2), limit=1)
    assert ([row.reference for row in before.rows], before.total) == ([FIRST], 4)


async def test_the_order_of_a_long_list_is_walked_by_an_index(
    listed: Records, backend: str
) -> None:
    if backend != "sqlite":
        return  # PostgreSQL plans by the number of rows: a short list is sorted
    asked: list[tuple[str, Any]] = []
    engine = listed._engines[1].sync_engine

    def note(_c: Any, _u: Any, statement: str, parameters: Any, *_: Any) -> None:
        if statement.startswith("SELECT inspections.reference, inspections.title"):
            asked.append((statement, parameters))

    event.listen(engine, "before_cursor_execute", note)
    for sort in Sort:
        asked.clear()
        await look_over(listed, INSPECTOR, sort=sort, limit=1)
        async with listed.reading() as session:
            connection = await session.connection()
            explain = f"EXPLAIN QUERY PLAN {asked[0][0]}"
            plan = str((await connection.exec_driver_sql(explain, asked[0][1])).all())
        assert "USING INDEX" in plan
        assert "SCAN inspections'" not in plan, sort
