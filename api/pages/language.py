"""Which language a page is in: the one that its reader switched to, else the reader's own."""

from starlette.requests import Request

from documents.language import ENGLISH, LANGUAGES, Language, language
from records.people import Person

COOKIE = "touchstone-language"


def chosen(request: Request, person: Person | None) -> Language:
    """The language that was switched to, else the person's own, else English."""
    switched = request.cookies.get(COOKIE)
    # Only ours are remembered: a cookie may say anything.
    return language(switched if switched in LANGUAGES else person.language if person else ENGLISH)
