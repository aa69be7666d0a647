"""Tables for Word: ruled lines, a header row that repeats on each page, widths that every reader
keeps.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from docx.document import Document
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Length, Pt
from docx.table import Table, _Cell, _Row

from documents import word

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


@dataclass(frozen=True)
class Column:
    heading: str
    width: Length
    bold: bool = False


def ruled_table(
    document: Document, columns: Sequence[Column], rows: Sequence[Sequence[str]]
) -> Table:
    """A table of plain texts with a tinted header row; rows do not break across pages."""
    table = bare_table(document, [column.width for column in columns], {"insideH", "top", "bottom"})
    header_row(table.rows[0], [column.heading for column in columns])
    for texts in rows:
        row = add_row(table)
        unbroken(row)
        for cell, column, text in zip(row.cells, columns, texts, strict=True):
            cell.width = column.width
            run = cell.paragraphs[0].add_run(text)
            run.bold = column.bold
            cell.paragraphs[0].paragraph_format.space_after = Pt(0)
    return table


def bare_table(document: Document, widths: Sequence[Length], lines: set[str]) -> Table:
    """A table of one empty row in fixed columns of the given widths, ruled on the sides named."""
    table: Table = document.add_table(rows=1, cols=len(widths))
    table.autofit = False
    properties = table._tbl.tblPr
    # Word wants these children in the order of its schema.
    for child, follower in (
        (word.borders(dict.fromkeys(lines, word.LINE)), "w:tblLayout"),
        (_margins(), "w:tblLook"),
    ):
        found = properties.find(qn(follower))
        assert found is not None
        found.addprevious(child)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
        column.cells[0].width = width
    return table


def add_row(table: Table) -> _Row:
    """A new last row (python-docx leaves its own method untyped)."""
    row: _Row = table.add_row()  # type: ignore[no-untyped-call]
    return row


def header_row(row: _Row, headings: Sequence[str]) -> None:
    """Make `row` the header: tinted, bold and repeated at the top of each page."""
    mark = OxmlElement("w:tblHeader")
    row._tr.get_or_add_trPr().append(mark)
    unbroken(row)
    for cell, heading in zip(row.cells, headings, strict=True):
        fill(cell, word.TINT)
        paragraph = cell.paragraphs[0]
        run = paragraph.add_run(heading)
        run.bold, run.font.color.rgb = True, word.TEAL
        paragraph.paragraph_format.space_after = Pt(0)
        paragraph.paragraph_format.keep_with_next = True


def unbroken(row: _Row) -> None:
    """Keep the row on one page."""
    properties = row._tr.get_or_add_trPr()
    properties.insert(0, OxmlElement("w:cantSplit"))


def fill(cell: _Cell, colour: str) -> None:
    word.shaded(cell._tc.get_or_add_tcPr(), colour)


def rule_below(colour: str) -> BaseOxmlElement:
    """A paragraph border under the text."""
    return parse_xml(
        f'<w:pBdr xmlns:w="{_W}"><w:bottom w:val="single" w:sz="12" w:space="6" '
        f'w:color="{colour}"/></w:pBdr>'
    )


def _margins() -> BaseOxmlElement:
    sides = "".join(
        f'<w:{side} w:w="{twips}" w:type="dxa"/>'
        for side, twips in (("top", 80), ("left", 110), ("bottom", 80), ("right", 110))
    )
    return parse_xml(f'<w:tblCellMar xmlns:w="{_W}">{sides}</w:tblCellMar>')
