"""The words of text messages: what is asked, by when, and where to go; never content, never a name.

Short, so that one in English is a single message of 160 characters: no force, no reason, dates cut
short. Quotation marks are straight, for the curly ones are not in the alphabet of text messages
(GSM 03.38) and would halve what a message holds.
"""

from datetime import datetime

from activities.wording import TITLES, About
from documents.language import ENGLISH, Language
from workflows.uk_time import local

NEWS: dict[str, str] = {
    "case_referred": (
        "A case has been referred back: a child may be at risk now. Ring the numbers shown there."
    ),
    "delivery_late": (
        "The notice letter has not been delivered. The lead may now record deemed service."
    ),
}


def asked(about: About, kind: str, due: datetime | None, language: Language) -> str:
    """Something new is asked, or its date has moved."""
    what = language.say(TITLES[kind])
    if due is None:
        return _whole(language.say("To do: %(what)s.") % {"what": what}, about)
    said = language.say("To do by %(by)s: %(what)s.")
    return _whole(said % {"by": _by(due, language), "what": what}, about)


def rung(
    about: About, kind: str, rung_kind: str, due: datetime, now: datetime, language: Language
) -> str:
    """A ladder was climbed."""
    if due > now:
        return asked(about, kind, due, language)
    if rung_kind == "escalation":
        said = language.say("Escalated, due %(by)s: %(what)s.")
    else:
        said = language.say("Overdue since %(by)s: %(what)s.")
    what = language.say(TITLES[kind])
    return _whole(said % {"by": _by(due, language), "what": what}, about)


def news(about: About, code: str, language: Language) -> str:
    """Something happened. `code` is one of NEWS."""
    return _whole(language.say(NEWS[code]), about)


def _by(due: datetime, language: Language) -> str:
    """5pm Mon 8 Feb; other times to the minute, as Welsh says every time."""
    at = local(due)
    at_five = language.code == ENGLISH and (at.hour, at.minute) == (17, 0)
    return f"{'5pm' if at_five else f'{at:%H:%M}'} {language.short_day(at.date())}"


def _whole(said: str, about: About) -> str:
    plain = said.replace("’", "'").replace("“", '"').replace("”", '"')
    return f"{plain} {about.link}"
