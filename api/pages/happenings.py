"""What happened, in plain words: an entry of the journal with who did it, in which role."""

from dataclasses import dataclass, field
from datetime import datetime

from api.access import ACCESS as CALLS
from api.access import standing_roles
from api.pages.page import PlacePage
from criteria.roles import Role
from records.happenings import Happening, list_happenings
from records.people import Appointment, Person, get_people, list_appointments
from workflows.acts import ALL_ACTS


@dataclass(frozen=True)
class Told:
    """One line of the history. `role` is the role in which it was done, "" for none; `phase` the
    one that was reopened, `void` how much of what no longer stands since."""

    position: int
    at: datetime
    event: str
    who: str
    role: str
    task: str
    phase: str = ""
    void: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class History:
    """Some lines, newest first; `older` continues them. `whole`: all of the journal is shown."""

    lines: list[Told]
    total: int
    older: int | None
    whole: bool


def may_read_all(page: PlacePage) -> bool:
    """Whether the person may read the whole journal, as the API has it."""
    access = CALLS["get_journal"]
    held = page.viewer.roles & (access.roles or frozenset())
    return bool(held or standing_roles(page.person) & access.standing)


@dataclass(frozen=True)
class Known:
    """Everybody by id, and who serves or served here, the oldest appointment first."""

    people: dict[str, Person]
    appointments: list[Appointment]

    def name(self, person: str) -> str:
        return self.people[person].name if person in self.people else ""

    def roles(self, person: str) -> list[Role]:
        """Every role that the person holds or held here."""
        return [one.role for one in self.appointments if one.person == person]

    def serving(self, role: Role) -> list[Person]:
        """Who holds the role now."""
        held = [one for one in self.appointments if one.role is role and one.until_at is None]
        return [self.people[one.person] for one in held if one.person in self.people]


async def read_known(page: PlacePage) -> Known:
    """The people of this inspection, read at once for all that a page tells of them."""
    appointments = await list_appointments(page.records, page.here.reference, ended=True)
    people = await get_people(page.records, {one.person for one in appointments})
    return Known(people, appointments)


async def history_of(
    page: PlacePage, known: Known, *, before: int | None = None, limit: int
) -> History:
    """The newest lines before a position that this person may read."""
    whole = may_read_all(page)
    found = await list_happenings(
        page.records, page.viewer, page.here.reference, whole=whole, before=before, limit=limit
    )
    lines = [_told(one, known, whole) for one in found.items]
    oldest = lines[-1].position if lines else 0
    older = oldest if len(lines) == limit and oldest > 1 else None
    return History(lines, found.total, older, whole)


def _told(one: Happening, known: Known, whole: bool) -> Told:
    """An act is done in the first of the roles that may do it. How much became void is for those
    who may read the whole journal: it tells how the panel's work stood."""
    actor = one.actor or ""
    may = ALL_ACTS[one.event].roles if one.event in ALL_ACTS else ()
    held = known.roles(actor)
    role = next((r for r in may if r in held), held[0] if held else None)
    return Told(
        one.position,
        one.at,
        one.event,
        known.name(actor),
        role.value if role else "",
        one.task,
        str(one.body.get("phase", "")),
        dict(one.body.get("void", {})) if whole else {},
    )
