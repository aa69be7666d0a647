"""What routes ask for, as annotated aliases: the parts, the caller, the caller at an inspection.

Asking for the caller or the place checks access by the route's name (`api.access.ACCESS`); the
routers ask for it even where a route does not.
"""

import re
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Header, Path, Request, Response, Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from api.access import ACCESS, Access, require_person, require_place
from api.acting import Compose, Intent, decide, keep
from api.demonstration_clock import parts_at
from api.errors import ActRefused, InputFaults, request_id_of
from api.here import Here
from api.parts import Parts
from api.schemas.acts import ActOut, act_out
from api.schemas.values import Sent
from criteria.errors import Rule, RuleBroken, require
from criteria.visibility import Viewer
from records.acts import Act, ActState
from records.errors import NotFound
from records.inspections import get_inspection
from records.people import Person, get_person, viewer_for

REFERENCE = re.compile(r"[A-Z]{2,8}-[0-9]{4}-[0-9]{4,8}")
_VERSION = re.compile(r'"v(0|[1-9][0-9]{0,8})"')

_bearer = HTTPBearer(auto_error=False, description="A token from sign-in or `touchstone token`.")


async def _parts(request: Request) -> Parts:
    parts: Parts = request.app.state.parts
    return parts


PartsDep = Annotated[Parts, Depends(_parts)]


@dataclass(frozen=True)
class CallerHere:
    """Whoever calls a route that is about no single inspection. Access has been checked."""

    parts: Parts
    person: Person
    viewer: Viewer
    request_id: str


async def person_calling(
    parts: PartsDep,
    credentials: Annotated[HTTPAuthorizationCredentials | None, Security(_bearer)],
) -> Person:
    """The person that the bearer token stands for. Raises RuleBroken(NOT_SIGNED_IN)."""
    if credentials is None:
        raise RuleBroken(Rule.NOT_SIGNED_IN)
    try:
        person = await get_person(parts.records, parts.identity.person(credentials.credentials))
    except NotFound:
        raise RuleBroken(Rule.NOT_SIGNED_IN) from None
    # Who was invented for a demonstration is nobody anywhere else.
    require(parts.development or not person.demonstration, Rule.NOT_SIGNED_IN)
    return person


PersonDep = Annotated[Person, Depends(person_calling)]


async def caller(request: Request, parts: PartsDep, person: PersonDep) -> CallerHere:
    """The caller of a route that is about no single inspection."""
    require_person(_access(request), person)
    viewer = Viewer(person.id, person.side, person.force_code)
    return CallerHere(parts_at(parts, request, person), person, viewer, request_id_of(request))


async def here(
    request: Request,
    parts: PartsDep,
    person: PersonDep,
    ref: Annotated[str, Path(description="An inspection.", examples=["NCP-2027-0001"])],
) -> Here:
    """The caller at the inspection that the route names. Raises NotFound, RuleBroken."""
    if not REFERENCE.fullmatch(ref):
        raise NotFound("inspection", ref)
    viewer = await viewer_for(parts.records, person.id, ref)
    inspection = await get_inspection(parts.records, viewer, ref)
    require_place(_access(request), person, viewer, ref)
    request.state.inspection = ref  # for the line in the log
    seen = parts_at(parts, request, person)
    return Here(seen, person, viewer, inspection, request_id_of(request))


def _access(request: Request) -> Access:
    return ACCESS[request.scope["route"].name]


Caller = Annotated[CallerHere, Depends(caller)]
HereDep = Annotated[Here, Depends(here)]

IdempotencyKey = Annotated[
    str,
    Header(
        alias="Idempotency-Key",
        pattern=r"^[!-~]{8,100}$",
        description="A key of your own for this act, 8 to 100 characters. The same key with the"
        " same request is answered as the first time; with another request it is refused.",
        examples=["5f0c7a52-0f3e-4b52-9d2f-1f6f2a6c0b11"],
    ),
]


async def expected_version(
    if_match: Annotated[
        str | None,
        Header(
            description='The ETag of the version that you changed, such as "v3"; "v0" for a first'
            " save. Without it the save is refused.",
            examples=['"v0"'],
        ),
    ] = None,
) -> int:
    """The version named in If-Match. Raises RuleBroken(VERSION_REQUIRED)."""
    require(if_match is not None, Rule.VERSION_REQUIRED)
    found = _VERSION.fullmatch(if_match or "")
    if found is None:
        wrong = 'This is no ETag of ours: they look like "v3", with the quotation marks.'
        raise InputFaults(("header.If-Match", wrong))
    return int(found[1])


ExpectedVersion = Annotated[int, Depends(expected_version)]


@dataclass(frozen=True)
class ActorHere:
    """Performs acts of the caller at one inspection and answers with what became of them."""

    here: Here
    key: str
    response: Response

    async def act(
        self, kind: str, compose: Compose, sent: Sent, workflow_id: str = "", **about: str
    ) -> ActOut:
        """Perform an act: 200 when accepted, 202 while it is not decided yet.

        `about` names what the address says beside the inspection (a case, a task): it is part of
        what an Idempotency-Key stands for. Raises ActRefused, and what `compose` raises.
        """
        act = await decide(
            self.here.parts, await self.keep(kind, compose, sent, workflow_id, **about)
        )
        return answer(act, self.response)

    async def keep(
        self, kind: str, compose: Compose, sent: Sent, workflow_id: str = "", **about: str
    ) -> Act:
        """Keep an act without sending it yet."""
        here = self.here
        intent = Intent(
            kind=kind,
            inspection=here.reference,
            workflow_id=workflow_id or here.workflow_id,
            body={"about": about, "sent": sent.model_dump(mode="json")},
            key=self.key,
            request_id=here.request_id,
        )
        return await keep(here.parts, here.viewer, intent, compose)


async def actor(here: HereDep, key: IdempotencyKey, response: Response) -> ActorHere:
    return ActorHere(here, key, response)


Actor = Annotated[ActorHere, Depends(actor)]


def answer(act: Act, response: Response) -> ActOut:
    """What became of an act, with the status that says so. Raises ActRefused."""
    if act.state is ActState.REFUSED:
        raise ActRefused(act)
    if act.state is ActState.RECEIVED:
        response.status_code = 202
        response.headers["Location"] = f"/api/v1/acts/{act.id}"
    return act_out(act)
