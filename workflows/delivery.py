"""Delivery of the notice letter: what counts as it, and the dates that are counted from it. Pure.

Delivery is the earliest of a receipt at the force's registered mailbox, a person of the force
opening it, and service recorded by hand; what is recorded first stands. The letter prints dates
counted from the planned delivery: a real one moves them later, never earlier.
"""

from dataclasses import dataclass, replace
from datetime import UTC, datetime

from criteria.errors import Rule, RuleBroken, require
from criteria.outline import Period
from criteria.roles import Role
from workflows.deadlines import Due, due
from workflows.messages import Nothing, RecordDelivery, RecordService
from workflows.rule import ActRule, Decided
from workflows.standing_still import is_paused, stills_of
from workflows.state import Delivered, InspectionState, ProcessState

DELIVERED = "delivered"  # the event from which the force's first periods are counted
PLANNED = "planned_delivery"
UNDELIVERED, LATE = "undelivered", "delivery_late"  # nothing came: the lead rings; HMI is told
LEADS = (Role.INSPECTION_LEAD, Role.DEPUTY_LEAD)
# Whoever of the force may open the letter: each of them is a person of the force opening it.
OPENERS = (
    *(Role.LIAISON, Role.HEAD_OF_PVP, Role.CONTRIBUTOR),
    *(Role.CASE_AUDITOR, Role.CHIEF_OFFICER_LEAD),
)
RECORD, RECEIPT = "record_delivery", "receipt"  # the act of a channel's receipt, and its "how"
BY_HAND = ("by_hand", "signed_post", "telephone_email")  # ways of serving that a lead may record

# Event of time -> the period after which it comes, where nothing is delivered by then.
_WAITS = {UNDELIVERED: "delivery_wait", LATE: "deemed_service"}


@dataclass(frozen=True)
class Step:
    """What comes of nothing being delivered: the event, and when it comes."""

    event: str
    at: datetime


def counts(state: ProcessState) -> bool:
    """Whether this inspection's programme counts anything from delivery."""
    return any(period.event == DELIVERED for period in state.programme.periods.values())


def awaits_delivery(state: ProcessState, period: str) -> bool:
    """Whether a period is counted from a delivery that has not come: nobody is reminded of it."""
    found = state.programme.periods.get(period)
    return found is not None and found.event == DELIVERED and DELIVERED not in state.events


def planned(state: ProcessState) -> datetime:
    """When the letter was to be delivered: on the day planned at issue, else at issue itself."""
    return datetime.fromisoformat(state.events.get(PLANNED, state.events["issue"]))


def printed(state: ProcessState, code: str) -> Due:
    """A date as the letter prints it: what is counted from delivery, from the planned one."""
    period, holidays = state.programme.periods[code], state.programme.holidays
    if period.event == DELIVERED:
        return due(replace(period, event=PLANNED), planned(state), holidays)
    return due(period, datetime.fromisoformat(state.events[period.event]), holidays)


def due_from_delivery(state: ProcessState, period: Period, extended_by: int = 0) -> Due:
    """The date in force: from delivery once it is known, never earlier than printed."""
    moving = (state.programme.holidays, extended_by, stills_of(state), state.added_holidays)
    first = due(replace(period, event=PLANNED), planned(state), *moving)
    if DELIVERED not in state.events:
        return first
    at = datetime.fromisoformat(state.events[DELIVERED])
    counted = due(period, at, *moving)
    return counted if counted.at >= first.at else first


def is_awaited(state: ProcessState) -> bool:
    """Whether something is counted from a delivery that has not come."""
    if not isinstance(state, InspectionState) or state.outline is None or state.closed_at:
        return False
    return counts(state) and DELIVERED not in state.events


def next_step(state: ProcessState) -> Step | None:
    """What comes next while nothing is delivered; None when there is nothing to come."""
    if not is_awaited(state) or is_paused(state):
        return None
    for event, name in _WAITS.items():
        at = _waited(state, name)
        if at is not None and event not in state.events:
            return Step(event, at)
    return None


