"""The overall assessment: first on the page, last to be given; the chair confirms what was read."""

from fastapi import APIRouter
from starlette.responses import Response

from api.access import ACCESS as CALLS
from api.access import Access
from api.composing import moderation as composing
from api.pages import doing, sheets
from api.pages.deps import PlaceDep, PlaceFormDep
from api.pages.doing import Doing, Wrong
from api.pages.in_words import in_words
from api.pages.overall_views import EVIDENCE, overall_view, sheet_of
from api.pages.page import PlacePage, Typed
from api.pages.sheets import Pair
from api.schemas.moderation import ConfirmationIn, OverallIn

router = APIRouter(prefix="/inspections/{ref}/overall", include_in_schema=False)

ACCESS: dict[str, Access] = {
    "page_overall": CALLS["get_overall"],
    "page_overall_write": CALLS["give_overall"],
    "page_overall_confirm": CALLS["confirm_overall"],
}


@router.get("", name="page_overall")
async def overall(page: PlaceDep) -> Response:
    """The official text, what is still missing, and the assessment where it has been given."""
    return await _shown(page)


@router.post("", name="page_overall_write")
async def write(page: PlaceFormDep) -> Response:
    """Save the lead's draft; or give the assessment, when its button was pressed."""
    if page.is_fetch() or page.typed.text("do") != "give":
        sheet = sheet_of((await page.here.programme()).criteria.overall())
        again = lambda pairs: _shown(page, pairs)  # noqa: E731
        return await sheets.save(page, sheet, again, f"{page.path}/overall#write")
    return await doing.act(
        page,
        Doing("give_overall"),
        _given,
        lambda sent: lambda: composing.give_overall(page.here, sent),
        again=lambda: _shown(page),
        then=f"{page.path}/overall",
    )


@router.post("/confirmation", name="page_overall_confirm")
async def confirm(page: PlaceFormDep) -> Response:
    """Confirm exactly the assessment that was read."""
    return await doing.act(
        page,
        Doing("confirm_overall"),
        lambda typed: ConfirmationIn(revision=typed.text("revision")),
        lambda sent: lambda: composing.confirm_overall(sent.revision),
        again=lambda: _shown(page),
        then=f"{page.path}/overall",
    )


def _given(typed: Typed) -> OverallIn:
    faults = []
    if not typed.text("practice"):
        faults.append(("practice", "Write the statement on the quality of practice."))
    if not typed.text("fit_with_policy"):
        faults.append(("fit_with_policy", "Write the statement on the fit with policy."))
    if faults:
        raise Wrong(*faults)
    evidence = {code: text for code, text in typed.by_prefix(EVIDENCE).items() if text}
    return OverallIn.model_validate(
        {
            "practice": typed.text("practice"),
            "fit_with_policy": typed.text("fit_with_policy"),
            "expectations": evidence or None,
            "score": typed.text("score") or None,
        }
    )


async def _shown(page: PlacePage, pairs: tuple[Pair, ...] = ()) -> Response:
    words = await in_words(page)
    view = await overall_view(page, words, pairs)
    return page.render("panel/overall.html", view=view, scores=words.scores())
