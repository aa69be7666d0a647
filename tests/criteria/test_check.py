"""Checking a programme's file: every fault is found, each with its place and what to do."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from criteria import catalogue, check
from criteria.faults import Fault, FaultyProgramme
from tests.criteria import third_programme

SHIPPED = Path(catalogue.__file__).parent


def faults_after(folder: Path, *changes: tuple[str, str]) -> list[Fault]:
    """The faults of the five-topic programme in one file after replacing texts in it."""
    path = third_programme.write_as_one_file(folder)
    text = path.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    path.write_text(text, encoding="utf-8")
    return check.faults(path)


def told(faults: list[Fault]) -> list[tuple[str, str]]:
    return [(fault.place, fault.sentence) for fault in faults]


@pytest.mark.parametrize("path", sorted(SHIPPED.glob("*/*.toml")), ids=lambda path: path.stem)
def test_every_shipped_file_is_sound(path: Path) -> None:
    if path.parent.name != "forces":
        assert check.faults(path) == []


# what is changed in a sound file -> the place and the sentence of the one fault that follows
ONE_FAULT = {
    "an unknown key": (
        ('summary = "A programme', 'sumary = "x"\nsummary = "A programme'),
        "sumary",
        "The key 'sumary' is not known here. Did you mean 'summary'? Choose from: id",
    ),
    "a missing key": (
        ("overall_scored = true\nanchors = [", "overall_scored = true\nanchor_list = ["),
        "scoring.anchor_list",
        "The key 'anchor_list' is not known here. Did you mean 'anchors'?",
    ),
    "an empty text": (
        ('title = "Domestic abuse"', 'title = ""'),
        "cases.types[domestic-abuse].title",
        "The text is empty. Write it, or take an optional key out.",
    ),
    "white space around a text": (
        ('title = "Domestic abuse"', 'title = " Domestic abuse"'),
        "cases.types[domestic-abuse].title",
        "The text begins or ends with white space. Take it away.",
    ),
    "a number as text": (
        ("sample = 12", 'sample = "12"'),
        "cases.sample",
        "Expected a whole number, found '12'. Correct it.",
    ),
    "an unknown scoring mode": (
        ('mode = "scale_1_5"', 'mode = "scale_1_6"'),
        "scoring.mode",
        "'scale_1_6' is not known here. Did you mean 'scale_1_5'? "
        "Choose from: yes_no, scale_1_5, evidence_only.",
    ),
    "quotas that do not sum": (
        ("quota = 7", "quota = 8"),
        "cases.sample",
        "The quotas of the case types add up to 13, the sample is 12. Make them agree.",
    ),
    "a case type twice": (
        ('code = "missing-children"', 'code = "domestic-abuse"'),
        "cases.types[domestic-abuse]",
        "The case type 'domestic-abuse' stands 2 times. Keep it once.",
    ),
    "a row linked to no node of the criteria": (
        ('node = "leadership" },\n  { row', 'node = "leadershp" },\n  { row'),
        "map.links[ft.leadership].node",
        "There is no node 'leadershp'. Did you mean 'leadership'? Choose from: overall, leadership",
    ),
    "an expectation twice": (
        ('{ id = "leadership.02"', '{ id = "leadership.01"'),
        "criteria.sections[leadership.01]",
        "The id 'leadership.01' stands 2 times. Keep it once.",
    ),
    "an expectation named after another node": (
        ('{ id = "leadership.02"', '{ id = "investigation.07"'),
        "criteria.sections[topics].nodes[leadership].expectations[investigation.07].id",
        "Name it after its node: 'leadership.01', 'leadership.02', ...",
    ),
    "two overall assessments": (
        ('id = "leadership"\nkind = "topic"', 'id = "leadership"\nkind = "overall"'),
        "criteria.sections",
        "There are 2 nodes of kind 'overall'. Mark exactly one node so.",
    ),
    "a section of the report for no node": (
        ('title = "Leadership", node = "leadership"', 'title = "Leadership", node = "ledership"'),
        "report.sections[leadership].node",
        "There is no node 'ledership'. Did you mean 'leadership'?",
    ),
    "a case stage that is no node": (
        ('case_stages = ["initial-response"', 'case_stages = ["initial-respons"'),
        "judging.case_stages",
        "There is no node below the overall 'initial-respons'. Did you mean 'initial-response'?",
    ),
    "a score without an anchor": (
        ('  { score = "5", text = "Anchor 5" },\n', ""),
        "scoring.anchors",
        "The score '5' has no anchor. Say what it means.",
    ),
    "a route by grades where none are given": (
        ('kind = "score_difference"', 'kind = "grade_difference"'),
        "rules.routes[grade_difference]",
        "The programme grades no cases. Take this route out, or add case grades.",
    ),
    "two questions in one sentence of the guidance": (
        ('"How strong is it?", "Say', '"How strong? How weak?", "Say'),
        "template.sections[topics].rows[ft.leadership].guidance[1]",
        "A question mark stands inside it. Write each question as an item of its own.",
    ),
    "a part that is not there": (
        ('glossary = "child-protection-v1"', 'glossary = "child-protection-v7"'),
        "glossary",
        "There is no file 'glossaries/child-protection-v7.toml'. Add it, or write [glossary] in "
        "this file.",
    ),
    "a part named by a path": (
        ('glossary = "child-protection-v1"', 'glossary = "../glossaries/child-protection-v1"'),
        "glossary",
        "'../glossaries/child-protection-v1' is no name of a part. Use small letters, digits",
    ),
    "a version in words": (
        ('id = "five-topics"\nversion = "1"\ntitle', 'id = "five-topics"\nversion = "one"\ntitle'),
        "version",
        "'one' is no version. Write it like '1' or '1.2'.",
    ),
}


@pytest.mark.parametrize("case", ONE_FAULT)
def test_a_fault_is_told_with_its_place_and_what_to_do(case: str, tmp_path: Path) -> None:
    change, place, sentence = ONE_FAULT[case]
    found = dict(told(faults_after(tmp_path, change)))
    assert place in found
    assert found[place].startswith(sentence)


def test_a_missing_key_is_told_once_and_its_consequences_are_not(tmp_path: Path) -> None:
    assert told(faults_after(tmp_path, ("sample = 12\n", ""))) == [
        ("cases.sample", "The key 'sample' is missing. Add it.")
    ]


def test_checking_never_stops_at_the_first_fault(tmp_path: Path) -> None:
    found = faults_after(
        tmp_path,
        ("quota = 7", "quota = 8"),
        ('mode = "scale_1_5"', 'mode = "scale_1_6"'),
        ('glossary = "child-protection-v1"', 'glossary = "nothing"'),
        ('summary = "A programme', 'sumary = "x"\nsummary = "A programme'),
        ("panel_minimum = 3", "panel_minimum = 0"),
        ('node = "leadership" },\n  { row', 'node = "leadershp" },\n  { row'),
    )
    places = [fault.place for fault in found]
    assert {"glossary", "sumary", "scoring.mode", "cases.sample"} <= set(places)
    assert {"rules.panel_minimum", "map.links[ft.leadership].node"} <= set(places)


def test_a_fault_in_a_part_names_the_file_of_that_part(tmp_path: Path) -> None:
    path = third_programme.write_as_files(tmp_path)
    part = tmp_path / "templates" / "five-topics-template-v1.toml"
    part.write_text(part.read_text().replace('indicator = "Investigation"', 'indicator = ""'))
    expected = [
        Fault(
            str(part),
            "sections[topics].rows[ft.investigation].indicator",
            "The text is empty. Write it, or take an optional key out.",
        )
    ]
    assert check.faults(path) == expected
    assert check.faults(part) == expected


def test_broken_toml_is_told_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "broken.toml"
    path.write_text('id = "x"\nversion = \ntitle = "y"\n')
    found = check.faults(path)
    assert [(fault.line, fault.place) for fault in found] == [(2, "")]
    assert "not valid TOML" in found[0].sentence
    assert str(found[0]).startswith(f"{path}: line 2: ")


def test_a_broken_part_does_not_hide_the_faults_of_the_rest(tmp_path: Path) -> None:
    path = third_programme.write_as_files(tmp_path)
    (tmp_path / "maps" / "five-topics-map-v1.toml").write_text("links = [\n")
    path.write_text(path.read_text().replace("quota = 7", "quota = 8"))
    found = check.faults(path)
    assert [Path(fault.file).name for fault in found] == ["five-topics-map-v1.toml", path.name]
    assert [fault.place for fault in found] == ["", "cases.sample"]


def test_a_file_that_is_not_there_or_not_text_is_told(tmp_path: Path) -> None:
    assert "cannot be opened" in check.faults(tmp_path / "none.toml")[0].sentence
    (tmp_path / "latin.toml").write_bytes(b'id = "caf\xe9"')
    assert "not UTF-8" in check.faults(tmp_path / "latin.toml")[0].sentence


def test_a_faulty_programme_is_never_loaded(tmp_path: Path) -> None:
    path = third_programme.write_as_one_file(tmp_path)
    path.write_text(path.read_text().replace("quota = 7", "quota = 8"))
    with pytest.raises(FaultyProgramme, match="add up to 13"):
        catalogue.load(path)


def test_an_expectation_left_out_of_the_map_is_noticed(tmp_path: Path) -> None:
    for folder in ("programmes", "maps"):
        (tmp_path / folder).mkdir()
    source = SHIPPED / "maps" / "self-assessment-to-criteria-v1.toml"
    lines = source.read_text(encoding="utf-8").split("\n")
    kept = [line for line in lines if "leadership.14" not in line]
    (tmp_path / "maps" / source.name).write_text("\n".join(kept), encoding="utf-8")
    programme = tmp_path / "programmes" / "online-cse-v1.toml"
    programme.write_text((SHIPPED / "programmes" / programme.name).read_text(encoding="utf-8"))
    assert told(check.faults(programme)) == [
        (
            "unasked",
            "No row asks about 'leadership.14'. Link a row, or list it as unasked.",
        )
    ]


def test_a_row_left_out_of_the_map_is_noticed(tmp_path: Path) -> None:
    link = '  { row = "ft.leadership", node = "leadership" },\n'
    assert told(faults_after(tmp_path, (link, ""))) == [
        (
            "map.links",
            "The row 'ft.leadership' of the template has no link. Add one, even to no node.",
        ),
        ("map.unasked", "No row asks about 'leadership.01'. Link a row, or list it as unasked."),
        ("map.unasked", "No row asks about 'leadership.02'. Link a row, or list it as unasked."),
    ]


LITERALS = [
    '""',
    '"leadership"',
    "0",
    "-7",
    "true",
    "[]",
    "{}",
    "[[]]",
    "[{}]",
    "2027-02-08",
    "1.5",
]


@settings(max_examples=150, deadline=None)
@given(changes=st.lists(st.tuples(st.integers(0, 400), st.sampled_from(LITERALS)), max_size=6))
def test_whatever_stands_in_a_file_is_explained_and_never_breaks_the_check(
    changes: list[tuple[int, str]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("changed")
    path = third_programme.write_as_one_file(folder)
    lines = path.read_text(encoding="utf-8").split("\n")
    for number, literal in changes:
        key, equals, _ = lines[number % len(lines)].partition(" = ")
        lines[number % len(lines)] = f"{key}{equals}{literal}" if equals else ""
    path.write_text("\n".join(lines), encoding="utf-8")
    programme, faults = check.examine(path)
    assert (programme is None) == bool(faults)
    assert all(fault.sentence.endswith(".") and fault.file for fault in faults)
