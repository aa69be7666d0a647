"""Both sides of one case, the inspectors' review and the force's audit, once the review is in."""

from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from api.access import ACCESS as CALLS
from api.access import Access
from api.pages.case_views import Marking, names_of
from api.pages.deps import PlaceDep
from api.pages.page import PlacePage
from api.schemas.paths import Case
from api.shown.cases import note_access
from criteria.errors import Rule, require
from criteria.visibility import Kind
from records.revisions import Revision, find_standing

router = APIRouter(include_in_schema=False)

ACCESS: dict[str, Access] = {"page_compare": CALLS["get_review"]}


@dataclass(frozen=True)
class BothSides:
    """One case as both sides see it, as far as both are in."""

    case: str
    type: str
    marking: Marking
    review: Revision | None
    audit: Revision | None
    reviewer: str
    mine: bool

    def apart(self, stage: str) -> bool:
        """Whether both scored the stage, and differently."""
        mine, theirs = self._score(self.review, stage), self._score(self.audit, stage)
        return bool(mine and theirs and mine != theirs)

    @property
    def grades_apart(self) -> bool:
        both = self.review is not None and self.audit is not None
        return both and self.review.content.get("grade") != self.audit.content.get("grade")  # type: ignore[union-attr]

    def _score(self, side: Revision | None, stage: str) -> str:
        scores: dict[str, Any] = (side.content.get("scores") if side else None) or {}
        return str(scores.get(stage, ""))


@router.get("/inspections/{ref}/cases/{case:path}/compare", name="page_compare")
async def compare(page: PlaceDep, case: Case) -> Response:
    """The inspectors' review and the force's audit of one case, side by side."""
    here, state = page.here, await page.here.state()
    require(case in state.cases, Rule.CASE_NOT_IN_SAMPLE)
    review, audit = await _side(page, Kind.REVIEW, case), await _side(page, Kind.AUDIT, case)
    marking = Marking.of(await here.programme())
    reviewer = state.cases[case].reviewer or ""
    view = BothSides(
        case=case,
        type=marking.types.get(state.cases[case].type, ""),
        marking=marking,
        review=review,
        audit=audit if review is not None else None,
        reviewer=(await names_of(here, [reviewer])).get(reviewer, ""),
        mine=reviewer == page.person.id,
    )
    return page.render("inspectors/compare.html", view=view)


async def _side(page: PlacePage, kind: Kind, case: str) -> Revision | None:
    """What stands, as far as the viewer may see it; that it was opened is noted first."""
    here = page.here
    await note_access(here, kind.value, case)
    return await find_standing(here.records, here.viewer, here.reference, kind, case)
