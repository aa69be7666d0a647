"""What must hold in a calendar, a timetable and a disposal schedule: rules that yield faults."""

from collections.abc import Iterator
from datetime import date

from criteria.conduct import DisposalSchedule
from criteria.document_rules import twice
from criteria.faults import Fault, Place
from criteria.reading import choose_from
from criteria.roles import Role
from criteria.timetable import (
    EVENTS,
    OPTIONAL_PERIODS,
    OWNER,
    PERIODS,
    Calendar,
    NoticeRung,
    RungKind,
    Timetable,
)


def calendar(part: Calendar, place: Place) -> Iterator[Fault]:
    days = [h.date for h in part.holidays if h.date != date.min]  # that stands for an unread one
    yield from twice((day.isoformat() for day in days), place.key("holidays"), "day")
    if days != sorted(days):
        yield place.key("holidays").fault("The days are not in order. Put the earliest first.")
    for day in days:
        if not part.first_year <= day.year <= part.last_year:
            yield place.at("holidays", day.isoformat()).fault(
                f"The calendar covers {part.first_year} to {part.last_year}. Correct one of them."
            )
    for year in range(part.first_year, part.last_year + 1):
        if not any(day.year == year for day in days):
            yield place.key("holidays").fault(f"There is no day in {year}. Add that year's days.")


def timetable(part: Timetable, place: Place) -> Iterator[Fault]:
    codes, known = [period.code for period in part.periods], (*PERIODS, *OPTIONAL_PERIODS)
    yield from twice(codes, place.key("periods"), "period")
    for missing in [code for code in PERIODS if code not in codes]:
        yield place.key("periods").fault(f"The period '{missing}' is missing. Add it.")
    for period in part.periods:
        at = place.at("periods", period.code)
        if period.code not in known:
            yield at.fault(
                f"Nothing is due by a period of this name. {choose_from(period.code, known)}"
            )
        yield from _event(period.event, at)
    if part.extension_limit < 0:
        yield place.key("extension_limit").fault(
            "It is below nought. Write 0 or more working days."
        )
    for name, ladder in (("ladder", part.ladder), ("referral_ladder", part.referral_ladder)):
        yield from _ladder(ladder, place.key(name))


def _ladder(ladder: tuple[NoticeRung, ...], place: Place) -> Iterator[Fault]:
    yield from twice((rung.name for rung in ladder), place, "rung")
    offsets = [rung.offset for rung in ladder]
    if offsets != sorted(offsets):
        yield place.fault("The rungs are not in order. Put the earliest first.")
    for rung in ladder:
        at = place.item(rung.name)
        if rung.kind is RungKind.REMINDER and rung.offset > 0:
            yield at.key("offset").fault(
                "A reminder cannot come after the due date. Use 0 or less."
            )
        if rung.kind is not RungKind.REMINDER and rung.offset < 0:
            yield at.key("offset").fault("Nothing is late before its due date. Use 0 or more.")
        yield from _roles(rung, at)


def _roles(rung: NoticeRung, place: Place) -> Iterator[Fault]:
    known = [OWNER, *(role.value for role in Role)]
    if not rung.roles:
        yield place.key("roles").fault("Nobody is told. Name at least one role.")
    for role in rung.roles:
        if role not in known:
            yield place.key("roles").fault(f"'{role}' is not a role. {choose_from(role, known)}")


def disposal(part: DisposalSchedule, place: Place) -> Iterator[Fault]:
    yield from twice(
        (material.code for material in part.materials), place.key("materials"), "material"
    )
    for material in part.materials:
        at = place.at("materials", material.code)
        given = [material.count is not None, material.unit is not None, material.event is not None]
        if any(given) and not all(given):
            yield at.fault(
                "A period needs count, unit and event. Give all three, or none to keep for good."
            )
        if material.event is not None:
            yield from _event(material.event, at)


def _event(event: str, place: Place) -> Iterator[Fault]:
    if event not in EVENTS:
        yield place.key("event").fault(f"'{event}' is not an event. {choose_from(event, EVENTS)}")
