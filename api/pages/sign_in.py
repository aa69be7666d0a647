"""Signing in and out at the browser, and switching the language.

In development one chooses a demonstration person; where that is not allowed the page says how
people sign in there. A form that came after the sign-in had ended is carried through.
"""

import json
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import APIRouter, Query, Request
from starlette.responses import RedirectResponse, Response

from api.access import ANYONE, Access
from api.deps import PartsDep
from api.identity import may_sign_in_here, require_demonstration_person, require_development
from api.pages import session
from api.pages.language import COOKIE, LANGUAGES, chosen
from api.pages.page import Typed, written
from api.pages.people import demonstration_people
from api.parts import Parts
from records.people import get_person

router = APIRouter(include_in_schema=False)

ACCESS: dict[str, Access] = {
    "page_start": ANYONE,
    "page_sign_in": ANYONE,
    "page_sign_in_send": ANYONE,
    "page_sign_out": ANYONE,
    "page_language": ANYONE,
}

_ONE_YEAR = 365 * 24 * 3600


@router.get("/", name="page_start")
async def start(request: Request, parts: PartsDep) -> Response:
    """To my tasks, or to the sign-in."""
    return RedirectResponse("/tasks" if session.signed_in(request, parts) else "/sign-in", 303)


@router.get("/sign-in", name="page_sign_in")
async def sign_in(
    request: Request, parts: PartsDep, next_: Annotated[str, Query(alias="next")] = "/tasks"
) -> Response:
    """Who are you?"""
    here = may_sign_in_here(parts, request)
    values = {
        "houses": await demonstration_people(parts) if here else [],
        "next": own_path(next_),
        "form_token": session.form_token(request, ""),
    }
    return written(request, parts, "sign_in.html", chosen(request, None), 200, values)


@router.post("/sign-in", name="page_sign_in_send")
async def sign_in_send(request: Request, parts: PartsDep) -> Response:
    """Sign in as a demonstration person, from this machine only."""
    require_development(parts, request)
    typed = Typed(await request.form())
    session.require_own_form(request, "", typed.text("form_token"))
    person = await get_person(parts.records, typed.text("person"))
    require_demonstration_person(person)
    to = own_path(typed.text("next") or "/tasks")
    kept = _kept(typed)
    # The form's own token says whose it was: it outlives the cookie of the sign-in.
    if session.made_for(request, person.id, dict(kept).get("form_token", "")):
        answer = _resume(request, parts, person.id, to, kept)
    else:
        answer = RedirectResponse("/tasks" if kept else to, 303)
    session.start(answer, parts, person.id)
    return answer


@router.post("/sign-out", name="page_sign_out")
async def sign_out(request: Request, parts: PartsDep) -> Response:
    """Forget who was here. Scripts wipe what they kept on the device before this is sent."""
    typed = Typed(await request.form())
    person = session.signed_in(request, parts)
    if person is not None:
        session.require_own_form(request, person, typed.text("form_token"))
    answer = RedirectResponse("/sign-in", 303)
    session.end(answer)
    answer.headers["Clear-Site-Data"] = '"storage"'
    return answer


@router.get("/language/{code}", name="page_language")
async def language(code: str, back: str = "/tasks") -> Response:
    """Show fixed text in this language from now on, at this browser."""
    answer = RedirectResponse(own_path(back), 303)
    if code in LANGUAGES:
        answer.set_cookie(COOKIE, code, max_age=_ONE_YEAR, samesite="lax")
    return answer


def own_path(path: str) -> str:
    """A path of this site; anything else leads to my tasks."""
    parts = urlsplit(path)
    plain = path.startswith("/") and not path.startswith(("//", "/\\"))
    return path if plain and not parts.netloc and "\\" not in path else "/tasks"


def _kept(typed: Typed) -> list[tuple[str, str]]:
    """The fields of the form that came in after the sign-in had ended; none if there was none."""
    try:
        fields = [(str(name), str(text)) for name, text in json.loads(typed.text("kept") or "[]")]
        json.dumps(fields, ensure_ascii=False).encode()  # half a sign cannot be shown again
    except (ValueError, TypeError, RecursionError):
        return []
    return fields


def _resume(
    request: Request, parts: Parts, person: str, to: str, fields: list[tuple[str, str]]
) -> Response:
    """What was typed before the sign-in ended, ready to be sent."""
    values = {
        "to": to,
        "fields": [(name, text) for name, text in fields if name != "form_token"],
        "form_token": session.form_token(request, person),
    }
    return written(request, parts, "resume.html", chosen(request, None), 200, values)
