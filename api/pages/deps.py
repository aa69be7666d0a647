"""What pages ask for: whoever is signed in at the browser, at an inspection or at none; and, for a
form, what was typed, once it is certain that the form is one of ours.

As in `api.deps`, asking checks access by the route's name (each page module's ACCESS table).
"""

import re
from collections.abc import Mapping
from typing import Annotated

from fastapi import Depends, Path, Request

from api.access import Access, require_person, require_place
from api.deps import REFERENCE, PartsDep
from api.errors import request_id_of
from api.here import Here
from api.pages import session
from api.pages.language import chosen
from api.pages.page import Page, PlacePage, Typed
from api.parts import LARGEST_BODY, Parts
from criteria.errors import Rule, RuleBroken, require
from criteria.visibility import Viewer
from records.acts import Act, get_act
from records.errors import NotFound
from records.people import Person, get_person
from records.place import Place, find_place

_ACT = re.compile(r"act-[a-z0-9]{4,40}")


async def id_at_browser(request: Request, parts: PartsDep) -> str:
    """Whose session it is. Raises RuleBroken(NOT_SIGNED_IN), SessionEnded for a form."""
    person_id = session.signed_in(request, parts)
    if person_id is None:
        if request.method == "POST":
            raise session.SessionEnded
        raise RuleBroken(Rule.NOT_SIGNED_IN)
    return person_id


IdAtBrowser = Annotated[str, Depends(id_at_browser)]


async def person_at_browser(parts: PartsDep, person_id: IdAtBrowser) -> Person:
    """Who is signed in. Raises as `id_at_browser`."""
    try:
        person = await get_person(parts.records, person_id)
    except NotFound:
        raise RuleBroken(Rule.NOT_SIGNED_IN) from None
    return _admitted(parts, person)


AtBrowser = Annotated[Person, Depends(person_at_browser)]


async def page(request: Request, parts: PartsDep, person: AtBrowser) -> Page:
    """A page about no single inspection."""
    access = access_of(request)
    require_person(access[_name(request)], person)
    viewer = Viewer(person.id, person.side, person.force_code)
    language = chosen(request, person)
    id_, done = request_id_of(request), await _just_done(request, parts, person)
    return Page(request, parts, person, viewer, language, access, id_, done)


async def place(
    request: Request,
    parts: PartsDep,
    person_id: IdAtBrowser,
    ref: Annotated[str, Path()],
) -> PlacePage:
    """A page about one inspection. Raises NotFound, RuleBroken as the API does."""
    if not REFERENCE.fullmatch(ref):
        raise NotFound("inspection", ref)
    access, found = access_of(request), await _find_place(parts, person_id, ref)
    require_place(access[_name(request)], found.person, found.viewer, ref)
    request.state.inspection = ref  # for the line in the log
    id_, person, viewer = request_id_of(request), found.person, found.viewer
    here = Here(parts, person, viewer, found.inspection, id_)
    language, done = chosen(request, person), await _just_done(request, parts, person)
    return PlacePage(request, parts, person, viewer, language, access, id_, done, here=here)


async def _find_place(parts: Parts, person_id: str, ref: str) -> Place:
    try:
        found = await find_place(parts.records, person_id, ref)
    except NotFound as missing:
        if missing.what == "person":
            raise RuleBroken(Rule.NOT_SIGNED_IN) from None
        raise
    _admitted(parts, found.person)
    return found


def _admitted(parts: Parts, person: Person) -> Person:
    """Who was invented for a demonstration is nobody anywhere else."""
    require(parts.development or not person.demonstration, Rule.NOT_SIGNED_IN)
    return person


PageDep = Annotated[Page, Depends(page)]
PlaceDep = Annotated[PlacePage, Depends(place)]


async def form(page: PageDep) -> Page:
    """A form about no single inspection. Raises ForeignForm."""
    await _read(page)
    return page


async def place_form(page: PlaceDep) -> PlacePage:
    """A form about one inspection. Raises ForeignForm."""
    await _read(page)
    return page


FormDep = Annotated[Page, Depends(form)]
PlaceFormDep = Annotated[PlacePage, Depends(place_form)]


def access_of(request: Request) -> Mapping[str, Access]:
    """Who may call which page or call, by name."""
    found: Mapping[str, Access] = request.app.state.access
    return found


async def _read(page: Page) -> None:
    # A pasted list of cases is one field: it may be as large as the whole body may be.
    page.typed = Typed(await page.request.form(max_part_size=LARGEST_BODY))
    session.require_own_form(page.request, page.person.id, page.typed.text("form_token"))


async def _just_done(request: Request, parts: Parts, person: Person) -> Act | None:
    """The act that the address names, if it is this person's own: what became of it is shown."""
    named = request.query_params.get("act", "")
    if not _ACT.fullmatch(named):
        return None
    try:
        found = await get_act(parts.records, named)
    except NotFound:
        return None
    return found if found.actor == person.id else None


def _name(request: Request) -> str:
    return str(request.scope["route"].name)
