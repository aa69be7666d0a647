"""Cases referred back: whom to ring, what is asked of whom next, and each step as it is taken."""

from dataclasses import dataclass
from functools import partial

from fastapi import APIRouter
from starlette.responses import Response

from api.access import ACCESS as CALLS
from api.access import Access
from api.composing import referrals as composing
from api.pages import doing
from api.pages.case_views import names_of
from api.pages.deps import PlaceDep, PlaceFormDep
from api.pages.doing import Doing, Wrong
from api.pages.page import PlacePage, Typed
from api.schemas.paths import Referral
from api.schemas.referrals import EntryIn, ReferralWhole
from api.schemas.tasks import TaskOut
from api.shown import referrals as shown
from records.errors import NotFound
from records.processes import get_process
from records.referrals import Referral as Row
from records.referrals import list_referrals
from records.tasks import Task, list_tasks
from workflows.names import referral_workflow_id
from workflows.patch import from_document
from workflows.state import ReferralState

router = APIRouter(prefix="/inspections/{ref}/referrals", include_in_schema=False)

# Path of a step -> (act, what to do when nothing was typed).
_STEPS = {
    "contact": ("record_contact", "Say whom you reached, when, and what was agreed."),
    "acknowledgement": ("acknowledge_referral", "Say who has taken it on, and what happens now."),
    "action": ("record_action", "Say what has been done for the child."),
    "closure": ("close_referral", "Say why it can be closed."),
}
ACCESS: dict[str, Access] = {
    "page_referrals": CALLS["list_referrals"],
    "page_referral": CALLS["get_referral"],
    "page_referral_contact": CALLS["record_contact"],
    "page_referral_acknowledgement": CALLS["acknowledge_referral"],
    "page_referral_action": CALLS["record_action"],
    "page_referral_closure": CALLS["close_referral"],
}


@dataclass(frozen=True)
class ReferralRow:
    """A referral in the list, and what is asked next."""

    row: Row
    by: str
    path: str
    next: Task | None


@dataclass(frozen=True)
class ReferralView:
    """A referral with its steps. `decided` is False while the engine has not taken it up yet."""

    whole: ReferralWhole
    names: dict[str, str]
    path: str
    decided: bool
    contacted: bool
    acknowledged: bool
    acted: bool
    immediate_danger: bool

    @property
    def closed(self) -> bool:
        return self.whole.closed_at is not None

    @property
    def closable(self) -> bool:
        return self.contacted and self.acknowledged and self.acted and not self.closed

    def task(self, kind: str) -> TaskOut | None:
        return next((one for one in self.whole.tasks if one.task == kind), None)


@router.get("", name="page_referrals")
async def referrals(page: PlaceDep) -> Response:
    """The referrals that the reader may know of: the open ones first."""
    here = page.here
    found = await list_referrals(here.records, here.viewer, here.reference)
    names = await names_of(here, [one.referred_by for one in found])
    tasks = await list_tasks(here.records, here.viewer, here.reference)
    rows = [
        ReferralRow(
            row=one,
            by=names[one.referred_by],
            path=f"{page.path}/referrals/{one.reference}",
            next=_first(tasks, referral_workflow_id(one.reference)),
        )
        for one in sorted(found, key=lambda one: (one.closed_at is not None, one.referred_at))
    ]
    return page.render("inspectors/referrals.html", rows=rows)


@router.get("/{referral}", name="page_referral")
async def referral(page: PlaceDep, referral: Referral) -> Response:
    """One referral: the numbers to ring, the clocks, what was done, and the reader's next step."""
    return await _shown(page, referral)


@router.post("/{referral}/contact", name="page_referral_contact")
async def contact(page: PlaceFormDep, referral: Referral) -> Response:
    """Record the call that reached the force."""
    return await _enter(page, referral, "contact")


@router.post("/{referral}/acknowledgement", name="page_referral_acknowledgement")
async def acknowledgement(page: PlaceFormDep, referral: Referral) -> Response:
    """Acknowledge for the force."""
    return await _enter(page, referral, "acknowledgement")


@router.post("/{referral}/action", name="page_referral_action")
async def action(page: PlaceFormDep, referral: Referral) -> Response:
    """State what has been done for the child."""
    return await _enter(page, referral, "action")


@router.post("/{referral}/closure", name="page_referral_closure")
async def closure(page: PlaceFormDep, referral: Referral) -> Response:
    """Close the referral."""
    return await _enter(page, referral, "closure")


async def _enter(page: PlacePage, referral: str, step: str) -> Response:
    await shown.find(page.here, referral)
    kind, missing = _STEPS[step]
    return await doing.act(
        page,
        Doing(kind, referral_workflow_id(referral), (("referral", referral),)),
        partial(_read, step, missing),
        lambda sent: lambda: composing.entry(kind, referral, sent),
        again=lambda: _shown(page, referral),
        then=f"{page.path}/referrals/{referral}",
    )


def _read(step: str, missing: str, typed: Typed) -> EntryIn:
    if not typed.text(f"entry-{step}"):
        raise Wrong((f"entry-{step}", missing))
    return EntryIn(entry=typed.text(f"entry-{step}"))


async def _shown(page: PlacePage, reference: str) -> Response:
    here, whole = page.here, await shown.whole(page.here, reference)
    state = await _state(page, reference)
    people = [whole.referred_by, *(entry.author for entry in whole.entries)]
    view = ReferralView(
        whole=whole,
        names=await names_of(here, people),
        path=f"{page.path}/referrals/{reference}",
        decided=state is not None,
        contacted=bool(state and state.contacted),
        acknowledged=bool(state and state.acknowledged),
        acted=bool(state and state.action),
        immediate_danger=bool(whole.concern.content.get("immediate_danger")),
    )
    return page.render("inspectors/referral.html", view=view)


async def _state(page: PlacePage, reference: str) -> ReferralState | None:
    """Where the referral stands; None while the engine has not taken it up."""
    try:
        process = await get_process(page.records, referral_workflow_id(reference))
    except NotFound:
        return None
    state = from_document(ReferralState, process.state)
    return state if state.outline is not None else None


def _first(tasks: list[Task], workflow_id: str) -> Task | None:
    """The task of a referral that is due first: `tasks` come in that order."""
    return next((one for one in tasks if one.workflow_id == workflow_id), None)
