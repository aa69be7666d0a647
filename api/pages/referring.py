"""Referring a case back to the force, from anywhere: a child may be at risk now.

The telephone numbers come at once, whatever the engine does, and even with a refusal.
"""

import re
from dataclasses import dataclass
from functools import partial

from fastapi import APIRouter
from starlette.datastructures import FormData
from starlette.responses import Response

from api.access import ACCESS as CALLS
from api.access import Access
from api.acting import Composed
from api.composing import referrals as composing
from api.pages import doing
from api.pages.deps import PageDep, PlaceDep, PlaceFormDep
from api.pages.doing import Doing, Wrong
from api.pages.page import Fault, Page, PlacePage, Typed
from api.schemas.paths import Case
from api.schemas.referrals import ReferralIn
from api.schemas.values import CASE_PATTERN
from api.shown import referrals as shown
from criteria.roles import Role, Side
from records.acts import Act
from records.inspections import Inspection, get_inspection
from records.referrals import Referral, list_referrals
from records.revisions import get_revision
from records.serving import list_service
from workflows.referral import INSPECTORATE

router = APIRouter(include_in_schema=False)

ACCESS: dict[str, Access] = {
    "page_refer_back_choose": Access(
        standing=frozenset(INSPECTORATE), sides=frozenset({Side.INSPECTORATE})
    ),
    "page_refer_back": CALLS["refer_back"],
    "page_refer_back_send": CALLS["refer_back"],
}


@dataclass(frozen=True)
class _Choice:
    inspection: str = ""
    case: str = ""


@router.get("/refer-back", name="page_refer_back_choose")
async def choose(page: PageDep, inspection: str = "", case: str = "") -> Response:
    """Which case of which inspection; known both, on to the concern."""
    mine = await _mine(page)
    only = mine[0].reference if len(mine) == 1 else ""
    chosen = _Choice(inspection or only, case.strip().upper())
    page.typed = Typed(FormData({"inspection": chosen.inspection, "case": chosen.case}))
    if "case" in page.request.query_params:
        page.faults = _faults(page, chosen, [one.reference for one in mine])
        if not page.faults:
            return page.go(f"/inspections/{chosen.inspection}/cases/{chosen.case}/refer-back")
    return page.render("inspectors/refer_back_choose.html", mine=mine)


@router.get("/inspections/{ref}/cases/{case:path}/refer-back", name="page_refer_back")
async def refer_back(page: PlaceDep, case: Case) -> Response:
    """What the concern is, and whether the danger is immediate."""
    return await _shown(page, case)


@router.post("/inspections/{ref}/cases/{case:path}/refer-back", name="page_refer_back_send")
async def send_back(page: PlaceFormDep, case: Case) -> Response:
    """Refer the case back; the answer shows whom to ring within two seconds."""
    return await doing.act(
        page,
        Doing("refer_back", about=(("case", case),)),
        _read,
        lambda sent: partial(_compose, page, case, sent),
        again=lambda: _shown(page, case),
        then=lambda act: f"{page.path}/referrals/{_referral(act)}",
        send=lambda act: shown.send_at_once(page.parts, act),
    )


def _read(typed: Typed) -> ReferralIn:
    faults = []
    if not typed.text("concern"):
        faults.append(("concern", "Say what worries you, and what the file shows."))
    if typed.text("immediate_danger") not in ("yes", "no"):
        faults.append(("immediate_danger", "Say whether the child is in immediate danger."))
    if faults:
        raise Wrong(*faults)
    danger = typed.text("immediate_danger") == "yes"
    return ReferralIn(concern=typed.text("concern"), immediate_danger=danger)


async def _compose(page: PlacePage, case: str, sent: ReferralIn) -> Composed:
    """Ready to send, unless the case was referred back since the form was opened.

    Then that is shown first, and the next press sends: nothing is refused for good. A danger that
    is immediate waits for nothing where no earlier referral said so.
    """
    seen = page.typed.text("seen").split()
    unseen = [one for one in await _standing(page, case) if one.reference not in seen]
    urgent = sent.immediate_danger and not await _says_immediate(page, unseen)
    if unseen and not urgent:
        raise Wrong(
            (
                "concern",
                "This case has been referred back since you opened this form: see below. If this"
                " is the same concern, do not send it. If it is another, send it once more.",
            )
        )
    return await composing.refer_back(page.here, case, sent)


async def _standing(page: PlacePage, case: str) -> list[Referral]:
    """The open referrals of a case that the person may know of."""
    found = await list_referrals(page.records, page.viewer, page.here.reference)
    return [one for one in found if one.case_reference == case and one.closed_at is None]


async def _says_immediate(page: PlacePage, found: list[Referral]) -> bool:
    """Whether one of these referrals says already that the danger is immediate."""
    reference = page.here.reference
    for one in found:
        concern = await get_revision(page.records, page.viewer, reference, one.concern_revision)
        if concern.content.get("immediate_danger"):
            return True
    return False


def _referral(act: Act) -> str:
    return act.workflow_id.partition("/")[2]


async def _shown(page: PlacePage, case: str) -> Response:
    state = await page.here.find_state()
    known = state.cases.get(case) if state else None
    danger = page.typed.text("immediate_danger") == "yes"
    return page.render(
        "inspectors/refer_back.html",
        case=case,
        sampled=known is not None,
        before_audit=known is not None and known.audit is None,
        standing=await _standing(page, case),
        ring=await shown.to_ring(page.here, immediate_danger=danger),
    )


async def _mine(page: Page) -> list[Inspection]:
    """The inspections on which this person may refer a case back, the open ones first."""
    served = await list_service(page.records, page.person.id)
    named = dict.fromkeys(one.inspection for one in served if Role(one.role) in INSPECTORATE)
    found = [await get_inspection(page.records, page.viewer, one) for one in named]
    issued = [one for one in found if one.issued_at]
    return sorted(issued, key=lambda one: one.closed_at is not None)


def _faults(page: Page, chosen: _Choice, known: list[str]) -> list[Fault]:
    faults = []
    if chosen.inspection not in known:
        faults.append(Fault("inspection", page.say("Choose the inspection.")))
    if not re.fullmatch(CASE_PATTERN, chosen.case):
        wrong = "Enter the force’s reference of the case, such as N-0417. Never a name."
        faults.append(Fault("case", page.say(wrong)))
    return faults
