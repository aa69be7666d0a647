"""The numbered paragraphs of a report as it was sent, read back from its own HTML.

The factual accuracy check is made on exactly what the force was given: the stored document, not a
second rendering of its facts.
"""

from dataclasses import dataclass
from html.parser import HTMLParser

_NUMBERED = frozenset({"para", "verdict", "example"})  # classes in templates/blocks.html.j2
_BLOCKS = frozenset({"p", "div", "li", "ol", "ul"})


@dataclass(frozen=True)
class ReadParagraph:
    """A paragraph with the number printed beside it."""

    number: str
    text: str


@dataclass(frozen=True)
class ReadChapter:
    """A chapter that has numbered paragraphs. `label` is its number or letter."""

    label: str
    title: str
    paragraphs: tuple[ReadParagraph, ...]


def read_chapters(document: bytes) -> tuple[ReadChapter, ...]:
    """The chapters of a report made by `report_html`, in reading order. Empty for anything else."""
    reader = _Reader()
    reader.feed(document.decode("utf-8", "replace"))
    return tuple(chapter for chapter in reader.chapters() if chapter.paragraphs)


class _Reader(HTMLParser):
    """Notes where a numbered block begins (its id is "p-5-12"), and all that is said in it.

    A lettered list stands after its paragraph and belongs to it.
    """

    def __init__(self) -> None:
        super().__init__()
        self._found: list[tuple[list[str], list[str], list[list[str]]]] = []
        self._within: list[tuple[str, str]] = []  # open elements: tag and class

    def chapters(self) -> list[ReadChapter]:
        return [
            ReadChapter(_joined(label), _joined(title), tuple(_paragraph(one) for one in texts))
            for label, title, texts in self._found
        ]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "section":
            self._found.append(([], [], []))
        if self._found and given.get("class") in _NUMBERED and given.get("id", "").startswith("p-"):
            self._found[-1][2].append([])
        if tag not in ("meta", "br", "img", "link"):
            self._within.append((tag, given.get("class", "")))

    def handle_endtag(self, tag: str) -> None:
        while self._within:
            last, _ = self._within.pop()
            if last == tag:
                break
        if tag in _BLOCKS and self._in_numbered():
            self._found[-1][2][-1].append("\n")

    def handle_data(self, data: str) -> None:
        tags = [tag for tag, _ in self._within]
        if "section" not in tags or not self._found:
            return
        label, title, texts = self._found[-1]
        if "h2" in tags:
            (label if ("span", "label") in self._within else title).append(data)
        elif texts and self._in_numbered():
            texts[-1].append(data)

    def _in_numbered(self) -> bool:
        classes = {name for _, name in self._within}
        inside = bool(classes & (_NUMBERED | {"lettered"}))
        return bool(self._found and self._found[-1][2]) and inside


def _joined(parts: list[str]) -> str:
    return " ".join("".join(parts).split())


def _paragraph(parts: list[str]) -> ReadParagraph:
    lines = [" ".join(line.split()) for line in "".join(parts).split("\n\n")]
    number, _, text = "\n".join(line for line in lines if line).partition(" ")
    return ReadParagraph(number, text)
