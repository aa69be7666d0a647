"""Around every request: its id, a line in the log, security headers, an answer for our faults, and
a limit to how much is read.

The log says which route was answered how, never what was asked or sent.
"""

import re
import secrets
import time
from http import HTTPStatus
from typing import Any

import structlog
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.errors import fault
from api.pages.errors import fault_page, is_page
from api.parts import LARGEST_BODY

log = structlog.get_logger()

_GIVEN_ID = re.compile(rb"[0-9a-fA-F-]{8,64}")
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS"})

SECURITY_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; base-uri 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cache-Control": "no-store",
}


class Surround:
    """The outermost layer of the application."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request_id = _request_id(scope)
        scope.setdefault("state", {})["request_id"] = request_id
        with structlog.contextvars.bound_contextvars(request_id=request_id):
            await self._answer(scope, receive, _Answer(send, request_id))

    async def _answer(self, scope: Scope, receive: Receive, answer: "_Answer") -> None:
        began = time.perf_counter()
        try:
            await self._app(scope, _Limited(receive).receive, answer.send)
        except Exception as error:
            log.error("request.failed", route=_template(scope), exc_info=error)
            if not answer.status:
                await _fault(scope, answer.request_id)(scope, receive, answer.send)
        finally:
            log.info(
                "request.answered",
                method=scope["method"] if scope["method"] in _METHODS else "other",
                route=_template(scope),
                status=answer.status,
                ms=round((time.perf_counter() - began) * 1000, 1),
                inspection=scope["state"].get("inspection"),
            )


class _Answer:
    """Sends the answer on with our headers; a route's own headers stand."""

    def __init__(self, send: Send, request_id: str) -> None:
        self._send = send
        self.request_id = request_id
        self.status = 0  # until the answer begins

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            headers = MutableHeaders(scope=message)
            headers["X-Request-ID"] = self.request_id
            for name, value in SECURITY_HEADERS.items():
                headers.setdefault(name, value)
        await self._send(message)


class _Limited:
    """Receives a body up to the limit; the rest is not read."""

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self._read = 0

    async def receive(self) -> Message:
        message = await self._receive()
        self._read += len(message.get("body", b""))
        if self._read > LARGEST_BODY:
            raise HTTPException(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        return message


def _fault(scope: Scope, request_id: str) -> Response:
    if is_page(scope["path"]):
        return fault_page(Request(scope))
    return fault(request_id, "internal_error", HTTPStatus.INTERNAL_SERVER_ERROR)


def _request_id(scope: Scope) -> str:
    """The caller's own id where it is plainly one (hexadecimal), else a new one."""
    for name, value in scope["headers"]:
        if name == b"x-request-id" and _GIVEN_ID.fullmatch(value):
            return str(value.decode("ascii"))
    return secrets.token_hex(8)


def _template(scope: Scope) -> str:
    """The route as declared, such as /api/v1/inspections/<ref>; an address may hold anything."""
    route: Any = scope.get("route")
    path = getattr(route, "path_format", None) or getattr(route, "path", "none")
    return str(path).replace("{", "<").replace("}", ">")
