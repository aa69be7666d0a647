"""Why a date is what it is, in the language of the page: the engine's own sentence, said again.

The engine writes it once, in English, and it is kept with the task. A sentence that cannot be read
is shown as it was written.
"""

import re
from collections.abc import Iterator
from datetime import date, datetime

from babel.dates import format_date

from api.pages.language import ENGLISH, Language

Part = dict[str, str | None]  # the pieces of a sentence by name

_DAY = r"\w+ \d+ \w+ \d{4}"
_LENGTH = r"(?P<number>\d+) (?P<unit>working day|calendar day|month|hour)s?"
_DAYS = re.compile(
    rf"(?:The day of|{_LENGTH} (?P<side>from|before)) (?P<event>.+) on (?P<start>{_DAY})"
    r"(?:; (?P<holidays>\d+) bank holidays? between)?"
    r"(?:; extended by (?P<extended>\d+) working days?)?"
    r"(?:; paused for (?P<paused>\d+) (?P<lost>working|calendar) days?)?"
    rf"; due by 5pm on (?P<end>{_DAY})\."
)
_HOURS = re.compile(
    rf"{_LENGTH} (?P<side>from) (?P<event>.+) at (?P<at>\d\d:\d\d) on (?P<start>{_DAY})"
    r"(?:; paused for (?P<hours>\d+) hours? (?P<minutes>\d+) minutes?)?"
    rf"; due by (?P<by>\d\d:\d\d) on (?P<end>{_DAY})\."
)


def why_said(sentence: str, language: Language) -> str:
    """The sentence of `workflows.deadlines` in this language."""
    found = _HOURS.fullmatch(sentence) or _DAYS.fullmatch(sentence)
    if found is None or language.code == ENGLISH:
        return sentence
    part = found.groupdict()
    said = "; ".join((_start(part, language), *_between(part, language), _end(part, language)))
    return f"{said[:1].upper()}{said[1:]}."


def _start(part: Part, language: Language) -> str:
    day = _day(part["start"], language) + (f", {part['at']}" if part.get("at") else "")
    values = {"event": language.say(part["event"] or ""), "day": day}
    if part["number"] is None:
        return language.say("the day of %(event)s on %(day)s") % values
    values["length"] = _length(int(part["number"]), part["unit"] or "", language)
    if part["side"] == "before":
        return language.say("%(length)s before %(event)s on %(day)s") % values
    return language.say("%(length)s from %(event)s on %(day)s") % values


def _between(part: Part, language: Language) -> Iterator[str]:
    """The bank holidays that do not count, the days that were added and those lost to pauses."""
    count = language.count
    if part.get("holidays"):
        number = int(part["holidays"] or 0)
        said = count("%(num)s bank holiday between", "%(num)s bank holidays between", number)
        yield said % {"num": number}
    if part.get("extended"):
        number = int(part["extended"] or 0)
        said = count("extended by %(num)s working day", "extended by %(num)s working days", number)
        yield said % {"num": number}
    if part.get("paused"):
        length = _length(int(part["paused"] or 0), f"{part['lost']} day", language)
        yield language.say("paused for %(length)s") % {"length": length}
    if part.get("hours"):
        hours = _length(int(part["hours"] or 0), "hour", language)
        minutes = _length(int(part["minutes"] or 0), "minute", language)
        yield language.say("paused for %(length)s") % {"length": f"{hours} {minutes}"}


def _end(part: Part, language: Language) -> str:
    values = {"time": part.get("by") or "17:00", "day": _day(part["end"], language)}
    return language.say("due by %(time)s on %(day)s") % values


def _length(number: int, unit: str, language: Language) -> str:
    count = language.count
    said = {
        "working day": count("%(num)s working day", "%(num)s working days", number),
        "calendar day": count("%(num)s calendar day", "%(num)s calendar days", number),
        "month": count("%(num)s month", "%(num)s months", number),
        "hour": count("%(num)s hour", "%(num)s hours", number),
        "minute": count("%(num)s minute", "%(num)s minutes", number),
    }
    return said[unit] % {"num": number}


def _day(text: str | None, language: Language) -> str:
    found: date = datetime.strptime(text or "", "%A %d %B %Y").date()  # noqa: DTZ007 (a day only)
    said = format_date(found, "EEEE d MMMM y", language.code)
    return f"{said[:1].lower()}{said[1:]}"  # "dydd Llun": it never stands first here
