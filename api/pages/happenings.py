"""What happened, in plain words: an entry of the journal with who did it, in which role."""

from dataclasses import dataclass
from datetime import datetime

from api.access import ACCESS as CALLS
from api.access import standing_roles
from api.pages.page import PlacePage
from criteria.roles import Role
from records.happenings import Happening, list_happenings
from records.people import list_appointments, list_people
from workflows.acts import ALL_ACTS


@dataclass(frozen=True)
class Told:
    """One line of the history. `role` is the role in which it was done, "" for none."""

    position: int
    at: datetime
    event: str
    who: str
    role: str
    task: str


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


async def history_of(page: PlacePage, *, before: int | None = None, limit: int) -> History:
    """The newest lines before a position that this person may read."""
    whole = may_read_all(page)
    found = await list_happenings(
        page.records, page.viewer, page.here.reference, whole=whole, before=before, limit=limit
    )
    names, roles = await _people(page)
    lines = [_told(one, names, roles) for one in found.items]
    oldest = lines[-1].position if lines else 0
    older = oldest if len(lines) == limit and oldest > 1 else None
    return History(lines, found.total, older, whole)


async def _people(page: PlacePage) -> tuple[dict[str, str], dict[str, list[Role]]]:
    """Names by person, and every role that a person holds or held here."""
    names = {one.id: one.name for one in await list_people(page.records)}
    roles: dict[str, list[Role]] = {}
    for one in await list_appointments(page.records, page.here.reference, ended=True):
        roles.setdefault(one.person, []).append(one.role)
    return names, roles


def _told(one: Happening, names: dict[str, str], roles: dict[str, list[Role]]) -> Told:
    """An act is done in the first of the roles that may do it."""
    actor = one.actor or ""
    may = ALL_ACTS[one.event].roles if one.event in ALL_ACTS else ()
    held = roles.get(actor, [])
    role = next((r for r in may if r in held), held[0] if held else None)
    who = names.get(actor, "")
    return Told(one.position, one.at, one.event, who, role.value if role else "", one.task)
