"""Programmes of a house's own, added as data alone: loaded, pinned, versioned, refused."""

from collections.abc import Callable
from pathlib import Path

import pytest

from criteria import catalogue, check, describe
from criteria.faults import FaultyProgramme
from criteria.programme import Programme
from tests.criteria import third_programme


def test_the_hash_covers_every_part(tmp_path: Path) -> None:
    path = third_programme.write_as_files(tmp_path)
    before = catalogue.load(path).hash
    part = tmp_path / "maps" / "five-topics-map-v1.toml"
    part.write_text(part.read_text().replace("Topics to topics", "Topics to their topics"))
    assert catalogue.load(path).hash != before


def test_editing_a_file_never_changes_a_programme_already_pinned(tmp_path: Path) -> None:
    path = third_programme.write_as_one_file(tmp_path)
    programme = catalogue.load(path)
    pinned, pinned_hash = programme.to_json(), programme.hash
    path.write_text(path.read_text().replace("Five topics", "Other topics"))
    assert catalogue.load(path).title == "Other topics"
    assert Programme.from_json(pinned).title == "Five topics"
    assert Programme.from_json(pinned).hash == pinned_hash


@pytest.mark.parametrize(
    "write", [third_programme.write_as_files, third_programme.write_as_one_file]
)
def test_a_third_programme_is_added_as_data_alone(
    write: Callable[[Path], Path], tmp_path: Path
) -> None:
    path = write(tmp_path)
    assert check.faults(path) == []
    added = catalogue.find("five-topics", folder=tmp_path)
    assert added
    outline = added.outline()
    assert outline.indicators == list(third_programme.TOPICS)
    assert outline.rows == [f"ft.{code}" for code in third_programme.TOPICS]
    assert outline.case_stages == list(third_programme.TOPICS)[2:]
    assert outline.case_types == {"domestic-abuse": 7, "missing-children": 5}
    assert outline.case_grades == []
    assert added.report_order() == (*third_programme.TOPICS, "overall")
    assert describe.counts(added)["questions"] == 10
    assert describe.counts(added)["journey_stages"] == 0
    assert "Risk assessment and referral" in describe.as_text(added)


def test_one_file_or_several_make_the_same_programme(tmp_path: Path) -> None:
    (tmp_path / "several").mkdir()
    several = catalogue.load(third_programme.write_as_files(tmp_path / "several"))
    assert catalogue.load(third_programme.write_as_one_file(tmp_path)).hash == several.hash


def test_the_latest_version_is_found_unless_one_is_asked_for(tmp_path: Path) -> None:
    for version in ("9", "10"):
        path = third_programme.write_as_one_file(tmp_path, version)
        path.rename(tmp_path / f"five-topics-v{version}.toml")
    latest = catalogue.find("five-topics", folder=tmp_path)
    older = catalogue.find("five-topics", "9", tmp_path)
    assert latest
    assert older
    assert (latest.version, older.version) == ("10", "9")
    assert catalogue.find("five-topics", "11", tmp_path) is None
    assert catalogue.find("no-such-programme") is None


def test_two_files_of_the_same_version_are_refused(tmp_path: Path) -> None:
    path = third_programme.write_as_one_file(tmp_path)
    (tmp_path / "copy.toml").write_text(path.read_text())
    with pytest.raises(FaultyProgramme, match="two programmes 'five-topics' version 1"):
        catalogue.programmes(tmp_path)
