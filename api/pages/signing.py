"""The sign-off: HMI sees what is signed, checks its hash, and signs exactly that."""

from fastapi import APIRouter
from starlette.responses import Response

from api.access import ACCESS as CALLS
from api.access import Access
from api.composing import report as composing
from api.pages import doing
from api.pages.colleagues import colleagues, holders
from api.pages.deps import PlaceDep, PlaceFormDep
from api.pages.documents import FORMS
from api.pages.doing import Doing, Wrong
from api.pages.page import PlacePage, Typed
from api.pages.report_signed import signing_view
from api.schemas.report import OnTextIn
from criteria.roles import Role

router = APIRouter(prefix="/inspections/{ref}/report/sign-off", include_in_schema=False)

ACCESS: dict[str, Access] = {
    "page_sign_off": CALLS["sign_off"],
    "page_sign_off_send": CALLS["sign_off"],
}


@router.get("", name="page_sign_off")
async def sign_off(page: PlaceDep) -> Response:
    """What is signed, its hash and how to check it, what changed, what stands."""
    return await _shown(page)


@router.post("", name="page_sign_off_send")
async def sign(page: PlaceFormDep) -> Response:
    """Sign exactly the text of this hash."""
    return await doing.act(
        page,
        Doing("sign_off"),
        _signed,
        lambda sent: lambda: composing.on_text(sent.sha256),
        again=lambda: _shown(page),
        then=f"{page.path}/report/sign-off",
    )


def _signed(typed: Typed) -> OnTextIn:
    if not typed.text("read"):
        raise Wrong(("read", "Confirm that you have read the document of this hash."))
    return OnTextIn(sha256=typed.text("sha256"))


async def _shown(page: PlacePage) -> Response:
    async with page.records.one_moment():
        view, names = await signing_view(page), await colleagues(page)
        editors = holders(names, await page.here.people(), Role.EDITOR)
    return page.render("report/sign_off.html", view=view, forms=FORMS, editors=editors)
