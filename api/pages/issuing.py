"""The last step of starting an inspection: everything answered, what will follow, the issue."""

from dataclasses import dataclass
from datetime import datetime

from fastapi import APIRouter
from starlette.responses import Response

from api.access import ACCESS as CALLS
from api.access import Access
from api.composing import issue as composing
from api.pages import doing, starting
from api.pages.begun import Begun, read
from api.pages.deps import FormDep, PageDep
from api.pages.doing import Doing
from api.pages.page import Page
from api.schemas.inspections import IssueIn
from criteria.programme import Programme
from criteria.roles import Role
from records.people import list_people
from workflows.deadlines import Due
from workflows.delivery import DELIVERED, printed
from workflows.messages import Issue
from workflows.rule import Decided
from workflows.self_assessment import apply_issue
from workflows.state import InspectionState

router = APIRouter(prefix="/inspections/new/check", include_in_schema=False)

ACCESS: dict[str, Access] = {
    "page_new_inspection_check": CALLS["issue"],
    "page_new_inspection_check_send": CALLS["issue"],
}

# What is asked for by dates that are known at issue, as the notice letter prints them.
_ASKED = ("eligible_cases", "return", "force_audits", "interview_timetable", "reviews")


@dataclass(frozen=True)
class Dated:
    """Something asked for, and when it will be due."""

    title: str
    due: Due


@router.get("", name="page_new_inspection_check")
async def check(page: PageDep) -> Response:
    """Check your answers."""
    begun = await read(page, page.request.query_params)
    missing = begun.missing()
    if missing is not None:
        return page.go(begun.address(missing))
    return await _shown(page, begun)


@router.post("", name="page_new_inspection_check_send")
async def issue(page: FormDep) -> Response:
    """Issue the inspection."""
    begun = await read(page, page.typed)
    missing = begun.missing()
    if missing is not None:
        return page.go(begun.address(missing))
    caller = starting.caller_of(page)
    return await doing.act(
        page,
        Doing("issue"),
        lambda _: _sent(begun),
        lambda sent: lambda: composing.issue(caller, sent),
        again=lambda: _shown(page, begun),
        then=lambda act: f"/inspections/{act.inspection}",
    )


def _sent(begun: Begun) -> IssueIn:
    assert begun.programme is not None
    assert begun.force is not None
    return IssueIn(
        programme=begun.programme.id,
        force=begun.force.code,
        fieldwork_start=begun.fieldwork[0],
        fieldwork_end=begun.fieldwork[1],
        planned_delivery=begun.planned,
        people=begun.people,
    )


async def _shown(page: Page, begun: Begun) -> Response:
    assert begun.programme is not None
    known = {person.id: person for person in await list_people(page.records)}
    names = {
        role: [known[one].name if one in known else one for one in begun.people[role]]
        for role in Role
        if role in begun.people
    }
    now = page.parts.clock()
    dates = dates_of(begun.programme, begun, now)
    past = [one for one in dates if one.due.at < now]
    return page.render("managers/new_check.html", begun=begun, names=names, dates=dates, past=past)


def dates_of(programme: Programme, begun: Begun, now: datetime) -> list[Dated]:
    """What is asked for with its dates, if it were issued now; what is due first comes first."""
    state = InspectionState("")
    start, end = (day.isoformat() for day in begun.fieldwork)
    planned = begun.planned.isoformat() if begun.planned else ""
    message = Issue("", programme.outline(), {}, start, end, planned)
    apply_issue(state, Decided("", now.isoformat()), message)
    known = {DELIVERED, *state.events}
    titles = {period.code: period.title for period in programme.timetable.periods}
    found = [
        Dated(titles[code], printed(state, code))
        for code in _ASKED
        if code in titles and state.programme.periods[code].event in known
    ]
    return sorted(found, key=lambda one: one.due.at)
