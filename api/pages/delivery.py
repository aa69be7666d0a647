"""Delivery of the notice letter: whether and how; recording service by hand, or deemed service."""

from dataclasses import dataclass
from datetime import date, datetime, time

from fastapi import APIRouter
from starlette.responses import Response

from api.access import ACCESS as CALLS
from api.access import Access
from api.composing import delivery as composing
from api.pages import doing
from api.pages.deps import PlaceDep, PlaceFormDep
from api.pages.doing import Doing, Wrong
from api.pages.happenings import read_known
from api.pages.page import PlacePage, Typed
from api.schemas.delivery import DeliveryOut, ServiceIn
from api.schemas.values import Nothing
from api.shown.delivery import dates_if_delivered, delivery_at
from workflows.delivery import BY_HAND
from workflows.state import InspectionState
from workflows.tasks import Task
from workflows.uk_time import at_uk, local_day

router = APIRouter(prefix="/inspections/{ref}/delivery", include_in_schema=False)

ACCESS: dict[str, Access] = {
    "page_delivery": CALLS["get_delivery"],
    "page_service": CALLS["record_service"],
    "page_deemed_service": CALLS["deem_service"],
}


@dataclass(frozen=True)
class DeliveryView:
    """The whole of the page. `today` holds the dates that delivery today would give."""

    delivery: DeliveryOut
    today: list[Task]
    today_is: date
    may_deem: bool
    recorded_by: str  # a name; empty where nobody recorded it


@router.get("", name="page_delivery")
async def delivery(page: PlaceDep) -> Response:
    """Whether and how the letter was delivered."""
    return await _shown(page)


@router.post("/service", name="page_service")
async def service(page: PlaceFormDep) -> Response:
    """Record service by hand."""
    return await doing.act(
        page,
        Doing("record_service"),
        _service,
        lambda sent: lambda: composing.record_service(sent),
        again=lambda: _shown(page),
        then=f"{page.path}/delivery",
    )


@router.post("/deemed-service", name="page_deemed_service")
async def deemed(page: PlaceFormDep) -> Response:
    """Record deemed service."""
    return await doing.act(
        page,
        Doing("deem_service"),
        lambda _: Nothing(),
        lambda _: composing.bare,
        again=lambda: _shown(page),
        then=f"{page.path}/delivery",
    )


def _service(typed: Typed) -> ServiceIn:
    faults, how, day = [], typed.text("how"), typed.day("served_on")
    at = _moment(day, typed.text("served_at")) if day else None
    if day is None:
        faults.append(("served_on-day", "Enter a real date, such as 1 3 2027."))
    elif at is None:
        faults.append(("served_at", "Enter the time of service, such as 10:30."))
    if how not in BY_HAND:
        faults.append(("how", "Choose how the letter was served."))
    if at is None or faults:
        raise Wrong(*faults)
    return ServiceIn.model_validate({"at": at, "how": how})


def _moment(day: date, typed: str) -> datetime | None:
    """A time typed for a day, on the UK's clock; None for what is no time."""
    try:
        return at_uk(day, time.fromisoformat(typed).replace(tzinfo=None))
    except (ValueError, OverflowError):
        return None


async def _shown(page: PlacePage) -> Response:
    state, now = await page.here.state(), page.parts.clock()
    shown = await delivery_at(page.here)
    view = DeliveryView(
        delivery=shown,
        today=dates_if_delivered(state, now),
        today_is=local_day(now),
        may_deem=shown.deemed_from is not None and now >= shown.deemed_from,
        recorded_by=await _recorder(page, state),
    )
    return page.render("managers/delivery.html", view=view, ways=BY_HAND)


async def _recorder(page: PlacePage, state: InspectionState) -> str:
    """Who recorded service, where it was not the force that opened the letter or a channel."""
    known = state.delivered
    if known is None or known.how not in (*BY_HAND, "deemed"):
        return ""
    return (await read_known(page)).name(known.by)
