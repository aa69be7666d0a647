"""The force's own case file audits: the list, and one case's audit drafted, submitted, read again.

What the inspectors found in the same case is never shown here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter
from pydantic import ValidationError
from starlette.responses import Response

from api.access import ACCESS as CALLS
from api.access import SHARERS, Access, serving
from api.composing import case_audit as composing
from api.pages import doing, drafting
from api.pages.deps import PlaceDep, PlaceFormDep
from api.pages.doing import Doing, Wrong, shown_again
from api.pages.page import PlacePage, Typed
from api.pages.row_views import force_names
from api.schemas.case_audit import MarkIn
from api.schemas.paths import Case
from api.shown.cases import case_list, note_access
from criteria import scoring
from criteria.conduct import CaseGrade
from criteria.errors import Rule, RuleBroken, require
from criteria.programme import Programme
from criteria.roles import Role
from criteria.schedule import Node
from criteria.scoring import NOT_APPLICABLE, NOT_SEEN, ScoringMode
from criteria.visibility import Kind
from records.drafts import Draft, find_draft, list_drafts
from records.errors import DraftConflict
from records.revisions import Revision, find_standing
from records.tasks import list_tasks
from workflows.state import InspectionState

router = APIRouter(prefix="/inspections/{ref}/audits", include_in_schema=False)

_READERS = serving(SHARERS | {Role.CHIEF_OFFICER_LEAD, Role.CASE_AUDITOR})
ACCESS: dict[str, Access] = {
    "page_audits": _READERS,
    "page_audit": _READERS,
    "page_audit_send": CALLS["submit_audit"],
}


@dataclass(frozen=True)
class AuditRow:
    """A case of the sample, and how far its audit is: "in", "drafted" or "open"."""

    reference: str
    type: str
    status: str
    path: str


@dataclass(frozen=True)
class AuditView:
    """One case's audit: what is typed or stands, and what the programme asks of it."""

    reference: str
    type: str
    path: str
    version: int
    draft: Draft | None
    content: dict[str, Any]
    given: Revision | None
    open: bool
    grades: tuple[CaseGrade, ...]
    scores: tuple[str, ...]
    stages: Sequence[Node]
    programme: Programme
    before: Draft | None = None  # saved by a colleague meanwhile
    before_by: str = ""


@router.get("", name="page_audits")
async def audits(page: PlaceDep) -> Response:
    """Every case of the sample with the state of its audit."""
    here, programme = page.here, await page.here.programme()
    types = {one.code: one.title for one in programme.cases.types}
    drafts = await list_drafts(here.records, here.viewer, here.reference, Kind.AUDIT)
    drafted, rows = {draft.subject for draft in drafts}, []
    for case in await case_list(here):
        status = "in" if case.audit_in else "drafted" if case.reference in drafted else "open"
        path = f"{page.path}/audits/{case.reference}"
        rows.append(AuditRow(case.reference, types[case.case_type], status, path))
    tasks = await list_tasks(page.records, page.viewer, here.reference)
    asked = next((task for task in tasks if task.task == "force_audits"), None)
    number_in = sum(row.status == "in" for row in rows)
    return page.render("force/audits.html", rows=rows, number_in=number_in, asked=asked)


@router.get("/{case:path}", name="page_audit")
async def audit(page: PlaceDep, case: Case) -> Response:
    """One case's audit: a form for the auditor while it is open, else what was submitted."""
    await note_access(page.here, Kind.AUDIT.value, case)
    return await _shown(page, case)


@router.post("/{case:path}", name="page_audit_send")
async def send_audit(page: PlaceFormDep, case: Case) -> Response:
    """Save the draft (a script, or the button that says so), or submit the audit."""
    if page.is_fetch() or page.typed.text("go") == "save":
        return await _save(page, case)
    before = await _newer(page, case)
    if before is not None:
        return await _both(page, case, before)
    programme, sent_on = await page.here.programme(), f"{page.path}/audits"
    return await doing.act(
        page,
        Doing("submit_audit", about=(("case", case),)),
        lambda typed: _whole(page, typed, programme),
        lambda sent: lambda: composing.mark(page.here, Kind.AUDIT, case, sent),
        again=lambda: _shown(page, case),
        then=sent_on,
    )


