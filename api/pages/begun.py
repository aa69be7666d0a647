"""What has been answered so far of an inspection that is being started: read from an address or a
form, written into the address of the next step.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urlencode

from starlette.datastructures import FormData, QueryParams, UploadFile

from api.composing.issue import find_programme
from api.errors import InputFaults
from api.pages.choosing import People
from api.pages.doing import Wrong
from api.pages.page import Page, Typed
from criteria.programme import Programme
from criteria.roles import Role
from records.errors import NotFound
from records.people import Force, get_force
from workflows.uk_time import local_day

START = "/inspections/new"


@dataclass(frozen=True)
class Begun:
    """What has been answered so far; None and empty where nothing has."""

    programme: Programme | None = None
    force: Force | None = None
    start: date | None = None
    end: date | None = None
    planned: date | None = None  # delivery of the letter; None: the day of issue
    people: People = field(default_factory=dict)

    def address(self, step: str) -> str:
        """A step with everything answered so far."""
        return f"{START}{step}?{urlencode(self.fields())}" if self.fields() else f"{START}{step}"

    def fields(self) -> list[tuple[str, str]]:
        """Everything answered so far, as fields of a form."""
        said = [
            ("programme", self.programme.id if self.programme else ""),
            ("force", self.force.code if self.force else ""),
            ("start", self.start.isoformat() if self.start else ""),
            ("end", self.end.isoformat() if self.end else ""),
            ("planned", self.planned.isoformat() if self.planned else ""),
            *((role.value, one) for role, ids in self.people.items() for one in ids),
        ]
        return [(name, value) for name, value in said if value]

    @property
    def fieldwork(self) -> tuple[date, date]:
        """Its first and last day. To be asked for once they are answered."""
        assert self.start is not None
        assert self.end is not None
        return self.start, self.end

    def missing(self) -> str | None:
        """The first step that is not answered yet; None before the check."""
        if not (self.programme and self.force):
            return ""
        if not (self.start and self.end):
            return "/dates"
        return None if self.people else "/people"


async def read(page: Page, said: QueryParams | Typed) -> Begun:
    """What an address or form says so far; what it says wrongly counts as not answered."""
    fields = said if isinstance(said, Typed) else typed_in(said)
    chosen = {role: found for role in Role if (found := _ids(fields.all(role.value)))}
    start, end = _day(fields.text("start")), _day(fields.text("end"))
    programme, force = _programme(page, fields.text("programme")), fields.text("force")
    planned = _day(fields.text("planned"))
    return Begun(programme, await _force(page, force), start, end, planned, chosen)


def _programme(page: Page, id_: str) -> Programme | None:
    try:
        return find_programme(page.parts, id_) if id_ else None
    except InputFaults:
        return None


async def _force(page: Page, code: str) -> Force | None:
    try:
        return await get_force(page.records, code) if code else None
    except NotFound:
        return None


def _ids(found: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(one for one in found if len(one) < 80))[:40]


def _day(said: str) -> date | None:
    try:
        found = date.fromisoformat(said)
    except ValueError:
        return None
    return found if 2000 <= found.year < 2100 else None  # an address may say anything


def typed_in(said: QueryParams) -> Typed:
    """The fields of an address, as those of a form."""
    fields: list[tuple[str, str | UploadFile]] = list(said.multi_items())
    return Typed(FormData(fields))


@dataclass(frozen=True)
class Days:
    """The days that were typed; `planned` is None where the letter goes on the day of issue."""

    start: date
    end: date
    planned: date | None


async def fieldwork(page: Page) -> Days:
    """The days that were typed. Raises Wrong for those that no inspection can be planned on."""
    today, faults = local_day(page.parts.clock()), []
    start, end = page.typed.day("start"), page.typed.day("end")
    planned = page.typed.day("planned")
    if start is None:
        faults.append(("start-day", _NO_DATE))
    if end is None:
        faults.append(("end-day", _NO_DATE))
    if planned is None and _is_typed(page.typed, "planned"):
        faults.append(("planned-day", _NO_DATE))
    if faults or start is None or end is None:
        raise Wrong(*faults)
    faults = [*_fieldwork_faults(today, start, end), *_planned_faults(today, start, planned)]
    if faults:
        raise Wrong(*faults)
    return Days(start, end, planned)


_NO_DATE = "Enter a real date, such as 1 3 2027."


def _fieldwork_faults(today: date, start: date, end: date) -> Iterator[tuple[str, str]]:
    if start < today:
        yield "start-day", "Fieldwork begins today at the earliest: enter a later date."
    if end < start:
        yield "end-day", "Fieldwork ends after it begins: enter a later date."
    if (end - today).days > 3650:
        yield "end-day", "Enter a date within the next ten years."


def _planned_faults(today: date, start: date, planned: date | None) -> Iterator[tuple[str, str]]:
    if planned is not None and planned < today:
        yield "planned-day", "The letter is delivered today at the earliest: enter a later date."
    if planned is not None and planned > max(start, today):
        yield "planned-day", "The letter is delivered before fieldwork begins: enter another date."


def _is_typed(typed: Typed, name: str) -> bool:
    return any(typed.text(f"{name}-{part}").strip() for part in ("year", "month", "day"))
