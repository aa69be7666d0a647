"""The self-assessment template that a force fills in: an opening outline, rows, their questions.

Guidance is held sentence by sentence, word for word; a sentence that ends in a question mark is a
question.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from criteria.provenance import Slip, Source


@dataclass(frozen=True)
class Question:
    """One question of the guidance, numbered within its row: `sa.l1.q2`."""

    id: str
    text: str


@dataclass(frozen=True)
class Opening:
    """The free-text outline asked for first. `points` are the items that it should include."""

    id: str
    prompt: str
    lead_in: str
    points: tuple[str, ...]
    guidance_in_italics: bool = True

    @property
    def guidance(self) -> str:
        """The guidance as printed: the points after the lead-in, divided by semicolons."""
        return f"{self.lead_in} {'; '.join(self.points)}."


@dataclass(frozen=True)
class Row:
    """One row to answer: what is printed in the first column, and the guidance of the second."""

    id: str
    indicator: str
    guidance: tuple[str, ...]
    line: int = 0

    @property
    def guidance_text(self) -> str:
        """The guidance as printed, in one piece."""
        return " ".join(self.guidance)

    @property
    def questions(self) -> tuple[Question, ...]:
        asked = [sentence for sentence in self.guidance if sentence.endswith("?")]
        return tuple(Question(f"{self.id}.q{n}", text) for n, text in enumerate(asked, start=1))


@dataclass(frozen=True)
class TemplateSection:
    id: str
    heading: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Template:
    """The whole template. `guidance_in_italics` is how the rows' guidance is printed."""

    id: str
    version: str
    programme_title: str
    title: str
    introduction: str
    source: Source
    column_heads: tuple[str, ...]
    sections: tuple[TemplateSection, ...]
    opening: Opening | None = None
    guidance_in_italics: bool = True
    slips: tuple[Slip, ...] = ()

    def rows(self) -> Iterator[Row]:
        return (row for section in self.sections for row in section.rows)

    def answers(self) -> tuple[str, ...]:
        """The codes of everything to answer, in printed order: the opening, then the rows."""
        opening = (self.opening.id,) if self.opening else ()
        return opening + tuple(row.id for row in self.rows())
