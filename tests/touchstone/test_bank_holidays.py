"""`./run calendar`: the pinned table of bank holidays is the library's, written as criteria."""

from pathlib import Path

import pytest

from criteria.check import faults
from touchstone import bank_holidays
from touchstone.bank_holidays import FOLDER, differences, newest, read_table, write_next
from touchstone.cli import main
from touchstone.obstacles import Obstacle


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of calendars of one's own, beginning with the shipped one."""
    shipped = newest()
    (tmp_path / "calendars").mkdir()
    copy = tmp_path / "calendars" / shipped.name
    copy.write_text(shipped.read_text(encoding="utf-8"), encoding="utf-8")
    return copy.parent


def test_the_shipped_table_is_what_the_library_says(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["calendar", "--check"]) == 0
    assert "is what the library says" in capsys.readouterr().out


def test_a_table_that_differs_is_told_day_by_day(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = newest(folder)
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("2027-03-29", "2027-03-30"), encoding="utf-8")
    monkeypatch.setattr(bank_holidays.newest, "__defaults__", (folder,))
    assert main(["calendar", "--check"]) == 1
    told = capsys.readouterr()
    assert told.out.splitlines() == [
        "2027-03-29: the table has none, the library “Easter Monday”.",
        "2027-03-30: the table has “Easter Monday”, the library none.",
    ]
    assert "run `./run calendar`" in told.err


def test_what_is_the_same_is_not_written_again(folder: Path) -> None:
    assert write_next(folder=folder) is None
    assert len(list(folder.iterdir())) == 1


def test_more_years_are_a_new_version_and_the_old_one_stays(folder: Path) -> None:
    before = newest(folder).read_bytes()
    made = write_next(2032, folder)
    assert made is not None
    assert made == newest(folder) != FOLDER / made.name
    assert made.name == "england-and-wales-v2.toml"
    assert faults(made) == []
    table = read_table(made)
    assert (table.version, table.first_year, table.last_year) == ("2", 2026, 2032)
    assert differences(table) == []
    assert (folder / "england-and-wales-v1.toml").read_bytes() == before


@pytest.mark.parametrize("year", [2028, 2200])
def test_a_year_that_makes_no_table_is_refused(folder: Path, year: int) -> None:
    with pytest.raises(Obstacle):
        write_next(year, folder)
    assert len(list(folder.iterdir())) == 1
