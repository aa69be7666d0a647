"""One answer a page, with guidance and criteria beside it; two writers lose nothing of either."""

from dataclasses import dataclass
from http import HTTPStatus

from fastapi import APIRouter
from pydantic import ValidationError
from starlette.responses import Response

from api.access import ACCESS as CALLS
from api.access import Access
from api.composing.self_assessment import answer_content
from api.pages import drafting
from api.pages.deps import PlaceDep, PlaceFormDep
from api.pages.doing import Wrong, shown_again
from api.pages.page import PlacePage, Typed
from api.pages.row_views import RowView, criteria_of, force_names, row_views
from api.schemas.paths import Row
from api.schemas.self_assessment import AnswerIn
from api.shown.answers import require_own_row
from api.shown.returning import WRITABLE, Stage, stage_of
from criteria.errors import Rule, RuleBroken, require
from criteria.mapping import Link
from criteria.roles import Role
from criteria.schedule import Expectation, Node
from criteria.visibility import Kind
from records.drafts import Draft, find_draft
from records.errors import DraftConflict, NotFound

router = APIRouter(prefix="/inspections/{ref}/self-assessment", include_in_schema=False)

ACCESS: dict[str, Access] = {
    "page_answer": CALLS["get_answer"],
    "page_answer_send": CALLS["save_answer"],
}


@dataclass(frozen=True)
class AnswerView:
    """A row with its draft, its neighbours and the criteria that it speaks to."""

    row: RowView
    before: RowView | None
    after: RowView | None
    place: int
    of: int
    version: int
    written: "Written"
    saved_by: str
    link: Link | None
    node: Node | None
    expectations: tuple[Expectation, ...]
    stage: Stage
    writable: bool
    would_bar: bool  # a chief-officer lead who writes here may not approve


@dataclass(frozen=True)
class Written:
    """What one of two writers wrote. `evidence` is a line each."""

    text: str
    evidence: str

    @classmethod
    def of(cls, draft: Draft | None) -> "Written":
        content = draft.content if draft else {}
        return cls(content.get("text", ""), "\n".join(content.get("evidence", [])))

    def joined(self, other: "Written") -> "Written":
        """Both texts, one after the other, and every line of evidence once."""
        lines = dict.fromkeys(f"{self.evidence}\n{other.evidence}".split("\n"))
        texts = [text for text in (self.text, other.text) if text]
        return Written(
            "\n\n".join(texts), "\n".join(line.strip() for line in lines if line.strip())
        )


@router.get("/{row}", name="page_answer")
async def answer(page: PlaceDep, row: Row) -> Response:
    """One row to answer."""
    await require_own_row(page.here, row)
    return await _shown(page, row)


@router.post("/{row}", name="page_answer_send")
async def save_answer(page: PlaceFormDep, row: Row) -> Response:
    """Save the draft: by its button, or by a script while it is typed."""
    await require_own_row(page.here, row)
    try:
        saved = await _save(page, row)
    except DraftConflict as conflict:
        return drafting.conflicting() if page.is_fetch() else await _both(page, row, conflict)
    except (Wrong, ValidationError, RuleBroken) as error:
        if page.is_fetch():
            return drafting.unsaved()
        return await shown_again(page, error, lambda: _shown(page, row))
    return drafting.saved(page, saved) if page.is_fetch() else page.go(await _next(page, row))


async def _save(page: PlacePage, row: str) -> Draft:
    here = page.here
    require(stage_of(await here.find_state()) in WRITABLE, Rule.RETURN_FROZEN)
    before = await find_draft(here.records, here.viewer, here.reference, Kind.RETURN, row)
    content = answer_content(_typed(page.typed), before, here.person.id)
    return await drafting.save(page, Kind.RETURN, row, content)


def _typed(typed: Typed) -> AnswerIn:
    lines = [line.strip() for line in typed.text("evidence").split("\n") if line.strip()]
    too_long = any(len(line) > 300 for line in lines)
    if too_long or len(lines) > 100:
        wrong = "Keep each line of evidence below 300 characters, and no more than 100 lines."
        raise Wrong(("evidence", wrong))
    return AnswerIn(text=typed.text("text"), evidence=lines)


async def _next(page: PlacePage, row: str) -> str:
    """Where the pressed button leads: the next row, or the same one again."""
    view = await _view(page, row)
    if page.typed.text("go") == "next":
        return view.after.path if view.after else f"{page.path}/self-assessment"
    return view.row.path


async def _shown(page: PlacePage, row: str) -> Response:
    return page.render("force/answer.html", view=await _view(page, row))


async def _both(page: PlacePage, row: str, conflict: DraftConflict) -> Response:
    """Both texts side by side. What is typed below is saved over the one that stands now."""
    view, standing = await _view(page, row), conflict.current
    theirs = Written.of(standing)
    mine = Written(page.typed.text("text"), page.typed.text("evidence"))
    page.typed = Typed()  # its version is the old one
    return page.render(
        "force/conflict.html",
        http_status=HTTPStatus.PRECONDITION_FAILED,
        view=view,
        theirs=theirs,
        mine=mine,
        both=theirs.joined(mine),
        standing=standing,
    )


async def _view(page: PlacePage, row: str) -> AnswerView:
    here, names, state = page.here, await force_names(page), await page.here.find_state()
    rows = await row_views(page, names)
    place = next((n for n, one in enumerate(rows) if one.code == row), None)
    if place is None:
        raise NotFound("row", row)
    draft = await find_draft(here.records, here.viewer, here.reference, Kind.RETURN, row)
    link, node, expectations = criteria_of(await here.programme(), row)
    written, stage = Written.of(draft), stage_of(state)
    return AnswerView(
        row=rows[place],
        before=rows[place - 1] if place else None,
        after=rows[place + 1] if place + 1 < len(rows) else None,
        place=place + 1,
        of=len(rows),
        version=draft.version if draft else 0,
        written=written,
        saved_by=names(draft.author) if draft else "",
        link=link,
        node=node,
        expectations=expectations,
        stage=stage,
        writable=stage in WRITABLE,
        would_bar=page.holds(Role.CHIEF_OFFICER_LEAD),
    )
