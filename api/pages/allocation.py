"""Allocating the sample to inspectors: an even share to begin with, changed by hand."""

from collections import Counter
from dataclasses import dataclass

from fastapi import APIRouter
from starlette.responses import Response

from api.access import ACCESS as CALLS
from api.access import Access
from api.composing import case_audit as composing
from api.pages import doing
from api.pages.deps import PlaceDep, PlaceFormDep
from api.pages.doing import Doing, Wrong
from api.pages.page import PlacePage, Typed
from api.schemas.case_audit import AllocationIn
from criteria.errors import RuleBroken
from criteria.roles import Role
from records.people import names_of
from workflows.state import InspectionState

router = APIRouter(prefix="/inspections/{ref}/allocation", include_in_schema=False)

ACCESS: dict[str, Access] = {
    "page_allocation": CALLS["allocate_cases"],
    "page_allocation_send": CALLS["allocate_cases"],
}


@dataclass(frozen=True)
class CaseLine:
    """A case with the inspector chosen for it. One that has been reviewed is fixed."""

    reference: str
    type: str
    reviewer: str
    fixed: bool


@dataclass(frozen=True)
class Workload:
    """How many cases an inspector would have, by case type and in all."""

    name: str
    by_type: list[int]
    total: int


@dataclass(frozen=True)
class AllocationView:
    """The whole of the page. `inspectors` is id -> name."""

    lines: list[CaseLine]
    inspectors: dict[str, str]
    names: dict[str, str]
    types: list[str]
    workload: list[Workload]
    drawn: bool
    allocated: bool

    @property
    def movable(self) -> bool:
        """Whether any case can still be given to somebody else."""
        return any(not line.fixed for line in self.lines)


@router.get("", name="page_allocation")
async def allocation(page: PlaceDep, share: str = "") -> Response:
    """The allocation as it stands, or the even share before there is one."""
    return await _shown(page, anew=share == "even")


@router.post("", name="page_allocation_send")
async def allocate(page: PlaceFormDep) -> Response:
    """Allocate; or only count the workload of what was chosen."""
    if page.typed.text("do") == "count":
        return await _shown(page)
    return await doing.act(
        page,
        Doing("allocate_cases"),
        _chosen,
        lambda sent: lambda: composing.allocate_cases(page.here, sent),
        again=lambda: _shown(page),
        then=f"{page.path}/allocation",
    )


def _chosen(typed: Typed) -> AllocationIn:
    chosen = typed.by_prefix("reviewer")
    missing = [case for case, person in chosen.items() if not person]
    if missing:
        raise Wrong(*((f"reviewer.{case}", "Choose an inspector.") for case in missing))
    return AllocationIn(reviewers=chosen)


async def _shown(page: PlacePage, *, anew: bool = False) -> Response:
    return page.render("managers/allocation.html", view=await _view(page, anew=anew))


async def _view(page: PlacePage, *, anew: bool) -> AllocationView:
    state, programme = await page.here.state(), await page.here.programme()
    serving = state.people.get(Role.INSPECTOR.value, [])
    reviewing = {case.reviewer for case in state.cases.values() if case.reviewer}
    names = await names_of(page.records, {*serving, *reviewing})
    titles = {one.code: one.title for one in programme.cases.types}
    lines = [
        CaseLine(case, titles.get(one.type, one.type), person, one.review is not None)
        for case, one in sorted(state.cases.items(), key=lambda item: (item[1].type, item[0]))
        for person in [_picked(page, state, anew=anew).get(case, "")]
    ]
    return AllocationView(
        lines=lines,
        inspectors={one: names.get(one, one) for one in sorted(serving)},
        names=names,
        types=sorted({line.type for line in lines}),
        workload=_workload(lines, serving, names),
        drawn=bool(state.cases),
        allocated=state.allocated,
    )


def _picked(page: PlacePage, state: InspectionState, *, anew: bool) -> dict[str, str]:
    """Case -> inspector: as typed, as it stands, or shared out evenly."""
    typed = page.typed.by_prefix("reviewer")
    if typed:
        return typed
    if state.allocated and not anew:
        return {name: case.reviewer or "" for name, case in state.cases.items()}
    try:
        return composing.share_out(state)
    except RuleBroken:  # nobody serves as inspector
        return {}


def _workload(lines: list[CaseLine], serving: list[str], names: dict[str, str]) -> list[Workload]:
    types = sorted({line.type for line in lines})
    counted = Counter((line.reviewer, line.type) for line in lines)
    people = dict.fromkeys([*serving, *(line.reviewer for line in lines if line.reviewer)])
    found = []
    for person in sorted(people, key=lambda one: names.get(one, one)):
        by_type = [counted[person, one] for one in types]
        found.append(Workload(names.get(person, person), by_type, sum(by_type)))
    return found
