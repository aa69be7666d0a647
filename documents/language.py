"""The languages of fixed text, of pages and notices alike: English as it stands where it is used,
Welsh from a catalogue. What people wrote is shown as they wrote it; nothing here is translated.

A phrase without Welsh is shown in English; a test keeps the catalogue complete.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache
from gettext import NullTranslations
from pathlib import Path

from babel.dates import format_date
from babel.messages.pofile import read_po

ENGLISH, WELSH = "en", "cy"
LANGUAGES = {ENGLISH: "English", WELSH: "Cymraeg"}

LOCALES = Path(__file__).parent / "locales"

_VOWELS = frozenset("aeiouwyâêîôûŵŷáéíóúàèìòùäëïöü")
_OF_DATES = {ENGLISH: "en_GB", WELSH: "cy"}


@dataclass(frozen=True)
class Language:
    """One language: its code, and how a phrase (English) and a counted phrase are said in it."""

    code: str
    say: Callable[[str], str]
    count: Callable[[str, str, int], str]

    def joined(self, first: str, last: str) -> str:
        """Two things with "and" between them; Welsh says "ac" before a vowel."""
        word = self.say("and")
        vowel = self.code == WELSH and last[:1].casefold() in _VOWELS
        return f"{first} {'ac' if vowel else word} {last}"

    def day(self, day: date) -> str:
        """Within a sentence: Monday 8 February 2027, dydd Llun 8 Chwefror 2027."""
        said = format_date(day, "EEEE d MMMM y", _OF_DATES[self.code])
        return f"{said[:1].lower()}{said[1:]}" if self.code == WELSH else said

    def short_day(self, day: date) -> str:
        """For a text message: Mon 8 Feb, Llun 8 Chwef."""
        return format_date(day, "E d MMM", _OF_DATES[self.code])


@cache
def language(code: str) -> Language:
    """The language of this code; English for any other."""
    words = _translations(code)
    return Language(code if code in LANGUAGES else ENGLISH, words.gettext, words.ngettext)


class _Catalogue(NullTranslations):
    """The phrases of one catalogue."""

    def __init__(self, file: Path) -> None:
        super().__init__()
        with file.open("rb") as lines:
            catalogue = read_po(lines)
        self._found: dict[str, str | tuple[str, ...]] = {
            str(entry.id[0] if isinstance(entry.id, tuple) else entry.id): entry.string
            for entry in catalogue
            if entry.id and isinstance(entry.string, (str, tuple)) and not entry.fuzzy
        }

    def gettext(self, message: str) -> str:
        said = self._found.get(message)
        return (said[0] if isinstance(said, tuple) else said) or message

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        said = self._found.get(msgid1)
        if not isinstance(said, tuple):
            return msgid1 if n == 1 else msgid2
        return said[_welsh_form(n)] or msgid2


def _welsh_form(number: int) -> int:
    """Which of the catalogue's plural forms (nplurals=3) a number takes: one, two, any other."""
    return {1: 0, 2: 1}.get(number, 2)


def _translations(code: str) -> NullTranslations:
    file = LOCALES / f"{code}.po"
    return _Catalogue(file) if code in LANGUAGES and file.is_file() else NullTranslations()
