"""The decider of accuracy points: each point of the force accepted or refused, with a reason."""

from functools import partial
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from api.access import ACCESS as CALLS
from api.access import Access
from api.composing import report as composing
from api.pages import doing, sheets
from api.pages.colleagues import colleagues, holders
from api.pages.deps import PlaceDep, PlaceFormDep
from api.pages.doing import Doing, Wrong
from api.pages.overall_views import LEADS
from api.pages.page import PlacePage, Typed
from api.pages.report_points import points_of
from api.pages.sheets import Pair, Sheet, filled
from api.schemas.report import AccuracyDecisionsIn
from criteria.visibility import Kind
from workflows.moderation import TEAM
from workflows.rule import holds
from workflows.state import InspectionState

router = APIRouter(prefix="/inspections/{ref}/report/decisions", include_in_schema=False)

ACCESS: dict[str, Access] = {
    "page_report_decisions": CALLS["decide_accuracy"],
    "page_report_decisions_write": CALLS["decide_accuracy"],
}


@router.get("", name="page_report_decisions")
async def decisions(page: PlaceDep) -> Response:
    """Every point of the force beside its paragraph."""
    return await _shown(page)


@router.post("", name="page_report_decisions_write")
async def decide(page: PlaceFormDep) -> Response:
    """Save what has been decided so far; or send all decisions together."""
    state = await page.here.state()
    if page.is_fetch() or page.typed.text("do") != "send":
        again = partial(_shown, page)
        return await sheets.save(page, _sheet(state), again, f"{page.path}/report/decisions")
    return await doing.act(
        page,
        Doing("decide_accuracy"),
        partial(_decided, state.report.points or 0),
        lambda sent: lambda: composing.decide_accuracy(page.here, sent),
        again=lambda: _shown(page),
        then=f"{page.path}/report/decisions",
    )


def _sheet(state: InspectionState) -> Sheet:
    """A sheet of its own for each draft report: points on another one are other points."""
    points = range(1, (state.report.points or 0) + 1)
    names = {f"{what}-{number}" for number in points for what in ("accepted", "reason")}
    return Sheet(Kind.ACCURACY_DECISIONS, f"decisions-{state.report.drafts}", names.__contains__)


def _decided(points: int, typed: Typed) -> AccuracyDecisionsIn:
    faults: list[tuple[str, str]] = []
    found: list[dict[str, Any]] = []
    for number in range(1, points + 1):
        accepted, reason = typed.text(f"accepted-{number}"), typed.text(f"reason-{number}")
        if accepted not in ("yes", "no"):
            faults.append((f"accepted-{number}", "Decide this point: accept or refuse it."))
        if not reason:
            faults.append((f"reason-{number}", "Write the reason: the force reads it."))
        found.append({"point": number, "accepted": accepted == "yes", "reason": reason})
    if faults:
        raise Wrong(*faults)
    return AccuracyDecisionsIn.model_validate({"decisions": found})


async def _shown(page: PlacePage, pairs: tuple[Pair, ...] = ()) -> Response:
    state, points = await page.here.state(), await points_of(page.here)
    written = await filled(page, _sheet(state), None, {})
    values = {one: page.typed.text(one) for one, _ in page.typed.fields()} or written.values
    names, people = await colleagues(page), await page.here.people()
    numbers = [one.number for one in points]
    whole = [n for n in numbers if values.get(f"accepted-{n}") and values.get(f"reason-{n}")]
    return page.render(
        "report/decisions.html",
        points=points,
        values=values,
        filled=written,
        pairs=pairs,
        labels={f"{what}-{n}": f"{n}" for n in numbers for what in ("accepted", "reason")},
        ready=len(whole),
        answered=state.report.points is not None,
        decided=state.report.decided is not None,
        proceeded="accuracy_check" in state.absent,
        sent="draft_sent" in state.events,
        leads=holders(names, people, *LEADS),
        barred=holds(state, page.person.id, *TEAM),
    )
