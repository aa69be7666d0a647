"""A programme for people to read and for programs to take in: counts, plain text, JSON."""

from typing import Any

from criteria.conduct import Material, Route, RouteKind
from criteria.outline import PeriodUnit
from criteria.page import Page
from criteria.programme import Programme
from criteria.reading import plain
from criteria.schedule import Node, NodeKind
from criteria.scoring import ScoringMode
from criteria.template import Row
from criteria.timetable import EVENTS, NamedPeriod, NoticeRung

_MODES = {
    ScoringMode.YES_NO: "yes or no",
    ScoringMode.SCALE_1_5: "a scale of 1 to 5",
    ScoringMode.EVIDENCE_ONLY: "written evidence only",
}
_ROLES = {"owner": "whoever is asked", "hmi": "HMI", "chief_officer_lead": "chief-officer lead"}


def counts(programme: Programme) -> dict[str, int]:
    """How much the programme holds: stages, indicators, expectations, rows, answers, questions."""
    nodes, rows = list(programme.criteria.nodes()), list(programme.template.rows())
    return {
        "journey_stages": sum(node.kind is NodeKind.JOURNEY_STAGE for node in nodes),
        "indicators": len(nodes),
        "expectations": sum(len(node.expectations) for node in nodes),
        "template_rows": len(rows),
        "answers": len(programme.template.answers()),
        "questions": sum(len(row.questions) for row in rows),
    }


def as_json(programme: Programme) -> dict[str, Any]:
    """The whole programme as tables, with its hash, counts and the three orders of its nodes."""
    table: dict[str, Any] = plain(programme, whole=True)
    for section in table["template"]["sections"]:
        for row in section["rows"]:
            row["questions"] = _questions(programme, row["id"])
    return table | {
        "hash": programme.hash,
        "counts": counts(programme),
        "orders": {
            "criteria": list(programme.criteria_order()),
            "template": list(programme.template_order()),
            "report": list(programme.report_order()),
        },
    }


def as_text(programme: Programme) -> str:
    """The whole programme as plain text, 92 columns wide."""
    page = Page()
    _opening(page, programme)
    _criteria(page, programme)
    _template(page, programme)
    _conduct(page, programme)
    _timetable(page, programme)
    _report(page, programme)
    _glossary(page, programme)
    return page.text()


def _questions(programme: Programme, row_id: str) -> list[dict[str, str]]:
    row = next(row for row in programme.template.rows() if row.id == row_id)
    return [{"id": question.id, "text": question.text} for question in row.questions]


def _opening(page: Page, programme: Programme) -> None:
    page.title(programme.title)
    page.paragraph(f"{programme.id}, version {programme.version}")
    page.paragraph(f"SHA-256 {programme.hash}")
    page.blank()
    page.paragraph(programme.summary)
    page.heading("Where it comes from")
    for statement in programme.sources:
        page.item("-", statement)
    for source in (programme.template.source, programme.criteria.source):
        licence = ". ".join(part for part in (source.publisher, source.licence) if part)
        page.item("-", f"{source.statement} {licence}".strip())
    page.heading("What it holds")
    page.table((str(n), name.replace("_", " ")) for name, n in counts(programme).items())


def _criteria(page: Page, programme: Programme) -> None:
    schedule = programme.criteria
    page.chapter(f"{schedule.title}: {schedule.programme_title}")
    for legend in schedule.legends:
        page.blank()
        page.paragraph(legend.text)
    for section in schedule.sections:
        page.chapter(section.heading)
        page.paragraph(section.descriptor)
        for node in section.nodes:
            _node(page, node)
    _slips(page, programme)


def _node(page: Page, node: Node) -> None:
    page.heading(node.printed_label or node.name, f"[{node.id}]")
    page.paragraph(node.indicator, indent=2)
    if node.instruction:
        page.blank()
        page.paragraph(node.instruction, indent=2)
    page.blank()
    for expectation in node.expectations:
        page.item(f"{expectation.id.removeprefix(node.id + '.')} ", expectation.text)


def _slips(page: Page, programme: Programme) -> None:
    slips = (*programme.criteria.slips, *programme.template.slips)
    if slips:
        page.chapter("Printed so in the official texts, and kept")
        for slip in slips:
            page.item("-", f"{slip.place}: '{slip.printed}' ({slip.note})")


