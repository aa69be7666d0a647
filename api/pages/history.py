"""The history of an inspection in plain words, and whether its journal is whole.

Who may read the journal reads all of it; everybody else what they did and what they were told of.
"""

from dataclasses import dataclass
from datetime import datetime

from fastapi import APIRouter
from starlette.responses import Response

from api.access import ACCESS as CALLS
from api.access import EVERY_ROLE, Access, serving
from api.pages.deps import PlaceDep
from api.pages.happenings import history_of, may_read_all, read_known
from api.pages.page import PlacePage
from api.pages.recipients import names_of_recipients
from records.journal import Verdict, verify_chain
from records.messages import list_for_inspection

router = APIRouter(prefix="/inspections/{ref}/history", include_in_schema=False)

ACCESS: dict[str, Access] = {
    "page_history": serving(EVERY_ROLE, standing=CALLS["get_journal"].standing),
    "page_notices": CALLS["list_notices"],
}

ON_A_PAGE = 50


@dataclass(frozen=True)
class NoticeLine:
    """A notice without its words: to whom, about what, where it stands."""

    to: str
    template: str
    task: str
    channel: str
    state: str
    at: datetime


@router.get("", name="page_history")
async def history(page: PlaceDep, before: str = "", check: str = "") -> Response:
    """What happened, newest first; with `check`, the verdict on the chain."""
    position = int(before) if before.isdecimal() and len(before) < 9 else None
    found = await history_of(page, await read_known(page), before=position, limit=ON_A_PAGE)
    return page.render(
        "managers/history.html",
        history=found,
        paged=position is not None,
        verdict=await _verdict(page) if check else None,
    )


async def _verdict(page: PlacePage) -> Verdict | None:
    # It reads the whole chain and the house's: only when asked for.
    return await verify_chain(page.records, page.here.reference) if may_read_all(page) else None


@router.get("/notices", name="page_notices")
async def notices(page: PlaceDep) -> Response:
    """Every notice and where it stands; not what it says."""
    found = await list_for_inspection(page.records, page.viewer, page.here.reference)
    names = await names_of_recipients(page, {one.recipient for one in found})
    lines = [
        NoticeLine(
            names[one.recipient],
            one.template,
            (one.task_id or "").partition(":")[2],
            one.channel,
            one.state,
            one.sent_at or one.queued_at,
        )
        for one in found
    ]
    shown = sorted(lines, key=lambda one: one.at, reverse=True)
    return page.render("managers/notices.html", lines=shown)
