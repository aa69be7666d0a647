"""Rows of the self-assessment and the people of the force, as the force's pages show them."""

from dataclasses import dataclass, field
from datetime import datetime

from api.pages.page import PlacePage
from api.shown.answers import answer_rows
from criteria.mapping import Link
from criteria.programme import Programme
from criteria.roles import Side
from criteria.schedule import Expectation, Node
from documents.template_facts import references_of
from records.people import list_people


@dataclass(frozen=True)
class Names:
    """The names of the force's people. Somebody who has left keeps their name."""

    known: dict[str, str] = field(default_factory=dict)

    def __call__(self, person: str | None) -> str:
        return self.known.get(person or "", "") or (person or "")

    def of(self, people: list[str]) -> list[str]:
        return [self(person) for person in people]


@dataclass(frozen=True)
class ShareView:
    """Who has a row, and by when: a date of the force's own."""

    person: str
    name: str
    internal_due: datetime | None


@dataclass(frozen=True)
class RowView:
    """A row to answer. `number` is what it is called by in the template, such as 1.4."""

    code: str
    number: str
    section: str
    indicator: str
    guidance: str
    status: str
    path: str
    updated_at: datetime | None
    author: str
    shares: list[ShareView]

    @property
    def answered(self) -> bool:
        return self.status != "empty"


async def force_names(page: PlacePage) -> Names:
    """The people of the inspected force, by id."""
    force = page.here.inspection.force_code
    people = await list_people(page.records, Side.FORCE, force)
    return Names({person.id: person.name for person in people})


async def row_views(page: PlacePage, names: Names) -> list[RowView]:
    """The rows that are the viewer's to write, in the template's order."""
    numbers = references_of((await page.here.programme()).template)
    return [
        RowView(
            code=row.row,
            number=numbers[row.row],
            section=row.section,
            indicator=row.indicator,
            guidance=row.guidance,
            status=row.status,
            path=f"{page.path}/self-assessment/{row.row}",
            updated_at=row.updated_at,
            author=names(row.author),
            shares=[ShareView(s.person, names(s.person), s.internal_due) for s in row.shared_with],
        )
        for row in await answer_rows(page.here)
    ]


def criteria_of(
    programme: Programme, row: str
) -> tuple[Link | None, Node | None, tuple[Expectation, ...]]:
    """What of the criteria the row speaks to: its link, the node, and the expectations of it."""
    link = next((one for one in programme.map.links if one.row == row), None)
    if link is None or link.node is None:
        return link, None, ()
    node = programme.criteria.node(link.node)
    named = [one for one in node.expectations if one.id in link.expectations]
    return link, node, tuple(named) or node.expectations
