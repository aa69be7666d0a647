"""The names of the inspectorate's people, for pages that say who did or is asked something."""

from api.pages.page import PlacePage
from api.pages.row_views import Names
from criteria.roles import Role, Side
from records.people import names_on


async def colleagues(page: PlacePage) -> Names:
    """The inspectorate's people, by id. Somebody who has left keeps their name."""
    return Names(await names_on(page.records, Side.INSPECTORATE))


def holders(names: Names, people: dict[str, list[str]], *roles: Role) -> list[str]:
    """The names of those who hold one of these roles here, each once."""
    ids = dict.fromkeys(person for role in roles for person in people.get(role.value, []))
    return names.of(list(ids))
