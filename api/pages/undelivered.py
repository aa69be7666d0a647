"""Notices that did not reach the holders of a role: why, and how the lead has put that right."""

from dataclasses import dataclass
from datetime import datetime

from fastapi import APIRouter
from starlette.responses import Response

from api.access import ACCESS as CALLS
from api.access import Access
from api.composing import undelivered as composing
from api.pages import doing
from api.pages.deps import PlaceDep, PlaceFormDep
from api.pages.doing import Doing, Wrong
from api.pages.page import PlacePage, Typed
from api.pages.recipients import names_of_recipients
from api.schemas.undelivered import SettlementIn, Unreached
from records.messages import list_for_inspection
from records.notices import Notice

router = APIRouter(prefix="/inspections/{ref}/undelivered", include_in_schema=False)

ACCESS: dict[str, Access] = {
    "page_undelivered": CALLS["settle_undelivered"],
    "page_undelivered_send": CALLS["settle_undelivered"],
}

TOLD, AGAIN = "told", "again"


@dataclass(frozen=True)
class Missed:
    """A notice that did not arrive. `channel` and `failure` are codes of wording.toml."""

    to: str
    subject: str
    reference: str
    language: str
    channel: str
    failure: str
    failed_at: datetime | None


@router.get("/{role}", name="page_undelivered")
async def undelivered(page: PlaceDep, role: Unreached) -> Response:
    """What did not arrive."""
    return await _shown(page, role)


@router.post("/{role}", name="page_undelivered_send")
async def settle(page: PlaceFormDep, role: Unreached) -> Response:
    """Say what was done, or send it again."""
    return await doing.act(
        page,
        Doing("settle_undelivered", about=(("role", str(role)),)),
        _settlement,
        lambda sent: lambda: composing.settle(role, sent),
        again=lambda: _shown(page, role),
        then=f"{page.path}/undelivered/{role}",
    )


def _settlement(typed: Typed) -> SettlementIn:
    faults = []
    if typed.text("how") not in (TOLD, AGAIN):
        faults.append(("how", "Choose what was done."))
    if not typed.text("reason"):
        faults.append(("reason", "Say whom you reached and when, or what was put right."))
    if faults:
        raise Wrong(*faults)
    return SettlementIn(
        notices=typed.text("notices").split(),
        again=typed.text("how") == AGAIN,
        reason=typed.text("reason"),
    )


async def _shown(page: PlacePage, role: Unreached) -> Response:
    missed = await _missed(page, role)
    return page.render("managers/undelivered.html", role=str(role), missed=missed)


async def _missed(page: PlacePage, role: Unreached) -> list[Missed]:
    """The notices that wait for the lead, the oldest first."""
    here = page.here
    state = await here.find_state()
    waiting = state.undelivered if state and not state.closed_at else {}
    notices = [
        notice
        for notice in await list_for_inspection(here.records, here.viewer, here.reference)
        if waiting.get(notice.reference) == str(role)
    ]
    names = await names_of_recipients(page, {notice.recipient for notice in notices})
    return [_line(notice, names[notice.recipient]) for notice in notices]


def _line(notice: Notice, to: str) -> Missed:
    failure = (notice.failure or "").partition(":")[0]
    return Missed(
        to,
        notice.subject,
        notice.reference,
        notice.language,
        notice.channel,
        failure,
        notice.failed_at,
    )
