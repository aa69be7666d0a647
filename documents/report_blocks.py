"""What a report is made of once its facts are in words: chapters of blocks, with every number
given.

HTML and PDF print these same blocks, so neither can say what the other does not. A paragraph's
number is what the factual accuracy check refers to; tables and figures are numbered through the
whole report.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from documents.lettering import paragraphs


@dataclass(frozen=True)
class Paragraph:
    number: str
    text: str
    kind: str = field(default="paragraph", init=False)


@dataclass(frozen=True)
class Heading:
    text: str
    kind: str = field(default="heading", init=False)


@dataclass(frozen=True)
class Quotation:
    """Official words, quoted: `label` says whose, and may be empty."""

    label: str
    text: str
    kind: str = field(default="quotation", init=False)


@dataclass(frozen=True)
class Verdict:
    """A judgement set apart. `value` is its score in words, empty where it has none."""

    number: str
    label: str
    value: str
    meaning: str
    text: str
    kind: str = field(default="verdict", init=False)


@dataclass(frozen=True)
class Example:
    number: str
    text: str
    kind: str = field(default="example", init=False)


@dataclass(frozen=True)
class LetteredItem:
    letter: str
    reference: str
    text: str
    points: tuple[str, ...]
    note: str


@dataclass(frozen=True)
class Lettered:
    """A numbered lead-in and its lettered recommendations."""

    number: str
    text: str
    items: tuple[LetteredItem, ...]
    kind: str = field(default="lettered", init=False)


@dataclass(frozen=True)
class Pointer:
    """A recommendation mentioned where it follows from; `anchor` is where it stands in full."""

    anchor: str
    reference: str
    when: str
    text: str


@dataclass(frozen=True)
class Pointers:
    title: str
    items: tuple[Pointer, ...]
    kind: str = field(default="pointers", init=False)


@dataclass(frozen=True)
class Table:
    """`numeric` columns are set right; `totals` is how many rows at the end are sums."""

    number: str
    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: bool
    totals: int
    note: str
    kind: str = field(default="table", init=False)


@dataclass(frozen=True)
class Figure:
    number: str
    caption: str
    description: str
    svg: str
    kind: str = field(default="figure", init=False)


@dataclass(frozen=True)
class Entries:
    """Terms with their meanings, or facts with their values; `exact` sets values small."""

    items: tuple[tuple[str, str], ...]
    exact: bool
    kind: str = field(default="entries", init=False)


Block = (
    Paragraph
    | Heading
    | Quotation
    | Verdict
    | Example
    | Lettered
    | Pointers
    | Table
    | Figure
    | Entries
)


@dataclass(frozen=True)
class Chapter:
    """`number` is "7" or "A"; `label` is how the contents call it: "7" or "Annex A"."""

    number: str
    label: str
    title: str
    anchor: str
    blocks: tuple[Block, ...]


class Numbering:
    """Counts the tables and figures of one report."""

    def __init__(self) -> None:
        self.tables = 0
        self.figures = 0


class Writing:
    """A chapter being written: gives each paragraph the next number."""

    def __init__(self, number: str, title: str, numbering: Numbering) -> None:
        self.number = number
        self.title = title
        self._numbering = numbering
        self._paragraphs = 0
        self._blocks: list[Block] = []

    def next(self) -> str:
        self._paragraphs += 1
        return f"{self.number}.{self._paragraphs}"

    def add(self, *blocks: Block) -> None:
        self._blocks += blocks

    def say(self, *texts: str) -> None:
        """A numbered paragraph for each paragraph of the texts."""
        for text in texts:
            for part in paragraphs(text):
                self.add(Paragraph(self.next(), part))

    def head(self, text: str) -> None:
        self.add(Heading(text))

    def table(
        self,
        caption: str,
        columns: Sequence[str],
        rows: Iterable[Sequence[str]],
        *,
        numeric: bool = True,
        totals: int = 0,
        note: str = "",
    ) -> None:
        self._numbering.tables += 1
        number = f"Table {self._numbering.tables}"
        cells = tuple(tuple(row) for row in rows)
        self.add(Table(number, caption, tuple(columns), cells, numeric, totals, note))

    @property
    def next_table(self) -> int:
        return self._numbering.tables + 1

    def figure_identity(self) -> str:
        """The id of the next figure, which its SVG carries."""
        return f"figure-{self._numbering.figures + 1}"

    def figure(self, caption: str, description: str, svg: str) -> None:
        self._numbering.figures += 1
        self.add(Figure(f"Figure {self._numbering.figures}", caption, description, svg))

    def done(self) -> Chapter:
        annex = not self.number.isdigit()
        label = f"Annex {self.number}" if annex else self.number
        anchor = f"{'annex' if annex else 'chapter'}-{self.number.lower()}"
        return Chapter(self.number, label, self.title, anchor, tuple(self._blocks))


def recommendation_anchor(reference: str) -> str:
    """The place of a recommendation in full."""
    return "recommendation-" + re.sub(r"[^a-z0-9]+", "-", reference.lower()).strip("-")
