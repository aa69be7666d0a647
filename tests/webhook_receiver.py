"""A real local HTTP server that takes webhooks and verifies them by the library itself."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from standardwebhooks.webhooks import Webhook, WebhookVerificationError

Said = tuple[int, dict[str, str]]  # status and headers


@dataclass(frozen=True)
class Taken:
    """One request: its id, what it said, and the secrets whose signature on it is right."""

    id: str
    path: str
    host: str
    told: dict[str, Any]
    headers: dict[str, str]
    signed_by: tuple[str, ...]


@dataclass
class Receiver:
    """What it took. `says` are its next answers, the last one again and again."""

    secrets: list[str] = field(default_factory=list)
    says: list[Said | None] = field(default_factory=lambda: [(204, {})])  # None: no answer at all
    taken: list[Taken] = field(default_factory=list)
    address: str = ""
    over: threading.Event = field(default_factory=threading.Event)

    def take(self, path: str, headers: dict[str, str], body: bytes) -> Said | None:
        signed_by, told = [], {}
        for secret in self.secrets:
            try:
                told = Webhook(secret).verify(body, headers)
                signed_by.append(secret)
            except WebhookVerificationError:
                continue
        small = {name.lower(): value for name, value in headers.items()}
        self.taken.append(
            Taken(small["webhook-id"], path, small["host"], told, small, tuple(signed_by))
        )
        return self.says.pop(0) if len(self.says) > 1 else self.says[0]

    @property
    def ids(self) -> list[str]:
        return [one.id for one in self.taken]


@contextmanager
def receiving(secrets: list[str] | None = None) -> Iterator[Receiver]:
    """Serves on a free port of this machine."""
    receiver = Receiver(secrets or [])

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            answer = receiver.take(self.path, dict(self.headers), body)
            if answer is None:
                receiver.over.wait()  # until the test is over
                return
            self.send_response(answer[0])
            for name, value in answer[1].items():
                self.send_header(name, value)
            self.end_headers()

        def do_GET(self) -> None:
            receiver.take(self.path, {"webhook-id": "a redirect was followed"}, b"")

        def log_message(self, *_: Any) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    serving = threading.Thread(target=server.serve_forever, args=(0.02,))
    serving.start()
    receiver.address = f"http://127.0.0.1:{server.server_port}/hooks?for=touchstone"
    try:
        yield receiver
    finally:
        receiver.over.set()
        server.shutdown()
        serving.join()
        server.server_close()
