"""Help: what each phase is and by which criteria it goes; the words; the accessibility statement.

The criteria are shown word for word from the programmes. Help is for whoever is signed in; the
accessibility statement is for anyone.
"""

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.access import ANYONE, SIGNED_IN, Access
from api.deps import PartsDep
from api.pages import session
from api.pages.deps import PageDep
from api.pages.language import chosen
from api.pages.page import written
from api.parts import Parts
from criteria.programme import Programme
from records.errors import NotFound
from workflows.phases import Phase

router = APIRouter(include_in_schema=False)

ACCESS: dict[str, Access] = {
    "page_help": SIGNED_IN,
    "page_criteria": SIGNED_IN,
    "page_accessibility": ANYONE,
}

PHASES = tuple(phase.value for phase in Phase if phase is not Phase.CLOSED)


@router.get("/help", name="page_help")
async def help_page(page: PageDep) -> Response:
    """Each phase: what happens, who acts, when it ends, and the periods by default."""
    found = latest(page.parts)
    return page.render("everyone/help.html", phases=PHASES, programmes=found)


@router.get("/help/criteria/{programme}", name="page_criteria")
async def criteria(page: PageDep, programme: str) -> Response:
    """The official criteria and the self-assessment template of a programme, word for word."""
    found = [one for one in latest(page.parts) if one.id == programme]
    if not found:
        raise NotFound("programme", programme)
    return page.render("everyone/criteria.html", programme=found[0])


@router.get("/accessibility", name="page_accessibility")
async def accessibility(request: Request, parts: PartsDep) -> Response:
    """How accessible the portal is, and how that is known."""
    values = {"form_token": session.form_token(request, "")}
    language = chosen(request, None)
    return written(request, parts, "everyone/accessibility.html", language, 200, values)


def latest(parts: Parts) -> list[Programme]:
    """The latest version of every programme."""
    newest: dict[str, Programme] = {}
    for one in parts.programmes():
        before = newest.get(one.id)
        if before is None or _number(one) > _number(before):
            newest[one.id] = one
    return list(newest.values())


def _number(programme: Programme) -> tuple[int, ...]:
    return tuple(int(part) for part in programme.version.split("."))
