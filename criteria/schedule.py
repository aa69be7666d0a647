"""The criteria document: what matters (indicators) and what one might expect to see, node by node.

The official document calls itself a schedule. Texts are word for word as printed, rows that a page
break had split rejoined. Nothing here knows how many nodes there are.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from criteria.provenance import Slip, Source


class NodeKind(StrEnum):
    """What a node speaks to. Exactly one node of a schedule is its overall assessment."""

    OVERALL = "overall"
    JOURNEY_STAGE = "journey_stage"  # a stage of the child's journey
    TOPIC = "topic"  # about the force as a whole


@dataclass(frozen=True)
class Legend:
    """An introductory sentence of the schedule; `emphasis` names the words printed bold."""

    id: str
    text: str
    emphasis: tuple[str, ...] = ()


@dataclass(frozen=True)
class Expectation:
    """One thing "we might expect to see"; `line` is where it begins in the source file."""

    id: str
    text: str
    emphasis: tuple[str, ...] = ()  # words printed in italics
    line: int = 0


@dataclass(frozen=True)
class Node:
    """One row of the schedule: its indicator and expectations. Its place in the list is its order.

    `printed_label` is the first column word for word and empty where the node has no row of its
    own. Two nodes may print the same `number`: never tell them apart by it.
    """

    id: str
    kind: NodeKind
    name: str
    indicator: str
    expectations: tuple[Expectation, ...]
    printed_label: str = ""
    number: str = ""
    instruction: str = ""  # printed above the expectations
    line: int = 0


@dataclass(frozen=True)
class ScheduleSection:
    """A headed part of the schedule, with the column headings printed in it."""

    id: str
    heading: str
    nodes: tuple[Node, ...]
    descriptor: str = ""
    column_heads: tuple[str, ...] = ()


@dataclass(frozen=True)
class Schedule:
    """The whole criteria document."""

    id: str
    version: str
    programme_title: str  # as printed at the head of each page
    title: str
    source: Source
    legends: tuple[Legend, ...]
    sections: tuple[ScheduleSection, ...]
    slips: tuple[Slip, ...] = ()

    def nodes(self) -> Iterator[Node]:
        """Every node in printed order."""
        return (node for section in self.sections for node in section.nodes)

    def node(self, node_id: str) -> Node:
        """The node of that id; KeyError when there is none."""
        return {node.id: node for node in self.nodes()}[node_id]

    def expectations(self) -> Iterator[Expectation]:
        return (expectation for node in self.nodes() for expectation in node.expectations)

    def overall(self) -> Node:
        """The overall assessment: first on the schedule, last to be completed."""
        return next(node for node in self.nodes() if node.kind is NodeKind.OVERALL)
