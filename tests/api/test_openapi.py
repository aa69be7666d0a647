"""The API's description: complete, with examples that are accepted, and readable offline."""

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings

from api.app import create_app
from api.openapi import as_3_0
from tests.api.story import Story
from tests.api.walk import routes
from workflows.acts import ALL_ACTS

PROBLEM = {"$ref": "#/components/schemas/Problem"}


@pytest.fixture(scope="session")
def document() -> dict[str, Any]:
    # The description is made from the routes alone.
    no_parts: Any = None
    return create_app(no_parts).openapi()


def operations(document: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, item in document["paths"].items():
        for method, operation in item.items():
            yield f"{method.upper()} {path}", operation


def test_every_body_has_an_example_that_is_accepted(document: dict[str, Any]) -> None:
    examples = {
        operation["operationId"]: operation["requestBody"]["content"]["application/json"]["example"]
        for _, operation in operations(document)
        if "requestBody" in operation
    }
    assert len(examples) >= 35
    for route in routes():
        if route.name in examples:
            assert route.body_field is not None
            _, errors = route.body_field.validate(examples[route.name], {}, loc=("body",))
            assert not errors, (route.name, errors)


def test_every_operation_documents_its_problems(document: dict[str, Any]) -> None:
    for name, operation in operations(document):
        answers = operation["responses"]
        assert "404" in answers, name
        for status, answer in answers.items():
            if int(status) >= 400:
                content = answer["content"]["application/problem+json"]
                assert content["schema"] == PROBLEM, (name, status)
        if "security" in operation:
            assert {"401", "403"} <= answers.keys(), name


def test_every_act_documents_its_key_and_that_it_may_be_kept(document: dict[str, Any]) -> None:
    acts = 0
    for name, operation in operations(document):
        given_ = {parameter["name"]: parameter for parameter in operation.get("parameters", ())}
        if "Idempotency-Key" in given_:
            acts += 1
            assert given_["Idempotency-Key"]["required"] is True
            assert {"200", "202", "400", "409"} <= operation["responses"].keys(), name
            assert "Location" in operation["responses"]["202"]["headers"]
    assert acts == sum(1 for rule in ALL_ACTS.values() if rule.roles)  # others are the engine's


def test_drafts_document_their_versions(document: dict[str, Any]) -> None:
    saves = [
        op for name, op in operations(document) if "/draft" in name or "/answers/{row}" in name
    ]
    puts = [op for op in saves if "412" in op["responses"]]
    assert len(puts) == 3
    for operation in puts:
        assert "428" in operation["responses"]
        assert "ETag" in operation["responses"]["200"]["headers"]


def test_the_description_keeps_to_the_version_that_the_bundled_page_reads(
    document: dict[str, Any],
) -> None:
    assert document["openapi"] == "3.0.3"
    for place, node in _nodes(document, "#"):
        assert not {"const", "patternProperties", "propertyNames", "prefixItems"} & node.keys(), (
            place
        )
        assert node.get("type") != "null", place
        assert not isinstance(node.get("exclusiveMinimum"), int) or isinstance(
            node.get("exclusiveMinimum"), bool
        )


def test_no_reference_leads_nowhere(document: dict[str, Any]) -> None:
    known = {f"#/components/schemas/{name}" for name in document["components"]["schemas"]}
    used = {node["$ref"] for _, node in _nodes(document, "#") if "$ref" in node}
    assert used <= known
    assert {"#/components/schemas/HTTPValidationError"} & known == set()


def test_what_3_1_says_is_said_in_3_0() -> None:
    assert as_3_0(
        {
            "a": {"anyOf": [{"type": "string"}, {"type": "null"}], "title": "A"},
            "b": {"anyOf": [{"$ref": "#/x"}, {"type": "null"}]},
            "c": {"anyOf": [{"type": "string"}, {"type": "integer"}, {"type": "null"}]},
            "d": {"const": "one", "examples": ["one", "two"]},
            "e": {"type": "object", "additionalProperties": {}, "propertyNames": {}},
            "f": {"type": "object", "patternProperties": {"^a$": {"type": "string"}}},
        }
    ) == {
        "openapi": "3.0.3",
        "a": {"type": "string", "title": "A", "nullable": True},
        "b": {"allOf": [{"$ref": "#/x"}], "nullable": True},
        "c": {"anyOf": [{"type": "string"}, {"type": "integer"}], "nullable": True},
        "d": {"enum": ["one"], "example": "one"},
        "e": {"type": "object", "additionalProperties": {}},
        "f": {"type": "object", "additionalProperties": {"type": "string"}},
    }


async def test_whatever_is_sent_there_is_no_fault_of_ours(story: Story) -> None:
    """A few dozen requests made up from the description, by people of both sides."""
    schema = schemathesis.openapi.from_dict(story.office.app.openapi())
    cases: list[Any] = []

    @settings(
        max_examples=60,
        database=None,
        deadline=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=schema.as_strategy())
    def collect(case: Any) -> None:
        cases.append(case)

    await asyncio.to_thread(collect)
    callers = ("inspection_lead", "liaison", "inspector", "p-operator")
    for number, case in enumerate(cases):
        by = callers[number % len(callers)]
        if "ref" in case.path_parameters:
            case.path_parameters["ref"] = story.reference
        answer = await _send(story, case, by)
        assert answer.status_code < 500, (case.method, case.formatted_path, answer.text)
        if answer.status_code >= 400:
            assert answer.headers["content-type"] == "application/problem+json"


async def _send(story: Story, case: Any, by: str) -> Any:
    made = case.as_transport_kwargs(base_url="http://127.0.0.1:8000")
    headers = {name: str(value) for name, value in made.pop("headers", {}).items()}
    sendable = {name: value for name, value in headers.items() if value.isascii()}
    given_ = {name: made[name] for name in ("params", "json", "content") if name in made}
    return await story.office.http.request(
        made["method"],
        made["url"],
        headers=sendable | story.office.authorised(by),
        **given_,
    )


def _nodes(value: Any, place: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every object of the description outside examples."""
    if isinstance(value, dict):
        yield place, value
        for name, inner in value.items():
            if name not in ("example", "properties"):
                yield from _nodes(inner, f"{place}/{name}")
            elif name == "properties":
                for field, schema in inner.items():
                    yield from _nodes(schema, f"{place}/properties/{field}")
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _nodes(inner, f"{place}/{number}")


def test_every_route_has_a_summary_for_people(document: dict[str, Any]) -> None:
    for name, operation in operations(document):
        assert operation.get("description"), name
