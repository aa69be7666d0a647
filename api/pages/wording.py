"""How the portal says dates, roles, phases and such, in the language of the page.

Times are UK local time. A code that has no words here is shown with spaces for underscores, so
that a new one is readable before anybody gave it words.
"""

import tomllib
from collections.abc import Callable, Iterable
from datetime import date, datetime
from functools import cache, lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date
from jinja2 import Undefined, UndefinedError
from markupsafe import Markup, escape

from documents.language import Language
from documents.two_languages import read_apart
from documents.why_dates import why_said

UK = ZoneInfo("Europe/London")
_WORDS = Path(__file__).with_suffix(".toml")
_STATIC = Path(__file__).parent.parent / "static"
_LOCALES = {"en": "en_GB", "cy": "cy"}


def filters(language: Language) -> dict[str, Callable[..., Any]]:
    """The filters of templates, speaking this language."""
    locale = _LOCALES[language.code]

    def day(value: date | datetime | str | None) -> str:
        """Thursday 1 October 2026."""
        return _day_said(_local_day(value), "EEEE d MMMM y", locale) if value else ""

    def short_day(value: date | datetime | str | None) -> str:
        """1 October 2026."""
        return _day_said(_local_day(value), "d MMMM y", locale) if value else ""

    def month(value: date | datetime | str | None) -> str:
        """October 2026."""
        return _day_said(_local_day(value), "MMMM y", locale) if value else ""

    def clock(value: datetime | str | None) -> str:
        """16:50."""
        return f"{_local(value):%H:%M}" if value else ""

    def moment(value: datetime | str | None) -> str:
        """1 October 2026, 16:50."""
        return f"{short_day(value)}, {clock(value)}" if value else ""

    def word(code: str | Undefined, of: str) -> str:
        """The words for a code of a table in wording.toml, such as a role or a phase."""
        if isinstance(code, Undefined):  # a misspelt name in a template would say nothing
            raise UndefinedError(f"a word of {of} was asked for without a code")
        return language.say(words().get(of, {}).get(str(code)) or str(code).replace("_", " "))

    def task(code: str) -> str:
        """What a task asks; for one about a role, of which role too."""
        kind, _, about = str(code).partition(":")
        asked = word(kind, "tasks")
        return f"{asked}: {word(about, 'roles')}" if about in words()["roles"] else asked

    return {
        "day": day,
        "short_day": short_day,
        "clock": clock,
        "month": month,
        "moment": moment,
        "word": word,
        "role": lambda code: word(code, "roles"),
        "phase": lambda code: word(code, "phases"),
        "task": task,
        "act": lambda code: word(code, "acts"),
        "why": lambda sentence: why_said(sentence, language),
        "paragraphs": paragraphs,
        "apart": read_apart,  # a message in two languages
        "first_large": lambda said: said[:1].upper() + said[1:],
        "listed": lambda found: listed(found, language),
        "iso": lambda value: value.isoformat() if value else "",
    }


@cache
def words() -> dict[str, dict[str, str]]:
    """Table -> code -> English words."""
    return tomllib.loads(_WORDS.read_text(encoding="utf-8"))


def paragraphs(text: str | None) -> Markup:
    """What a person wrote, as paragraphs and lines, escaped."""
    blocks = [block for block in (text or "").replace("\r\n", "\n").split("\n\n") if block.strip()]
    lines = ("<br>".join(str(escape(line)) for line in block.split("\n")) for block in blocks)
    return Markup("".join(f'<p class="govuk-body">{said}</p>' for said in lines))


def listed(found: Iterable[str], language: Language) -> str:
    """One, two and three."""
    *most, last = [str(one) for one in found] or [""]
    return language.joined(", ".join(most), last) if most else last


@cache
def asset(name: str) -> str:
    """The address of a file of ours, with its content's mark, so that browsers may keep it."""
    content = (_STATIC / name).read_bytes()
    return f"/static/{name}?v={sha256(content).hexdigest()[:12]}"


@lru_cache(maxsize=4096)  # a page says the same days again and again
def _day_said(day: date, pattern: str, locale: str) -> str:
    return format_date(day, pattern, locale)


def _local_day(value: date | datetime | str | None) -> date:
    local: date = _local(value)
    return local.date() if isinstance(local, datetime) else local


def _local(value: date | datetime | str | None) -> Any:
    if isinstance(value, str):
        value = datetime.fromisoformat(value) if "T" in value else date.fromisoformat(value)
    return value.astimezone(UK) if isinstance(value, datetime) else value