async def _save(page: PlacePage, case: str) -> Response:
    try:
        known = (await page.here.state()).cases.get(case)
        require(known is not None, Rule.CASE_NOT_IN_SAMPLE)
        require(known is not None and known.audit is None, Rule.ALREADY_SUBMITTED)
        content = _typed(page.typed).model_dump(mode="json")
        saved = await drafting.save(page, Kind.AUDIT, case, content)
    except DraftConflict as conflict:
        fetched, standing = page.is_fetch(), conflict.current
        return drafting.conflicting() if fetched else await _both(page, case, standing)
    except (Wrong, ValidationError, RuleBroken) as error:
        if page.is_fetch():
            return drafting.unsaved()
        return await shown_again(page, error, lambda: _shown(page, case))
    if page.is_fetch():
        return drafting.saved(page, saved)
    return page.go(f"{page.path}/audits/{case}")


async def _newer(page: PlacePage, case: str) -> Draft | None:
    """The draft that a colleague saved since the form was opened, if one did."""
    draft = await _draft(page, case)
    seen = page.typed.text("version")
    return (
        draft if draft and str(draft.version) != seen and draft.author != page.person.id else None
    )


async def _both(page: PlacePage, case: str, before: Draft | None) -> Response:
    """What was typed stays in the form; what a colleague saved meanwhile is shown above it."""
    page.typed = drafting.without_version(page.typed)
    return await _shown(page, case, before, status=412)


async def _draft(page: PlacePage, case: str) -> Draft | None:
    here = page.here
    return await find_draft(here.records, here.viewer, here.reference, Kind.AUDIT, case)


def _typed(typed: Typed) -> MarkIn:
    return MarkIn(
        grade=typed.text("grade") or None,
        scores={stage: score for stage, score in typed.by_prefix("score").items() if score},
        stages={stage: text for stage, text in typed.by_prefix("stage").items() if text},
        summary=typed.text("summary"),
        strengths=typed.text("strengths") or None,
        concerns=typed.text("concerns") or None,
    )


def _whole(page: PlacePage, typed: Typed, programme: Programme) -> MarkIn:
    """What was typed, once nothing is missing that the programme asks for."""
    sent, faults = _typed(typed), []
    if programme.cases.grades and sent.grade is None:
        faults.append(("grade", "Choose the grade of the case."))
    for stage in programme.judging.case_stages if _scored(programme) else ():
        if stage not in sent.scores:
            name = programme.criteria.node(stage).name
            wrong = "%(stage)s: choose a score, “not applicable” or “not seen”."
            faults.append((f"score.{stage}", page.say(wrong, stage=name)))
    if not sent.summary:
        faults.append(("summary", "Sum the case up in a sentence or two."))
    if faults:
        raise Wrong(*faults)
    return sent


def _scored(programme: Programme) -> bool:
    return programme.scoring.mode is not ScoringMode.EVIDENCE_ONLY


async def _shown(
    page: PlacePage, case: str, before: Draft | None = None, status: int = 0
) -> Response:
    view = await _view(page, case, await page.here.state(), before)
    return page.render("force/audit.html", http_status=status, view=view)


async def _view(
    page: PlacePage, case: str, state: InspectionState, before: Draft | None
) -> AuditView:
    here, programme = page.here, await page.here.programme()
    require(case in state.cases, Rule.CASE_NOT_IN_SAMPLE)
    given = await find_standing(here.records, here.viewer, here.reference, Kind.AUDIT, case)
    draft = await _draft(page, case)
    types = {one.code: one.title for one in programme.cases.types}
    mode = programme.scoring.mode
    marks = (*scoring.scores(mode), NOT_APPLICABLE, NOT_SEEN) if _scored(programme) else ()
    return AuditView(
        reference=case,
        type=types[state.cases[case].type],
        path=f"{page.path}/audits/{case}",
        version=draft.version if draft else 0,
        draft=draft,
        content=(given or draft).content if given or draft else {},  # type: ignore[union-attr]
        given=given,
        open=state.cases[case].audit is None and not state.closed_at,
        grades=programme.cases.grades,
        scores=marks,
        stages=[programme.criteria.node(stage) for stage in programme.judging.case_stages],
        programme=programme,
        before=before,
        before_by=(await force_names(page))(before.author) if before else "",
    )
