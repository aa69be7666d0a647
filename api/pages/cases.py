"""The cases of the sample: mine first, the others' as a status only.

Nothing of the force's audit of a case is told to an inspector before the own review of it is in.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from fastapi import APIRouter
from markupsafe import Markup
from starlette.responses import Response

from api.access import LEADS, TEAM, Access, serving
from api.pages.case_views import Marking, names_of
from api.pages.deps import PlaceDep
from api.pages.page import PlacePage
from api.schemas.case_audit import CaseOut
from api.shown.cases import case_list
from criteria.visibility import Kind
from documents.charts import StackedBar, stacked_bars
from records.drafts import list_drafts
from records.referrals import OPEN, list_referrals
from records.tasks import Task, list_tasks

router = APIRouter(include_in_schema=False)

ACCESS: dict[str, Access] = {
    "page_cases": serving(TEAM),  # the force's auditors have pages of their own
}


@dataclass(frozen=True)
class CaseRow:
    """A case in the list. `audit_in` is None where the reader may not know yet."""

    reference: str
    type: str
    path: str
    reviewer: str
    review_in: bool
    saved_at: datetime | None
    audit_in: bool | None
    referred: bool


@dataclass(frozen=True)
class Share:
    """How far somebody, or the cases of one type, have come."""

    name: str
    done: int
    of: int


@dataclass(frozen=True)
class CasesView:
    """Everything that the list of cases shows. Progress is for those who lead."""

    drawn: bool
    to_review: list[CaseRow]
    drafted: list[CaseRow]
    submitted: list[CaseRow]
    others: list[CaseRow]
    asked: Task | None
    leads: bool
    by_person: list[Share]
    by_type: list[Share]
    audits_in: int
    chart: Markup

    @property
    def mine(self) -> int:
        return len(self.to_review) + len(self.drafted) + len(self.submitted)

    @property
    def reviews_in(self) -> int:
        return sum(share.done for share in self.by_type)

    @property
    def total(self) -> int:
        return sum(share.of for share in self.by_type)


@router.get("/inspections/{ref}/cases", name="page_cases")
async def cases(page: PlaceDep) -> Response:
    """My cases first, to review and in draft; the others' by status."""
    return page.render("inspectors/cases.html", view=await _view(page))


async def _view(page: PlacePage) -> CasesView:
    here, me = page.here, page.person.id
    listed = await case_list(here)
    names = await names_of(here, [one.reviewer for one in listed])
    rows = await _rows(page, listed, names)
    mine = [row for row, one in zip(rows, listed, strict=True) if one.reviewer == me]
    leads, types = page.holds(*LEADS), _shares(rows, [row.type for row in rows])
    tasks = await list_tasks(here.records, here.viewer, here.reference)
    return CasesView(
        drawn=bool(listed),
        to_review=[row for row in mine if not row.review_in and not row.saved_at],
        drafted=[row for row in mine if not row.review_in and row.saved_at],
        submitted=[row for row in mine if row.review_in],
        others=[row for row in rows if row not in mine],
        asked=next((one for one in tasks if _is_mine(one, me)), None),
        leads=leads,
        by_person=_shares(rows, [row.reviewer for row in rows]),
        by_type=types,
        audits_in=sum(one.audit_in for one in listed) if leads else 0,
        chart=_chart(page, types) if leads and listed else Markup(""),
    )


def _is_mine(task: Task, me: str) -> bool:
    return task.task.partition(":")[0] == "reviews" and me in task.people


async def _rows(page: PlacePage, listed: Sequence[CaseOut], names: dict[str, str]) -> list[CaseRow]:
    here, marking = page.here, Marking.of(await page.here.programme())
    drafts = await list_drafts(here.records, here.viewer, here.reference, Kind.REVIEW)
    saved = {draft.subject: draft.updated_at for draft in drafts}
    referrals = await list_referrals(here.records, here.viewer, here.reference)
    referred = {one.case_reference for one in referrals if one.state == OPEN}
    return [
        CaseRow(
            reference=one.reference,
            type=marking.types.get(one.case_type, one.case_type),
            path=f"{page.path}/cases/{one.reference}",
            reviewer=names.get(one.reviewer or "", ""),
            review_in=bool(one.review_in),
            saved_at=saved.get(one.reference),
            audit_in=one.audit_in if one.review_in else None,
            referred=one.reference in referred,
        )
        for one in listed
    ]


def _shares(rows: Sequence[CaseRow], groups: Sequence[str]) -> list[Share]:
    found: dict[str, list[bool]] = {}
    for row, group in zip(rows, groups, strict=True):
        found.setdefault(group, []).append(row.review_in)
    return [Share(name, sum(done), len(done)) for name, done in sorted(found.items())]


def _chart(page: PlacePage, shares: Sequence[Share]) -> Markup:
    bars = [StackedBar(share.name, (share.done, share.of - share.done)) for share in shares]
    series = (page.say("Reviewed"), page.say("To come"))
    title = page.say("Reviews that are in, by case type")
    # Our own drawing; it escapes what it is given.
    return Markup(stacked_bars("reviews-in", title, series, bars, grades=1))
