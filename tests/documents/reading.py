"""Reads finished documents back for the tests: the texts of HTML and PDF, and the parts of Word
files.
"""

import io
import re
import zipfile
from dataclasses import dataclass, field
from html.parser import HTMLParser

import pypdf
from docx.oxml import parse_xml
from docx.oxml.xmlchemy import BaseOxmlElement

VOID = {"meta", "br", "hr", "img", "link", "rect"}


@dataclass
class Page:
    """An HTML document's elements in order, and its visible text."""

    elements: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    text: str = ""
    style: str = ""

    def having(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.elements if name == tag]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.page = Page()
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.page.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.page.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self._open.pop() == tag, f"<{tag}> is not closed where it should be"

    def handle_data(self, data: str) -> None:
        if "style" in self._open:
            self.page.style += data
        elif "svg" not in self._open:
            self.page.text += data


def read_html(document: bytes) -> Page:
    reader = _Reader()
    reader.feed(document.decode())
    reader.close()
    return reader.page


def pdf_text(document: bytes, footer: str) -> str:
    """The text of all pages without their running feet, which start with `footer`."""
    pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(document)).pages]
    running = re.compile(re.escape(footer) + r"\s*Page\s*\d+\s*of\s*\d+")
    return "\n".join(running.sub("", page) for page in pages)


def squeezed(text: str) -> str:
    """Without any white space, so that line breaks cannot matter."""
    return re.sub(r"\s", "", text)


def part(document: bytes, name: str) -> str:
    """One part of a Word file as text."""
    with zipfile.ZipFile(io.BytesIO(document)) as file:
        return file.read(name).decode()


def body(document: bytes) -> BaseOxmlElement:
    return parse_xml(part(document, "word/document.xml").encode())
