"""The API's description of itself: what FastAPI finds, with problems, examples and the answer 202.

It is written as OpenAPI 3.0.3, the latest that the bundled Swagger UI reads; FastAPI makes 3.1.
"""

from collections.abc import Callable, Iterator
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic import TypeAdapter

from api.errors import MEDIA_TYPE
from api.schemas.problem import Problem

Node = dict[str, Any]

DESCRIPTION = """\
Touchstone runs an inspectorate's inspections of police forces.

**Signing in.** Send `Authorization: Bearer <token>`. In development a token comes from
`POST /api/v1/development/sign-in`; programs get one from `touchstone token`.

**Acts.** What a person decides is an act. Every act needs an `Idempotency-Key` of your own: the
same key with the same request is answered as the first time, with another request it is refused.
An act is answered 200 when it was accepted, 202 with a `Location` when it is kept but not decided
yet (ask there again), and with a problem when it was refused.

**Drafts.** Reading a draft gives an `ETag`; saving needs it in `If-Match`. Whoever saves second
gets 412 with both texts.

**Problems** are `application/problem+json`: `detail` says what happened, `kept` what was kept, `do`
what to do now, `rule` names the broken rule. What you may not know of is answered as what is not
there.
"""

_PROBLEMS = {
    "400": "A header is missing or not in its form.",
    "401": "Not signed in.",
    "403": "For another role.",
    "404": "Not there, or not for you to know of.",
    "409": "A rule of the process was broken.",
    "412": "Somebody saved before you; both texts come back.",
    "422": "Something in the request is not right.",
    "428": "The version that you changed is missing.",
    "503": "Something that this needs is away.",
}


def describe(app: FastAPI) -> Node:
    """The whole description, made once for an application."""
    document = get_openapi(
        title="Touchstone",
        version="1",
        description=DESCRIPTION,
        routes=app.routes,
    )
    schemas = document["components"]["schemas"]
    schemas.update(_problem_schemas())
    for path, operation in _operations(document):
        _describe_problems(path, operation)
        _describe_act(operation)
        _describe_draft(operation)
        _show_example(operation, schemas)
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    return as_3_0(document)


def _problem_schemas() -> Node:
    schema = TypeAdapter(Problem).json_schema(ref_template="#/components/schemas/{model}")
    return {**schema.pop("$defs", {}), "Problem": schema}


def _operations(document: Node) -> Iterator[tuple[str, Node]]:
    for path, item in document["paths"].items():
        for operation in item.values():
            yield path, operation


def _describe_problems(path: str, operation: Node) -> None:
    """Every status with which this operation may answer a problem."""
    names = {parameter["name"].lower() for parameter in operation.get("parameters", ())}
    wanted = {"404", "422"}
    if "security" in operation:
        wanted |= {"401", "403"}
    if path.startswith("/api/v1/webhooks"):
        wanted |= {"409"}
    if path.startswith("/api/v1/development"):
        wanted |= {"401"}
    if "idempotency-key" in names:
        wanted |= {"400", "409"}
    if "if-match" in names:
        wanted |= {"409", "412", "428"}
    if path == "/readyz" or path.endswith("/history"):
        wanted |= {"503"}
    if "/review" in path or "/indicators" in path or path.endswith("/report"):
        wanted |= {"409"}
    operation["responses"].pop("422", None)
    schema = {"$ref": "#/components/schemas/Problem"}
    for status in sorted(wanted):
        answer = {"description": _PROBLEMS[status], "content": {MEDIA_TYPE: {"schema": schema}}}
        operation["responses"].setdefault(status, answer)


def _describe_act(operation: Node) -> None:
    """An act may be kept and not decided yet."""
    names = {parameter["name"] for parameter in operation.get("parameters", ())}
    if "Idempotency-Key" not in names:
        return
    accepted = operation["responses"]["200"]
    accepted["description"] = "Accepted."
    where = {"description": "Where to ask again.", "schema": {"type": "string"}}
    operation["responses"]["202"] = {
        "description": "Kept, not yet decided.",
        "headers": {"Location": where},
        "content": accepted["content"],
    }


def _describe_draft(operation: Node) -> None:
    """A draft comes with the version to name when saving over it."""
    answer = operation["responses"].get("200", {})
    schema = answer.get("content", {}).get("application/json", {}).get("schema", {})
    if schema.get("$ref", "").endswith("/DraftOut"):
        version = {"description": "The version, for If-Match.", "schema": {"type": "string"}}
        answer["headers"] = {"ETag": version}


def _show_example(operation: Node, schemas: Node) -> None:
    """The example of a body's model stands beside the body."""
    content = operation.get("requestBody", {}).get("content", {}).get("application/json")
    if content:
        model = schemas[content["schema"]["$ref"].rpartition("/")[2]]
        content["example"] = model["examples"][0]


def as_3_0(document: Node) -> Node:
    """The same description in the words of OpenAPI 3.0.3."""
    rewritten: Node = _rewrite(document)
    return {**rewritten, "openapi": "3.0.3"}


def _rewrite(node: Any) -> Any:
    if isinstance(node, list):
        return [_rewrite(item) for item in node]
    if not isinstance(node, dict):
        return node
    inner = {name: value if name == "example" else _rewrite(value) for name, value in node.items()}
    for change in _CHANGES:
        inner = change(inner)
    return inner


def _null_to_nullable(node: Node) -> Node:
    """`anyOf: [X, null]` becomes X, nullable."""
    choices = node.get("anyOf")
    if not isinstance(choices, list) or {"type": "null"} not in choices:
        return node
    rest = [choice for choice in choices if choice != {"type": "null"}]
    others = {name: value for name, value in node.items() if name != "anyOf"}
    if len(rest) > 1:
        return {**others, "anyOf": rest, "nullable": True}
    chosen = {"allOf": rest} if "$ref" in rest[0] else rest[0]
    return {**chosen, **others, "nullable": True}


def _const_to_enum(node: Node) -> Node:
    if "const" not in node:
        return node
    rest = {name: value for name, value in node.items() if name != "const"}
    return {**rest, "enum": [node["const"]]}


def _first_example(node: Node) -> Node:
    if not isinstance(node.get("examples"), list):
        return node
    rest = {name: value for name, value in node.items() if name != "examples"}
    return {**rest, "example": node["examples"][0]}


def _without_property_names(node: Node) -> Node:
    """3.0 cannot say what form the names in a mapping have."""
    mapping = "additionalProperties" in node or "patternProperties" in node
    if not mapping:
        return node
    rest = {n: v for n, v in node.items() if n not in ("propertyNames", "patternProperties")}
    patterns = node.get("patternProperties")
    if patterns:
        rest["additionalProperties"] = next(iter(patterns.values()))
    return rest


_CHANGES: tuple[Callable[[Node], Node], ...] = (
    _null_to_nullable,
    _const_to_enum,
    _first_example,
    _without_property_names,
)
