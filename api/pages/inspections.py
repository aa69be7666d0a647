"""The list of inspections: search, filters with their counts, sort and pages; and the timeline
across forces. Everything that is asked for stands in the address.
"""

from collections.abc import Container, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter
from starlette.responses import Response

from api.access import OVERSEERS, SIGNED_IN, Access, standing_roles
from api.deps import CallerHere
from api.pages.deps import PageDep
from api.pages.page import Page
from api.pages.timeline import draw, period_of
from api.shown import inspections as shown
from criteria.roles import Role, Side
from records.filtering import Filter
from records.ordering import Sort
from records.overview import look_over, timeline
from records.people import Force, list_forces
from workflows.phases import Phase

router = APIRouter(include_in_schema=False)

ACCESS: dict[str, Access] = {"page_inspections": SIGNED_IN}

ON_A_PAGE = 20
ON_A_TIMELINE = 25
SORTS = (Sort.DUE, Sort.FORCE, Sort.PHASE, Sort.NEWEST, Sort.REFERENCE)
STATES = {"open": True, "closed": False, "all": None}


@dataclass(frozen=True)
class Wanted:
    """What the address asks for; whatever it says that is none of ours is passed over."""

    search: str = ""
    phase: str = ""
    force: str = ""
    programme: str = ""
    state: str = "open"
    late: str = ""
    mine: str = ""
    sort: str = Sort.DUE.value
    view: str = "list"
    month: str = ""

    @classmethod
    def read(cls, said: Mapping[str, str]) -> "Wanted":
        known = {
            "search": said.get("search", "").strip()[:100],
            "force": said.get("force", "")[:6],
            "programme": said.get("programme", "")[:80],
            "month": said.get("month", "")[:7],
            "phase": _one_of(said, "phase", [phase.value for phase in Phase], ""),
            "state": _one_of(said, "state", STATES, "open"),
            "sort": _one_of(said, "sort", [sort.value for sort in SORTS], Sort.DUE.value),
            "view": _one_of(said, "view", ["timeline"], "list"),
            "late": "yes" if said.get("late") else "",
            "mine": "yes" if said.get("mine") else "",
        }
        return cls(**known)

    @property
    def is_narrowed(self) -> bool:
        """Whether any filter leaves inspections out that the list would show by itself."""
        plain = Wanted(sort=self.sort, view=self.view, month=self.month)
        return self != plain

    def address(self, **changes: str) -> str:
        """The list as asked for, with these changes."""
        said, plain = asdict(replace(self, **changes)), asdict(Wanted())
        query = urlencode({name: value for name, value in said.items() if value != plain[name]})
        return f"/inspections?{query}" if query else "/inspections"

    def after(self, cursor: str) -> str:
        """The next page of the list."""
        here = self.address()
        return f"{here}{'&' if '?' in here else '?'}{urlencode({'after': cursor})}"


@dataclass(frozen=True)
class Facet:
    """A filter's value with what it would find."""

    code: str
    number: int
    path: str
    here: bool


@router.get("/inspections", name="page_inspections")
async def inspections(page: PageDep, after: str | None = None) -> Response:
    """The inspections that this person may know of."""
    wanted = Wanted.read(page.request.query_params)
    if wanted.view == "timeline":
        return await _timeline(page, wanted)
    found = await look_over(
        page.records,
        page.viewer,
        filter_of(page, wanted),
        sort=Sort(wanted.sort),
        after=after,
        limit=ON_A_PAGE,
    )
    return page.render(
        "managers/inspections.html",
        rows=found.page.items,
        counts=found.counts,
        next=wanted.after(found.page.next) if found.page.next else None,
        paged=after is not None,
        **await _around(page, wanted, found.counts.by_phase),
    )


async def _timeline(page: Page, wanted: Wanted) -> Response:
    now = page.parts.clock()
    period = period_of(wanted.month, now)
    asked = filter_of(page, wanted)
    found = await timeline(
        page.records,
        page.viewer,
        asked,
        since=period.since,
        until=period.until,
        limit=ON_A_TIMELINE,
    )
    return page.render(
        "managers/timeline.html",
        rows=found.rows,
        more=found.total - len(found.rows),
        total=found.total,
        chart=draw(found.rows, period, now, page.language),
        counts=found.counts,
        period=period,
        earlier=wanted.address(month=_month(period.before())),
        later=wanted.address(month=_month(period.following())),
        **await _around(page, wanted, found.counts.by_phase),
    )


def filter_of(page: Page, wanted: Wanted) -> Filter:
    """The filter as the API has it: who oversees nothing sees the inspections they serve on."""
    caller = CallerHere(page.parts, page.person, page.viewer, page.request_id)
    phase = Phase(wanted.phase) if wanted.phase else None
    late = True if wanted.late else None
    found = shown.wanted(
        caller, phase, wanted.force or None, wanted.programme or None, late, STATES[wanted.state]
    )
    serving = page.person.id if wanted.mine else found.serving
    return replace(found, search=wanted.search or None, serving=serving)


async def _around(page: Page, wanted: Wanted, by_phase: Mapping[str, int]) -> dict[str, Any]:
    """What stands around list and timeline alike."""
    oversees = standing_roles(page.person) & (OVERSEERS | {Role.OPERATOR})
    titles = {one.id: one.title for one in page.parts.programmes()}
    return {
        "wanted": wanted,
        "facets": _facets(wanted, by_phase),
        "forces": await _forces(page),
        "programmes": titles,
        "sorts": [sort.value for sort in SORTS],
        "oversees": bool(oversees),
    }


def _facets(wanted: Wanted, by_phase: Mapping[str, int]) -> list[Facet]:
    every = Facet("", sum(by_phase.values()), wanted.address(phase=""), not wanted.phase)
    phases = [
        Facet(phase.value, by_phase[phase.value], wanted.address(phase=phase.value), here)
        for phase in Phase
        if (here := wanted.phase == phase.value) or by_phase.get(phase.value)
        if phase.value in by_phase
    ]
    return [every, *phases]


async def _forces(page: Page) -> list[Force]:
    """The forces to choose from. A force has no choice."""
    if page.person.side is not Side.INSPECTORATE:
        return []
    found = await list_forces(page.records)
    if page.parts.development:  # where no real force has an inspection
        found = [force for force in found if force.invented]
    return sorted(found, key=lambda force: force.name)


def _month(day: datetime | date) -> str:
    return f"{day:%Y-%m}"


def _one_of(said: Mapping[str, str], name: str, known: Container[str], otherwise: str) -> str:
    value = said.get(name, "")
    return value if value and value in known else otherwise
