"""The report: where it stands, who is next, its documents; and its publication."""

from fastapi import APIRouter
from starlette.responses import Response

from api.access import ACCESS as CALLS
from api.access import Access
from api.composing import report as composing
from api.pages import doing
from api.pages.colleagues import colleagues, holders
from api.pages.deps import PlaceDep, PlaceFormDep
from api.pages.documents import FORMS
from api.pages.doing import Doing
from api.pages.page import PlacePage
from api.pages.report_signed import signing_view
from api.pages.report_steps import report_view
from api.schemas.report import OnTextIn
from criteria.roles import Role

router = APIRouter(prefix="/inspections/{ref}/report", include_in_schema=False)

ACCESS: dict[str, Access] = {
    "page_report": CALLS["get_report"],
    "page_publication": CALLS["publish"],
    "page_publication_send": CALLS["publish"],
}


@router.get("", name="page_report")
async def report(page: PlaceDep) -> Response:
    """Where the report stands, for each of those who may know it."""
    return page.render("report/report.html", view=await report_view(page), forms=FORMS)


@router.get("/publication", name="page_publication")
async def publication(page: PlaceDep) -> Response:
    """What is published, and what follows from it."""
    return await _shown(page)


@router.post("/publication", name="page_publication_send")
async def publish(page: PlaceFormDep) -> Response:
    """Publish exactly the text that was signed."""
    return await doing.act(
        page,
        Doing("publish"),
        lambda typed: OnTextIn(sha256=typed.text("sha256")),
        lambda sent: lambda: composing.on_text(sent.sha256),
        again=lambda: _shown(page),
        then=f"{page.path}/report/publication",
    )


async def _shown(page: PlacePage) -> Response:
    async with page.records.one_moment():
        view, names = await signing_view(page), await colleagues(page)
        signatories = holders(names, await page.here.people(), Role.HMI)
    return page.render("report/publication.html", view=view, forms=FORMS, signatories=signatories)
