"""Channels against real servers: a mail sink, and a service that speaks Notify's API."""

import asyncio
import json
import threading
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from aiosmtpd.smtp import SMTP
from notifications_python_client.authentication import decode_jwt_token
from notifications_python_client.errors import HTTPError

from activities.channels import Outgoing, Refused
from activities.channels.notify import Notify
from activities.channels.smtp import Smtp

NOTICE = Outgoing("inspection/X:e1:p-1", "one@force.example", "Subject", "Body\n", "en")
SECRET = "22222222-2222-4222-8222-222222222222"
KEY = f"test-11111111-1111-4111-8111-111111111111-{SECRET}"


class Sink:
    """Takes all mail, except for addresses that begin with "nobody" or "later"."""

    def __init__(self) -> None:
        self.got: list[bytes] = []

    async def handle_RCPT(self, _s: Any, _n: Any, envelope: Any, address: str, _o: Any) -> str:  # noqa: N802
        if address.startswith("nobody"):
            return "550 no such user"
        if address.startswith("later"):
            return "451 come back later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        self.got.append(envelope.content)
        return "250 OK"


@dataclass
class Post:
    """What the Notify stand-in took, and what it answers to sending: 201, or an error's number.

    With `lost` it takes the notice and answers 500.
    """

    status: int = 201
    lost: bool = False
    taken: list[dict[str, Any]] = field(default_factory=list)
    address: str = ""


@pytest.fixture
async def sink() -> AsyncIterator[tuple[Sink, Smtp]]:
    handler = Sink()
    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: SMTP(handler, hostname="sink", loop=loop), "127.0.0.1", 0
    )
    port = server.sockets[0].getsockname()[1]
    yield handler, Smtp("127.0.0.1", port, "touchstone@house.example", "none")
    server.close()
    await server.wait_closed()


@pytest.fixture
def post() -> Iterator[Post]:
    kept = Post()

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_: Any) -> None: ...

        def answer(self, status: int, body: Any) -> None:
            decode_jwt_token(  # type: ignore[no-untyped-call]
                self.headers["Authorization"].removeprefix("Bearer "), SECRET
            )
            self.send_response(status)
            self.end_headers()
            self.wfile.write(json.dumps(body).encode())

        def do_GET(self) -> None:
            found = [one for one in kept.taken if self.path.endswith(f"={one['reference']}")]
            self.answer(200, {"notifications": found})

        def do_POST(self) -> None:
            sent = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            if kept.status == 201:
                kept.taken.append({**sent, "id": f"n-{len(kept.taken)}"})
            self.answer(500 if kept.lost else kept.status, {"id": f"n-{len(kept.taken) - 1}"})

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    kept.address = f"http://127.0.0.1:{server.server_port}"
    yield kept
    server.shutdown()
    thread.join()
    server.server_close()


async def test_mail_sent_twice_has_one_message_id(sink: tuple[Sink, Smtp]) -> None:
    handler, smtp = sink
    first, second = await smtp.send(NOTICE), await smtp.send(replace(NOTICE, again=True))
    assert first == second
    assert [first.encode() in mail for mail in handler.got] == [True, True]
    assert await smtp.send(replace(NOTICE, key="another")) != first


async def test_mail_to_nobody_is_refused_and_mail_that_must_wait_is_not(
    sink: tuple[Sink, Smtp],
) -> None:
    with pytest.raises(Refused):
        await sink[1].send(replace(NOTICE, address="nobody@force.example"))
    with pytest.raises(Exception, match="later") as told:
        await sink[1].send(replace(NOTICE, address="later@force.example"))
    assert not isinstance(told.value, Refused)
    assert sink[0].got == []


async def test_what_notify_took_without_saying_so_is_looked_up_and_not_sent_again(
    post: Post,
) -> None:
    notify = Notify(KEY, "template", post.address)
    post.lost = True
    with pytest.raises(HTTPError):
        await notify.send(NOTICE)
    assert await notify.send(replace(NOTICE, again=True)) == "n-0"
    assert len(post.taken) == 1
    assert "p-1" not in post.taken[0]["reference"]


@pytest.mark.parametrize(
    ("status", "final"), [(400, True), (403, True), (429, False), (503, False)]
)
async def test_notify_refuses_for_good_or_for_now(post: Post, status: int, final: bool) -> None:
    post.status = status
    with pytest.raises(Refused if final else HTTPError):
        await Notify(KEY, "template", post.address).send(NOTICE)
