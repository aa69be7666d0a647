"""Telling webhooks through a real receiver: signed, tried again, nowhere that is not allowed."""

import asyncio
import re
import ssl
from collections.abc import AsyncIterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from temporalio.testing import ActivityEnvironment

from activities import webhooks
from activities.channels import webhook as channel
from activities.channels.webhook import Answer, NotReached, Poster
from activities.webhooks import ATTEMPTS, WAITS, WebhookActivities, wait_after
from criteria.errors import Rule
from records import migrations
from records.deliveries import (
    Delivery,
    DeliveryState,
    list_deliveries,
    list_waiting_webhooks,
    queue_test,
)
from records.session import Records
from records.webhooks import (
    GONE,
    NewWebhook,
    get_webhook,
    purpose_of,
    register_webhook,
    renew_secret,
    switch_off,
)
from tests.certificates import a_certificate
from tests.webhook_receiver import Receiver, receiving
from touchstone.keys import KeyRing
from touchstone.posting import resolve
from touchstone.sealing import SealedTexts
from touchstone.settings import ROOT
from workflows.contracts import NextLook, Webhook

SECRETS = ["whsec_" + "b2xk" * 8, "whsec_" + "bmV3" * 8]


class Clock:
    """Begins now, for the library's verifier asks no clock of ours; moves when it is told to."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead


class Post:
    """One endpoint and what waits for it."""

    def __init__(self, records: Records, keys: KeyRing) -> None:
        self.records = records
        self.sealed = SealedTexts(keys)
        self.clock = Clock()
        self.doing = WebhookActivities(records, Poster(resolve, True), self.sealed, self.clock)

    async def register(self, url: str) -> None:
        secret = self.sealed.seal(purpose_of("wh-1"), SECRETS[0])
        new = NewWebhook("wh-1", url, ("task.opened",), secret)
        await register_webhook(self.records, new, "p-operator", self.clock())

    async def queue(self) -> str:
        return await queue_test(self.records, "wh-1", "touchstone.test", self.clock())

    async def tell(self) -> NextLook:
        found: NextLook = await ActivityEnvironment().run(self.doing.tell_webhook, Webhook("wh-1"))
        return found

    async def only(self) -> Delivery:
        [one] = await list_deliveries(self.records, "wh-1")
        return one


@pytest.fixture
async def post(tmp_path: Path) -> AsyncIterator[Post]:
    keys = KeyRing.load(tmp_path / "keys")
    keys.make_missing()
    url = f"sqlite+aiosqlite:///{tmp_path / 'records.db'}"
    await migrations.upgrade(url)
    records = Records.open(url)
    yield Post(records, keys)
    await records.close()


async def test_what_waits_is_told_signed_and_once(post: Post) -> None:
    with receiving(SECRETS) as receiver:
        await post.register(receiver.address)
        id_ = await post.queue()
        assert await post.tell() == NextLook("")
        assert await post.tell() == NextLook("")
        [taken] = receiver.taken
    assert (taken.id, taken.path) == (id_, "/hooks?for=touchstone")
    assert taken.signed_by == (SECRETS[0],)
    assert taken.told["type"] == "touchstone.test"
    assert taken.told["data"] == {"webhook": "wh-1"}
    assert taken.headers["content-type"] == "application/json"
    assert (await post.only()).state is DeliveryState.DELIVERED


async def test_while_a_secret_changes_both_sign_and_later_the_new_one_alone(post: Post) -> None:
    with receiving(SECRETS) as receiver:
        await post.register(receiver.address)
        anew = post.sealed.seal(purpose_of("wh-1"), SECRETS[1])
        await renew_secret(post.records, "wh-1", anew, "p-operator", post.clock())
        await post.queue()
        await post.tell()
        assert set(receiver.taken[-1].signed_by) == set(SECRETS)
        past = post.clock() - timedelta(days=8)
        await renew_secret(post.records, "wh-1", anew, "p-operator", past)
        await post.queue()
        await post.tell()
        assert receiver.taken[-1].signed_by == (SECRETS[1],)


async def test_a_failure_is_tried_again_under_the_same_id_when_its_time_has_come(
    post: Post,
) -> None:
    with receiving(SECRETS) as receiver:
        receiver.says = [(500, {}), (204, {})]
        await post.register(receiver.address)
        id_ = await post.queue()
        at = datetime.fromisoformat((await post.tell()).at)
        assert timedelta(seconds=3) < at - post.clock() <= WAITS[0]
        missed = await post.only()
        assert (missed.status, missed.failure, missed.attempts) == (500, "answered", 1)
        post.clock.ahead += WAITS[0]
        assert await post.tell() == NextLook("")
        assert receiver.ids == [id_, id_]
        assert all(one.signed_by for one in receiver.taken)
    assert (await post.only()).state is DeliveryState.DELIVERED


async def test_after_the_last_attempt_it_has_failed(post: Post) -> None:
    with receiving(SECRETS) as receiver:
        receiver.says = [(500, {})]
        await post.register(receiver.address)
        await post.queue()
        for wait in WAITS:
            assert (await post.tell()).at
            post.clock.ahead += wait
        assert await post.tell() == NextLook("")
        assert len(receiver.taken) == ATTEMPTS == 10
    failed = await post.only()
    assert (failed.state, failed.attempts, failed.status) == (DeliveryState.FAILED, 10, 500)


async def test_an_endpoint_that_is_gone_is_switched_off(post: Post) -> None:
    with receiving(SECRETS) as receiver:
        receiver.says = [(410, {})]
        await post.register(receiver.address)
        for _ in range(2):
            await post.queue()
        assert await post.tell() == NextLook("")
        assert len(receiver.taken) == 1
    webhook = await get_webhook(post.records, "wh-1")
    assert (webhook.off_at is not None, webhook.off_because) == (True, GONE)
    states = {one.state for one in await list_deliveries(post.records, "wh-1")}
    assert states == {DeliveryState.FAILED, DeliveryState.DROPPED}


async def test_what_was_queued_just_when_its_endpoint_was_switched_off_is_dropped(
    post: Post,
) -> None:
    """Or the sweep would start its telling for ever."""
    await post.register("https://hooks.example/")
    await switch_off(post.records, "wh-1", GONE, post.clock())
    await post.queue()
    assert await post.tell() == NextLook("")
    assert (await post.only()).state is DeliveryState.DROPPED
    assert await list_waiting_webhooks(post.records, post.clock() + timedelta(days=9)) == []


async def test_one_that_never_answers_is_left_after_a_while_and_tried_again(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(channel, "LONGEST_SECONDS", 0.3)
    with receiving(SECRETS) as receiver:
        receiver.says = [None]
        await post.register(receiver.address)
        await post.queue()
        assert (await post.tell()).at
        receiver.over.set()
    missed = await post.only()
    assert (missed.state, missed.failure, missed.status) == (
        DeliveryState.QUEUED,
        "timed_out",
        None,
    )


async def test_a_redirect_is_not_followed(post: Post) -> None:
    with receiving(SECRETS) as receiver, receiving(SECRETS) as elsewhere:
        receiver.says = [(307, {"Location": elsewhere.address})]
        await post.register(receiver.address)
        await post.queue()
        assert (await post.tell()).at
        assert (len(receiver.taken), elsewhere.taken) == (1, [])
    assert (await post.only()).status == 307


async def test_a_dead_endpoint_or_a_lost_key_is_told_by_a_code(post: Post) -> None:
    with receiving() as receiver:
        gone = receiver.address
    await post.register(gone)
    await post.queue()
    await post.tell()
    assert (await post.only()).failure == "no_connection"
    await renew_secret(post.records, "wh-1", "of.another", "p-operator", post.clock())
    post.clock.ahead += WAITS[0]
    await post.tell()
    assert (await post.only()).failure == "secret_unreadable"


@pytest.mark.parametrize(
    ("attempts", "answer", "wait"),
    [
        (1, None, timedelta(seconds=5)),
        (9, None, timedelta(hours=24)),
        (10, None, None),
        (1, Answer(503, timedelta(minutes=2)), timedelta(minutes=2)),
        (1, Answer(429, timedelta(days=30)), timedelta(hours=24)),
        (4, Answer(429, timedelta(minutes=2)), timedelta(hours=2)),
        (1, Answer(500, timedelta(minutes=2)), timedelta(seconds=5)),
    ],
)
def test_the_next_attempt_follows_the_schedule_and_what_the_endpoint_asks_for(
    attempts: int, answer: Answer | None, wait: timedelta | None
) -> None:
    assert wait_after(attempts, answer) == wait
    assert sum(webhooks.WAITS, timedelta()) < timedelta(days=4)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("120", timedelta(minutes=2)),
        ("Mon, 11 Jan 2027 10:02:00 GMT", timedelta(minutes=2)),
        ("Mon, 11 Jan 2027 09:00:00 GMT", timedelta()),
        ("soon", None),
        ("-5", None),
        ("9" * 40, timedelta(seconds=10**8)),
    ],
)
async def test_retry_after_is_read_in_both_its_forms(said: str, expected: timedelta | None) -> None:
    now = datetime(2027, 1, 11, 10, tzinfo=UTC)
    with receiving() as receiver:
        receiver.says = [(503, {"Retry-After": said})]
        answer = await Poster(resolve, True).post(
            receiver.address, "{}", {"webhook-id": "msg_1"}, now
        )
    assert answer == Answer(503, expected)


async def never(host: str, port: int) -> list[str]:
    raise AssertionError(f"{host} was looked up")


def resolving(*answers: list[str]) -> channel.Resolve:
    """Says these one after the other, the last again and again."""
    left = list(answers)

    async def resolve(host: str, port: int) -> list[str]:
        return left.pop(0) if len(left) > 1 else left[0]

    return resolve


@pytest.mark.parametrize(
    ("poster", "url", "code"),
    [
        (Poster(resolving(["10.0.0.1"])), "https://hooks.example/", "webhook_address_not_public"),
        (Poster(resolving(["127.0.0.1"])), "https://hooks.example/", "webhook_address_not_public"),
        (Poster(resolving([])), "https://hooks.example/", Rule.WEBHOOK_HOST_UNKNOWN.value),
        (Poster(never), "http://127.0.0.1/", "webhook_needs_https"),
        (Poster(resolve), "https://2130706433/", "webhook_address_not_public"),
        (Poster(resolve), "https://localhost/", "webhook_address_not_public"),
    ],
)
async def test_every_sending_looks_at_the_address_anew(poster: Poster, url: str, code: str) -> None:
    with pytest.raises(NotReached) as caught:
        await poster.post(url, "{}", {"webhook-id": "msg_1"}, datetime.now(UTC))
    assert caught.value.code == code


async def test_it_connects_to_the_address_that_was_checked_and_asks_for_the_name(
    tmp_path: Path,
) -> None:
    """By TLS: the certificate is the name's, the name resolves once, the request names it."""
    asked: list[str | None] = []
    certificate = a_certificate(tmp_path, "hooks.example")
    serving = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    serving.load_cert_chain(certificate.chain, certificate.key)
    serving.sni_callback = lambda _, name, __: asked.append(name)
    heads: list[str] = []

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heads.append((await reader.readuntil(b"\r\n\r\n")).decode())
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello")
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0, ssl=serving)
    port = server.sockets[0].getsockname()[1]
    trusted = ssl.create_default_context(cafile=str(certificate.chain))
    # A second look-up would be given an address inside a network.
    poster = Poster(resolving(["127.0.0.1"], ["10.0.0.1"]), True, trusted)
    found = await poster.post(f"https://hooks.example:{port}/in", "{}", {}, datetime.now(UTC))
    assert found.status == 200
    assert asked == ["hooks.example"]
    assert f"Host: hooks.example:{port}\r\n" in heads[0]
    other = Poster(resolving(["127.0.0.1"]), True, trusted)
    with pytest.raises(NotReached) as caught:  # another name's certificate
        await other.post(f"https://other.example:{port}/in", "{}", {}, datetime.now(UTC))
    assert caught.value.code == "no_connection"
    server.close()
    await server.wait_closed()


