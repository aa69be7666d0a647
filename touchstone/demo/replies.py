"""What the API answers to an act, and the ways in which the demonstration can stop."""

from dataclasses import dataclass
from typing import Any

import httpx

from touchstone.obstacles import Obstacle


@dataclass(frozen=True)
class Accepted:
    """An accepted act: its kind, the inspection and the revisions that it brought."""

    kind: str
    inspection: str
    revisions: tuple[str, ...]
    body: dict[str, Any]

    @staticmethod
    def of(body: dict[str, Any]) -> "Accepted":
        return Accepted(body["kind"], body["inspection"], tuple(body["revision_ids"]), body)


class NoAnswer(Obstacle):
    """The API does not answer."""


class Unexpected(Obstacle):
    """The API answered otherwise than the story needs."""


class Problem(Obstacle):
    """A problem+json answer. `rule` names what was broken."""

    def __init__(self, path: str, body: dict[str, Any]) -> None:
        self.rule = str(body["rule"])
        self.codes = [str(code) for code in body.get("codes", ())]
        self.title = str(body["title"])
        about = f" ({', '.join(self.codes)})" if self.codes else ""
        faults = "; ".join(f"{e['field']}: {e['wrong']}" for e in body.get("errors", ()))
        super().__init__(f"{path} was refused: {self.title} [{self.rule}]{about} {faults}".strip())

    @staticmethod
    def of(response: httpx.Response) -> "Problem | None":
        """The problem that an answer states; None if it states none."""
        if not response.headers.get("content-type", "").startswith("application/problem+json"):
            return None
        return Problem(response.request.url.path, response.json())
