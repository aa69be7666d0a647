"""A client of the HTTP API that signs in as different people and repeats what got no answer.

Every act carries an Idempotency-Key of its own; a repeat carries the same one, so that nothing is
done twice. With a diary it says when each act was received, as a demonstration may.
"""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol
from uuid import uuid4

import httpx

from touchstone.demo.replies import Accepted, NoAnswer, Problem, Unexpected

ACCEPTED, KEPT, STALE = 200, 202, 412
FIRST_SAVE = '"v0"'
AWAY = (502, 503, 504)
NO_SIGN_IN = (401, 403, 404)
NO_DEMONSTRATION = (
    "This stack has no demonstration people: it runs without TOUCHSTONE_DEVELOPMENT. Start it by"
    " ./run up, or set TOUCHSTONE_DATA_FOLDER for another one."
)
PATIENCE = 120.0  # seconds in which a call is repeated
FIRST_PAUSE, LONGEST_PAUSE = 0.1, 2.0
API = "/api/v1"
TIME_HEADER = "Demonstration-Time"


class Diary(Protocol):
    """Says when things happen."""

    @property
    def moment(self) -> datetime: ...

    def pass_on(self) -> None:
        """Something was done: time passes."""


def new_key(_person: str, _path: str) -> str:
    """A key that no act had before."""
    return f"demo-{uuid4().hex}"


@dataclass(frozen=True)
class _Draft:
    """A draft as it stands."""

    etag: str
    content: dict[str, Any]

    def says(self, body: Mapping[str, Any]) -> bool:
        return all(self.content.get(name) == value for name, value in body.items())


@dataclass
class Tally:
    """What came of the calls: accepted acts by kind, and rules by which acts were refused."""

    accepted: dict[str, int] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)
    repeated: int = 0


class Client:
    """Calls the API at one address in the name of whoever is to call; not for use by threads."""

    def __init__(
        self,
        address: str,
        transport: httpx.AsyncBaseTransport | None = None,
        *,
        key: Callable[[str, str], str] = new_key,
        diary: Diary | None = None,
    ) -> None:
        # Proxies of the environment are not for the machine itself.
        self._http = httpx.AsyncClient(
            base_url=address, timeout=60.0, trust_env=False, transport=transport
        )
        self._tokens: dict[str, str] = {}
        self._drafts: dict[str, _Draft] = {}  # by path, as last seen
        self._key = key
        self._diary = diary
        self.tally = Tally()

    async def close(self) -> None:
        await self._http.aclose()

    async def get(self, person: str, path: str, **query: str) -> Any:
        """Read something as a person sees it. Raises Unexpected for anything but 200."""
        response = await self._call("GET", path, await self._as(person), params=query)
        return _expected(response).json()

    async def find(self, person: str, path: str) -> Any | None:
        """The same, or None where there is nothing (yet) for this person."""
        response = await self._call("GET", path, await self._as(person))
        return None if response.status_code == 404 else _expected(response).json()

    async def download(self, person: str, path: str) -> bytes:
        """The bytes of a document."""
        return _expected(await self._call("GET", path, await self._as(person))).content

    async def put(self, person: str, path: str, body: Mapping[str, Any]) -> Any:
        """Write something that is no act."""
        return _expected(await self._call("PUT", path, await self._as(person), json=body)).json()

    async def post(self, person: str, path: str) -> Any:
        """Ask for something that is no act and takes no words."""
        return _expected(await self._call("POST", path, await self._as(person))).json()

    async def save_draft(self, person: str, path: str, body: Mapping[str, Any]) -> None:
        """Save a draft over the version that was last seen here.

        What an earlier making saved is left as it is: it may be frozen by now.
        """
        known = self._drafts.get(path)
        headers = await self._as(person) | {"If-Match": known.etag if known else FIRST_SAVE}
        if known is None or not known.says(body):
            saved = await self._call("PUT", path, headers, json=body)
            if saved.status_code == STALE and known is None:
                saved = await self._call("GET", path, await self._as(person))
            found = _expected(saved)
            self._drafts[path] = _Draft(found.headers["ETag"], found.json()["content"])
        self._pass_on()

    async def act(self, person: str, path: str, body: Mapping[str, Any]) -> Accepted:
        """Send an act until it is decided. Raises Problem if it is refused."""
        accepted = Accepted.of(_expected(await self._sent(person, path, body)).json())
        self._pass_on()
        self.tally.accepted[accepted.kind] = self.tally.accepted.get(accepted.kind, 0) + 1
        return accepted

    async def refused(self, person: str, path: str, body: Mapping[str, Any], rule: str) -> Problem:
        """Send an act that must be refused by this rule. Raises Unexpected if it is not."""
        problem = Problem.of(await self._sent(person, path, body))
        if problem is None or problem.rule != rule:
            named = problem.rule if problem else "accepted"
            raise Unexpected(f"An act should have been refused ({rule}) and was not: {named}.")
        self.tally.refused.append(rule)
        return problem

    async def _sent(self, person: str, path: str, body: Mapping[str, Any]) -> httpx.Response:
        headers = await self._as(person) | {"Idempotency-Key": self._key(person, path)}
        response = await self._call("POST", path, headers, json=body)
        pause = FIRST_PAUSE
        end = _now() + PATIENCE
        while response.status_code == KEPT:
            await self._wait(pause, end, path)
            pause = min(2 * pause, LONGEST_PAUSE)
            response = await self._call("POST", path, headers, json=body)
        return response

    async def _as(self, person: str) -> dict[str, str]:
        if person not in self._tokens:
            body = {"person": person}
            response = await self._call("POST", f"{API}/development/sign-in", {}, json=body)
            if response.status_code in NO_SIGN_IN:
                raise Unexpected(NO_DEMONSTRATION)
            self._tokens[person] = _expected(response).json()["token"]
        headers = {"Authorization": f"Bearer {self._tokens[person]}"}
        if self._diary is not None:
            headers[TIME_HEADER] = self._diary.moment.isoformat()
        return headers

    def _pass_on(self) -> None:
        if self._diary is not None:
            self._diary.pass_on()

    async def _call(
        self, method: str, path: str, headers: dict[str, str], **more: Any
    ) -> httpx.Response:
        """One call, repeated while nobody answers."""
        pause, end = FIRST_PAUSE, _now() + PATIENCE
        while True:
            try:
                response = await self._http.request(method, path, headers=headers, **more)
                if response.status_code not in AWAY:
                    return response
            except httpx.TransportError:
                pass  # the process may be starting again
            await self._wait(pause, end, path)
            pause = min(2 * pause, LONGEST_PAUSE)

    async def _wait(self, pause: float, end: float, path: str) -> None:
        if _now() + pause > end:
            raise NoAnswer(f"The API did not answer for {PATIENCE:g} s: {path}")
        self.tally.repeated += 1
        await asyncio.sleep(pause)


def _expected(response: httpx.Response) -> httpx.Response:
    if response.status_code == ACCEPTED:
        return response
    problem = Problem.of(response)
    raise problem or Unexpected(f"{response.request.url.path} answered {response.status_code}.")


def _now() -> float:
    return asyncio.get_running_loop().time()
