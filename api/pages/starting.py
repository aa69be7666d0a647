"""Starting an inspection, step by step: force and programme, fieldwork, people, check, issue.

What has been answered stands in the address of each step: nothing is kept on the server before the
inspection is issued, and going back or opening the page again loses nothing.
"""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from urllib.parse import urlencode

from fastapi import APIRouter
from starlette.responses import Response

from api.access import ACCESS as CALLS
from api.access import Access
from api.composing.issue import find_programme
from api.deps import CallerHere
from api.pages import doing
from api.pages.begun import START, Begun, fieldwork, read, typed_in
from api.pages.choosing import Offer, beginning, offers
from api.pages.deps import FormDep, PageDep
from api.pages.doing import Wrong
from api.pages.fitting import require_fitting
from api.pages.page import Page
from records.people import list_forces, list_people

router = APIRouter(prefix="/inspections/new", include_in_schema=False)

_LOOK = "look"  # in an address: what it holds was sent, and found wrong
_LONGEST = 300  # characters of a field that an address carries: no true answer is longer
_GUARDS = ("form_token", "act_key", _LOOK)

_STEPS = ("", "_send", "_dates", "_dates_send", "_people", "_people_send")
ACCESS: dict[str, Access] = {f"page_new_inspection{step}": CALLS["issue"] for step in _STEPS}


@router.get("", name="page_new_inspection")
async def new_inspection(page: PageDep) -> Response:
    """Step 1: which force, by which programme."""
    begun = await read(page, page.request.query_params)
    return await _checked(page, lambda: _chosen(begun), lambda: _first(page, begun))


@router.post("", name="page_new_inspection_send")
async def choose(page: FormDep) -> Response:
    """On to the dates."""
    begun = await read(page, page.typed)
    try:
        await _chosen(begun)
    except Wrong:
        return look_again(page, "")
    changed = begun.force is not None and page.typed.text("was") not in ("", begun.force.code)
    return page.go((replace(begun, people={}) if changed else begun).address("/dates"))


@router.get("/dates", name="page_new_inspection_dates")
async def dates(page: PageDep) -> Response:
    """Step 2: the fieldwork."""
    begun = await read(page, page.request.query_params)
    if begun.missing() == "":
        return page.go(START)
    return await _checked(page, lambda: fieldwork(page), lambda: _second(page, begun))


@router.post("/dates", name="page_new_inspection_dates_send")
async def set_dates(page: FormDep) -> Response:
    """On to the people."""
    begun = await read(page, page.typed)
    try:
        days = await fieldwork(page)
    except Wrong:
        return look_again(page, "/dates")
    begun = replace(begun, start=days.start, end=days.end, planned=days.planned)
    return page.go(begun.address("/people"))


@router.get("/people", name="page_new_inspection_people")
async def people(page: PageDep) -> Response:
    """Step 3: who serves. A sensible choice stands there already."""
    begun = await read(page, page.request.query_params)
    missing = begun.missing()
    if missing is not None and missing != "/people":
        return page.go(begun.address(missing))
    return await _checked(page, lambda: require_fitting(page, begun), lambda: _third(page, begun))


@router.post("/people", name="page_new_inspection_people_send")
async def appoint(page: FormDep) -> Response:
    """On to the check."""
    begun = await read(page, page.typed)
    try:
        await require_fitting(page, begun)
    except Wrong:
        return look_again(page, "/people")
    return page.go(begun.address("/check"))


def look_again(page: Page, step: str) -> Response:
    """The step once more with all that was typed in its address, where its faults are shown.

    Not in the answer to the form: going back to that, a browser asks to send the form again.
    """
    fields = page.typed.fields()
    typed = [(name, text[:_LONGEST]) for name, text in fields if name not in _GUARDS]
    return page.go(f"{START}{step}?{urlencode([*typed, (_LOOK, 'yes')])}")


async def _checked(
    page: Page, check: Callable[[], Awaitable[object]], show: Callable[[], Awaitable[Response]]
) -> Response:
    """A step; with its faults where the address says that it was sent and found wrong."""
    if _LOOK not in page.request.query_params:
        return await show()
    page.typed = typed_in(page.request.query_params)
    try:
        await check()
    except Wrong as error:
        return await doing.shown_again(page, error, show)
    return await show()


async def _chosen(begun: Begun) -> None:
    faults = []
    if begun.force is None:
        faults.append(("force", "Choose the force to be inspected."))
    if begun.programme is None:
        faults.append(("programme", "Choose the programme."))
    if faults:
        raise Wrong(*faults)


def caller_of(page: Page) -> CallerHere:
    """The person as the API's own routes know them."""
    return CallerHere(page.parts, page.person, page.viewer, page.request_id)


async def offered(page: Page, begun: Begun) -> list[Offer]:
    """Every role with whom it may be given to."""
    assert begun.programme is not None
    assert begun.force is not None
    known = await list_people(page.records)
    if page.parts.development:  # nobody but invented people can sign in
        known = [person for person in known if person.demonstration]
    return offers(begun.programme, begun.force, known, page.parts.clock().date())


async def _first(page: Page, begun: Begun) -> Response:
    forces = await list_forces(page.records)
    if page.parts.development:  # a demonstration gives no real force invented content
        forces = [force for force in forces if force.invented]
    latest = {one.id: find_programme(page.parts, one.id) for one in page.parts.programmes()}
    return page.render(
        "managers/new_force.html",
        begun=begun,
        forces=sorted(forces, key=lambda force: force.name),
        programmes=list(latest.values()),
    )


async def _second(page: Page, begun: Begun) -> Response:
    return page.render("managers/new_dates.html", begun=begun)


async def _third(page: Page, begun: Begun) -> Response:
    assert begun.programme is not None
    found = await offered(page, begun)
    minimum = begun.programme.rules.panel_minimum
    chosen = begun.people if page.typed or begun.people else None
    if chosen is None:
        chosen = beginning(found, page.person.id, minimum)
    return page.render("managers/new_people.html", begun=begun, offers=found, chosen=chosen)
