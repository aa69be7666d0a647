"""Development only: lets a demonstration say when what it sends was received.

A demonstration world has inspections that began months ago. The header moves the clock for the one
request that carries it; whoever is no invented person on this very machine is refused.
"""

from dataclasses import replace
from datetime import UTC, datetime

from starlette.requests import Request

from api.errors import InputFaults
from api.identity import require_demonstration_person, require_development
from api.parts import Parts
from criteria.errors import Rule, RuleBroken
from records.errors import NotFound
from records.people import Person

HEADER = "Demonstration-Time"


def parts_at(parts: Parts, request: Request, person: Person) -> Parts:
    """The parts as this request sees them: with the clock at the moment that its header names.

    Raises RuleBroken(NOT_YOUR_ROLE) outside a demonstration, InputFaults for a time that is none.
    """
    said = request.headers.get(HEADER)
    if said is None:
        return parts
    _require_demonstration(parts, request, person)
    moment = _moment(said, parts.clock())
    return replace(parts, clock=lambda: moment)


def _require_demonstration(parts: Parts, request: Request, person: Person) -> None:
    try:
        require_development(parts, request)
        require_demonstration_person(person)
    except (NotFound, RuleBroken):
        raise RuleBroken(Rule.NOT_YOUR_ROLE, "demonstration_time") from None


def _moment(said: str, now: datetime) -> datetime:
    try:
        moment = datetime.fromisoformat(said)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None or moment > now:
        wrong = "This is no past time with an offset, such as 2026-09-01T10:00:00Z."
        raise InputFaults((f"header.{HEADER}", wrong))
    return moment.astimezone(UTC)
