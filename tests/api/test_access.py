"""Who may call what: every route says so, and nobody else gets through."""

from typing import Any

import pytest
from fastapi.dependencies.models import Dependant

from api.access import ACCESS
from api.deps import caller, here, person_calling
from criteria.roles import Role
from tests.api.office import NOT_APPOINTED, OTHER_FORCE, PEOPLE, Office
from tests.api.story import Story
from tests.api.walk import Called, body_of, calls, routes

ID = {"X-Request-ID": "0123456789abcdef"}  # so that answers can be compared byte by byte
UNKNOWN = "NCP-2027-9999"
OF_AN_INSPECTION = [called for called in calls() if "{ref}" in called.template]


def test_every_route_declares_who_may_use_it_under_its_own_name() -> None:
    names = [route.name for route in routes()]
    assert len(names) == len(set(names))
    assert set(names) == set(ACCESS)


def test_every_route_checks_what_it_declares() -> None:
    for route in routes():
        checks = set(_dependencies(route.dependant))
        declared = ACCESS[route.name]
        if not declared.signed_in:
            assert person_calling not in checks, route.name
        elif declared.roles is None:
            assert (caller in checks, "{ref}" in route.path) == (True, False), route.name
        else:
            assert (here in checks, "{ref}" in route.path) == (True, True), route.name


def test_the_application_describes_every_route_of_the_api_and_no_other(
    openapi: dict[str, Any],
) -> None:
    described = {
        (method.upper(), path) for path, item in openapi["paths"].items() for method in item
    }
    declared = {(called.method, called.template.replace(":path}", "}")) for called in calls()}
    assert described == {(m, p) for m, p in declared if p.startswith("/api/")} | {
        ("GET", path) for path in ("/healthz", "/readyz", "/problems/{rule}")
    }


@pytest.mark.parametrize("role", list(Role))
async def test_nobody_gets_through_by_another_role(
    story: Story, openapi: dict[str, Any], role: Role
) -> None:
    refused = []
    for called in OF_AN_INSPECTION:
        access = ACCESS[called.name]
        if role in (access.roles or ()) or role in access.standing:
            continue
        answer = await _call(story.office, called, role.value, story.reference, openapi)
        refused.append((called.name, answer.status_code, answer.json()["rule"]))
    assert refused
    assert {(status, rule) for _, status, rule in refused} == {(403, "not_your_role")}


async def test_a_role_that_is_named_gets_past_the_door(
    story: Story, openapi: dict[str, Any]
) -> None:
    for called in OF_AN_INSPECTION:
        role = sorted(ACCESS[called.name].roles or ())[0]
        answer = await _call(story.office, called, role.value, story.reference, openapi)
        assert answer.status_code not in (401, 403, 500), (called.name, answer.text)


@pytest.mark.parametrize("stranger", [OTHER_FORCE, NOT_APPOINTED, "p-x01-contributor-3"])
async def test_an_inspection_of_others_is_answered_like_one_that_does_not_exist(
    story: Story, openapi: dict[str, Any], stranger: str
) -> None:
    for called in OF_AN_INSPECTION:
        real = await _call(story.office, called, stranger, story.reference, openapi)
        none = await _call(story.office, called, stranger, UNKNOWN, openapi)
        assert (real.status_code, real.content) == (none.status_code, none.content), called.name
        assert real.status_code == 404
        assert _headers(real) == _headers(none)


@pytest.mark.parametrize("stranger", [OTHER_FORCE, NOT_APPOINTED])
async def test_a_malformed_request_tells_a_stranger_no_more(story: Story, stranger: str) -> None:
    for called in OF_AN_INSPECTION:
        bodies = []
        for reference in (story.reference, UNKNOWN):
            path = called.path(reference)
            answer = await story.office.call(
                called.method, path, stranger, {"nonsense": 1}, key="", headers=ID
            )
            bodies.append(answer.content)
        assert bodies[0] == bodies[1], called.name


async def test_without_a_token_nothing_but_the_open_routes_answers(
    story: Story, openapi: dict[str, Any]
) -> None:
    for called in calls():
        if not ACCESS[called.name].signed_in:
            continue
        answer = await _call(story.office, called, "", story.reference, openapi)
        assert (answer.status_code, answer.json()["rule"]) == (401, "not_signed_in"), called.name
        assert answer.headers["www-authenticate"] == "Bearer"


async def test_only_an_inspection_lead_issues(office: Office) -> None:
    for role in PEOPLE:
        if role in ("inspection_lead", "deputy_lead"):  # this deputy may be appointed lead too
            continue
        assert await office.refused("inspections", role) == "not_your_role"


async def test_the_register_is_the_inspectorate_s(office: Office) -> None:
    assert (await office.call("GET", "forces", "inspector")).status_code == 200
    for path in ("forces", "people"):
        for outsider in ("liaison", "local_policing_body"):
            assert (await office.call("GET", path, outsider)).status_code == 403


async def test_an_overseer_without_an_appointment_sees_the_row_and_not_the_content(
    story: Story,
) -> None:
    other_lead = "p-lead-2"
    row = await story.office.get(f"inspections/{story.reference}", other_lead)
    assert row["phase"] == "self_assessment"
    assert await story.status("judgements", other_lead) == 403


async def test_an_operator_reads_the_record_without_an_appointment(story: Story) -> None:
    entries = (await story.get("journal", "p-operator"))["items"]
    assert entries[0]["event"] == "issue"
    assert (await story.get("journal/verification", "p-operator"))["ok"] is True
    history = await story.get("history", "p-operator")
    assert history["ui_url"].endswith("/workflows/inspection%2FNCP-2027-0001")


@pytest.fixture
def openapi(story: Story) -> dict[str, Any]:
    return story.office.app.openapi()


async def _call(
    office: Office, called: Called, by: str, reference: str, openapi: dict[str, Any]
) -> Any:
    version = 0 if called.method == "PUT" and called.name != "share_row" else None
    return await office.call(
        called.method,
        called.path(reference),
        by,
        body_of(openapi, called),
        version=version,
        headers=ID,
    )


def _dependencies(dependant: Dependant) -> list[Any]:
    found = [dependant.call]
    for inner in dependant.dependencies:
        found += _dependencies(inner)
    return found


def _headers(answer: Any) -> dict[str, str]:
    return {name: value for name, value in answer.headers.items() if name != "date"}
