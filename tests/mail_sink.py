"""A real mail server on a port of its own that keeps what it takes (aiosmtpd)."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from email import message_from_bytes
from email.message import Message
from typing import Any

from aiosmtpd.smtp import SMTP

# What it answers to a recipient whose address begins so.
REFUSALS = {
    "nobody": "550 5.1.1 no such user",
    "later": "451 4.3.0 come back later",
    "foreign": "554 5.7.1 relay access denied",
}


class MailSink:
    """Takes all mail, except to addresses that REFUSALS names."""

    def __init__(self) -> None:
        self.port = 0
        self.sender_answer = "250 OK"
        self.data_answer = "250 OK"
        self.got: list[bytes] = []

    async def handle_MAIL(self, _s: Any, _n: Any, envelope: Any, address: str, _o: Any) -> str:  # noqa: N802
        envelope.mail_from = address
        return self.sender_answer

    async def handle_RCPT(self, _s: Any, _n: Any, envelope: Any, address: str, _o: Any) -> str:  # noqa: N802
        for start, answer in REFUSALS.items():
            if address.startswith(start):
                return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        if self.data_answer.startswith("250"):
            self.got.append(envelope.content)
        return self.data_answer

    @property
    def messages(self) -> list[Message]:
        return [message_from_bytes(content) for content in self.got]


@asynccontextmanager
async def mail_sink() -> AsyncIterator[MailSink]:
    """A mail server without encryption, on the loopback address."""
    sink = MailSink()
    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: SMTP(sink, hostname="sink", loop=loop), "127.0.0.1", 0
    )
    sink.port = server.sockets[0].getsockname()[1]
    try:
        yield sink
    finally:
        server.close()
        await server.wait_closed()
