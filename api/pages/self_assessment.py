"""The self-assessment as those who prepare it see it: rows and who has them, submitting, receipt.

A contributor sees their own rows. What is asked of rows one by one stands in `answering`, the
approval in `approval`.
"""

from dataclasses import dataclass
from datetime import datetime

from fastapi import APIRouter
from starlette.responses import Response

from api.access import ACCESS as CALLS
from api.access import SHARERS, Access, serving
from api.composing import self_assessment as composing
from api.opening import opened
from api.pages import doing
from api.pages.deps import PlaceDep, PlaceFormDep
from api.pages.doing import Doing, Wrong
from api.pages.page import PlacePage, Typed
from api.pages.row_views import Names, RowView, force_names, row_views
from api.schemas.values import Nothing
from api.shown.answers import is_limited
from api.shown.returning import (
    WRITABLE,
    Stage,
    approvers,
    latest_return,
    reason_to_rewrite,
    stage_of,
)
from criteria.roles import Role
from criteria.visibility import Kind
from records.drafts import list_drafts
from records.errors import NotFound
from records.revisions import Revision
from records.tasks import Task, list_tasks
from workflows.state import InspectionState

router = APIRouter(prefix="/inspections/{ref}/self-assessment", include_in_schema=False)

ACCESS: dict[str, Access] = {
    "page_self_assessment": CALLS["list_answers"],
    "page_self_assessment_send": CALLS["submit_return"],
    "page_receipt": serving(SHARERS | {Role.CHIEF_OFFICER_LEAD}),
}

_ASKED = ("return", "clarification", "approval")


@dataclass(frozen=True)
class ReturnView:
    """The whole of the page. `sections` are headed; what has no heading is the opening outline."""

    stage: Stage
    writable: bool
    limited: bool
    rows: list[RowView]
    sections: list[tuple[str, list[RowView]]]
    answered: int
    missing: list[RowView]
    asked: Task | None
    why_again: Revision | None
    preparers: list[str]
    may_approve: list[str]
    may_not_approve: list[str]
    submitted_at: datetime | None


@router.get("", name="page_self_assessment")
async def self_assessment(page: PlaceDep) -> Response:
    """Every row by section with its status, who has it, and what is still to do."""
    return opened(await _shown(page), page.here)


@router.post("", name="page_self_assessment_send")
async def submit(page: PlaceFormDep) -> Response:
    """Freeze every answer and hand the return to the force's approver."""
    return await doing.act(
        page,
        Doing("submit_return"),
        _declared,
        lambda _: lambda: composing.submit_return(page.here),
        again=lambda: _shown(page),
        then=f"{page.path}/self-assessment/receipt",
    )


@router.get("/receipt", name="page_receipt")
async def receipt(page: PlaceDep) -> Response:
    """What was submitted, when, under which hash, and what happens next."""
    revision = await latest_return(page.here)
    if revision is None:
        raise NotFound("return", page.here.reference)
    state = await page.here.find_state()
    free, _ = await approvers(page.here, set(state.returned.preparers) if state else set())
    names = await force_names(page)
    return page.render(
        "force/receipt.html",
        revision=revision,
        by=names(revision.author),
        answers=len(revision.content["answers"]),
        stage=stage_of(state),
        free=names.of(free),
    )


def _declared(typed: Typed) -> Nothing:
    if not typed.text("declared"):
        raise Wrong(("declared", "Confirm the declaration, or leave the return as it is for now."))
    return Nothing()


async def _shown(page: PlacePage) -> Response:
    async with page.records.one_moment():
        view = await _view(page)
    return page.render("force/self_assessment.html", view=view)


async def _view(page: PlacePage) -> ReturnView:
    here, state, names = page.here, await page.here.find_state(), await force_names(page)
    rows = await row_views(page, names)
    stage, preparers = stage_of(state), await _preparers(page, state)
    free, not_free = await approvers(here, preparers)
    return ReturnView(
        stage=stage,
        writable=stage in WRITABLE,
        limited=is_limited(here),
        rows=rows,
        sections=_sections(rows),
        answered=sum(row.answered for row in rows),
        missing=[row for row in rows if not row.answered],
        asked=await _asked(page),
        why_again=await reason_to_rewrite(here, state),
        preparers=_said(names, preparers),
        may_approve=names.of(free),
        may_not_approve=names.of(not_free),
        submitted_at=_moment(state),
    )


async def _preparers(page: PlacePage, state: InspectionState | None) -> set[str]:
    """Whoever wrote an answer so far, and who submitted what stands; they may not approve it."""
    here = page.here
    drafts = await list_drafts(here.records, here.viewer, here.reference, Kind.RETURN)
    wrote = {author for draft in drafts for author in draft.content.get("authors", [])}
    frozen = state is not None and stage_of(state) not in WRITABLE
    return wrote | (set(state.returned.preparers) if state and frozen else set())


async def _asked(page: PlacePage) -> Task | None:
    found = await list_tasks(page.records, page.viewer, page.here.reference)
    return next((task for task in found if task.task in _ASKED), None)


def _sections(rows: list[RowView]) -> list[tuple[str, list[RowView]]]:
    sections: dict[str, list[RowView]] = {}
    for row in rows:
        sections.setdefault(row.section, []).append(row)
    return list(sections.items())


def _said(names: Names, people: set[str]) -> list[str]:
    return sorted(names(person) for person in people)


def _moment(state: InspectionState | None) -> datetime | None:
    submitted = state.events.get("submitted") if state else None
    return datetime.fromisoformat(submitted) if submitted else None
