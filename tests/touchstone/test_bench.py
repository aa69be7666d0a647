"""The bench fills records that the product reads as its own, and measures pages over HTTP."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from activities.derive import Derived
from activities.wording import About
from criteria.roles import Side
from criteria.visibility import Viewer
from records.derived import task_id_of
from records.inspections import Filter
from records.overview import look_over
from records.processes import list_open
from records.session import Records
from touchstone.bench.measuring import Failed, Measured, measure, percentile
from touchstone.bench.pages import PAGES, Page
from touchstone.bench.report import Report, as_json
from touchstone.bench.serving import Served, served
from touchstone.bench.world import SHARES, World, open_world
from touchstone.cli import build_parser
from touchstone.wiring import now
from workflows.names import INSPECTION
from workflows.phases import Phase

INSPECTIONS = 40


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    return open_world(tmp_path_factory.mktemp("bench") / "world", INSPECTIONS, lambda _: None)


@pytest.fixture(scope="module")
def web(world: World) -> Iterator[Served]:
    with served(world) as found:
        yield found


async def test_the_scratch_records_hold_inspections_of_every_phase(world: World) -> None:
    records = Records.open(world.database_url)
    lead = Viewer("p-lead-1", Side.INSPECTORATE)
    counts = (await look_over(records, lead, Filter())).counts
    await records.close()
    assert counts.total == INSPECTIONS
    assert set(counts.by_phase) == {phase.value for phase in Phase}


async def test_tasks_of_the_scratch_records_are_those_that_follow_from_the_states(
    world: World,
) -> None:
    records = Records.open(world.database_url)
    processes = [one for one in await list_open(records) if one.workflow_type == INSPECTION]
    await records.close()
    about = About("", "", "")
    derived = {
        task_id_of(process.workflow_id, task.task): sorted(task.people)
        for process in processes
        for task in Derived(INSPECTION, about, {}, {}, now()).tasks(process.state)
    }
    with closing(sqlite3.connect(world.folder / "records.db")) as connection:
        kept = connection.execute(
            "SELECT id, people FROM tasks WHERE done_at IS NULL AND workflow_id LIKE 'inspection/%'"
        ).fetchall()
    assert len(processes) > 10
    assert {id_: sorted(json.loads(people)) for id_, people in kept} == derived


def test_copies_share_no_identifier_with_one_another(world: World) -> None:
    with closing(sqlite3.connect(world.folder / "records.db")) as connection:
        faults = connection.execute("PRAGMA foreign_key_check").fetchall()
        acts = connection.execute("SELECT count(*), count(DISTINCT id) FROM acts").fetchone()
    assert faults == []
    assert acts[0] == acts[1] > 100


def test_records_that_are_there_are_used_again(world: World) -> None:
    told: list[str] = []
    made = (world.folder / "records.db").stat().st_mtime_ns
    assert open_world(world.folder, INSPECTIONS, told.append) == world
    assert (world.folder / "records.db").stat().st_mtime_ns == made
    assert told == []


@pytest.mark.parametrize(
    "page", [Page("/tasks", "p-lead-1"), Page("/api/v1/inspections/{judged}", "p-x01-liaison")]
)
def test_a_page_is_measured_as_the_person_who_asks_for_it(
    web: Served, world: World, page: Page
) -> None:
    found = measure(web, page, world.samples, requests=3)
    assert isinstance(found, Measured)
    assert 0 < found.p50_ms <= found.p95_ms
    assert found.kilobytes > 0


def test_a_page_that_is_not_there_is_told_and_not_timed(web: Served, world: World) -> None:
    page = Page("/nowhere", "p-lead-1")
    assert measure(web, page, world.samples, requests=3) == Failed("/nowhere as lead-1", 404)


def test_every_page_of_the_table_has_an_address_and_a_name_of_its_own() -> None:
    samples = dict.fromkeys(SHARES, "NCP-2027-00001")
    assert all(page.address(samples).startswith("/") for page in PAGES)
    assert len({page.name for page in PAGES}) == len(PAGES)


@pytest.mark.parametrize(("share", "expected"), [(50, 10.0), (95, 19.0), (100, 20.0), (1, 1.0)])
def test_a_percentile_is_the_time_within_which_so_many_were_answered(
    share: int, expected: float
) -> None:
    assert percentile([float(number) for number in range(20, 0, -1)], share) == expected


@pytest.mark.parametrize(
    ("p95", "failed", "within"), [(50.0, (), True), (50.1, (), False), (1.0, ("/x",), False)]
)
def test_a_report_says_whether_every_page_kept_its_budget(
    p95: float, failed: tuple[str, ...], within: bool
) -> None:
    faults = [Failed(page, 500) for page in failed]
    report = Report(10_000, 200, [Measured("/tasks", 1.0, p95, None, 2.0)], faults)
    assert report.is_within_budget is within
    told = json.loads(as_json(report))
    assert told["inspections"] == 10_000
    assert {"page", "p50_ms", "p95_ms"} <= set(told["pages"][0])


def test_the_command_measures_ten_thousand_inspections_unless_told_otherwise() -> None:
    arguments = build_parser().parse_args(["bench", "pages", "--json"])
    assert (arguments.inspections, arguments.requests, arguments.json) == (10_000, 200, True)


def test_the_bench_needs_no_test_code() -> None:
    folder = Path(__file__).parents[2] / "touchstone" / "bench"
    texts = [path.read_text("utf-8") for path in folder.glob("*.py")]
    assert len(texts) > 5
    assert not any("from tests" in text or "import tests" in text for text in texts)
