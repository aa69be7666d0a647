"""Text as it is searched: without case or accents, alike on both databases and in both languages.

SQLite folds ASCII only and PostgreSQL by its locale, so what is searched is folded here.
"""

import re
import unicodedata
from collections.abc import Iterable

LONGEST = 200  # characters of a search that count
_WORD = re.compile(r"\S+")


def folded(text: str) -> str:
    """`Glan-y-Môr` and `GLAN-Y-MOR` become the same."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def words(search: str) -> tuple[str, ...]:
    """The words of a search, folded, each once: all of them must be found."""
    return tuple(dict.fromkeys(_WORD.findall(folded(search[:LONGEST]))))


def searched_text(reference: str, title: str) -> str:
    """What an inspection is found by, beside the names of its force."""
    return folded(f"{reference} {title}")


def role_codes(roles: Iterable[str]) -> str:
    """Role codes as text in which `|code|` can be looked for: JSON is never queried into."""
    return "".join(f"|{role}" for role in sorted(set(roles))) + "|"
