"""The review of one case file: a form by journey stage with the criteria at hand, then its seal.

The inspector to whom the case was allocated, and nobody else; blind to the force's audit until the
review is in.
"""

from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from api.access import ACCESS as CALLS
from api.access import Access
from api.composing import case_audit as composing
from api.pages import doing, draft_forms
from api.pages.case_views import Marking, review_fields
from api.pages.deps import PlaceDep, PlaceFormDep
from api.pages.doing import Doing, shown_again
from api.pages.draft_forms import DraftForm
from api.pages.marks import read_mark, whole_mark
from api.pages.page import PlacePage
from api.schemas.paths import Case
from api.shown.cases import note_access, require_allocated
from criteria.errors import Rule, RuleBroken
from criteria.visibility import Kind
from records.drafts import Draft, find_draft
from records.revisions import Revision, find_standing
from workflows.state import CaseState

router = APIRouter(prefix="/inspections/{ref}/cases/{case:path}", include_in_schema=False)

ACCESS: dict[str, Access] = {
    "page_review": CALLS["get_review_draft"],
    "page_review_send": CALLS["submit_review"],
}

_LABELS = {
    "grade": "Grade of the case",
    "summary": "Summary",
    "strengths": "Strengths",
    "concerns": "Concerns",
}


@dataclass(frozen=True)
class ReviewView:
    """A case to review: its form as it is filled in, or the review as it was sealed."""

    case: str
    type: str
    path: str
    marking: Marking
    filled: dict[str, str]
    version: int
    draft: Draft | None
    given: Revision | None

    def done(self, stage: str) -> bool:
        """Whether the stage has what it asks for: a score, or words where there are no scores."""
        return bool(self.filled.get(f"score.{stage}" if self.marking.scores else f"stage.{stage}"))


@router.get("/review", name="page_review")
async def review(page: PlaceDep, case: Case) -> Response:
    """The review form; once the review is in, what was sealed."""
    await require_allocated(page.here, case)
    await note_access(page.here, "review_draft", case)
    return await _shown(page, case)


@router.post("/review", name="page_review_send")
async def send_review(page: PlaceFormDep, case: Case) -> Response:
    """Save the draft (a script, or its button), or submit the review."""
    await require_allocated(page.here, case)
    if not await _is_in(page, case):
        answer = await draft_forms.save(page, await _form(page, case))
        if answer is not None:
            return answer
    elif page.typed.text("go") != "submit":
        error = RuleBroken(Rule.ALREADY_SUBMITTED, case)
        return await shown_again(page, error, lambda: _shown(page, case))
    marking = Marking.of(await page.here.programme())
    return await doing.act(
        page,
        Doing("submit_review", about=(("case", case),)),
        lambda typed: whole_mark(page, typed, marking),
        lambda sent: lambda: composing.mark(page.here, Kind.REVIEW, case, sent),
        again=lambda: _shown(page, case),
        then=f"{page.path}/cases/{case}/compare",
    )


async def _is_in(page: PlacePage, case: str) -> bool:
    return (await _known(page, case)).review is not None


async def _known(page: PlacePage, case: str) -> CaseState:
    return (await page.here.state()).cases[case]


async def _form(page: PlacePage, case: str) -> DraftForm:
    marking = Marking.of(await page.here.programme())
    return DraftForm(
        kind=Kind.REVIEW,
        subject=case,
        path=f"{page.path}/cases/{case}/review",
        title=page.say("Review of case %(case)s", case=case),
        read=read_mark,
        fields=review_fields,
        said=lambda name, text: _said(page, marking, name, text),
        joins=lambda name: name != "grade" and not name.startswith("score."),
        again=lambda: _shown(page, case),
    )


def _said(page: PlacePage, marking: Marking, name: str, text: str) -> tuple[str, str]:
    """A field's name and text as a person reads them."""
    if name == "grade":
        return page.say(_LABELS[name]), marking.grade(text) or text
    if name in _LABELS:
        return page.say(_LABELS[name]), text
    what, _, stage = name.partition(".")
    title = next((one.name for one in marking.stages if one.id == stage), stage)
    label = page.say("%(stage)s: score", stage=title) if what == "score" else title
    return label, page.say(_MARKS.get(text, text)) if what == "score" else text


_MARKS = {"yes": "Yes", "no": "No", "not_applicable": "Not applicable", "not_seen": "Not seen"}


async def _shown(page: PlacePage, case: str) -> Response:
    async with page.records.one_moment():
        view = await _view(page, case)
    return page.render("inspectors/review.html", view=view)


async def _view(page: PlacePage, case: str) -> ReviewView:
    here, known = page.here, await _known(page, case)
    marking = Marking.of(await here.programme())
    given: Revision | None = None
    if known.review is not None:
        given = await find_standing(here.records, here.viewer, here.reference, Kind.REVIEW, case)
    draft = await find_draft(here.records, here.viewer, here.reference, Kind.REVIEW, case)
    content: dict[str, Any] = draft.content if draft else {}
    fields = page.typed.fields() if page.typed else review_fields(content)
    return ReviewView(
        case=case,
        type=marking.types.get(known.type, known.type),
        path=f"{page.path}/cases/{case}/review",
        marking=marking,
        filled=dict(fields),
        version=draft.version if draft else 0,
        draft=draft,
        given=given,
    )
