"""What came in from the force: the return with its criteria, the eligible cases; asking about rows
again, accepting, drawing the sample.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from fastapi import APIRouter
from starlette.responses import Response

from api.access import ACCESS as CALLS
from api.access import Access, readers, serving
from api.composing import case_audit, submission
from api.pages import doing
from api.pages.approval import PrintedAnswer, printed
from api.pages.deps import PlaceDep, PlaceFormDep
from api.pages.doing import Doing, Wrong
from api.pages.page import PlacePage, Typed
from api.pages.row_views import force_names
from api.schemas.submission import AcceptanceIn, ClarificationIn
from api.schemas.values import Nothing
from api.shown.returning import latest_return
from criteria.programme import Programme
from criteria.roles import FORCE_ROLES
from criteria.sampling import RULE_IN_WORDS
from criteria.schedule import Expectation, Node
from criteria.visibility import Kind
from records.people import names_of
from records.revisions import Revision, list_revisions
from workflows.state import InspectionState

router = APIRouter(prefix="/inspections/{ref}/submission", include_in_schema=False)

_READING = serving((readers(Kind.RETURN).roles or frozenset()) - FORCE_ROLES)
ACCESS: dict[str, Access] = {
    "page_submission": _READING,
    "page_clarification": CALLS["return_for_clarification"],
    "page_clarification_send": CALLS["return_for_clarification"],
    "page_acceptance": CALLS["accept_submission"],
    "page_sample": CALLS["draw_sample"],
}


@dataclass(frozen=True)
class RowSaid:
    """An answer with the part of the criteria that it speaks to."""

    answer: PrintedAnswer
    node: Node | None
    expectations: tuple[Expectation, ...]


@dataclass(frozen=True)
class TypeCount:
    """The eligible cases of a type beside its quota, and how many were drawn."""

    title: str
    eligible: int
    quota: int
    drawn: int

    @property
    def to_draw(self) -> int:
        return min(self.eligible, self.quota)


@dataclass(frozen=True)
class SubmissionView:
    """The whole of the page."""

    revision: Revision | None
    by: str
    sections: list[tuple[str, list[RowSaid]]]
    cases: Revision | None
    counts: list[TypeCount]
    clarify: list[str]
    rounds: int
    absent: list[str]
    approved: str | None
    accepted_at: datetime | None
    ready: bool
    drawn: bool
    allocated: bool
    rule: str = RULE_IN_WORDS


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
    return page.render("managers/submission.html", view=await view_of(page))


async def _clarification(page: PlacePage) -> Response:
    return page.render("managers/clarification.html", view=await view_of(page))


async def view_of(page: PlacePage) -> SubmissionView:
    """What came in, as far as this person may see it, and where it stands."""
    state, programme = await page.here.state(), await page.here.programme()
    revision = await latest_return(page.here)
    names = await names_of(page.records, [revision.author] if revision else [])
    sections = printed(revision, programme.template, await force_names(page))
    cases = await _eligible(page)
    return SubmissionView(
        revision=revision,
        by=names.get(revision.author, "") if revision else "",
        sections=[(head, [_row(programme, one) for one in rows]) for head, rows in sections],
        cases=cases,
        counts=_counts(programme, state) if cases else [],
        clarify=state.returned.clarify,
        rounds=state.returned.rounds,
        absent=list(state.absent),
        approved=state.returned.approved,
        accepted_at=datetime.fromisoformat(state.accepted_at) if state.accepted_at else None,
        ready=_is_ready(state),
        drawn=bool(state.cases),
        allocated=state.allocated,
    )


async def _eligible(page: PlacePage) -> Revision | None:
    here, subject = page.here, submission.ELIGIBLE_CASES
    found = await list_revisions(
        here.records, here.viewer, here.reference, Kind.ELIGIBLE_CASES, subject
    )
    return found[-1] if found else None


def _row(programme: Programme, answer: PrintedAnswer) -> RowSaid:
    link = next((one for one in programme.map.links if one.row == answer.code), None)
    if link is None or link.node is None:
        return RowSaid(answer, None, ())
    node = programme.criteria.node(link.node)
    named = tuple(one for one in node.expectations if one.id in link.expectations)
    return RowSaid(answer, node, named or node.expectations)


def _counts(programme: Programme, state: InspectionState) -> list[TypeCount]:
    drawn = Counter(case.type for case in state.cases.values())
    return [
        TypeCount(one.title, state.eligible.get(one.code, 0), one.quota, drawn[one.code])
        for one in programme.cases.types
    ]


def _is_ready(state: InspectionState) -> bool:
    """Whether the submission can be accepted as it stands."""
    return_is_in = state.returned.approved is not None or "return" in state.absent
    list_is_in = state.eligible_revision is not None or "eligible_cases" in state.absent
    return state.accepted_at is None and return_is_in and list_is_in
