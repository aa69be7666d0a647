"""The codec endpoint: who may read, from which pages, how much; and every call is logged."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI, Request
from google.protobuf import json_format
from structlog.testing import capture_logs
from temporalio.api.common.v1 import Payload, Payloads
from temporalio.converter import DefaultPayloadConverter

from touchstone.codec import SealingCodec
from touchstone.codec_endpoint import MOST_BYTES, codec_router
from touchstone.keys import KeyRing
from workflows.messages import Act

UI = "http://127.0.0.1:8233"
OPERATOR = {"Authorization": "Bearer of the operator"}


@pytest.fixture
def codec(tmp_path: Path) -> SealingCodec:
    ring = KeyRing.load(tmp_path / "keys")
    ring.make_missing()
    return SealingCodec(ring, "touchstone")


@pytest.fixture
async def browser(codec: SealingCodec) -> AsyncIterator[httpx.AsyncClient]:
    async def operator(request: Request) -> str | None:
        allowed = request.headers.get("authorization") == OPERATOR["Authorization"]
        return "p-operator" if allowed else None

    app = FastAPI()
    app.include_router(codec_router(codec, (UI,), operator))
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://touchstone") as client:
        yield client


def asked(codec: SealingCodec, *values: Any) -> str:
    """The body that the Temporal UI sends."""
    plain = DefaultPayloadConverter().to_payloads(values)
    return json_format.MessageToJson(Payloads(payloads=[codec.seal(one) for one in plain]))


def shown(response: httpx.Response) -> list[str]:
    payloads = json_format.Parse(response.text, Payloads()).payloads
    return [json.loads(payload.data) for payload in payloads]


async def test_an_operator_reads_summaries_and_nothing_else(
    browser: httpx.AsyncClient, codec: SealingCodec
) -> None:
    body = asked(codec, "open the follow-up", Act("p-lead", {"score": "3"}))
    response = await browser.post("/codec/decode", content=body, headers=OPERATOR)
    assert response.status_code == 200
    assert response.headers["content-type"] == "application/json"
    assert shown(response) == ["open the follow-up", "sealed: not for operators"]


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer of somebody else"}])
async def test_nobody_else_reads_anything(
    browser: httpx.AsyncClient, codec: SealingCodec, headers: dict[str, str]
) -> None:
    with capture_logs() as logs:
        response = await browser.post(
            "/codec/decode", content=asked(codec, "a summary"), headers=headers
        )
    assert (response.status_code, response.text) == (401, "")
    assert [entry["event"] for entry in logs] == ["codec.refused"]


async def test_nothing_is_sealed_for_anybody(browser: httpx.AsyncClient) -> None:
    response = await browser.post("/codec/encode", json={"payloads": []}, headers=OPERATOR)
    assert response.status_code in (404, 405)


async def test_each_call_is_logged_without_what_was_read(
    browser: httpx.AsyncClient, codec: SealingCodec
) -> None:
    with capture_logs() as logs:
        await browser.post("/codec/decode", content=asked(codec, "one", "two"), headers=OPERATOR)
    assert logs == [
        {"event": "codec.decoded", "person": "p-operator", "payloads": 2, "log_level": "info"}
    ]


@pytest.mark.parametrize("method", ["POST", "OPTIONS"])
async def test_only_the_interfaces_own_pages_may_call(
    browser: httpx.AsyncClient, codec: SealingCodec, method: str
) -> None:
    headers = {**OPERATOR, "Origin": UI}
    body = asked(codec, "a summary")
    response = await browser.request(method, "/codec/decode", content=body, headers=headers)
    assert response.headers["access-control-allow-origin"] == UI
    assert response.headers["access-control-allow-credentials"] == "true"
    assert "authorization" in response.headers["access-control-allow-headers"]
    assert response.headers["vary"] == "Origin"


@pytest.mark.parametrize(
    "origin", ["http://127.0.0.1:8234", "https://127.0.0.1:8233", "http://evil", "null", "*", ""]
)
@pytest.mark.parametrize("method", ["POST", "OPTIONS"])
async def test_other_pages_are_given_no_leave(
    browser: httpx.AsyncClient, codec: SealingCodec, method: str, origin: str
) -> None:
    headers = {**OPERATOR, "Origin": origin}
    body = asked(codec, "a summary")
    response = await browser.request(method, "/codec/decode", content=body, headers=headers)
    assert not [name for name in response.headers if name.startswith("access-control")]


async def test_an_answer_that_refuses_can_be_read_by_the_interface_too(
    browser: httpx.AsyncClient,
) -> None:
    response = await browser.post("/codec/decode", content="{}", headers={"Origin": UI})
    assert response.status_code == 401
    assert response.headers["access-control-allow-origin"] == UI


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"no json",
        b"null",
        b'{"payloads": 5}',
        b'{"payloads": [null]}',
        b'{"payloads": [{"metadata": {"encoding": 7}}]}',
        b'{"something": "else"}',
        b"[" * 50_000,
    ],
)
async def test_a_malformed_body_is_refused(browser: httpx.AsyncClient, body: bytes) -> None:
    response = await browser.post("/codec/decode", content=body, headers=OPERATOR)
    assert response.status_code == 400


async def test_a_body_past_the_limit_is_refused(
    browser: httpx.AsyncClient, codec: SealingCodec
) -> None:
    body = asked(codec, "a summary").ljust(MOST_BYTES)
    largest = await browser.post("/codec/decode", content=body, headers=OPERATOR)
    assert shown(largest) == ["a summary"]
    larger = await browser.post("/codec/decode", content=body + " ", headers=OPERATOR)
    assert larger.status_code == 413


async def test_what_is_not_ours_is_said_to_be_so(browser: httpx.AsyncClient) -> None:
    forged = Payload(metadata={"encoding": b"json/plain"}, data=b'"a summary"')
    body = json_format.MessageToJson(Payloads(payloads=[forged]))
    response = await browser.post("/codec/decode", content=body, headers=OPERATOR)
    assert shown(response) == ["not sealed by us"]