def deemed_from(state: ProcessState) -> datetime | None:
    """From when the lead may record deemed service; None where the programme has no such thing."""
    return _waited(state, "deemed_service")


def check_open(state: InspectionState, _decided: Decided, _message: Nothing) -> None:
    require(state.delivered is None, Rule.ALREADY_DELIVERED)


def apply_open(state: InspectionState, decided: Decided, _message: Nothing) -> None:
    _deliver(state, Delivered(decided.at, "opened", decided.actor))


def check_delivery(_state: InspectionState, _decided: Decided, message: RecordDelivery) -> None:
    require(message.how == RECEIPT, Rule.INVALID_INPUT, "how")
    _instant(message.at)


def apply_delivery(state: InspectionState, decided: Decided, message: RecordDelivery) -> None:
    """A receipt that comes after another delivery changes nothing: the first one stands."""
    if state.delivered is None:
        # Machines differ by seconds: a receipt is never refused for that, which would lose it.
        at = min(_instant(message.at), datetime.fromisoformat(decided.at))
        at = max(at, _issued(state))
        _deliver(state, Delivered(at.isoformat(), message.how, decided.actor))


def check_service(state: InspectionState, decided: Decided, message: RecordService) -> None:
    require(state.delivered is None, Rule.ALREADY_DELIVERED)
    require(message.how in BY_HAND, Rule.INVALID_INPUT, "how")
    at = _instant(message.at)
    require(at <= datetime.fromisoformat(decided.at), Rule.SERVICE_IN_FUTURE)
    # A person types minutes: the minute of issue is not before issue.
    require(at >= _issued(state).replace(second=0, microsecond=0), Rule.SERVICE_BEFORE_ISSUE)


def apply_service(state: InspectionState, decided: Decided, message: RecordService) -> None:
    _deliver(state, Delivered(_instant(message.at).isoformat(), message.how, decided.actor))


def check_deem(state: InspectionState, decided: Decided, _message: Nothing) -> None:
    require(state.delivered is None, Rule.ALREADY_DELIVERED)
    first = deemed_from(state)
    passed = first is not None and datetime.fromisoformat(decided.at) >= first
    require(passed, Rule.DEEMED_TOO_EARLY)


def apply_deem(state: InspectionState, decided: Decided, _message: Nothing) -> None:
    _deliver(state, Delivered(decided.at, "deemed", decided.actor))


def heard_from_force(state: InspectionState, decided: Decided) -> None:
    """Whoever answers has opened what was asked: that is delivery, if nothing was before."""
    if state.delivered is None and counts(state):
        _deliver(state, Delivered(decided.at, "opened", decided.actor))


def _deliver(state: InspectionState, delivered: Delivered) -> None:
    state.delivered = delivered
    state.events[DELIVERED] = delivered.at


def _waited(state: ProcessState, name: str) -> datetime | None:
    """The end of a wait for delivery, by the programme's period of that name."""
    period = state.programme.periods.get(name)
    if period is None:
        return None
    moving = (state.programme.holidays, 0, stills_of(state), state.added_holidays)
    return due(period, planned(state), *moving).at


def _issued(state: ProcessState) -> datetime:
    return datetime.fromisoformat(state.events["issue"])


def _instant(text: str) -> datetime:
    """Raises RuleBroken for what is no moment, or one without its offset."""
    try:
        at = datetime.fromisoformat(text)
        require(at.tzinfo is not None, Rule.INVALID_INPUT, "at")
        return at.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise RuleBroken(Rule.INVALID_INPUT, "at") from error


ACTS: tuple[ActRule[InspectionState], ...] = (
    ActRule("open_notice", OPENERS, check_open, apply_open),
    ActRule("record_service", LEADS, check_service, apply_service, RecordService),
    ActRule("deem_service", LEADS, check_deem, apply_deem),
    # No roles: only the system sends it, for a receipt of a channel.
    ActRule(RECORD, (), check_delivery, apply_delivery, RecordDelivery),
)
