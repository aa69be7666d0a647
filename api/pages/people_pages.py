"""Who serves on an inspection, and handing a role over with all that is asked of its holder."""

from dataclasses import dataclass

from fastapi import APIRouter
from starlette.responses import Response

from api.access import ACCESS as CALLS
from api.access import Access
from api.composing import people as composing
from api.pages import doing
from api.pages.deps import PlaceDep, PlaceFormDep
from api.pages.doing import Doing, Wrong
from api.pages.page import PlacePage, Typed
from api.schemas.paths import RoleName
from api.schemas.people import CandidateOut, HandOverIn
from api.shown.candidates import candidates
from api.telling import tell_of_people
from criteria.duties import SHARED, who_hands_over
from criteria.roles import Role, Side, side_of
from records.acts import Act
from records.people import Person, get_people
from records.tasks import Task, list_tasks

router = APIRouter(prefix="/inspections/{ref}/people", include_in_schema=False)

ACCESS: dict[str, Access] = {
    "page_people": CALLS["get_inspection"],
    "page_hand_over": CALLS["hand_over_role"],
    "page_hand_over_send": CALLS["hand_over_role"],
}


@dataclass(frozen=True)
class Serving:
    """A role with its holders. `hands_over`: this person may name a successor."""

    role: Role
    people: list[Person]
    hands_over: bool


@dataclass(frozen=True)
class HandOverView:
    """A role, its leaver, who may take it and who may not, and what goes with it."""

    role: Role
    leaver: Person
    holders: list[Person]
    able: list[CandidateOut]
    barred: list[CandidateOut]
    tasks: list[Task]
    is_self: bool
    shared: bool


@router.get("", name="page_people")
async def people(page: PlaceDep) -> Response:
    """Who serves, side by side."""
    held = await page.here.people()
    known = await get_people(page.records, {one for ids in held.values() for one in ids})
    sides: dict[Side, list[Serving]] = {side: [] for side in Side}
    for role in Role:
        found = [known[one] for one in held.get(role.value, []) if one in known]
        if found:
            naming = page.holds(*who_hands_over(role))
            sides[side_of(role)].append(Serving(role, found, naming))
    state = await page.here.find_state()
    is_open = state is not None and state.closed_at is None
    has_deputy = bool(held.get(Role.DEPUTY_LEAD.value))
    away = state.lead_away if state is not None else None
    return page.render(
        "managers/people.html", sides=sides, is_open=is_open, away=away, has_deputy=has_deputy
    )


@router.get("/{role}/hand-over", name="page_hand_over")
async def hand_over(page: PlaceDep, role: RoleName, leaver: str = "") -> Response:
    """Who could take the role, and what follows."""
    return await _shown(page, role, leaver)


@router.post("/{role}/hand-over", name="page_hand_over_send")
async def hand_over_send(page: PlaceFormDep, role: RoleName) -> Response:
    """Hand the role over; whoever else must know of it is told at once."""
    leaver = page.typed.text("leaver")
    answer = await doing.act(
        page,
        Doing("hand_over_role", about=(("role", role.value),)),
        _named,
        lambda sent: lambda: composing.hand_over(page.here, role, sent),
        again=lambda: _shown(page, role, leaver),
        then=lambda act: _onward(page, act, leaver),
    )
    if answer.status_code == 303:
        await tell_of_people(page.here)
    return answer


def _onward(page: PlacePage, _act: Act, leaver: str) -> str:
    """Who handed over their only role has no place here any more."""
    return "/tasks" if leaver == page.person.id else f"{page.path}/people"


def _named(typed: Typed) -> HandOverIn:
    faults = []
    if not typed.text("successor"):
        faults.append(("successor", "Choose who takes the role over."))
    if not typed.text("reason"):
        faults.append(("reason", "Say why, in a sentence."))
    if faults:
        raise Wrong(*faults)
    return HandOverIn(
        leaver=typed.text("leaver"),
        successor=typed.text("successor"),
        reason=typed.text("reason"),
    )


async def _shown(page: PlacePage, role: Role, leaver: str) -> Response:
    found = await candidates(page.here, role, leaver or None)
    known = await get_people(page.records, [found.leaver, *found.holders])
    tasks = await list_tasks(page.records, page.viewer, page.here.reference)
    view = HandOverView(
        role=role,
        leaver=known[found.leaver],
        holders=[known[one] for one in found.holders],
        able=[one for one in found.items if one.qualifies],
        barred=[one for one in found.items if not one.qualifies],
        tasks=[t for t in tasks if found.leaver in t.people and role.value in t.roles],
        is_self=found.leaver == page.person.id,
        shared=role in SHARED,
    )
    return page.render("managers/hand_over.html", view=view)
