"""Who is at the browser: the session cookie, and the two guards of every form.

The cookie holds a signed token (api/tokens.py). A form is taken only with the token that was put
into it (bound to this browser and person) and from a page of this site (Origin). The token is
bound to the person, not to one sign-in: signing in again makes the forms of other tabs good again.
"""

import hashlib
import hmac
import secrets
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import Response

from api.parts import Parts
from api.tokens import ONE_DAY_OF_WORK
from criteria.errors import Rule, RuleBroken

SESSION = "touchstone-session"
VISIT = "touchstone-visit"

_ONE_MONTH = 30 * 24 * 3600


class SessionEnded(Exception):
    """A form came in after the sign-in ended: what was typed must not be lost."""


class ForeignForm(Exception):
    """A form without our token, or from a page of another site."""


def signed_in(request: Request, parts: Parts) -> str | None:
    """The id of the person whose session the cookie holds, if it still holds."""
    token = request.cookies.get(SESSION, "")
    try:
        return parts.identity.person(token) if token else None
    except RuleBroken as broken:
        if broken.rule is not Rule.NOT_SIGNED_IN:
            raise
        return None


def start(response: Response, parts: Parts, person: str) -> None:
    """Sign a person in at this browser for a day of work."""
    seconds = int(ONE_DAY_OF_WORK.total_seconds())
    _set(response, parts, SESSION, parts.identity.token(person), seconds)


def end(response: Response) -> None:
    """Sign out: the browser forgets the session and what bound its forms."""
    response.delete_cookie(SESSION)
    response.delete_cookie(VISIT)


def visit_of(request: Request) -> str:
    """A secret of this browser, which binds its forms; made at its first page."""
    visit = request.cookies.get(VISIT, "")
    if len(visit) < 20:
        visit = str(request.scope.setdefault("state", {}).setdefault("visit", _new_visit()))
    return visit


def remember_visit(request: Request, response: Response, parts: Parts) -> None:
    """Give the browser its secret with the first page it gets."""
    if "visit" in request.scope.get("state", {}):
        _set(response, parts, VISIT, visit_of(request), _ONE_MONTH)


def form_token(request: Request, person: str) -> str:
    """What a form of this person in this browser must carry."""
    said = f"form:{person}".encode()
    return hmac.new(visit_of(request).encode(), said, hashlib.sha256).hexdigest()


def made_for(request: Request, person: str, given: str) -> bool:
    """Whether this is the token of a form that was made for this person in this browser."""
    return hmac.compare_digest(form_token(request, person).encode(), given.encode())


def require_own_form(request: Request, person: str, given: str) -> None:
    """Raise ForeignForm unless the form was one of ours, made for this person."""
    if not made_for(request, person, given) or not from_this_site(request):
        raise ForeignForm


def from_this_site(request: Request) -> bool:
    """Whether the browser says that a page of this site sends this, as far as it says anything."""
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return False
    origin = request.headers.get("origin")
    return origin is None or urlsplit(origin).netloc == request.headers.get("host")


def _set(response: Response, parts: Parts, name: str, value: str, seconds: int) -> None:
    # Development speaks plain HTTP on the loopback interface; everywhere else TLS stands before us.
    response.set_cookie(
        name,
        value,
        max_age=seconds,
        httponly=True,
        samesite="lax",
        secure=not parts.development,
    )


def _new_visit() -> str:
    return secrets.token_urlsafe(24)
