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

_ACTS = {DRAFT: "draft_report", FINAL: "finalise_report"}

ACCESS: dict[str, Access] = {
    f"page_report_{which}{step}": CALLS[act]
    for which, act in _ACTS.items()
    for step in ("", "_write", "_preview")
}


def _add(which: str) -> None:
    """The pages of one of the two texts: written, saved or submitted, and previewed."""

    @router.get(f"/{which}", name=f"page_report_{which}")
    async def text(page: PlaceDep) -> Response:
        return await _shown(page, which)

    @router.post(f"/{which}", name=f"page_report_{which}_write")
    async def write(page: PlaceFormDep) -> Response:
        return await _write(page, which)

    @router.get(f"/{which}/preview", name=f"page_report_{which}_preview")
    async def preview(page: PlaceDep) -> Response:
        return await _preview(page, which)


for _which in _ACTS:
    _add(_which)


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