def _template(page: Page, programme: Programme) -> None:
    template = programme.template
    page.chapter(f"{template.title}: {template.programme_title}")
    page.paragraph(template.introduction)
    if template.opening:
        page.heading("Opening outline", f"[{template.opening.id}]")
        page.paragraph(template.opening.prompt, indent=2)
        page.paragraph(template.opening.lead_in, indent=2)
        for point in template.opening.points:
            page.item("-", point, indent=4)
    for section in template.sections:
        page.chapter(section.heading)
        for row in section.rows:
            _row(page, row, programme)
    page.chapter("Expectations that the template never asks about")
    for entry in programme.map.unasked:
        page.item("-", f"{entry.expectation}. Evidence: {entry.route}")


def _row(page: Page, row: Row, programme: Programme) -> None:
    link = programme.map.link(row.id)
    page.heading(row.id, f"answers to {', '.join(link.expectations) or link.node or 'no node'}")
    page.paragraph(row.indicator, indent=2)
    for sentence in row.guidance:
        page.item("?" if sentence.endswith("?") else "-", sentence, indent=4)


def _conduct(page: Page, programme: Programme) -> None:
    scoring, cases, rules = programme.scoring, programme.cases, programme.rules
    page.chapter(f"Scoring: {_MODES[scoring.mode]} (basis: {scoring.basis})")
    page.paragraph(scoring.note)
    page.table((anchor.score, anchor.text) for anchor in scoring.anchors)
    page.paragraph(f"The overall assessment takes {'a' if scoring.overall_scored else 'no'} score.")
    page.chapter(f"Case files: {cases.sample} in the sample (basis: {cases.basis})")
    page.paragraph(cases.note)
    page.table((str(kind.quota), kind.title, f"[{kind.code}]") for kind in cases.types)
    if cases.dip_sample:
        page.paragraph(f"Inspectors choose up to {cases.dip_sample} more.", indent=2)
    grades = ", ".join(grade.title.lower() for grade in cases.grades)
    page.paragraph(f"Case grades, best first: {grades or 'none, cases are not graded'}.", indent=2)
    page.chapter(f"What goes to a second review or to the panel (basis: {rules.basis})")
    page.table((route.leads_to.value.replace("_", " "), _route(route)) for route in rules.routes)


def _route(route: Route) -> str:
    if route.kind is RouteKind.RANDOM_SHARE:
        return f"{route.title}: {route.threshold}% of the sample, at least {route.minimum}"
    return route.title


def _timetable(page: Page, programme: Programme) -> None:
    timetable, calendar = programme.timetable, programme.calendar
    page.chapter(f"When things are due (basis: {timetable.basis} unless named)")
    page.table((period.title, _period(period)) for period in timetable.periods)
    page.heading("Notices")
    page.table(_rung(rung) for rung in timetable.ladder)
    page.heading("Notices for a case referred back")
    page.table(_rung(rung) for rung in timetable.referral_ladder)
    page.heading(f"{calendar.title}, {calendar.first_year} to {calendar.last_year}")
    page.table((holiday.date.isoformat(), holiday.name) for holiday in calendar.holidays)


def _period(period: NamedPeriod) -> str:
    basis = "" if period.basis == "ours" else f" ({period.basis})"
    event = EVENTS[period.event]
    if period.count == 0:
        return f"on the day of {event}{basis}"
    side = "from" if period.count > 0 else "before"
    return f"{_time(abs(period.count), period.unit)} {side} {event}{basis}"


def _rung(rung: NoticeRung) -> tuple[str, str, str]:
    if rung.offset == 0:
        when = "when due"
    else:
        side = "after" if rung.offset > 0 else "before"
        when = f"{_time(abs(rung.offset), rung.unit)} {side}"
    return rung.kind.value, when, ", ".join(_ROLES.get(r, r.replace("_", " ")) for r in rung.roles)


def _time(count: int, unit: PeriodUnit) -> str:
    words = unit.value.replace("_", " ")
    return f"{count} {words.removesuffix('s') if count == 1 else words}"


def _report(page: Page, programme: Programme) -> None:
    page.chapter(f"The report (basis: {programme.report.basis})")
    for number, section in enumerate(programme.report.sections, start=1):
        page.item(f"{number:2}", section.title)
    page.chapter(f"How long material is kept (basis: {programme.disposal.basis})")
    page.table((material.title, _kept(material)) for material in programme.disposal.materials)


def _kept(material: Material) -> str:
    if material.count is None or material.unit is None or material.event is None:
        return "permanently"
    return f"{_time(material.count, material.unit)} from {EVENTS[material.event]}"


def _glossary(page: Page, programme: Programme) -> None:
    page.chapter(programme.glossary.title)
    for term in programme.glossary.terms:
        page.item(f"{term.term}:", f"{term.meaning}. {term.note}".strip(), hang=6)
