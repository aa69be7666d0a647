"""Errors as pages: what happened, what was kept, what to do now. The API's calls keep theirs."""

import json
from collections.abc import Awaitable, Callable, Sequence
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response
from temporalio.service import RPCError

from api.errors import FAULTS, ActRefused, InputFaults, request_id_of, status_of
from api.identity import may_sign_in_here
from api.pages import session
from api.pages.language import chosen
from api.pages.page import Typed, written
from api.pages.people import demonstration_people
from criteria.errors import Rule, RuleBroken
from criteria.explanations import NOTHING_RECORDED, explain
from records.errors import BadCursor, NotFound

_CALLS = ("/api/", "/healthz", "/readyz", "/openapi.json", "/problems/", "/codec")

TOO_LARGE = HTTPStatus.REQUEST_ENTITY_TOO_LARGE

Handler = Callable[[Request, Any], Awaitable[Response]]


def install(app: FastAPI) -> None:
    """Answer pages with pages. Comes after `api.errors.install`, whose answers calls still get."""
    for kind in (
        *(RuleBroken, ActRefused, NotFound, BadCursor, InputFaults),
        *(RequestValidationError, HTTPException, RPCError),
    ):
        app.add_exception_handler(kind, _for_pages(app.exception_handlers[kind]))
    app.add_exception_handler(session.SessionEnded, _session_ended)
    app.add_exception_handler(session.ForeignForm, _foreign_form)


def is_page(path: str) -> bool:
    """Whether an address is one of the portal's, by which a browser is answered."""
    return not path.startswith(_CALLS)


def _for_pages(otherwise: Any) -> Handler:
    async def handler(request: Request, error: Any) -> Response:
        if not is_page(request.url.path):
            answer: Response = await otherwise(request, error)
            return answer
        return await _page(request, error)

    return handler


async def _page(request: Request, error: Exception) -> Response:
    if isinstance(error, RuleBroken) and error.rule is Rule.NOT_SIGNED_IN:
        return RedirectResponse(f"/sign-in?next={_address(request)}", HTTPStatus.SEE_OTHER)
    if isinstance(error, RPCError):
        return _said(request, FAULTS["engine_away"], HTTPStatus.SERVICE_UNAVAILABLE)
    if isinstance(error, HTTPException) and error.status_code == TOO_LARGE:
        return _said(request, FAULTS["too_large"], TOO_LARGE)
    rule, status = _rule_of(error)
    return _said(request, explain(rule), status, await _typed_in(request))


async def _typed_in(request: Request) -> list[str]:
    """What a person wrote into a form of ours that is not shown again: for them to copy."""
    if request.method != "POST" or not session.from_this_site(request):
        return []
    try:
        return Typed(await request.form()).written_out()
    except HTTPException:  # it could not even be read
        return []


def _rule_of(error: Exception) -> tuple[Rule, int]:
    if isinstance(error, RuleBroken):
        return error.rule, status_of(error.rule)
    if isinstance(error, ActRefused):
        rule = Rule(str(error.act.rule))
        return rule, status_of(rule)
    if isinstance(error, HTTPException) and error.status_code != HTTPStatus.NOT_FOUND:
        return Rule.INVALID_INPUT, error.status_code
    if isinstance(error, InputFaults):
        return Rule.INVALID_INPUT, HTTPStatus.UNPROCESSABLE_ENTITY
    # An address that is not in its form names nothing that is there.
    return Rule.NOT_FOUND, HTTPStatus.NOT_FOUND


def _said(request: Request, words: Any, status: int, lost: Sequence[str] = ()) -> Response:
    kept = NOTHING_RECORDED if status != HTTPStatus.CONFLICT else words.kept
    values = {"words": words, "kept": kept, "request_id": request_id_of(request), "lost": lost}
    parts = request.app.state.parts
    return written(request, parts, "error.html", chosen(request, None), int(status), values)


def fault_page(request: Request) -> Response:
    """The page for a fault of ours."""
    return _said(request, FAULTS["internal_error"], HTTPStatus.INTERNAL_SERVER_ERROR)


async def _session_ended(request: Request, _: Exception) -> Response:
    """Sign in again, with what was typed kept in the page, for the same person only."""
    if "application/json" in request.headers.get("accept", ""):
        return Response(status_code=HTTPStatus.UNAUTHORIZED)
    parts = request.app.state.parts
    typed = Typed(await request.form())
    values = {
        "next": request.url.path,
        "kept": json.dumps(typed.fields()),
        "kept_by": parts.identity.past_person(request.cookies.get(session.SESSION, "")) or "",
        "houses": await demonstration_people(parts) if may_sign_in_here(parts, request) else [],
        "form_token": session.form_token(request, ""),
    }
    status = HTTPStatus.UNAUTHORIZED
    return written(request, parts, "sign_in.html", chosen(request, None), int(status), values)


async def _foreign_form(request: Request, _: Exception) -> Response:
    parts = request.app.state.parts
    status = HTTPStatus.FORBIDDEN
    values = {"lost": await _typed_in(request)}
    return written(request, parts, "foreign_form.html", chosen(request, None), int(status), values)


def _address(request: Request) -> str:
    query = f"?{request.url.query}" if request.url.query else ""
    return quote(f"{request.url.path}{query}", safe="/")
