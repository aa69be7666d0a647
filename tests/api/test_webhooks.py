"""Webhooks by the API: operators alone, secrets told once, and codes alone in what is sent."""

import json
import re
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from temporalio.testing import ActivityEnvironment

from activities.channels.webhook import Poster
from activities.webhooks import WebhookActivities
from api import subscribing
from criteria.errors import Rule, RuleBroken
from criteria.roles import Role
from criteria.webhook_events import WebhookEvent
from records.deliveries import list_deliveries
from records.session import Records
from records.tables import metadata
from tests.api.office import OTHER_FORCE, PEOPLE, Office, resolve
from tests.api.story import STAGES_OF_STORY, Story
from tests.webhook_receiver import receiving
from touchstone.sealing import SealedTexts
from workflows.contracts import Webhook

URL = "https://hooks.example/touchstone"
ALL = [event.value for event in WebhookEvent]
BODY = {"url": URL, "events": ["task.opened"]}


async def register(office: Office, url: str = URL, events: list[str] | None = None) -> Any:
    answer = await office.call(
        "POST", "webhooks", "operator", {"url": url, "events": events or ALL}
    )
    assert answer.status_code == 201, answer.text
    return answer.json()


async def tell(office: Office, webhook: str) -> None:
    """Send what waits, as the worker does."""
    records, sealed = office.parts.records, SealedTexts(office.keys)
    doing = WebhookActivities(records, Poster(resolve, True), sealed, office.parts.clock)
    await ActivityEnvironment().run(doing.tell_webhook, Webhook(webhook))


async def test_a_secret_is_told_once_and_kept_sealed(office: Office) -> None:
    made = await register(office)
    assert re.fullmatch(r"whsec_[A-Za-z0-9+/]{43}=", made["secret"])
    assert (made["webhook"]["url"], made["webhook"]["events"]) == (URL, ALL)
    assert made["webhook"]["made_by"] == "p-operator"
    id_ = made["webhook"]["id"]
    for path in ("webhooks", f"webhooks/{id_}", f"webhooks/{id_}/deliveries"):
        assert "whsec_" not in json.dumps(await office.get(path, "operator"))
    assert made["secret"].removeprefix("whsec_") not in await everything(office.parts.records)
    renewed = await office.call("POST", f"webhooks/{id_}/secret", "operator")
    assert renewed.json()["secret"] != made["secret"]
    assert renewed.json()["webhook"]["old_until"]
    assert renewed.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    ("url", "rule"),
    [
        ("http://hooks.example/", "webhook_needs_https"),
        ("ftp://hooks.example/", "webhook_needs_https"),
        ("https://name:word@hooks.example/", "webhook_address_unreadable"),
        ("https://inside.example/", "webhook_address_not_public"),
        ("https://nowhere.invalid/", "webhook_host_unknown"),
    ],
)
async def test_an_address_that_may_not_be_called_is_refused_by_name(
    office: Office, url: str, rule: str
) -> None:
    assert await office.refused("webhooks", "operator", {**BODY, "url": url}) == rule
    assert (await office.get("webhooks", "operator"))["items"] == []


async def test_outside_development_this_machine_is_refused_too(office: Office) -> None:
    parts = replace(office.parts, development=False)  # in which nobody of these tests signs in
    for url, rule in (
        ("http://localhost/", Rule.WEBHOOK_NEEDS_HTTPS),
        ("https://localhost/", Rule.WEBHOOK_ADDRESS_NOT_PUBLIC),
        ("https://127.0.0.1/", Rule.WEBHOOK_ADDRESS_NOT_PUBLIC),
    ):
        with pytest.raises(RuleBroken) as caught:
            await subscribing.register(parts, url, ALL, "p-operator")
        assert caught.value.rule is rule


async def test_what_is_no_event_or_none_is_refused_and_an_address_is_taken_once(
    office: Office,
) -> None:
    for events in ([], ["task.read"], ["touchstone.test"]):
        wrong = {**BODY, "events": events}
        assert await office.refused("webhooks", "operator", wrong) == "invalid_input"
    await register(office)
    assert await office.refused("webhooks", "operator", BODY) == "webhook_is_known"


@pytest.mark.parametrize("role", [role.value for role in Role if role is not Role.OPERATOR])
async def test_nobody_but_operators_gets_at_webhooks(office: Office, role: str) -> None:
    id_ = (await register(office))["webhook"]["id"]
    for method, path in CALLS:
        body = BODY if path == "webhooks" and method == "POST" else None
        answer = await office.call(method, path.replace("ID", id_), role, body)
        assert (answer.status_code, answer.json()["rule"]) == (403, "not_your_role"), path
    assert len((await office.get("webhooks", "operator"))["items"]) == 1


CALLS = (
    ("GET", "webhooks"),
    ("POST", "webhooks"),
    ("GET", "webhooks/ID"),
    ("DELETE", "webhooks/ID"),
    ("POST", "webhooks/ID/secret"),
    ("POST", "webhooks/ID/off"),
    ("POST", "webhooks/ID/on"),
    ("POST", "webhooks/ID/test"),
    ("GET", "webhooks/ID/deliveries"),
    ("POST", f"webhooks/ID/deliveries/msg_{'0' * 32}/again"),
)


