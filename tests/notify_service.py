"""A local HTTP service that speaks GOV.UK Notify's API and checks its token, as a test double.

Made from Notify's published documentation: paths, bodies, errors and the JWT of each call.
"""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt

SERVICE = "11111111-1111-4111-8111-111111111111"
SECRET = "22222222-2222-4222-8222-222222222222"
KEY = f"test-{SERVICE}-{SECRET}"
TEMPLATE = "33333333-3333-4333-8333-333333333333"
TEXT_TEMPLATE = "44444444-4444-4444-8444-444444444444"
NOBODYS_NUMBER = "+447700900000"
BAD_NUMBER = (400, "ValidationError", "phone_number Not a valid phone number")
BAD_ADDRESS = (400, "ValidationError", "email_address Not a valid email address")


@dataclass
class NotifyService:
    """What it took, and how it answers.

    `fault` answers every sending so: (status, error, message). With `lost` a notice is taken and
    answered 500 all the same. `fields` are of the template of e-mails; that of texts has `body`.
    `statuses` are what became of notices, by their ids, and `ends` when.
    """

    fields: tuple[str, ...] = ("subject", "body")
    fault: tuple[int, str, str] | None = None
    lost: bool = False
    taken: list[dict[str, Any]] = field(default_factory=list)
    statuses: dict[str, str] = field(default_factory=dict)
    ends: dict[str, str] = field(default_factory=dict)
    refused_tokens: int = 0
    address: str = ""

    def answer(self, method: str, path: str, sent: Any) -> tuple[int, Any]:
        where = urlsplit(path)
        if where.path == f"/v2/template/{TEMPLATE}":
            wanted = {name: {"required": True} for name in self.fields}
            return 200, {"id": TEMPLATE, "personalisation": wanted}
        if where.path == f"/v2/template/{TEXT_TEMPLATE}":
            return 200, {"id": TEXT_TEMPLATE, "personalisation": {"body": {"required": True}}}
        if method == "POST" and where.path == "/v2/notifications/email":
            return self._send(sent, self.fields)
        if method == "POST" and where.path == "/v2/notifications/sms":
            return self._send(sent, ("body",))
        if where.path == "/v2/notifications":
            reference = parse_qs(where.query)["reference"][0]
            found = [one for one in self.taken if one["reference"] == reference]
            return 200, {"notifications": found, "links": {}}
        number = where.path.rpartition("/")[2]
        for one in self.taken:
            if one["id"] == number:
                status = self.statuses.get(number, "sending")
                return 200, {**one, "status": status, "completed_at": self.ends.get(number)}
        return error(404, "NoResultFound", "No result found")

    def _send(self, sent: dict[str, Any], fields: tuple[str, ...]) -> tuple[int, Any]:
        if self.fault:
            return error(*self.fault)
        if sent.get("email_address", "").startswith("nobody"):
            return error(*BAD_ADDRESS)
        if sent.get("phone_number") == NOBODYS_NUMBER:
            return error(*BAD_NUMBER)
        for name in fields:
            if name not in sent["personalisation"]:
                return error(400, "BadRequestError", f"Missing personalisation: {name}")
        self.taken.append({**sent, "id": f"n-{len(self.taken)}"})
        if self.lost:
            return error(500, "Exception", "Internal server error")
        return 201, {"id": self.taken[-1]["id"], "reference": sent["reference"]}


def error(status: int, kind: str, message: str) -> tuple[int, Any]:
    return status, {"status_code": status, "errors": [{"error": kind, "message": message}]}


def bears_our_token(header: str | None) -> bool:
    """Whether the call is signed with the secret of our service's key."""
    try:
        token = (header or "").removeprefix("Bearer ")
        claims = jwt.decode(token, SECRET, algorithms=["HS256"], leeway=30)
    except jwt.InvalidTokenError:
        return False
    return claims.get("iss") == SERVICE and "iat" in claims


@contextmanager
def notify_service() -> Iterator[NotifyService]:
    """A service on a port of its own."""
    kept = NotifyService()

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_: Any) -> None: ...

        def do_GET(self) -> None:
            self.reply("GET", None)

        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            self.reply("POST", json.loads(self.rfile.read(length)))

        def reply(self, method: str, sent: Any) -> None:
            if bears_our_token(self.headers["Authorization"]):
                status, body = kept.answer(method, self.path, sent)
            else:
                kept.refused_tokens += 1
                status, body = error(403, "AuthError", "Invalid token: signature")
            written = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(written)))
            self.end_headers()
            self.wfile.write(written)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    kept.address = f"http://127.0.0.1:{server.server_port}"
    try:
        yield kept
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
