"""The fixed phrases of the portal, found where they are written, and the Welsh catalogue of them.

Phrases stand in templates (`_("…")`), in the Python of pages and notices, in the tables of words
and in the explanations of rules. The official criteria are not among them.
"""

import ast
import io
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from activities import wording as notices
from activities.role_names import ROLE_NAMES
from api.errors import FAULTS
from api.pages import rooms, wording
from criteria import explanations
from criteria.timetable import EVENTS
from documents.language import LOCALES

_API = Path(wording.__file__).parent.parent
_ROOT = _API.parent
WELSH = LOCALES / "cy.po"
PLURALS = "nplurals=3; plural=(n == 1 ? 0 : n == 2 ? 1 : 2);"  # as documents.language counts

_METHODS = [("**.html", "jinja2")]
_OPTIONS = {"**.html": {"trimmed": "true", "extensions": "jinja2.ext.do"}}
_KEYWORDS = {"_": None, "ngettext": (1, 2)}
_EMPTY = (  # headers that would hold a date or a stand-in
    '"Project-Id-Version',
    '"Report-Msgid-Bugs-To',
    '"POT-Creation-Date',
    '"PO-Revision-Date',
    '"Last-Translator',
    '"Language-Team',
    '"Generated-By',
)
_SPEAKING = (  # Python whose sentences people read
    "api/pages/*.py",
    "api/composing/*.py",
    "documents/language.py",
    "documents/why_dates.py",
    "activities/wording.py",
    "activities/handing_over.py",
    "activities/letter.py",
    "activities/reopened.py",
    "activities/texting.py",
)
_SENTENCE = re.compile(r"[A-Z“%][^\n]* [^\n]*[.?]")

Phrase = str | tuple[str, ...]  # a counted phrase: for one, for any other number


def found() -> Catalog:
    """Every phrase of the portal, with where it stands."""
    catalogue = _empty()
    for place, phrase in (*_from_templates(), *_from_python(), *_from_tables()):
        catalogue.add(phrase, locations=[(place, 0)])
    return catalogue


def kept() -> Catalog:
    """The Welsh catalogue as it is kept."""
    if not WELSH.is_file():
        return _empty()
    with WELSH.open("rb") as lines:
        return read_po(lines, locale="cy")


def missing() -> list[str]:
    """Phrases without Welsh, in English."""
    welsh, needed = kept(), found()
    return [english(one) for one in needed if one.id and not _is_said(welsh.get(english(one)), one)]


def unused() -> list[str]:
    """Welsh for phrases that the portal no longer has."""
    needed = {english(one) for one in found()}
    return [english(one) for one in kept() if one.id and english(one) not in needed]


def refresh() -> None:
    """Write the catalogue anew: every phrase, those without Welsh empty, none that is unused."""
    welsh, fresh = kept(), _empty()
    fresh.header_comment = welsh.header_comment
    for one in sorted(found(), key=english):
        if one.id:
            before = welsh.get(english(one))
            said = before.string if before and _is_said(before, one) else None
            fresh.add(one.id, said, locations=one.locations[:1])
    written = io.BytesIO()
    write_po(written, fresh, width=100, include_lineno=False)
    lines = written.getvalue().decode().splitlines(keepends=True)
    WELSH.write_text("".join(one for one in lines if not one.startswith(_EMPTY)), "utf-8")


def english(entry: Message) -> str:
    """The phrase of an entry; of a counted one, that for one thing."""
    return str(entry.id[0] if isinstance(entry.id, (tuple, list)) else entry.id)


def _empty() -> Catalog:
    catalogue = Catalog(locale="cy", project="Touchstone", fuzzy=False, charset="utf-8")
    # Babel's own rule for Welsh has more forms; the portal writes digits, for which three do.
    catalogue.mime_headers = [("Plural-Forms", PLURALS)]
    return catalogue


def _is_said(entry: Message | None, needed: Message) -> bool:
    """Whether an entry holds Welsh in as many forms as are needed."""
    if entry is None or entry.fuzzy or entry.pluralizable != needed.pluralizable:
        return False
    said = entry.string if isinstance(entry.string, tuple) else (entry.string,)
    return all(said)


@cache  # reading takes seconds, and files do not change under a run
def _from_templates() -> list[tuple[str, Phrase]]:
    taken = extract_from_dir(_API / "templates", _METHODS, _OPTIONS, _KEYWORDS)
    return [(f"api/templates/{file}", phrase) for file, _, phrase, *_ in taken]


@cache
def _from_python() -> list[tuple[str, Phrase]]:
    """What `say` and `count` are called with, and every whole sentence that is no docstring.

    Sentences are said later, out of a variable: what is wrong with a form, above all.
    """
    taken: list[tuple[str, Phrase]] = []
    for file in sorted(one for pattern in _SPEAKING for one in _ROOT.glob(pattern)):
        tree, place = ast.parse(file.read_text(encoding="utf-8")), str(file.relative_to(_ROOT))
        passed = set(_unspoken(tree))
        spoken = (_spoken(node) for node in ast.walk(tree) if node not in passed)
        taken += [(place, phrase) for phrases in spoken for phrase in phrases]
    return taken


def _unspoken(tree: ast.AST) -> Iterator[ast.AST]:
    """Docstrings, and the pieces of formatted strings, which no catalogue can know."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr):
            yield node.value
        elif isinstance(node, ast.JoinedStr):
            yield from node.values


def _spoken(node: ast.AST) -> Iterator[Phrase]:
    if isinstance(node, ast.Constant):
        if isinstance(node.value, str) and _SENTENCE.fullmatch(node.value):
            yield node.value
    elif isinstance(node, ast.Call):
        name = getattr(node.func, "attr", getattr(node.func, "id", ""))
        said = [_constants(argument) for argument in node.args]
        if name == "say" and said:
            yield from said[0]
        elif name == "count" and len(said) == 3 and said[0] and said[1]:
            yield said[0][0], said[1][0]


def _constants(node: ast.expr) -> list[str]:
    """The strings that an expression may come to: one, either of two, any value of a table."""
    if isinstance(node, ast.Constant):
        return [node.value] if isinstance(node.value, str) else []
    if isinstance(node, ast.IfExp):
        return _constants(node.body) + _constants(node.orelse)
    if isinstance(node, ast.Dict):
        return [text for value in node.values for text in _constants(value)]
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        return _constants(node.func.value)
    return []


def _from_tables() -> Iterator[tuple[str, str]]:
    for table in wording.words().values():
        for phrase in table.values():
            yield "api/pages/wording.toml", phrase
    for room in (*rooms.SERVICE, *rooms.INSPECTION):
        yield "api/pages/rooms.py", room.name
    for phrase in (*notices.TITLES.values(), *(subject for subject, _ in notices.NEWS.values())):
        yield "activities/wording.py", phrase
    for phrase in ROLE_NAMES.values():
        yield "activities/role_names.py", phrase
    for event in EVENTS.values():
        yield "criteria/timetable.py", event
    explained = {**explanations.explanations(), **FAULTS}
    for words in explained.values():
        for phrase in (words.title, words.happened, words.kept, words.do):
            yield "criteria/explanations.toml", phrase
    yield "criteria/explanations.py", explanations.NOTHING_RECORDED