async def test_a_test_gets_there_and_verifies_with_the_secret_that_was_told(
    office: Office,
) -> None:
    with receiving() as receiver:
        made = await register(office, receiver.address, ["task.done"])
        receiver.secrets, id_ = [made["secret"]], made["webhook"]["id"]
        office.clock.now = datetime.now(UTC)  # the library's verifier asks no clock of ours
        queued = (await office.call("POST", f"webhooks/{id_}/test", "operator")).json()
        await tell(office, id_)
        [taken] = receiver.taken
    assert taken.signed_by == (made["secret"],)
    assert (taken.id, taken.told["type"]) == (queued["id"], "touchstone.test")
    [shown] = (await office.get(f"webhooks/{id_}/deliveries", "operator"))["items"]
    assert (shown["state"], shown["status"], shown["attempts"]) == ("delivered", 204, 1)


async def test_an_endpoint_is_switched_off_on_and_removed(office: Office) -> None:
    made = await register(office)
    here = f"webhooks/{made['webhook']['id']}"
    delivery = (await office.call("POST", f"{here}/test", "operator")).json()["id"]
    off = (await office.call("POST", f"{here}/off", "operator")).json()
    assert off["off_because"] == "operator"
    assert await office.refused(f"{here}/test", "operator") == "webhook_is_off"
    [dropped] = (await office.get(f"{here}/deliveries", "operator"))["items"]
    assert dropped["state"] == "dropped"
    assert (await office.call("POST", f"{here}/on", "operator")).json()["off_at"] is None
    again = await office.call("POST", f"{here}/deliveries/{delivery}/again", "operator")
    assert again.json() == {"id": delivery}
    [queued] = (await office.get(f"{here}/deliveries", "operator"))["items"]
    assert queued["state"] == "queued"
    assert (await office.call("DELETE", here, "operator")).status_code == 204
    for path in (here, f"{here}/deliveries"):
        assert (await office.call("GET", path, "operator")).json()["rule"] == "not_found"
    assert URL not in await everything(office.parts.records)


CODE = re.compile(r"[a-z][a-z_.]*")
REFERENCE = re.compile(r"NCP-2027-\d{4}(-R\d+)?")
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")
SHAPES: dict[str, re.Pattern[str]] = {
    "type": CODE,
    "timestamp": MOMENT,
    "inspection": REFERENCE,
    "reference": REFERENCE,
    "force": re.compile(r"X\d\d"),
    "process": re.compile("inspection|referral|follow_up"),
    "id": re.compile(r"task_[0-9a-f]{32}"),
    "kind": CODE,
    "roles": CODE,
    "due": MOMENT,
    "before": CODE,
    "after": CODE,
}


async def test_a_whole_inspection_tells_codes_references_and_dates_and_nothing_else(
    office: Office,
) -> None:
    id_ = (await register(office))["webhook"]["id"]
    story = await Story.issued(office)
    for stage in STAGES_OF_STORY[1:]:
        for _ in range(5):
            office.clock.pass_days(1)
            await office.engine.climb(f"inspection/{story.reference}")
        await story.advance(stage)
        if stage == "allocated":
            office.clock.pass_days(90)  # reviews and judgements are late
            await office.engine.climb(f"inspection/{story.reference}")
            case = sorted(await story.reviewers())[0]
            concern = {"concern": "A child is at risk tonight.", "immediate_danger": False}
            await story.act(f"cases/{case}/referral", "inspector", concern)
    rows = await list_of(office.parts.records, id_)
    told = [json.loads(row) for row in rows]
    assert {one["type"] for one in told} == set(ALL)
    assert len(told) > 40
    kinds = {one["data"]["task"]["kind"] for one in told if "task" in one["data"]}
    assert kinds >= {"return", "reviews", "moderation", "publication", "referral_contact"}
    for one in told:
        assert set(one) == {"type", "timestamp", "data"}
        for name, value in leaves(one):
            assert SHAPES[name].fullmatch(value), (name, value)
    people = {person for persons in PEOPLE.values() for person in persons} | {OTHER_FORCE}
    sent = "\n".join(rows)
    assert [person for person in people if person in sent] == []
    assert re.search(r"N-\d", sent.replace("NCP-2027", "")) is None


def leaves(value: Any, name: str = "") -> list[tuple[str, str]]:
    """(the member's name, its text) of all that is told."""
    if isinstance(value, dict):
        return [leaf for key, inner in value.items() for leaf in leaves(inner, key)]
    if isinstance(value, list):
        return [leaf for inner in value for leaf in leaves(inner, name)]
    return [] if value is None else [(name, str(value))]


async def list_of(records: Records, webhook: str) -> list[str]:
    """The body of every delivery, more than a list for people shows."""
    table = metadata.tables["webhook_deliveries"]
    async with records.reading() as session:
        found = await session.execute(table.select().where(table.c.webhook == webhook))
        assert await list_deliveries(records, webhook)
        return [row.body for row in found]


async def everything(records: Records) -> str:
    """Every row of every table, as text."""
    async with records.reading() as session:
        tables = [await session.execute(table.select()) for table in metadata.sorted_tables]
    return "\n".join(str(list(rows)) for rows in tables)
