"""Lists of eligible cases as forces paste or upload them: rows in; good cases and named faults out.

Comma, semicolon and tab divide columns (what spreadsheets copy and save). The first row may name
the columns; without names they stand in the order reference, type, date, local authority.
"""

import csv
import re
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

COLUMNS = ("reference", "case_type", "date", "local_authority")
LONGEST = 5_000  # rows taken at once
_LONGEST_LINE = 2_000  # characters; no true row comes near

_REFERENCE = re.compile(r"[A-Z0-9][A-Z0-9/-]{1,29}")
_DATES = ("%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d %B %Y", "%d %b %Y", "%d-%m-%Y")
_NAMES = {
    "reference": "reference",
    "case_reference": "reference",
    "case_type": "case_type",
    "type": "case_type",
    "date": "date",
    "local_authority": "local_authority",
}


@dataclass(frozen=True)
class ListedCase:
    """A case as it was listed; `case_type` is a code of the programme."""

    reference: str
    case_type: str
    date: date
    local_authority: str | None


@dataclass(frozen=True)
class ListFault:
    """What is wrong with a cell. `row` counts lines from 1; `wrong` is a code for the reader."""

    row: int
    column: str
    found: str
    wrong: str  # one of: missing, pattern, unknown_type, no_date, in_future, too_long, twice, rows


@dataclass(frozen=True)
class ReadList:
    """`left_out` holds the faulty lines as they came, to be corrected and sent again."""

    cases: tuple[ListedCase, ...]
    faults: tuple[ListFault, ...]
    left_out: tuple[str, ...]


def decoded(content: bytes) -> str | None:
    """A text file as text: UTF-8, UTF-16 with its mark, else the character set of older Windows.

    None for what is no text at all.
    """
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    if b"\0" in content:
        return None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def read_case_list(text: str, types: Mapping[str, str], today: date) -> ReadList:
    """Read a list. `types` is code -> title; either names a type, in capitals or not."""
    known = {code.casefold(): code for code in types}
    known |= {title.casefold(): code for code, title in types.items()}
    cases: dict[str, ListedCase] = {}
    faults: list[ListFault] = []
    left_out: list[str] = []
    for number, line, cells in _rows(text):
        if number > LONGEST:
            faults.append(ListFault(number, "", "", "rows"))
            break
        wrong = list(_faults(number, cells, known, today))
        if not wrong and cells["reference"] in cases:
            wrong = [ListFault(number, "reference", cells["reference"], "twice")]
        if wrong:
            faults += wrong
            left_out.append(line)
        else:
            cases[cells["reference"]] = _case(cells, known)
    return ReadList(tuple(cases.values()), tuple(faults), tuple(left_out))


def _rows(text: str) -> Iterator[tuple[int, str, dict[str, str]]]:
    """(line number, the line, column -> cell) of every line that holds anything."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    columns: list[str] = list(COLUMNS)
    first = True
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        read = next(csv.reader([line[:_LONGEST_LINE]], delimiter=_divider(line)))
        cells = [cell.strip() for cell in read]
        named = [_NAMES.get(cell.casefold().replace(" ", "_"), "") for cell in cells]
        if first and "reference" in named and named.count("") < len(named):
            columns, first = named, False
            continue
        first = False
        found = {name: cell for name, cell in zip(columns, cells, strict=False) if name}
        found["reference"] = found.get("reference", "").upper()
        yield number, line, {name: found.get(name, "") for name in COLUMNS}


def _divider(line: str) -> str:
    return max("\t;,", key=line.count)


def _faults(
    row: int, cells: Mapping[str, str], known: Mapping[str, str], today: date
) -> Iterator[ListFault]:
    reference, type_, day = cells["reference"], cells["case_type"], cells["date"]
    for column in ("reference", "case_type", "date"):
        if not cells[column]:
            yield ListFault(row, column, "", "missing")
    if reference and not _REFERENCE.fullmatch(reference):
        yield ListFault(row, "reference", reference[:40], "pattern")
    if type_ and type_.casefold() not in known:
        yield ListFault(row, "case_type", type_[:60], "unknown_type")
    when = _date(day)
    if day and when is None:
        yield ListFault(row, "date", day[:40], "no_date")
    if when and when > today:
        yield ListFault(row, "date", day[:40], "in_future")
    authority = cells["local_authority"]
    if len(authority) > 300 or not authority.isprintable():
        yield ListFault(row, "local_authority", authority[:40], "too_long")


def _case(cells: Mapping[str, str], known: Mapping[str, str]) -> ListedCase:
    when = _date(cells["date"])
    assert when is not None, "rows with faults are left out"
    type_ = known[cells["case_type"].casefold()]
    return ListedCase(cells["reference"], type_, when, cells["local_authority"] or None)


def _date(text: str) -> date | None:
    for form in _DATES:
        try:
            return date(*time.strptime(text, form)[:3])
        except ValueError:
            continue
    return None
