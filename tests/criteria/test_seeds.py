"""Holds the catalogue against the two official documents, character by character.

The seed files are joined here by a reading of their own: a short list of permitted omissions, and
the rule that a table row with an empty first cell continues the row above, cell by cell.
"""

import hashlib
import re
from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path

import pytest

from criteria import catalogue
from criteria.schedule import Schedule
from criteria.template import Template

SEEDS = Path(__file__).parent / "seeds"
TEMPLATE = "000_bd1e7ff0ef51d2a3.txt"
CRITERIA = "003_34cbdade7dcb9dc8.txt"

# Everything that may be left out, and how often it stands in the file.
HEADER = re.compile(r"^## HMIC Online Child Sexual Exploitation \(CSE\) Inspection$", re.MULTILINE)
DASH_ROW = re.compile(r"^[-\t]*-{10}[-\t]*$", re.MULTILINE)
INLINE_TAG = re.compile(r"</?[bui]>")
BLOCK_TAG = re.compile(r'</?(?:p|li)>|</?ul(?: style="list-style-type: none")?>')
BULLET = re.compile(r"^- |(?<=<li>)• ?", re.MULTILINE)
HEADING_MARK = re.compile(r"^#{2,3} ", re.MULTILINE)
BOLD_MARK = re.compile(r"\*\*")
OMISSIONS = {
    CRITERIA: {
        DASH_ROW: 2,
        BULLET: 92,
        INLINE_TAG: 16,
        BLOCK_TAG: 266,
        HEADING_MARK: 3,
        BOLD_MARK: 8,
    },
    TEMPLATE: {
        DASH_ROW: 0,
        BULLET: 0,
        INLINE_TAG: 42,
        BLOCK_TAG: 64,
        HEADING_MARK: 0,
        BOLD_MARK: 0,
    },
}
# The one row that goes on below a page break with words in its first cell.
CONTINUES = "is reflected in policy, guidance and procedures."


def test_the_criteria_are_the_official_text_character_by_character() -> None:
    programme = catalogue.find("online-cse")
    assert programme
    assert_same(_printed_schedule(programme.criteria), _joined(CRITERIA))


def test_the_template_is_the_official_text_character_by_character() -> None:
    programme = catalogue.find("national-child-protection")
    assert programme
    assert_same(_printed_template(programme.template), _joined(TEMPLATE))


@pytest.mark.parametrize("file", [TEMPLATE, CRITERIA])
def test_nothing_but_the_permitted_omissions_is_left_out(file: str) -> None:
    text = _without_running_headers(_seed(file))
    for pattern, times in OMISSIONS[file].items():
        text, found = pattern.subn("", text)
        assert (pattern.pattern, found) == (pattern.pattern, times)
    kept = re.sub(r"\s", "", text)
    assert sorted(kept) == sorted(re.sub(r"\s", "", _joined(file)))


def test_the_running_header_stands_eleven_times_and_is_kept_once() -> None:
    assert len(HEADER.findall(_seed(CRITERIA))) == 11
    assert len(HEADER.findall(_without_running_headers(_seed(CRITERIA)))) == 1


@pytest.mark.parametrize("file", [TEMPLATE, CRITERIA])
def test_each_document_names_the_file_it_was_taken_from_by_its_hash(file: str) -> None:
    programme = catalogue.find("national-child-protection")
    assert programme
    sources = {s.file: s for s in (programme.template.source, programme.criteria.source)}
    assert sources[file].sha256 == hashlib.sha256((SEEDS / file).read_bytes()).hexdigest()
    assert sources[file].licence == "Open Government Licence v3.0"
    assert sources[file].attribution


def test_every_line_number_points_at_the_text_in_its_source() -> None:
    programme = catalogue.find("national-child-protection")
    assert programme
    for file, texts in (
        (CRITERIA, [(e.line, e.text) for e in programme.criteria.expectations()]),
        (TEMPLATE, [(row.line, row.indicator) for row in programme.template.rows()]),
    ):
        lines = BLOCK_TAG.sub("", INLINE_TAG.sub("", _seed(file))).split("\n")
        for line, text in texts:
            assert text[:35] in lines[line - 1]


def assert_same(ours: str, official: str) -> None:
    """Equality, with the first place of difference in the message."""
    pairs = enumerate(zip(ours, official, strict=False))
    at = next((n for n, (one, other) in pairs if one != other), min(len(ours), len(official)))
    assert ours == official, f"{ours[at - 40 : at + 40]!r} is not {official[at - 40 : at + 40]!r}"


def _seed(file: str) -> str:
    return (SEEDS / file).read_bytes().decode("utf-8")


def _without_running_headers(text: str) -> str:
    first = HEADER.search(text)
    if not first:
        return text
    return text[: first.end()] + HEADER.sub("", text[first.end() :])


def _joined(file: str) -> str:
    """The seed's text in reading order, rows rejoined, runs of white space made one space."""
    rows: list[list[str]] = []
    for cells in _rows(file):
        if rows and len(cells) > 1 and (not cells[0] or cells[0] == CONTINUES):
            joined = zip_longest(rows[-1], cells, fillvalue="")
            rows[-1] = [f"{above} {below}" for above, below in joined]
        else:
            rows.append(cells)
    return _one_space(" ".join(cell for row in rows for cell in row))


def _rows(file: str) -> Iterator[list[str]]:
    """Each line as its cells. A list item outside the table stands in the third column too."""
    for line in _without_running_headers(_seed(file)).split("\n"):
        if not line.strip() or DASH_ROW.match(line):
            continue
        listed = line.startswith("- ")
        for pattern in (BULLET, INLINE_TAG, HEADING_MARK, BOLD_MARK):
            line = pattern.sub("", line)
        line = BLOCK_TAG.sub(" ", line)  # two items of a list may stand without a space between
        yield ["", "", line] if listed else [cell.strip() for cell in line.split("\t")]


def _one_space(text: str) -> str:
    return " ".join(text.split())


def _printed_schedule(schedule: Schedule) -> str:
    pieces = [schedule.programme_title, schedule.title, *(item.text for item in schedule.legends)]
    for section in schedule.sections:
        pieces += [section.heading, section.descriptor, *section.column_heads]
        for node in section.nodes:
            pieces += [node.printed_label, node.indicator, node.instruction]
            pieces += [expectation.text for expectation in node.expectations]
    return " ".join(piece for piece in pieces if piece)


def _printed_template(template: Template) -> str:
    opening = template.opening
    assert opening
    pieces = [template.programme_title, template.title, template.introduction]
    pieces += [opening.prompt, opening.guidance, *template.column_heads]
    for section in template.sections:
        pieces.append(section.heading)
        pieces += [piece for row in section.rows for piece in (row.indicator, row.guidance_text)]
    return " ".join(pieces)
