"""What came in from the force: the return with its criteria, the eligible cases; asking about rows
again, accepting, drawing the sample.
"""

from fastapi import APIRouter
from starlette.responses import Response

from api.access import ACCESS as CALLS
from api.access import Access, readers, serving
from api.composing import case_audit, submission
from api.pages import doing
from api.pages.deps import PlaceDep, PlaceFormDep
from api.pages.doing import Doing, Wrong
from api.pages.page import PlacePage, Typed
from api.pages.submission_views import submission_view
from api.schemas.submission import AcceptanceIn, ClarificationIn
from api.schemas.values import Nothing
from criteria.roles import FORCE_ROLES
from criteria.visibility import Kind

router = APIRouter(prefix="/inspections/{ref}/submission", include_in_schema=False)

_READING = serving((readers(Kind.RETURN).roles or frozenset()) - FORCE_ROLES)
ACCESS: dict[str, Access] = {
    "page_submission": _READING,
    "page_clarification": CALLS["return_for_clarification"],
    "page_clarification_send": CALLS["return_for_clarification"],
    "page_acceptance": CALLS["accept_submission"],
    "page_sample": CALLS["draw_sample"],
}


@router.get("", name="page_submission")
async def page_of_submission(page: PlaceDep) -> Response:
    """What came in, and what is to be decided on it."""
    return await _shown(page)


@router.get("/clarification", name="page_clarification")
async def clarification(page: PlaceDep) -> Response:
    """Choose the rows to be asked about again."""
    return await _clarification(page)


@router.post("/clarification", name="page_clarification_send")
async def clarify(page: PlaceFormDep) -> Response:
    """Ask about rows again."""
    return await doing.act(
        page,
        Doing("return_for_clarification"),
        _rows,
        lambda sent: lambda: submission.return_for_clarification(sent),
        again=lambda: _clarification(page),
        then=f"{page.path}/submission",
    )


@router.post("/acceptance", name="page_acceptance")
async def accept(page: PlaceFormDep) -> Response:
    """Accept exactly what was shown."""
    return await doing.act(
        page,
        Doing("accept_submission"),
        _accepted,
        lambda sent: lambda: submission.accept_submission(page.here, sent),
        again=lambda: _shown(page),
        then=f"{page.path}/submission",
    )


@router.post("/sample", name="page_sample")
async def draw_sample(page: PlaceFormDep) -> Response:
    """Draw the sample by lot."""
    return await doing.act(
        page,
        Doing("draw_sample"),
        lambda _: Nothing(),
        lambda _: lambda: case_audit.draw_sample(page.here),
        again=lambda: _shown(page),
        then=f"{page.path}/allocation",
    )


def _rows(typed: Typed) -> ClarificationIn:
    faults = []
    if not typed.all("rows"):
        faults.append(("rows", "Choose the answers to be clarified: tick one or more of them."))
    if not typed.text("reason"):
        faults.append(("reason", "Say what is unclear, so that the force knows what to answer."))
    if faults:
        raise Wrong(*faults)
    return ClarificationIn(rows=typed.all("rows"), reason=typed.text("reason"))


def _accepted(typed: Typed) -> AcceptanceIn:
    return AcceptanceIn(
        return_revision=typed.text("return_revision") or None,
        eligible_revision=typed.text("eligible_revision") or None,
    )


async def _shown(page: PlacePage) -> Response:
    return page.render("managers/submission.html", view=await submission_view(page))


async def _clarification(page: PlacePage) -> Response:
    return page.render("managers/clarification.html", view=await submission_view(page))
