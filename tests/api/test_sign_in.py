"""Signing in: in development as an invented person from this machine, else by signed tokens."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from joserfc import jwt
from joserfc.jwk import OctKey

from api.identity import is_allowed_host, is_loopback
from api.tokens import TokenSigner
from criteria.errors import Rule, RuleBroken
from criteria.roles import Side
from records.people import Person, put_person
from tests.api.conftest import Stages
from tests.api.office import Office, open_office

SIGN_IN = "/api/v1/development/sign-in"
WHO = {"person": "p-lead-1"}


async def test_a_demonstration_person_signs_in_and_is_known(office: Office) -> None:
    answer = await office.http.post(SIGN_IN, json=WHO)
    assert answer.status_code == 200
    assert answer.json()["person"]["name"] == "Marguerite Ashdown-Cole"
    headers = {"Authorization": f"Bearer {answer.json()['token']}"}
    assert (await office.http.get("/api/v1/me", headers=headers)).json()["id"] == "p-lead-1"
    people = (await office.http.get("/api/v1/development/people")).json()["items"]
    assert {"p-lead-1", "p-x01-liaison", "p-x02-liaison"} <= {person["id"] for person in people}


@pytest.mark.parametrize(
    ("headers", "why"),
    [
        ({"Host": "inspections.example.org"}, "host_not_allowed"),
        ({"Host": "127.0.0.1.example.org:8000"}, "host_not_allowed"),
        ({"Host": ""}, "host_not_allowed"),
        ({"Forwarded": "for=192.0.2.1"}, "forwarded"),
        ({"X-Forwarded-For": "127.0.0.1"}, "forwarded"),
        ({"X-Forwarded-Proto": "https"}, "forwarded"),
        ({"X-Real-IP": "127.0.0.1"}, "forwarded"),
        ({"Via": "1.1 proxy"}, "forwarded"),
    ],
)
async def test_nobody_signs_in_by_another_host_or_through_a_proxy(
    office: Office, headers: dict[str, str], why: str
) -> None:
    for answer in (
        await office.http.post(SIGN_IN, json=WHO, headers=headers),
        await office.http.get("/api/v1/development/people", headers=headers),
    ):
        assert (answer.status_code, answer.json()["rule"]) == (401, "not_signed_in")
        assert answer.json()["codes"] == [why]


@pytest.mark.parametrize("peer", [("192.0.2.7", 9), ("10.0.0.1", 9), ("testclient", 9), ("", 0)])
async def test_nobody_signs_in_from_another_machine(office: Office, peer: tuple[str, int]) -> None:
    transport = httpx.ASGITransport(office.app, client=peer)
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8000") as http:
        answer = await http.post(SIGN_IN, json=WHO)
    assert (answer.status_code, answer.json()["codes"]) == (401, ["peer_not_loopback"])


async def test_only_invented_people_are_signed_in_without_proof(office: Office) -> None:
    async with office.parts.records.transaction() as session:
        await put_person(session, Person("p-real", "R. Person", "r@example.org", Side.INSPECTORATE))
    for person in ("p-real", "p-unknown"):
        answer = await office.http.post(SIGN_IN, json={"person": person})
        assert (answer.status_code, answer.json()["rule"]) == (404, "not_found")


async def test_without_development_there_is_no_such_door_and_no_invented_person(
    sober: Office,
) -> None:
    answer = await sober.http.post(SIGN_IN, json=WHO)
    nowhere = await sober.http.post("/api/v1/nowhere", json=WHO)
    assert (answer.status_code, nowhere.status_code) == (404, 404)
    assert _same(answer.json()) == _same(nowhere.json())
    assert (await sober.call("GET", "me", "p-lead-1")).status_code == 401


async def test_a_person_of_the_records_signs_in_by_a_token_anywhere(sober: Office) -> None:
    person = Person("p-real", "R. Person", "r@example.org", Side.INSPECTORATE)
    async with sober.parts.records.transaction() as session:
        await put_person(session, person)
    assert (await sober.get("me", "p-real"))["id"] == "p-real"


async def test_a_token_ends(office: Office) -> None:
    token = office.parts.identity.token("p-lead-1")
    headers = {"Authorization": f"Bearer {token}"}
    office.clock.now += timedelta(hours=11, minutes=59)
    assert (await office.http.get("/api/v1/me", headers=headers)).status_code == 200
    office.clock.now += timedelta(minutes=2)
    assert (await office.http.get("/api/v1/me", headers=headers)).status_code == 401


async def test_a_token_of_a_retired_key_is_worth_nothing(office: Office) -> None:
    headers = office.authorised("p-lead-1")
    office.keys.retire(office.keys.signing.id)
    assert (await office.http.get("/api/v1/me", headers=headers)).status_code == 401
    assert (await office.call("GET", "me", "p-lead-1")).status_code == 200


async def test_what_we_did_not_sign_is_no_token(office: Office) -> None:
    key, now = office.keys.signing, int(office.clock.now.timestamp())
    claims = {"sub": "p-lead-1", "iat": now, "exp": now + 60}
    header = {"alg": "HS256", "kid": key.id}
    ours, other = OctKey.import_key(key.secret), OctKey.import_key(b"0" * 32)
    seal = office.keys.make("seal")
    no_kid = {"alg": "HS256"}
    unsigned = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJwLWxlYWQtMSJ9."
    wrong = [
        jwt.encode(header, claims, other),
        jwt.encode(no_kid, claims, ours),
        jwt.encode({**header, "kid": "ffffffff"}, claims, ours),
        jwt.encode({**header, "kid": seal.id}, claims, OctKey.import_key(seal.secret)),
        jwt.encode({**header, "alg": "HS512"}, claims, ours, algorithms=["HS512"]),
        jwt.encode(header, {"sub": "p-lead-1", "iat": now}, ours),
        jwt.encode(header, {"iat": now, "exp": now + 60}, ours),
        jwt.encode(header, {**claims, "sub": ""}, ours),
        unsigned,
        "nonsense",
        "a.b.c",
        "x" * 10_000,
    ]
    for token in wrong:
        with pytest.raises(RuleBroken) as refused:
            office.parts.identity.person(token)
        assert refused.value.rule is Rule.NOT_SIGNED_IN, token[:60]
        answer = await office.http.get("/api/v1/me", headers={"Authorization": f"Bearer {token}"})
        assert answer.status_code == 401
    assert office.parts.identity.person(jwt.encode(header, claims, ours)) == "p-lead-1"


async def test_a_token_of_nobody_known_is_not_signed_in(office: Office) -> None:
    assert (await office.call("GET", "me", "p-gone")).status_code == 401
    answer = await office.http.get("/api/v1/me", headers={"Authorization": "Basic cDpw"})
    assert answer.status_code == 401


def test_a_program_s_token_lasts_as_long_as_it_was_given(tmp_path: Path) -> None:
    from tests.api.office import Clock
    from touchstone.keys import KeyRing

    clock, keys = Clock(), KeyRing.load(tmp_path)
    keys.make_missing()
    signer = TokenSigner(keys, clock)
    token = signer.token("p-operator", timedelta(days=90))
    clock.pass_days(89)
    assert signer.person(token) == "p-operator"
    clock.pass_days(1)
    with pytest.raises(RuleBroken):
        signer.person(token)


def test_loopback_and_hosts() -> None:
    assert all(map(is_loopback, ("127.0.0.1", "127.8.8.8", "::1")))
    assert not any(map(is_loopback, ("0.0.0.0", "::", "192.168.0.1", "localhost", "", "fe80::1")))
    allowed = ("127.0.0.1", "localhost", "[::1]")
    good = ("127.0.0.1", "127.0.0.1:8000", "LOCALHOST:80", "[::1]", "[::1]:8000")
    assert all(is_allowed_host(host, allowed) for host in good)
    bad = ("", "evil.example", "localhost.evil.example", "127.0.0.1:evil", "::1", ":8000", "[::2]")
    assert not any(is_allowed_host(host, allowed) for host in bad)


@pytest.fixture
async def sober(stages: Stages, tmp_path: Path) -> AsyncIterator[Office]:
    """An office that is not in development."""
    import shutil

    shutil.copytree(await stages.folder("people"), tmp_path / "sober")
    async with open_office(tmp_path / "sober", development=False) as office:
        yield office


def _same(problem: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in problem.items() if name != "request_id"}
