"""Lays out readable plain text for a terminal: headings, paragraphs, lists, columns."""

import textwrap
from collections.abc import Iterable

WIDTH = 92


class Page:
    """Collects lines; `text()` gives them with one line end at the close."""

    def __init__(self) -> None:
        self._lines: list[str] = []

    def title(self, text: str) -> None:
        self._lines += [text.upper(), "=" * min(len(text), WIDTH)]

    def chapter(self, text: str) -> None:
        lines = textwrap.wrap(text, WIDTH)
        self._lines += ["", "", *lines, "-" * max(len(line) for line in lines)]

    def heading(self, text: str, code: str = "") -> None:
        """A heading, with its code at the right-hand edge."""
        self._lines += ["", f"{text}{code.rjust(WIDTH - len(text))}" if code else text]

    def paragraph(self, text: str, indent: int = 0) -> None:
        margin = " " * indent
        self._lines += textwrap.wrap(
            text, WIDTH, initial_indent=margin, subsequent_indent=margin, break_on_hyphens=False
        )

    def blank(self) -> None:
        self._lines.append("")

    def item(self, mark: str, text: str, indent: int = 2, hang: int | None = None) -> None:
        """A mark in the margin and the text hanging beside it, or `hang` columns in."""
        margin = f"{' ' * indent}{mark} "
        self._lines += textwrap.wrap(
            text,
            WIDTH,
            initial_indent=margin,
            subsequent_indent=" " * (len(margin) if hang is None else hang),
            break_on_hyphens=False,
        )

    def table(self, rows: Iterable[tuple[str, ...]], indent: int = 2) -> None:
        """Columns as wide as their longest cell; the last one wraps."""
        cells = list(rows)
        if not cells:
            return
        widths = [max(len(row[column]) for row in cells) for column in range(len(cells[0]) - 1)]
        for row in cells:
            head = "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=False))
            self.item(f"{head} ", row[-1], indent)

    def text(self) -> str:
        return "\n".join(line.rstrip() for line in self._lines) + "\n"