async def test_the_lines_of_the_document_verify_what_is_sent(post: Post) -> None:
    book = (ROOT / "docs" / "webhooks.md").read_text("utf-8")
    [lines] = re.findall(r"```python\n(.*?)```", book, re.DOTALL)
    with receiving(SECRETS) as receiver:
        await post.register(receiver.address)
        await post.queue()
        await post.tell()
        taken, said = receiver.taken[0], (await post.only()).body
    for secret, event in ((SECRETS[0], taken.told), (SECRETS[1], None)):
        given = {"secret": secret, "body": said, "headers": taken.headers}
        exec(lines, given)
        assert given["event"] == event


async def test_a_worker_that_dies_before_it_noted_the_answer_sends_again_under_the_same_id(
    post: Post,
) -> None:
    with receiving(SECRETS) as receiver:
        await post.register(receiver.address)
        id_ = await post.queue()
        mortal = replace(post.doing, poster=Mortal(resolve, True))
        with pytest.raises(asyncio.CancelledError):
            await ActivityEnvironment().run(mortal.tell_webhook, Webhook("wh-1"))
        at = datetime.fromisoformat((await post.tell()).at)  # while the dead one still holds it
        assert receiver.ids == [id_]
        post.clock.ahead += at - post.clock()
        assert await post.tell() == NextLook("")
        assert receiver.ids == [id_, id_]


class Mortal(Poster):
    """Ends with its worker as soon as the endpoint has answered."""

    async def post(self, url: str, body: str, headers: Mapping[str, str], now: datetime) -> Answer:
        await super().post(url, body, headers, now)
        raise asyncio.CancelledError


def test_the_receivers_verifier_finds_a_changed_body() -> None:
    receiver = Receiver(SECRETS)
    receiver.take("/", {"webhook-id": "msg_1", "host": "here"}, b"{}")
    assert receiver.taken[0].signed_by == ()
