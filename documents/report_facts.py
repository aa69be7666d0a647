"""What the inspection report is made from. HTML and PDF come from one and the same `ReportFacts`.

Texts that people wrote may have several paragraphs: each line that is not blank becomes one,
numbered. The HTML and the PDF print no case reference and no person's name unless a text itself
holds one.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from documents.facts import INSPECTORATE, OFFICIAL_SENSITIVE
from documents.statistics import CaseResult, Label


class Scoring(StrEnum):
    """The three modes of the official schedule; values as in `criteria.scoring`."""

    YES_NO = "yes_no"
    SCALE_1_5 = "scale_1_5"
    EVIDENCE_ONLY = "evidence_only"


class Status(StrEnum):
    DRAFT = "draft"
    FINAL = "final"


class Deadline(StrEnum):
    """By when the force is asked to act, counted from publication."""

    IMMEDIATE = "immediate"
    THREE_MONTHS = "three_months"
    SIX_MONTHS = "six_months"


@dataclass(frozen=True)
class ExpectationEvidence:
    """An expectation in its official words, and the inspectors' evidence for it."""

    expectation: str
    evidence: str


@dataclass(frozen=True)
class Judgement:
    """Judgement on one indicator.

    `score` is a score of the inspection's mode, "not_applicable", "not_seen", or None for written
    evidence; `statement` is the judgement in a sentence, may be empty; `narrative` is what was
    found.
    """

    score: str | None
    statement: str
    narrative: str
    evidence: tuple[ExpectationEvidence, ...] = ()


@dataclass(frozen=True)
class Section:
    """A chapter on one indicator: leadership, or a journey stage.

    `printed_label` is the number printed in the criteria (two stages print "8"), empty for none;
    `examples` are case examples without anything that could identify a child.
    """

    code: str
    title: str
    printed_label: str
    indicator: str
    judgement: Judgement
    examples: tuple[str, ...] = ()


@dataclass(frozen=True)
class Overall:
    """The overall assessment: two separate statements, never computed; a score only where given."""

    title: str
    indicator: str
    practice: str
    policy_fit: str
    score: str | None = None
    evidence: tuple[ExpectationEvidence, ...] = ()


@dataclass(frozen=True)
class Recommendation:
    """`section` is the code of the chapter it follows from; `due` its date once published."""

    reference: str
    section: str
    deadline: Deadline
    text: str
    points: tuple[str, ...] = ()
    due: date | None = None


@dataclass(frozen=True)
class CauseOfConcern:
    """A serious, critical or systemic shortcoming; `recommendations` are references."""

    text: str
    recommendations: tuple[str, ...]
    published: date | None = None


@dataclass(frozen=True)
class Absence:
    """What the inspection went on without: `what` completes "We proceeded without …"."""

    what: str
    reason: str
    decided: date
    received_late: date | None = None


@dataclass(frozen=True)
class AccuracyCheck:
    """The force's points on the draft. Their number is the sum, so that it cannot disagree."""

    sent: date
    answered: date | None
    accepted: int
    refused: int
    undecided: int = 0

    @property
    def points(self) -> int:
        return self.accepted + self.refused + self.undecided


@dataclass(frozen=True)
class NextStep:
    """What follows publication; `by` is None for "at once"."""

    what: str
    who: str
    by: date | None
    why: str


@dataclass(frozen=True)
class ScoreAnchor:
    """What a score means, in our own words."""

    score: str
    meaning: str


@dataclass(frozen=True)
class GlossaryEntry:
    term: str
    meaning: str


@dataclass(frozen=True)
class SampleDraw:
    """How the sample was drawn. Every case drawn must be among `ReportFacts.cases`.

    `rule` is the rule in plain English; `quotas` are (case type code, eligible, drawn);
    `list_hash` and `seed` let anyone redraw it, empty where there is none.
    """

    rule: str
    quotas: tuple[tuple[str, int, int], ...]
    list_hash: str = ""
    seed: str = ""


@dataclass(frozen=True)
class RecordHead:
    """The head of the inspection's journal when the report was made."""

    position: int
    hash: str


@dataclass(frozen=True)
class ReportFacts:
    """Everything the report says. Order of `journey` is the order of the report's chapters.

    `grades` (best first) is empty where the programme grades no cases. `dated` is the day the
    report was made; `published` is None before publication. A draft must carry a marking.
    """

    reference: str
    force_name: str
    programme_title: str
    version: str
    status: Status
    dated: date
    published: date | None
    fieldwork_start: date
    fieldwork_end: date
    scoring: Scoring
    source_statement: str
    summary: str
    context: str
    leadership: Section
    journey: tuple[Section, ...]
    overall: Overall
    cases: tuple[CaseResult, ...]
    case_types: tuple[Label, ...]
    grades: tuple[Label, ...]
    case_narrative: str
    recommendations: tuple[Recommendation, ...]
    causes_of_concern: tuple[CauseOfConcern, ...]
    absences: tuple[Absence, ...]
    accuracy: AccuracyCheck | None
    next_steps: tuple[NextStep, ...]
    sample: SampleDraw
    record: RecordHead
    anchors: tuple[ScoreAnchor, ...] = ()
    glossary: tuple[GlossaryEntry, ...] = ()
    foreword: str = ""
    marking: str = OFFICIAL_SENSITIVE
    inspectorate: str = INSPECTORATE
