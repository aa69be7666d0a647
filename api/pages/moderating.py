"""The panel: what waits for it and why, and its decision on each item."""

from fastapi import APIRouter
from starlette.responses import Response

from api.access import ACCESS as CALLS
from api.access import Access
from api.composing import moderation as composing
from api.pages import doing
from api.pages.colleagues import colleagues, holders
from api.pages.deps import PlaceDep, PlaceFormDep
from api.pages.doing import Doing, Wrong
from api.pages.in_words import CASE, in_words
from api.pages.moderation_item import item_view, next_path
from api.pages.moderation_queue import queue, waiting_items
from api.pages.page import PlacePage, Typed
from api.schemas.moderation import ModerationIn
from api.schemas.paths import Item
from criteria.roles import Role
from workflows.moderation import PANEL, TEAM
from workflows.rule import holds

router = APIRouter(prefix="/inspections/{ref}/moderation", include_in_schema=False)

ACCESS: dict[str, Access] = {
    "page_moderation": CALLS["list_moderation"],
    "page_moderation_item": CALLS["list_moderation"],
    "page_moderation_decide": CALLS["moderate"],
}


@router.get("", name="page_moderation")
async def moderation(page: PlaceDep) -> Response:
    """What waits for the panel, why it is here, and what was decided."""
    names, people = await colleagues(page), await page.here.people()
    return page.render(
        "panel/queue.html",
        queue=await queue(page, await in_words(page), names),
        panel=holders(names, people, *PANEL),
        auditors=Role.CASE_AUDITOR,
        inspectors=holders(names, people, Role.INSPECTOR),
        leads=holders(names, people, Role.INSPECTION_LEAD, Role.DEPUTY_LEAD),
        barred=await _barred(page),
    )


@router.get("/{item:path}", name="page_moderation_item")
async def moderation_item(page: PlaceDep, item: Item) -> Response:
    """One item: both sides of a case, or a judgement with everything it rests on."""
    return await _shown(page, item)


@router.post("/{item:path}", name="page_moderation_decide")
async def decide(page: PlaceFormDep, item: Item) -> Response:
    """Confirm, amend or return the item, with a reason; then on to the next."""
    state = await page.here.state()
    return await doing.act(
        page,
        Doing("moderate", about=(("item", item),)),
        _decision,
        lambda sent: lambda: composing.moderate(item, sent),
        again=lambda: _shown(page, item),
        then=next_path(page, waiting_items(state), item),
    )


def _decision(typed: Typed) -> ModerationIn:
    decision, score, faults = typed.text("decision"), typed.text("score"), []
    if decision not in ("confirm", "amend", "return"):
        faults.append(("decision", "Choose what the panel decides."))
    if decision == "amend" and not score:
        faults.append(("score", "Choose what it is amended to."))
    if not typed.text("reason"):
        faults.append(("reason", "Write the panel’s reason."))
    if faults:
        raise Wrong(*faults)
    amended = score if decision == "amend" else None
    return ModerationIn.model_validate(
        {"decision": decision, "score": amended, "reason": typed.text("reason")}
    )


async def _shown(page: PlacePage, item: str) -> Response:
    names, words = await colleagues(page), await in_words(page)
    people = await page.here.people()
    return page.render(
        "panel/item.html",
        view=await item_view(page, words, names, item),
        is_case=item.startswith(f"{CASE}:"),
        panel=holders(names, people, *PANEL),
        barred=await _barred(page),
        published=(await page.here.state()).report.published is not None,
        names=names,
    )


async def _barred(page: PlacePage) -> bool:
    """Whether the person sits on the panel and yet may not decide: they are of the team."""
    state = await page.here.find_state()
    return state is not None and page.holds(*PANEL) and holds(state, page.person.id, *TEAM)
