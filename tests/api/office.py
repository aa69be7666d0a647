"""The API over real records and files, with everybody who calls it: for tests here."""

import itertools
import secrets
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
from fastapi import FastAPI
from starlette.datastructures import State

from api.app import create_app
from api.parts import Parts
from api.tokens import TokenSigner
from criteria import catalogue
from criteria.programme import Programme
from records.file_store import FileStore
from records.session import Records
from tests import spine
from tests.engine_double import EngineDouble
from touchstone.keys import KeyRing
from touchstone.sealing import SealedTexts

START = datetime(2027, 1, 11, 9, 0, tzinfo=UTC)
ADDRESS = "http://127.0.0.1:8000"
API = "/api/v1"

# Who holds which role in the inspections of Northshire Constabulary that tests issue: the people
# of the spine, and three more.
PEOPLE: dict[str, list[str]] = {
    **spine.PEOPLE,
    "operator": ["p-operator"],
    "contributor": ["p-x01-contributor-1", "p-x01-contributor-2"],
    "chief_officer_lead": ["p-x01-chief-officer", "p-x01-chief-officer-2"],
}
OTHER_FORCE = "p-x02-liaison"
NOT_APPOINTED = "p-inspector-3"  # an inspector with no part in it


class Clock:
    """Time as a test sets it."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now

    def pass_days(self, days: int) -> None:
        self.now += timedelta(days=days)


def small_programme(**scoring: Any) -> Programme:
    """National Child Protection with two cases of each of two types in the sample."""
    programme = catalogue.find("national-child-protection")
    assert programme is not None
    types = tuple(replace(one, quota=2) for one in programme.cases.types[:2])
    return replace(programme, cases=replace(programme.cases, sample=4, types=types))


async def resolve(host: str, port: int) -> list[str]:
    """Names as these tests know them: on the open internet, inside a network, this machine."""
    if host.endswith(".example"):
        return ["10.0.0.1"] if host.startswith("inside.") else ["93.184.215.14"]
    return ["127.0.0.1"] if host in ("127.0.0.1", "localhost") else []


@dataclass
class Office:
    """The application and its callers. `by` is a role of PEOPLE or a person's id; "" for nobody."""

    app: FastAPI
    parts: Parts
    engine: EngineDouble
    clock: Clock
    keys: KeyRing
    http: httpx.AsyncClient
    _series: str = field(default_factory=lambda: secrets.token_hex(6))
    _numbers: Any = field(default_factory=lambda: itertools.count(1))

    async def call(
        self,
        method: str,
        path: str,
        by: str = "",
        body: Any = None,
        *,
        key: str | None = None,
        version: int | None = None,
        headers: dict[str, str] | None = None,
        **query: Any,
    ) -> httpx.Response:
        """One request; a POST gets a key of its own unless one is given ("" sends none)."""
        sent = self.authorised(by) | (headers or {})
        key = f"{self._series}-{next(self._numbers)}" if key is None and method == "POST" else key
        if key:
            sent["Idempotency-Key"] = key
        if version is not None:
            sent["If-Match"] = f'"v{version}"'
        where = path if path.startswith("/") else f"{API}/{path}"
        return await self.http.request(method, where, json=body, headers=sent, params=query)

    def authorised(self, by: str) -> dict[str, str]:
        if not by:
            return {}
        return {"Authorization": f"Bearer {self.parts.identity.token(person_of(by))}"}

    async def get(self, path: str, by: str = "", **query: Any) -> Any:
        """The body of a 200 answer."""
        answer = await self.call("GET", path, by, **query)
        assert answer.status_code == 200, (path, answer.text)
        return answer.json()

    async def act(self, path: str, by: str, body: Any = None) -> dict[str, Any]:
        """An act that must be accepted; its body."""
        answer = await self.call("POST", path, by, {} if body is None else body)
        assert answer.status_code == 200, (path, answer.text)
        found: dict[str, Any] = answer.json()
        assert found["state"] == "accepted"
        return found

    async def refused(self, path: str, by: str, body: Any = None, method: str = "POST") -> str:
        """The rule by which a request is refused."""
        answer = await self.call(method, path, by, {} if body is None else body)
        assert answer.status_code >= 400, (path, answer.text)
        assert answer.headers["content-type"] == "application/problem+json"
        return str(answer.json()["rule"])


def person_of(role_or_id: str) -> str:
    return PEOPLE[role_or_id][0] if role_or_id in PEOPLE else role_or_id


@asynccontextmanager
async def open_office(folder: Path, **changes: Any) -> AsyncIterator[Office]:
    """An application over the database `records.db` of a folder. `changes` go into its parts."""
    clock = Clock()
    keys = KeyRing.load(folder / "keys")
    keys.make_missing()
    records = Records.open(f"sqlite+aiosqlite:///{folder / 'records.db'}")
    files = FileStore.open(folder / "files")
    engine = EngineDouble(records, files, clock)
    programme = small_programme()
    given: dict[str, Any] = {
        "records": records,
        "files": files,
        "gateway": engine,
        "identity": TokenSigner(keys, clock),
        "programmes": lambda: [programme],
        "clock": clock,
        "sealed": SealedTexts(keys),
        "resolve": resolve,
        "development": True,
        "allowed_hosts": ("127.0.0.1", "localhost", "[::1]"),
        "temporal_ui": "http://127.0.0.1:8233",
        "temporal_namespace": "touchstone",
    }
    parts = Parts(**{**given, **changes})
    with _application(parts) as app:
        transport = httpx.ASGITransport(app, client=("127.0.0.1", 40000))
        async with httpx.AsyncClient(transport=transport, base_url=ADDRESS) as http:
            yield Office(app, parts, engine, clock, keys, http)
    await records.close()


_AT_REST: list[FastAPI] = []  # FastAPI takes as long to work out our routes as a test takes


@contextmanager
def _application(parts: Parts) -> Iterator[FastAPI]:
    """The application over these parts; one that an earlier test has done with, if there is."""
    app = _AT_REST.pop() if _AT_REST else create_app(parts)
    app.state = State({"parts": parts, "access": app.state.access})
    yield app
    _AT_REST.append(app)
