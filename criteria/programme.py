"""A programme: template, criteria, the map between them and how an inspection is conducted.

An inspection keeps the resolved programme as canonical JSON under its hash, and reads it back from
there; editing a file never changes an inspection that runs.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from criteria.conduct import (
    CaseFiles,
    Destination,
    DisposalSchedule,
    Judging,
    ReportOutline,
    RouteKind,
    Rules,
    Scoring,
)
from criteria.faults import Fault, FaultyProgramme, Place
from criteria.glossary import Glossary
from criteria.mapping import CriteriaMap
from criteria.outline import ProgrammeOutline
from criteria.reading import plain, read
from criteria.schedule import NodeKind, Schedule
from criteria.template import Template
from criteria.timetable import Calendar, Timetable


@dataclass(frozen=True)
class Programme:
    """One version of a programme, fully resolved. `sources` state honestly what the texts are."""

    id: str
    version: str
    title: str
    summary: str
    sources: tuple[str, ...]
    template: Template
    criteria: Schedule
    map: CriteriaMap
    glossary: Glossary
    calendar: Calendar
    timetable: Timetable
    disposal: DisposalSchedule
    scoring: Scoring
    judging: Judging
    cases: CaseFiles
    rules: Rules
    report: ReportOutline

    def to_json(self) -> str:
        """The canonical JSON: sorted keys, no spaces, ASCII. This is the text that `hash` is of."""
        return json.dumps(plain(self), sort_keys=True, ensure_ascii=True, separators=(",", ":"))

    @staticmethod
    def from_json(text: str) -> "Programme":
        """Read a pinned programme back; FaultyProgramme when the text is not one."""
        faults: list[Fault] = []
        programme: Programme = read(Programme, json.loads(text), Place(Path("pinned.json")), faults)
        if faults:
            raise FaultyProgramme(faults)
        return programme

    @cached_property
    def hash(self) -> str:
        """SHA-256 (hexadecimal) of the canonical JSON of the whole resolved programme."""
        return hashlib.sha256(self.to_json().encode()).hexdigest()

    def criteria_order(self) -> tuple[str, ...]:
        """Node ids as the criteria print them: overall first, leadership last."""
        return tuple(node.id for node in self.criteria.nodes())

    def template_order(self) -> tuple[str, ...]:
        """Node ids in the order of the template's rows: leadership first, the overall not asked."""
        return _each_once(
            node for row in self.template.rows() if (node := self.map.link(row.id).node)
        )

    def report_order(self) -> tuple[str, ...]:
        """Node ids in the order of the report's sections: leadership first, overall last."""
        return _each_once(section.node for section in self.report.sections if section.node)

    def outline(self) -> ProgrammeOutline:
        """What the inspection's workflow carries: codes, counts and periods, no text."""
        return ProgrammeOutline(
            id=self.id,
            version=self.version,
            hash=self.hash,
            scoring=self.scoring.mode,
            overall=self.criteria.overall().id,
            indicators=[n.id for n in self.criteria.nodes() if n.kind is not NodeKind.OVERALL],
            evidence_per_expectation=self._evidence_per_expectation(),
            case_stages=list(self.judging.case_stages),
            case_grades=[grade.code for grade in self.cases.grades],
            rows=list(self.template.answers()),
            case_types={case_type.code: case_type.quota for case_type in self.cases.types},
            periods={named.code: named.period() for named in self.timetable.periods},
            ladder=[rung.rung() for rung in self.timetable.ladder],
            extension_limit=self.timetable.extension_limit,
            holidays=[holiday.date.isoformat() for holiday in self.calendar.holidays],
            referral_ladder=[rung.rung() for rung in self.timetable.referral_ladder],
            overall_scored=self.scoring.overall_scored,
            grade_steps=self._moderated_from(RouteKind.GRADE_DIFFERENCE),
            score_steps=self._moderated_from(RouteKind.SCORE_DIFFERENCE),
        )

    def _moderated_from(self, kind: RouteKind) -> int:
        """Steps of difference from which the panel looks at a case; 0 where it never does."""
        to_panel = Destination.MODERATION
        routes = [r for r in self.rules.routes if r.kind is kind and r.leads_to is to_panel]
        return min((route.threshold for route in routes), default=0)

    def _evidence_per_expectation(self) -> dict[str, list[str]]:
        nodes = map(self.criteria.node, self.judging.evidence_for_each_expectation)
        return {node.id: [expectation.id for expectation in node.expectations] for node in nodes}


def _each_once(ids: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(ids))
