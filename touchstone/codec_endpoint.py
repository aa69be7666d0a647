"""The codec endpoint: operators read summaries and details in the Temporal UI, and nothing else.

Scores, states and people's ids stay sealed: see `touchstone.codec.readable_by_operators`. The UI's
browser calls it, so the UI's origin is allowed by CORS; every call is logged.
"""

from collections.abc import Awaitable, Callable

import structlog
from fastapi import APIRouter, Request, Response
from google.protobuf import json_format
from temporalio.api.common.v1 import Payloads

from touchstone.codec import SealingCodec, readable_by_operators

log = structlog.get_logger()

ALLOWED_HEADERS = "authorization, content-type, x-namespace"
MOST_BYTES = 4_000_000

WhoAsks = Callable[[Request], Awaitable[str | None]]


def codec_router(codec: SealingCodec, origins: tuple[str, ...], operator: WhoAsks) -> APIRouter:
    """Routes below /codec. `operator` gives the id of the operator who asks, None for others."""
    router = APIRouter(prefix="/codec", include_in_schema=False)

    @router.options("/{what}")
    async def preflight(what: str, request: Request) -> Response:
        return Response(status_code=204, headers=_cors(request, origins))

    @router.post("/decode")
    async def decode(request: Request) -> Response:
        person = await operator(request)
        if person is None:
            log.warning("codec.refused")
            return Response(status_code=401, headers=_cors(request, origins))
        body = await request.body()
        if len(body) > MOST_BYTES:
            return Response(status_code=413, headers=_cors(request, origins))
        try:
            sealed = json_format.Parse(body, Payloads())
        except json_format.ParseError:
            return Response(status_code=400, headers=_cors(request, origins))
        opened = readable_by_operators(codec, list(sealed.payloads))
        log.info("codec.decoded", person=person, payloads=len(opened))
        text = json_format.MessageToJson(Payloads(payloads=opened))
        return Response(text, media_type="application/json", headers=_cors(request, origins))

    return router


def _cors(request: Request, origins: tuple[str, ...]) -> dict[str, str]:
    origin = request.headers.get("origin", "")
    if origin not in origins:
        return {}
    return {
        "Access-Control-Allow-Origin": origin,
        "Access-Control-Allow-Credentials": "true",
        "Access-Control-Allow-Headers": ALLOWED_HEADERS,
        "Access-Control-Allow-Methods": "POST, OPTIONS",
        "Vary": "Origin",
    }
