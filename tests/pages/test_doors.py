"""Who may open which page: every page says so, and nobody else gets through."""

import re

import pytest
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute

from api.access import ACCESS as CALLS
from api.pages import ACCESS, ROUTERS
from api.pages.deps import form, page, person_at_browser, place, place_form
from criteria.roles import Role
from tests.api.office import NOT_APPOINTED, OTHER_FORCE, Office
from tests.api.story import Story
from tests.api.walk import EXAMPLES
from tests.pages.visitor import Visitor

UNKNOWN = "NCP-2027-9999"
ROUTES = [route for router in ROUTERS for route in router.routes if isinstance(route, APIRoute)]
OF_AN_INSPECTION = [route for route in ROUTES if "{ref}" in route.path]


def test_every_page_declares_who_may_open_it_under_a_name_of_its_own() -> None:
    names = [route.name for route in ROUTES]
    assert len(names) == len(set(names))
    assert set(names) == set(ACCESS)
    assert not set(ACCESS) & set(CALLS)


def test_every_page_checks_what_it_declares() -> None:
    for route in ROUTES:
        checks, declared = set(_dependencies(route.dependant)), ACCESS[route.name]
        if not declared.signed_in:
            assert person_at_browser not in checks, route.name
        elif declared.roles is None:
            assert (page in checks, "{ref}" in route.path) == (True, False), route.name
        else:
            assert (place in checks, "{ref}" in route.path) == (True, True), route.name


def test_every_form_of_somebody_signed_in_is_guarded() -> None:
    for route in ROUTES:
        if "POST" in (route.methods or ()) and ACCESS[route.name].signed_in:
            assert {form, place_form} & set(_dependencies(route.dependant)), route.name


@pytest.mark.parametrize("role", list(Role))
async def test_nobody_opens_a_page_of_another_role(story: Story, role: Role) -> None:
    visitor = await Visitor.at(story.office, role.value)
    for route in OF_AN_INSPECTION:
        access = ACCESS[route.name]
        if "GET" not in (route.methods or ()):
            continue
        if role in (access.roles or ()) or role in access.standing:
            continue
        answer = await visitor.http.get(_path(route, story.reference))
        assert answer.status_code == 403, (route.name, answer.status_code)
        assert "This is for another role" in answer.text


@pytest.mark.parametrize("stranger", [OTHER_FORCE, NOT_APPOINTED])
async def test_an_inspection_of_others_looks_like_one_that_is_not_there(
    story: Story, stranger: str
) -> None:
    visitor = await Visitor.at(story.office, stranger)
    for route in OF_AN_INSPECTION:
        if "GET" not in (route.methods or ()):
            continue
        texts = []
        for reference in (story.reference, UNKNOWN):
            answer = await visitor.http.get(_path(route, reference))
            assert answer.status_code == 404, (route.name, answer.status_code)
            plain = re.sub(r"<code>[0-9a-f]{16}</code>", "", answer.text)
            texts.append(plain.replace(story.reference, "").replace(UNKNOWN, ""))
        assert texts[0] == texts[1], route.name


async def test_nobody_signed_in_is_led_to_the_sign_in_and_back(office: Office) -> None:
    visitor = await Visitor.at(office)
    answer = await visitor.get("/tasks?x=1", 303)
    assert answer.headers["location"] == "/sign-in?next=/tasks%3Fx%3D1"
    page = await visitor.get(answer.headers["location"])
    signed_in = await visitor.send(page, {"person": "p-lead-1"}, to="/sign-in")
    assert signed_in.headers["location"] == "/tasks?x=1"


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example", "/\\evil.example", "evil"]
)
async def test_the_sign_in_leads_to_no_other_site(office: Office, elsewhere: str) -> None:
    visitor = await Visitor.at(office)
    answer = await visitor.sign_in("p-lead-1", next=elsewhere)
    assert answer.headers["location"] == "/tasks"


def _path(route: APIRoute, reference: str) -> str:
    filled = route.path.replace("{ref}", reference)
    for name, value in EXAMPLES.items():
        filled = filled.replace(f"{{{name}}}", value)
    return re.sub(r"\{[^}]*\}", "x", filled)


def _dependencies(dependant: Dependant) -> list[object]:
    found: list[object] = [dependant.call]
    for inner in dependant.dependencies:
        found += _dependencies(inner)
    return found
