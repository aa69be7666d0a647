"""One case's audit by the force, as its page shows it: the draft or what stands, and the form."""

from dataclasses import dataclass
from typing import Any

from api.pages.case_views import Marking
from api.pages.page import PlacePage
from api.pages.row_views import force_names
from criteria.conduct import CaseGrade
from criteria.errors import Rule, require
from criteria.schedule import Node
from criteria.visibility import Kind
from records.drafts import Draft, find_draft
from records.revisions import Revision, find_standing


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
    stages: tuple[Node, ...]
    before: Draft | None = None  # saved by a colleague meanwhile
    before_by: str = ""


async def audit_draft(page: PlacePage, case: str) -> Draft | None:
    """The force's draft of the audit, whoever of it wrote last."""
    here = page.here
    return await find_draft(here.records, here.viewer, here.reference, Kind.AUDIT, case)


async def audit_view(page: PlacePage, case: str, before: Draft | None) -> AuditView:
    """The audit of a case; `before` is what a colleague saved meanwhile. Raises RuleBroken for a
    case that is not in the sample.
    """
    here, state = page.here, await page.here.state()
    require(case in state.cases, Rule.CASE_NOT_IN_SAMPLE)
    marking = Marking.of(await here.programme())
    given = await find_standing(here.records, here.viewer, here.reference, Kind.AUDIT, case)
    draft = await audit_draft(page, case)
    shown = given or draft
    return AuditView(
        reference=case,
        type=marking.types[state.cases[case].type],
        path=f"{page.path}/audits/{case}",
        version=draft.version if draft else 0,
        draft=draft,
        content=shown.content if shown else {},
        given=given,
        open=state.cases[case].audit is None and not state.closed_at,
        grades=marking.grades,
        scores=marking.marks,
        stages=marking.stages,
        before=before,
        before_by=(await force_names(page))(before.author) if before else "",
    )
