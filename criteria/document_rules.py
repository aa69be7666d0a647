"""What must hold inside each document of a programme: every rule yields its faults."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from criteria.faults import Fault, Place
from criteria.glossary import Glossary
from criteria.mapping import CriteriaMap
from criteria.provenance import Slip
from criteria.schedule import Expectation, Legend, Node, NodeKind, Schedule
from criteria.template import Row, Template

_ID = re.compile(r"[a-z0-9]+([.-][a-z0-9]+)*")
_VERSION = re.compile(r"\d+(\.\d+)*")


def twice(names: Iterable[str], place: Place, what: str) -> Iterator[Fault]:
    """A fault for each name that stands more than once in a list."""
    for name, count in Counter(names).items():
        if count > 1:
            yield place.item(name).fault(f"The {what} '{name}' stands {count} times. Keep it once.")


def identity(part: Any, place: Place) -> Iterator[Fault]:
    """The rules for the `id` and `version` that every file carries."""
    if not _ID.fullmatch(part.id):
        yield place.key("id").fault(f"'{part.id}' is no id. Use small letters, digits and hyphens.")
    if not _VERSION.fullmatch(part.version):
        yield place.key("version").fault(
            f"'{part.version}' is no version. Write it like '1' or '1.2'."
        )


def schedule(part: Schedule, place: Place) -> Iterator[Fault]:
    overalls = [node.id for node in part.nodes() if node.kind is NodeKind.OVERALL]
    if len(overalls) != 1:
        yield place.key("sections").fault(
            f"There are {len(overalls)} nodes of kind 'overall'. Mark exactly one node so."
        )
    ids = [
        *_ids(part.legends),
        *_ids(part.sections),
        *_ids(part.nodes()),
        *_ids(part.expectations()),
    ]
    yield from twice(ids, place.key("sections"), "id")
    for section in part.sections:
        for node in section.nodes:
            yield from _node(node, place.at("sections", section.id, "nodes", node.id))
    for legend in part.legends:
        yield from _emphasis(legend, place.at("legends", legend.id))
    yield from _slips(part.slips, _schedule_texts(part), place)


def _node(node: Node, place: Place) -> Iterator[Fault]:
    if not _ID.fullmatch(node.id):
        yield place.key("id").fault(f"'{node.id}' is no id. Use small letters, digits and hyphens.")
    if not node.expectations:
        yield place.key("expectations").fault("There is no expectation. Write at least one.")
    for expectation in node.expectations:
        at = place.at("expectations", expectation.id)
        if not re.fullmatch(re.escape(node.id) + r"\.\d+", expectation.id):
            yield at.key("id").fault(f"Name it after its node: '{node.id}.01', '{node.id}.02', ...")
        yield from _emphasis(expectation, at)


def template(part: Template, place: Place) -> Iterator[Fault]:
    yield from twice(part.answers(), place.key("sections"), "row")
    if not any(part.rows()):
        yield place.key("sections").fault("There is no row to answer. Write at least one.")
    for section in part.sections:
        for row in section.rows:
            yield from _guidance(row, place.at("sections", section.id, "rows", row.id))
    texts = {row.id: f"{row.indicator} {row.guidance_text}" for row in part.rows()}
    yield from _slips(part.slips, texts, place)


def _guidance(row: Row, place: Place) -> Iterator[Fault]:
    for number, sentence in enumerate(row.guidance, start=1):
        if "?" in sentence[:-1]:
            yield place.at("guidance", str(number)).fault(
                "A question mark stands inside it. Write each question as an item of its own."
            )


def criteria_map(part: CriteriaMap, place: Place) -> Iterator[Fault]:
    yield from twice((link.row for link in part.links), place.key("links"), "row")
    asked = [e for link in part.links for e in link.expectations]
    unasked = [entry.expectation for entry in part.unasked]
    yield from twice([*set(asked), *unasked], place.key("unasked"), "expectation")
    for link in part.links:
        if link.expectations and not link.node:
            yield place.at("links", link.row).fault(
                "It names expectations but no node. Name the node that they belong to."
            )


def glossary(part: Glossary, place: Place) -> Iterator[Fault]:
    yield from twice((term.term for term in part.terms), place.key("terms"), "term")


def _ids(items: Iterable[Any]) -> list[str]:
    return [item.id for item in items]


def _emphasis(item: Legend | Expectation, place: Place) -> Iterator[Fault]:
    for words in item.emphasis:
        if words not in item.text:
            yield place.key("emphasis").fault(
                f"'{words}' is not in the text. Repeat its exact words."
            )


def _schedule_texts(part: Schedule) -> dict[str, str]:
    """What is printed at each id, for finding a slip there."""
    texts = {legend.id: legend.text for legend in part.legends}
    texts |= {expectation.id: expectation.text for expectation in part.expectations()}
    texts |= {s.id: f"{s.heading} {s.descriptor}" for s in part.sections}
    return texts | {n.id: f"{n.printed_label} {n.indicator} {n.instruction}" for n in part.nodes()}


def _slips(slips: tuple[Slip, ...], texts: dict[str, str], place: Place) -> Iterator[Fault]:
    for slip in slips:
        at = place.at("slips", slip.place)
        if slip.place not in texts:
            yield at.key("place").fault(
                f"There is no '{slip.place}' here. Name an id of this document."
            )
        elif slip.printed not in texts[slip.place]:
            yield at.key("printed").fault(
                f"'{slip.printed}' is not in that text. Repeat it exactly."
            )
