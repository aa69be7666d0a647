"""What a force gave, as files of its own to keep: comma-separated lists and plain text.

A cell that a spreadsheet would run as a formula is marked as text.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

_RUNNING = ("=", "+", "-", "@", "\t", "\r")


def sheet(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """A list for spreadsheets: UTF-8 with a mark that says so, lines as spreadsheets write them."""
    written = io.StringIO()
    lines = csv.writer(written)
    lines.writerow(columns)
    lines.writerows([_cell(cell) for cell in row] for row in rows)
    return written.getvalue().encode("utf-8-sig")


def plain_text(title: str, head: Sequence[str], parts: Iterable[tuple[str, str]]) -> bytes:
    """A text file: a title, a few lines about it, then headed parts in order."""
    lines = [title, "=" * len(title), *head, ""]
    for heading, text in parts:
        lines += [heading, "-" * len(heading), text.strip() or "(nothing)", ""]
    return "\r\n".join("\n".join(lines).split("\n")).encode("utf-8-sig")


def _cell(value: Any) -> str:
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(_RUNNING) else text
