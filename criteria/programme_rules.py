"""What must hold between the parts of a programme: that references meet something and sums agree.

Each rule takes the programme and a function from a part's key to its place, and yields its faults.
"""

from collections.abc import Callable, Iterator

from criteria.conduct import RouteKind
from criteria.document_rules import twice
from criteria.faults import Fault, Place
from criteria.programme import Programme
from criteria.reading import choose_from
from criteria.schedule import NodeKind
from criteria.scoring import ScoringMode, scores

Places = Callable[[str], Place]
BindingRule = Callable[[Programme, Places], Iterator[Fault]]


def links(programme: Programme, at: Places) -> Iterator[Fault]:
    """Every answer is linked, to nodes and expectations that exist."""
    answers, nodes = programme.template.answers(), programme.criteria_order()
    place = at("map").key("links")
    linked = [link.row for link in programme.map.links]
    for row in [row for row in answers if row not in linked]:
        yield place.fault(f"The row '{row}' of the template has no link. Add one, even to no node.")
    for link in programme.map.links:
        here = place.item(link.row)
        if link.row not in answers:
            yield here.key("row").fault(_unknown(link.row, "row", answers))
        if link.node is not None and link.node not in nodes:
            yield here.key("node").fault(_unknown(link.node, "node", nodes))
        elif link.node is not None:
            known = [e.id for e in programme.criteria.node(link.node).expectations]
            for expectation in [e for e in link.expectations if e not in known]:
                yield here.key("expectations").fault(_unknown(expectation, "expectation", known))


def asked_or_listed(programme: Programme, at: Places) -> Iterator[Fault]:
    """Every expectation below the overall is asked about by a row, or listed as never asked."""
    whole = {link.node for link in programme.map.links if link.node and not link.expectations}
    asked = {e for link in programme.map.links for e in link.expectations}
    unasked = {entry.expectation for entry in programme.map.unasked}
    place, every = at("map").key("unasked"), {e.id for e in programme.criteria.expectations()}
    for name in sorted(unasked - every):
        yield place.item(name).fault(_unknown(name, "expectation", sorted(every)))
    for node in programme.criteria.nodes():
        spoken_for = node.kind is NodeKind.OVERALL or node.id in whole
        for name in [expectation.id for expectation in node.expectations]:
            if spoken_for and name in unasked:
                yield place.item(name).fault(
                    "A row speaks to its whole node, or it belongs to the overall. Take it out."
                )
            if not spoken_for and name not in asked | unasked:
                yield place.fault(f"No row asks about '{name}'. Link a row, or list it as unasked.")


def judging(programme: Programme, at: Places) -> Iterator[Fault]:
    place, chosen = at("judging"), programme.judging
    below = [n.id for n in programme.criteria.nodes() if n.kind is not NodeKind.OVERALL]
    named = {
        "case_stages": chosen.case_stages,
        "evidence_for_each_expectation": chosen.evidence_for_each_expectation,
    }
    for key, codes in named.items():
        yield from twice(codes, place.key(key), "node")
        for code in [code for code in codes if code not in below]:
            yield place.key(key).fault(_unknown(code, "node below the overall", below))
    if not chosen.case_stages:
        yield place.key("case_stages").fault(
            "It is empty. Name the nodes that a case file speaks to."
        )


def scoring(programme: Programme, at: Places) -> Iterator[Fault]:
    place, chosen = at("scoring"), programme.scoring
    expected = scores(chosen.mode)
    given = [anchor.score for anchor in chosen.anchors]
    yield from twice(given, place.key("anchors"), "score")
    for score in [score for score in given if score not in expected]:
        yield place.at("anchors", score).fault(_unknown(score, "score of this mode", expected))
    if chosen.mode is ScoringMode.SCALE_1_5:
        for score in [score for score in expected if score not in given]:
            yield place.key("anchors").fault(
                f"The score '{score}' has no anchor. Say what it means."
            )
    if chosen.overall_scored and not expected:
        yield place.key("overall_scored").fault("This mode has no scores. Write false.")


