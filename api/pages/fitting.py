"""Whether an inspection could be issued with the people chosen, told at the role concerned."""

from collections.abc import Iterable

from api.pages.begun import Begun
from api.pages.doing import Wrong
from api.pages.page import Page
from api.pages.wording import words
from criteria import duties
from criteria.errors import Rule, RuleBroken
from criteria.programme import Programme
from criteria.roles import Role
from records.people import list_people


async def require_fitting(page: Page, begun: Begun) -> None:
    """Raise Wrong, in words at the role concerned, for people by whom it could not be issued."""
    assert begun.programme is not None
    names = {person.id: person.name for person in await list_people(page.records)}
    try:
        duties.require_filled(begun.people, begun.programme.rules.panel_minimum)
        duties.require_apart(begun.people)
    except RuleBroken as broken:
        raise Wrong(*_faults(page, broken, names, begun.programme)) from None


def _faults(
    page: Page, broken: RuleBroken, names: dict[str, str], programme: Programme
) -> Iterable[tuple[str, str]]:
    if broken.rule is Rule.ROLE_NOT_FILLED:
        for role in broken.codes:
            if role == Role.PANEL_MEMBER.value:
                least = programme.rules.panel_minimum
                said = "Choose more panel members: with its chair the panel needs %(number)s."
                yield role, page.say(said, number=least)
            else:
                yield (
                    role,
                    page.say(
                        "Choose somebody for this role: %(role)s.",
                        role=page.say(words()["roles"][role]),
                    ),
                )
        return
    person, one, other = broken.codes
    said = "%(name)s cannot be %(one)s and %(other)s at once: choose somebody else for one of them."
    name = names.get(person, person)
    roles = {
        key: page.say(words()["roles"][role]) for key, role in (("one", one), ("other", other))
    }
    yield other, page.say(said, name=name, **roles)
