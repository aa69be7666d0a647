"""The force's own case file audits: the list, and one case's audit drafted, submitted, read again.

What the inspectors found in the same case is never shown here.
"""

from dataclasses import dataclass

from fastapi import APIRouter
from pydantic import ValidationError
from starlette.responses import Response

from api.access import ACCESS as CALLS
from api.access import SHARERS, Access, serving
from api.composing import case_audit as composing
from api.pages import doing, drafting
from api.pages.audit_views import audit_draft, audit_view
from api.pages.case_views import Marking
from api.pages.deps import PlaceDep, PlaceFormDep
from api.pages.doing import Doing, Wrong, shown_again
from api.pages.marks import read_mark, whole_mark
from api.pages.page import PlacePage
from api.schemas.paths import Case
from api.shown.cases import case_list, note_access
from criteria.errors import Rule, RuleBroken, require
from criteria.roles import Role
from criteria.visibility import Kind
from records.drafts import Draft, list_drafts
from records.errors import DraftConflict
from records.tasks import list_tasks

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
    """Submit the audit, when its button was pressed; anything else saves the draft."""
    if page.is_fetch() or page.typed.text("go") != "submit":
        return await _save(page, case)
    before = await _newer(page, case)
    if before is not None:
        return await _both(page, case, before)
    marking = Marking.of(await page.here.programme())
    return await doing.act(
        page,
        Doing("submit_audit", about=(("case", case),)),
        lambda typed: whole_mark(page, typed, marking),
        lambda sent: lambda: composing.mark(page.here, Kind.AUDIT, case, sent),
        again=lambda: _shown(page, case),
        then=f"{page.path}/audits",
    )


async def _save(page: PlacePage, case: str) -> Response:
    try:
        known = (await page.here.state()).cases.get(case)
        require(known is not None, Rule.CASE_NOT_IN_SAMPLE)
        require(known is not None and known.audit is None, Rule.ALREADY_SUBMITTED)
        content = read_mark(page.typed).model_dump(mode="json")
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
    draft = await audit_draft(page, case)
    seen = page.typed.text("version")
    return (
        draft if draft and str(draft.version) != seen and draft.author != page.person.id else None
    )


async def _both(page: PlacePage, case: str, before: Draft | None) -> Response:
    """What was typed stays in the form; what a colleague saved meanwhile is shown above it."""
    page.typed = drafting.without_version(page.typed)
    return await _shown(page, case, before, status=412)


async def _shown(
    page: PlacePage, case: str, before: Draft | None = None, status: int = 0
) -> Response:
    view = await audit_view(page, case, before)
    return page.render("force/audit.html", http_status=status, view=view)
