"""The demonstration world before it is made: its table, its days, its people and its keys."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from criteria import duties
from criteria.catalogue import find
from touchstone.cli import main
from touchstone.demo.world.diary import WorkingDiary
from touchstone.demo.world.making import Keys, cast_of, register_name
from touchstone.demo.world.note import Note, read_note, write_note
from touchstone.demo.world.rows import PLACES, TOWNS, WHOLE, WORLD, Row
from touchstone.demo.world.script import BRANCHES, STEPS, script
from touchstone.demo.writing.eligible import eligible_cases, spread
from touchstone.demo.writing.findings import draft_text, final_text
from touchstone.demo.writing.stories import stories
from touchstone.people import demonstration_people
from touchstone.settings import ROOT
from workflows.deadlines import is_working_day

SUNDAY = datetime(2026, 11, 22, 16, 30, tzinfo=UTC)
MORNING = datetime(2026, 11, 24, 6, 15, tzinfo=UTC)


def holidays() -> list[str]:
    programme = find("national-child-protection")
    assert programme is not None
    return programme.outline().holidays


def test_the_world_has_twelve_forces_and_each_inspection_once() -> None:
    assert {row.force for row in WORLD} == {f"X{number:02}" for number in range(1, 13)}
    assert len({row.name for row in WORLD}) == len(WORLD)
    assert set(TOWNS) == {row.force for row in WORLD} - {"X01"}


@pytest.mark.parametrize("row", WORLD, ids=lambda row: row.name)
def test_no_step_of_an_inspection_lies_ahead(row: Row) -> None:
    days = [step.day for step in script(row)]
    assert max(days) <= row.began
    assert row.reaches in STEPS
    assert set(row.after) <= set(BRANCHES) | set(STEPS)


@pytest.mark.parametrize("row", WORLD, ids=lambda row: row.name)
def test_whoever_plays_in_an_inspection_may_do_so(row: Row) -> None:
    people = {person.id: person for person in demonstration_people(SUNDAY.date())}
    programme = find(row.programme)
    assert programme is not None
    appointed = cast_of(row).appointed
    duties.require_filled(appointed, programme.rules.panel_minimum)
    duties.require_apart(appointed)
    years, today = programme.rules.conflict_years, SUNDAY.date()
    for role, players in appointed.items():
        for player in players:
            person = people[player]
            assert role.value in person.standing_roles
            served = person.served_at
            assert not duties.has_conflict(role, row.force, person.force_code, served, years, today)


@pytest.mark.parametrize("row", WORLD, ids=lambda row: row.name)
def test_a_small_sample_has_a_story_for_each_case(row: Row) -> None:
    programme = find(row.programme)
    assert programme is not None
    quotas = programme.outline().case_types
    if row.cases < WHOLE:
        counts = spread(list(quotas), row.cases)
        assert sum(counts.values()) == row.cases
        assert len(eligible_cases(list(quotas), SUNDAY.date(), counts)) == row.cases
        for case_type, count in counts.items():
            assert count <= min(quotas[case_type], len(stories(case_type)))


def test_texts_speak_of_the_force_that_they_are_about() -> None:
    for row in WORLD:
        said = str([cast_of(row).said(text) for text in (draft_text(), final_text())])
        assert ("Northshire" in said) == (row.force == "X01")
        if row.force != "X01":
            assert not [town for town in PLACES if town in said]
        if row.cases != WHOLE:
            assert "33" not in said


def test_the_table_for_those_who_look_around_is_the_worlds_own() -> None:
    names = {person.id: person.name for person in demonstration_people(SUNDAY.date())}
    shown = [
        f"| {register_name(row.force)} | {'online' if 'online' in row.programme else 'national'}"
        f" | {row.shows} | {names[cast_of(row).team.lead]} |"
        for row in WORLD
    ]
    text = (ROOT / "docs" / "demonstration.md").read_text("utf-8")
    assert [line for line in text.splitlines() if line in shown] == shown


def test_days_are_working_days_counted_from_the_last_one() -> None:
    diary = WorkingDiary(SUNDAY, 21, holidays())
    assert diary.day(21) == date(2026, 11, 20)
    assert diary.day(0) == date(2026, 10, 22)
    diary.turn_to(20, each=400)
    seen = []
    for _ in range(4):
        seen.append(diary.moment)
        diary.pass_on()
    assert seen[0] == datetime(2026, 11, 19, 10, 0, tzinfo=UTC)
    assert all(is_working_day(at.date(), holidays()) and 9 <= at.hour < 17 for at in seen[:3])
    assert seen == sorted(seen)


def test_nothing_happens_after_the_making() -> None:
    diary = WorkingDiary(MORNING, 5, holidays())
    diary.turn_to(5)
    assert diary.moment == MORNING
    diary.turn_back(hours=2.5)
    assert MORNING - diary.moment == timedelta(hours=2.5)
    for _ in range(20):
        diary.pass_on()
    assert diary.moment == MORNING


def test_keys_are_the_same_at_a_second_making_and_differ_within_one() -> None:
    calls = [("p-a", "/act"), ("p-a", "/act"), ("p-b", "/act"), ("p-a", "/other")]
    first, second, other = Keys("one"), Keys("one"), Keys("two")
    keys = [first(*call) for call in calls]
    assert keys == [second(*call) for call in calls]
    assert len(set(keys)) == 4
    assert not set(keys) & {other(*call) for call in calls}


def test_the_note_of_a_world_is_kept_between_makings(tmp_path: Path) -> None:
    folder = tmp_path
    begun = read_note(folder)
    assert begun.done == []
    write_note(folder, Note(begun.made_at, ["X01/online-cse"]))
    assert read_note(folder) == Note(begun.made_at, ["X01/online-cse"])


def test_a_stack_without_demonstration_people_makes_no_world(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TOUCHSTONE_DEVELOPMENT", "0")
    monkeypatch.setenv("TOUCHSTONE_DATA_FOLDER", str(tmp_path))
    assert main(["up", "--demo"]) == 1
    assert "unset TOUCHSTONE_DEVELOPMENT" in capsys.readouterr().err