def cases(programme: Programme, at: Places) -> Iterator[Fault]:
    place, files = at("cases"), programme.cases
    yield from twice((case_type.code for case_type in files.types), place.key("types"), "case type")
    yield from twice((grade.code for grade in files.grades), place.key("grades"), "grade")
    total = sum(case_type.quota for case_type in files.types)
    if total != files.sample:
        yield place.key("sample").fault(
            f"The quotas of the case types add up to {total}, the sample is {files.sample}. "
            "Make them agree."
        )
    for case_type in [case_type for case_type in files.types if case_type.quota < 1]:
        here = place.at("types", case_type.code)
        yield here.fault("Its quota is below 1. Raise it or take it out.")
    if files.dip_sample < 0:
        yield place.key("dip_sample").fault("It is below nought. Write 0 or more cases.")
    if len(files.grades) == 1:
        yield place.key("grades").fault("There is one grade only. Give two or more, or none.")


def routes(programme: Programme, at: Places) -> Iterator[Fault]:
    place, rules = at("rules"), programme.rules
    graded, scored = bool(programme.cases.grades), bool(scores(programme.scoring.mode))
    pairs = (f"{route.kind.value} to {route.leads_to.value}" for route in rules.routes)
    yield from twice(pairs, place.key("routes"), "route")
    for route in rules.routes:
        here = place.at("routes", route.kind.value)
        if route.kind in (RouteKind.GRADE_DIFFERENCE, RouteKind.LOWEST_GRADE) and not graded:
            yield here.fault(
                "The programme grades no cases. Take this route out, or add case grades."
            )
        if route.kind is RouteKind.SCORE_DIFFERENCE and not scored:
            yield here.fault(
                "The scoring mode has no scores. Take this route out, or change the mode."
            )
        if route.kind in _NEEDS_THRESHOLD and not 1 <= route.threshold <= 100:
            yield here.key("threshold").fault("This route needs a threshold of 1 or more. Add it.")
    for key in ("panel_minimum", "conflict_years", "agreement_minimum"):
        if getattr(rules, key) < 1:
            yield place.key(key).fault("It is below 1. Write a whole number of 1 or more.")


_NEEDS_THRESHOLD = (RouteKind.GRADE_DIFFERENCE, RouteKind.SCORE_DIFFERENCE, RouteKind.RANDOM_SHARE)


def report(programme: Programme, at: Places) -> Iterator[Fault]:
    """Every node has exactly one section; sections refer to nodes and rows that exist."""
    place, sections = at("report").key("sections"), programme.report.sections
    nodes, answers = programme.criteria_order(), programme.template.answers()
    shown = [section.node for section in sections if section.node]
    yield from twice((section.code for section in sections), place, "section")
    yield from twice(shown, place, "node")
    for section in sections:
        if section.node is not None and section.node not in nodes:
            yield place.item(section.code).key("node").fault(_unknown(section.node, "node", nodes))
        if section.row is not None and section.row not in answers:
            yield place.item(section.code).key("row").fault(_unknown(section.row, "row", answers))
    for node in [node for node in nodes if node not in shown]:
        yield place.fault(f"The node '{node}' has no section in the report. Add one.")


def _unknown(name: str, what: str, known: tuple[str, ...] | list[str]) -> str:
    return f"There is no {what} '{name}'. {choose_from(name, known)}"


# each rule with the parts that it cannot be asked without
BINDING_RULES: tuple[tuple[BindingRule, frozenset[str]], ...] = (
    (links, frozenset({"map", "template", "criteria"})),
    (asked_or_listed, frozenset({"map", "criteria"})),
    (judging, frozenset({"criteria"})),
    (scoring, frozenset()),
    (cases, frozenset()),
    (routes, frozenset()),
    (report, frozenset({"criteria", "template"})),
)
