"""The report's editor: the draft, which goes to the force, and the final text, which is signed."""

from fastapi import APIRouter
from starlette.responses import Response

from api.access import ACCESS as CALLS
from api.access import Access
from api.composing import report as composing
from api.pages import doing, sheets
from api.pages.deps import PlaceDep, PlaceFormDep
from api.pages.doing import Doing
from api.pages.in_words import in_words
from api.pages.page import PlacePage, Typed
from api.pages.report_text import changed, paragraphs, read, recommendations
from api.pages.report_writing_views import (
    DRAFT,
    FINAL,
    latest,
    sheet_of,
    submitted,
    writing_view,
)
from api.pages.sheets import Pair, fields_of
from api.schemas.report import ReportTextIn

router = APIRouter(prefix="/inspections/{ref}/report", include_in_schema=False)

ACCESS: dict[str, Access] = {
    "page_report_draft": CALLS["draft_report"],
    "page_report_draft_write": CALLS["draft_report"],
    "page_report_draft_preview": CALLS["draft_report"],
    "page_report_final": CALLS["finalise_report"],
    "page_report_final_write": CALLS["finalise_report"],
    "page_report_final_preview": CALLS["finalise_report"],
}

_ACTS = {DRAFT: "draft_report", FINAL: "finalise_report"}


@router.get("/draft", name="page_report_draft")
async def draft(page: PlaceDep) -> Response:
    """Write the draft report."""
    return await _shown(page, DRAFT)


@router.post("/draft", name="page_report_draft_write")
async def write_draft(page: PlaceFormDep) -> Response:
    """Save the draft's text, or submit it."""
    return await _write(page, DRAFT)


@router.get("/draft/preview", name="page_report_draft_preview")
async def preview_draft(page: PlaceDep) -> Response:
    """The draft's text as it will read, from what was saved."""
    return await _preview(page, DRAFT)


@router.get("/final", name="page_report_final")
async def final(page: PlaceDep) -> Response:
    """Settle the final text, with the accepted points of the force beside it."""
    return await _shown(page, FINAL)


@router.post("/final", name="page_report_final_write")
async def write_final(page: PlaceFormDep) -> Response:
    """Save the final text, or submit it."""
    return await _write(page, FINAL)


@router.get("/final/preview", name="page_report_final_preview")
async def preview_final(page: PlaceDep) -> Response:
    """The final text as it will read, from what was saved."""
    return await _preview(page, FINAL)


async def _write(page: PlacePage, which: str) -> Response:
    button = page.typed.text("do")
    if page.is_fetch() or button != "submit":
        return await sheets.save(
            page,
            sheet_of(which),
            lambda pairs: _shown(page, which, pairs),
            _next(page, which, button),
            lambda fields: changed(fields, button),
        )
    last = latest(await submitted(page))
    base = last.content if last else {}

    def text(typed: Typed) -> ReportTextIn:
        return read(typed, fields_of(typed, sheet_of(which)), base)

    return await doing.act(
        page,
        Doing(_ACTS[which]),
        text,
        lambda sent: lambda: composing.report_text(page.here, which, sent),
        again=lambda: _shown(page, which),
        then=f"{page.path}/report",
    )


def _next(page: PlacePage, which: str, button: str) -> str:
    """Where a button that saves leads on to."""
    here = f"{page.path}/report/{which}"
    if button == "preview":
        return f"{here}/preview"
    if button == "add":
        fields = dict(page.typed.fields())
        return f"{here}#rec-{len(recommendations(fields)) + 1}-text"
    return f"{here}#recommendations" if button.startswith("remove-") else here


async def _shown(page: PlacePage, which: str, pairs: tuple[Pair, ...] = ()) -> Response:
    view = await writing_view(page, await in_words(page), which, pairs)
    return page.render("report/writing.html", view=view)


async def _preview(page: PlacePage, which: str) -> Response:
    view = await writing_view(page, await in_words(page), which)
    return page.render("report/preview.html", view=view, paragraphs_of=paragraphs)
