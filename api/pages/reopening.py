"""Reopening a phase: which, then everything that would become void by it, then the act.

The phase travels in the address, so that going back finds it; what was seen travels in the form, so
that nobody voids what was not shown to them.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from fastapi import APIRouter
from starlette.responses import Response

from api.access import ACCESS as CALLS
from api.access import Access
from api.composing import reopening as composing
from api.pages import doing
from api.pages.begun import typed_in
from api.pages.deps import PlaceDep, PlaceFormDep
from api.pages.doing import Doing, Wrong
from api.pages.page import PlacePage, Typed
from api.schemas.reopening import ReopeningIn, StandingOut
from api.shown.reopening import standing
from criteria.errors import RuleBroken
from criteria.roles import Role
from criteria.visibility import Kind
from records.referrals import list_referrals
from records.revisions import find_standing
from workflows.deadlines import Due
from workflows.phases import Phase
from workflows.reopening import reopenable
from workflows.tasks import Task

router = APIRouter(prefix="/inspections/{ref}/reopening", include_in_schema=False)

ACCESS: dict[str, Access] = {
    "page_reopening": CALLS["reopen_phase"],
    "page_reopening_send": CALLS["reopen_phase"],
}
CHOSEN = "phase"  # in an address: a phase has been chosen


@dataclass(frozen=True)
class ChoiceView:
    """The phases that could be reopened; `reason`: why one was last, "" where none ever was."""

    phases: list[Phase]
    paused: bool
    for_hmi: bool  # signed off, and the person is not HMI
    reason: str
    reason_phase: str


@dataclass(frozen=True)
class PreviewView:
    """What would follow. Tasks that several people are asked alike are one line."""

    phase: Phase
    seen: str
    void: list[StandingOut]
    stays: list[StandingOut]
    opens: list[Task]
    lapses: list[Task]
    moves: list[Task]
    to_come: dict[str, Due]
    referrals: int  # open ones, that go on


@router.get("", name="page_reopening")
async def reopening(page: PlaceDep) -> Response:
    """Which phase; or, once it is chosen, what follows from it."""
    if CHOSEN not in page.request.query_params and "go" not in page.request.query_params:
        return await _choice(page)
    page.typed = typed_in(page.request.query_params)
    try:
        return await _preview(page)
    except (Wrong, RuleBroken) as error:
        return await doing.shown_again(page, error, lambda: _choice(page))


@router.post("", name="page_reopening_send")
async def reopen(page: PlaceFormDep) -> Response:
    """Reopen it."""
    return await doing.act(
        page,
        Doing("reopen_phase"),
        _sent,
        lambda sent: lambda: composing.reopen_phase(page.here, sent),
        again=lambda: _again(page),
        then=page.path,
    )


def _sent(typed: Typed) -> ReopeningIn:
    faults = []
    if not typed.text("reason"):
        faults.append(("reason", "Say why the phase is reopened."))
    if typed.text("sure") != "yes":
        faults.append(("sure", "Tick the box to confirm that you mean to reopen it."))
    if faults:
        raise Wrong(*faults)
    chosen = {name: typed.text(name) for name in (CHOSEN, "seen", "reason")}
    return ReopeningIn.model_validate(chosen)


async def _again(page: PlacePage) -> Response:
    """The preview anew, with the faults; the choice where the phase cannot be reopened any more."""
    try:
        return await _preview(page)
    except (Wrong, RuleBroken):
        return await _choice(page)


async def _preview(page: PlacePage) -> Response:
    if not page.typed.text(CHOSEN):
        raise Wrong((CHOSEN, "Choose the phase to go back to."))
    here = page.here
    found = await composing.foresee(here, page.typed.text(CHOSEN))
    referrals = await list_referrals(here.records, here.viewer, here.reference)
    view = PreviewView(
        found.phase,
        found.seen,
        standing(found.void),
        standing(found.stays),
        _once(found.opens),
        _once(found.lapses),
        _once(found.moves),
        found.to_come,
        sum(1 for one in referrals if one.closed_at is None),
    )
    return page.render("managers/reopening_check.html", view=view)


def _once(tasks: Sequence[Task]) -> list[Task]:
    return list({(task.kind, task.due): task for task in tasks}.values())


async def _choice(page: PlacePage) -> Response:
    here, state = page.here, await page.here.find_state()
    subject = composing.REOPENING
    said = await find_standing(here.records, here.viewer, here.reference, Kind.REASON, subject)
    signed = state is not None and state.report.signed is not None
    published = state is not None and state.report.published is not None
    view = ChoiceView(
        phases=reopenable(state) if state else [],
        paused=state is not None and state.paused_at is not None,
        for_hmi=signed and not published and not page.holds(Role.HMI),
        reason=str(said.content["text"]) if said else "",
        reason_phase=str(said.content["phase"]) if said else "",
    )
    return page.render("managers/reopening.html", view=view)
