"""Every route that the application has, with its address filled in."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from fastapi.routing import APIRoute

from api.routes import ROUTERS

EXAMPLES = {
    "case:path": "N-0100",
    "item:path": "indicator:leadership",
    "row": "sa.l1",
    "person": "p-x01-contributor-1",
    "code": "leadership",
    "task": "return",
    "role": "liaison",
    "referral": "NCP-2027-0001-R1",
    "document": "f-mfrggzdfmztwq2lkn5xa",
    "act": "act-mfrggzdfmztwq2lkn5xa",
    "programme": "national-child-protection",
    "rule": "not_found",
    "name:path": "portal.css",
    "webhook": "wh-mfrggzdfmztwq2lkn5xa",
    "delivery": "msg_0123456789abcdef0123456789abcdef",
    "token": "0123456789012345678901234567890123456789012",
}


@dataclass(frozen=True)
class Called:
    """One method of one route."""

    name: str
    method: str
    template: str

    def path(self, reference: str) -> str:
        filled = self.template.replace("{ref}", reference)
        for name, value in EXAMPLES.items():
            filled = filled.replace(f"{{{name}}}", value)
        return filled


def routes() -> Iterator[APIRoute]:
    for router in ROUTERS:
        for route in router.routes:
            assert isinstance(route, APIRoute)
            yield route


def calls() -> list[Called]:
    return [
        Called(route.name, method, route.path)
        for route in routes()
        for method in sorted(route.methods or ())
    ]


def body_of(document: dict[str, Any], called: Called) -> Any:
    """The example body of a call; None where it takes none."""
    path = called.template.replace(":path}", "}")
    operation = document["paths"].get(path, {}).get(called.method.lower(), {})
    content = operation.get("requestBody", {}).get("content", {})
    return content.get("application/json", {}).get("example")
