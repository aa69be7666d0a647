"""The fixed phrases of the portal, found where they are written, and the Welsh catalogue of them.

Phrases stand in templates (`_("…")`), in the pages' Python (`say("…")`), in the tables of words
and in the explanations of rules. The official criteria are not among them.
"""

import io
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from api.errors import FAULTS
from api.pages import rooms, wording
from criteria import explanations

WELSH = Path(wording.__file__).parent.parent / "locales" / "cy.po"

_API = Path(wording.__file__).parent.parent
_METHODS = [("templates/**.html", "jinja2"), ("pages/**.py", "python")]
_OPTIONS = {"templates/**.html": {"trimmed": "true", "extensions": "jinja2.ext.do"}}
_KEYWORDS = {"_": None, "say": None, "gettext": None, "ngettext": (1, 2)}


def found() -> Catalog:
    """Every phrase of the portal, with where it stands."""
    catalogue = Catalog(locale="cy", fuzzy=False)
    for file, line, message, _, context in extract_from_dir(
        _API, _METHODS, _OPTIONS, keywords=_KEYWORDS, strip_comment_tags=True
    ):
        catalogue.add(message, locations=[(f"api/{file}", line)], context=context)
    for place, phrase in _from_tables():
        catalogue.add(phrase, locations=[(place, 0)])
    return catalogue


def kept() -> Catalog:
    """The Welsh catalogue as it is kept."""
    if not WELSH.is_file():
        return Catalog(locale="cy", fuzzy=False)
    with WELSH.open("rb") as lines:
        return read_po(lines, locale="cy")


def missing() -> list[str]:
    """Phrases without Welsh, in English."""
    welsh, needed = kept(), found()
    return [_english(one.id) for one in needed if one.id and not _is_said(welsh, one.id)]


def unused() -> list[str]:
    """Welsh for phrases that the portal no longer has."""
    needed = {_english(one.id) for one in found()}
    return [_english(one.id) for one in kept() if one.id and _english(one.id) not in needed]


def refresh() -> None:
    """Write the catalogue anew: every phrase, those without Welsh empty, none that is unused."""
    welsh, fresh = kept(), Catalog(locale="cy", fuzzy=False, charset="utf-8")
    for one in sorted(found(), key=lambda entry: _english(entry.id)):
        if one.id:
            before = welsh.get(_english(one.id))
            fresh.add(one.id, before.string if before else None, locations=one.locations[:1])
    written = io.BytesIO()
    write_po(written, fresh, width=100, omit_header=False, include_lineno=False)
    lines = written.getvalue().decode().splitlines(keepends=True)
    dated = ("POT-Creation-Date", "PO-Revision-Date", "Generated-By", "# FIRST AUTHOR")
    WELSH.write_text("".join(one for one in lines if not any(d in one for d in dated)), "utf-8")


def _from_tables() -> Iterator[tuple[str, str]]:
    for table in wording.words().values():
        for phrase in table.values():
            yield "api/pages/wording.toml", phrase
    for room in (*rooms.SERVICE, *rooms.INSPECTION):
        yield "api/pages/rooms.py", room.name
    explained = {**explanations.explanations(), **FAULTS}
    for words in explained.values():
        for phrase in (words.title, words.happened, words.kept, words.do):
            yield "criteria/explanations.toml", phrase
    yield "criteria/explanations.py", explanations.NOTHING_RECORDED


def _is_said(welsh: Catalog, phrase: object) -> bool:
    entry = welsh.get(_english(phrase))
    if entry is None:
        return False
    said = entry.string if isinstance(entry.string, tuple) else (entry.string,)
    return all(said)


def _english(phrase: object) -> str:
    return str(phrase[0]) if isinstance(phrase, (tuple, list)) else str(phrase)
