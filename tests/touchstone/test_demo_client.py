"""The demonstration's client: repeats what got no answer, always under the same key."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from touchstone.demo.client import NO_DEMONSTRATION, TIME_HEADER, Client
from touchstone.demo.replies import Problem, Unexpected
from touchstone.demo.world.diary import WorkingDiary

Answer = Callable[[httpx.Request], httpx.Response]
ACT = {"kind": "submit_return", "inspection": "NCP-2027-0001", "revision_ids": ["r-abcd"]}


class Server:
    """Answers acts one after the other as it was told, and keeps what it was sent."""

    def __init__(self, *answers: httpx.Response | Exception) -> None:
        self.sent: list[httpx.Request] = []
        self._answers: Iterator[httpx.Response | Exception] = iter(answers)

    def __call__(self, request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("/sign-in"):
            return httpx.Response(200, json={"token": "a-token"})
        self.sent.append(request)
        answer = next(self._answers)
        if isinstance(answer, Exception):
            raise answer
        return answer

    @property
    def keys(self) -> set[str]:
        return {request.headers["Idempotency-Key"] for request in self.sent}


def client_of(answer: Answer) -> Client:
    return Client("http://demo.example", httpx.MockTransport(answer))


def accepted() -> httpx.Response:
    return httpx.Response(200, json=ACT)


def refusal(rule: str, status: int = 409) -> httpx.Response:
    body: dict[str, Any] = {"rule": rule, "title": "Refused", "codes": ["one"]}
    headers = {"content-type": "application/problem+json"}
    return httpx.Response(status, json=body, headers=headers)


async def test_an_act_that_is_kept_is_sent_again_under_its_key_until_decided() -> None:
    server = Server(httpx.Response(202), httpx.Response(202), accepted())
    client = client_of(server)
    assert (await client.act("p-x", "/act", {})).revisions == ("r-abcd",)
    assert len(server.sent) == 3
    assert len(server.keys) == 1
    assert client.tally.accepted == {"submit_return": 1}
    assert client.tally.repeated == 2


async def test_a_broken_connection_is_tried_again_under_the_same_key() -> None:
    server = Server(httpx.ConnectError("away"), httpx.Response(503), accepted())
    await client_of(server).act("p-x", "/act", {})
    assert len(server.sent) == 3
    assert len(server.keys) == 1


async def test_two_acts_have_two_keys() -> None:
    server = Server(accepted(), accepted())
    client = client_of(server)
    await client.act("p-x", "/act", {})
    await client.act("p-x", "/act", {})
    assert len(server.keys) == 2


async def test_a_refusal_stops_the_story_and_names_the_rule() -> None:
    with pytest.raises(Problem, match=r"\[return_frozen\] \(one\)") as refused:
        await client_of(Server(refusal("return_frozen"))).act("p-x", "/act", {})
    assert refused.value.rule == "return_frozen"


async def test_an_expected_refusal_is_counted_and_not_an_act() -> None:
    client = client_of(Server(refusal("overall_comes_last")))
    await client.refused("p-x", "/act", {}, "overall_comes_last")
    assert client.tally.refused == ["overall_comes_last"]
    assert client.tally.accepted == {}


async def test_an_act_that_should_be_refused_and_is_not_stops_the_story() -> None:
    with pytest.raises(Unexpected, match="accepted"):
        await client_of(Server(accepted())).refused("p-x", "/act", {}, "overall_comes_last")


async def test_a_stack_without_demonstration_people_is_told_so() -> None:
    with pytest.raises(Unexpected) as told:
        await client_of(lambda _: refusal("not_found", 404)).get("p-x", "/me")
    assert str(told.value) == NO_DEMONSTRATION


class Drafts:
    """Keeps one draft, as the API does."""

    def __init__(self, version: int = 0, text: str = "") -> None:
        self.version, self.text, self.puts = version, text, 0

    def __call__(self, request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("/sign-in"):
            return httpx.Response(200, json={"token": "a-token"})
        if request.method == "PUT":
            self.puts += 1
            if request.headers["If-Match"] != f'"v{self.version}"':
                return refusal("draft_conflict", 412)
            self.version, self.text = self.version + 1, json.loads(request.content)["text"]
        headers = {"ETag": f'"v{self.version}"'}
        return httpx.Response(200, json={"content": {"text": self.text}}, headers=headers)


async def test_a_draft_is_saved_over_what_was_last_seen() -> None:
    drafts = Drafts()
    client = client_of(drafts)
    await client.save_draft("p-x", "/draft", {"text": "one"})
    await client.save_draft("p-y", "/draft", {"text": "two"})
    assert (drafts.version, drafts.text, drafts.puts) == (2, "two", 2)


async def test_what_an_earlier_making_saved_is_left_as_it_is() -> None:
    drafts = Drafts(2, "two")
    client = client_of(drafts)
    await client.save_draft("p-x", "/draft", {"text": "one"})
    await client.save_draft("p-y", "/draft", {"text": "two"})
    assert (drafts.version, drafts.text, drafts.puts) == (2, "two", 1)


async def test_calls_say_when_they_are_made_as_the_diary_has_it() -> None:
    diary = WorkingDiary(datetime(2026, 11, 20, 15, tzinfo=UTC), 1, [])
    server = Server(accepted(), accepted())
    client = Client("http://demo.example", httpx.MockTransport(server), diary=diary)
    await client.act("p-x", "/act", {})
    diary.turn_to(1)
    await client.act("p-x", "/act", {})
    assert [request.headers[TIME_HEADER] for request in server.sent] == [
        "2026-11-19T09:00:00+00:00",
        "2026-11-20T10:00:00+00:00",
    ]
