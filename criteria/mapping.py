"""The explicit map between a self-assessment template and a criteria document.

Neither official document refers to the other's rows, so the map is our own and says so.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Link:
    """One row of the template and what it answers to.

    With `expectations`, the row speaks to those alone and repeats their words; with a `node` only,
    to the whole node; with neither, to no part of the criteria.
    """

    row: str
    node: str | None = None
    expectations: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class Unasked:
    """An expectation that no row asks the force about, and where its evidence comes from."""

    expectation: str
    route: str


@dataclass(frozen=True)
class CriteriaMap:
    id: str
    version: str
    title: str
    basis: str
    links: tuple[Link, ...]
    unasked: tuple[Unasked, ...] = ()

    def link(self, row_id: str) -> Link:
        """The link of that row; KeyError when the map does not name it."""
        return {link.row: link for link in self.links}[row_id]

    def rows_for(self, node_id: str) -> tuple[str, ...]:
        """The rows that speak to a node, in the map's order; none for the overall assessment."""
        return tuple(link.row for link in self.links if link.node == node_id)
