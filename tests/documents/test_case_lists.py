"""Lists of eligible cases as people really paste them; what is wrong is named, not guessed."""

from datetime import date

import pytest

from documents.case_lists import LONGEST, decoded, read_case_list

TYPES = {"domestic-abuse": "Domestic abuse", "missing-children": "Missing and absent children"}
TODAY = date(2027, 1, 11)


@pytest.mark.parametrize("divider", [",", ";", "\t"])
def test_columns_are_divided_as_spreadsheets_divide_them(divider: str) -> None:
    text = divider.join(("N-1", "domestic-abuse", "3/11/2026", "Northshire"))
    (case,) = read_case_list(text, TYPES, TODAY).cases
    assert (case.reference, case.case_type) == ("N-1", "domestic-abuse")
    assert (case.date, case.local_authority) == (date(2026, 11, 3), "Northshire")


def test_named_columns_may_stand_in_any_order_with_others_between() -> None:
    text = "Date,Officer,Case reference,Type\n2026-10-01,x,n-7,MISSING AND ABSENT CHILDREN"
    (case,) = read_case_list(text, TYPES, TODAY).cases
    assert (case.reference, case.case_type) == ("N-7", "missing-children")


@pytest.mark.parametrize(
    ("line", "column", "wrong"),
    [
        (",domestic-abuse,2026-10-01", "reference", "missing"),
        ("N 1,domestic-abuse,2026-10-01", "reference", "pattern"),
        ("N-1,burglary,2026-10-01", "case_type", "unknown_type"),
        ("N-1,domestic-abuse,31/2/2026", "date", "no_date"),
        ("N-1,domestic-abuse,2027-01-12", "date", "in_future"),
        ("N-1,domestic-abuse,2026-10-01," + "x" * 301, "local_authority", "too_long"),
        ("N-1,domestic-abuse,2026-10-01,a\x01b", "local_authority", "too_long"),
    ],
)
def test_a_fault_names_row_column_and_kind(line: str, column: str, wrong: str) -> None:
    read = read_case_list(f"\nN-9,domestic-abuse,2026-10-01\n{line}", TYPES, TODAY)
    assert [(f.row, f.column, f.wrong) for f in read.faults] == [(3, column, wrong)]
    assert read.left_out == (line,)
    assert [case.reference for case in read.cases] == ["N-9"]


def test_a_reference_that_stands_twice_is_taken_once_and_named() -> None:
    line = "N-1,domestic-abuse,2026-10-01"
    read = read_case_list(f"{line}\n{line}", TYPES, TODAY)
    assert len(read.cases) == 1
    assert [(fault.row, fault.wrong) for fault in read.faults] == [(2, "twice")]


def test_a_list_that_is_too_long_says_where_reading_stopped() -> None:
    lines = [f"N-{n},domestic-abuse,2026-10-01" for n in range(LONGEST + 5)]
    read = read_case_list("\n".join(lines), TYPES, TODAY)
    assert len(read.cases) == LONGEST
    assert [fault.wrong for fault in read.faults] == ["rows"]


def test_files_of_older_spreadsheets_are_read_with_their_accents() -> None:
    assert decoded("Gwêl".encode("cp1252")) == "Gwêl"
    assert decoded("\ufeffGwêl".encode()) == "Gwêl"
    assert decoded("Gwêl".encode("utf-16")) == "Gwêl"


def test_a_file_that_holds_no_text_is_none() -> None:
    assert decoded(b"N-1,domestic-abuse\x00\x01\x02") is None
