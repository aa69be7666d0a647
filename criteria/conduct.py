"""How inspections are conducted: scored, sampled, moderated, reported and disposed of.

None of this is in the official documents. Each part carries its basis: "ours", or a source.
"""

from dataclasses import dataclass
from enum import StrEnum

from criteria.outline import PeriodUnit
from criteria.scoring import ScoringMode


@dataclass(frozen=True)
class Anchor:
    """What a score means, in words."""

    score: str
    text: str


@dataclass(frozen=True)
class Scoring:
    mode: ScoringMode
    basis: str
    note: str = ""
    overall_scored: bool = False  # whether the overall assessment also takes a score
    anchors: tuple[Anchor, ...] = ()


@dataclass(frozen=True)
class Judging:
    """Which nodes a case file speaks to, and which need evidence for each single expectation."""

    basis: str
    case_stages: tuple[str, ...]
    evidence_for_each_expectation: tuple[str, ...] = ()


@dataclass(frozen=True)
class CaseType:
    """`quota` is the number of cases of this type in the sample."""

    code: str
    title: str
    quota: int


@dataclass(frozen=True)
class CaseGrade:
    """`in_text` is the form for running text: "requiring improvement"."""

    code: str
    title: str
    in_text: str


@dataclass(frozen=True)
class CaseFiles:
    """The sample that force and inspectors both assess, and how many more the inspectors choose.

    `grades` are best first, and empty where the programme grades no cases.
    """

    basis: str
    sample: int
    types: tuple[CaseType, ...]
    dip_sample: int = 0
    grades: tuple[CaseGrade, ...] = ()
    note: str = ""


class RouteKind(StrEnum):
    """What sends a case on. The meaning of the route's threshold stands beside each."""

    GRADE_DIFFERENCE = "grade_difference"  # steps between the force's grade and the inspectors'
    SCORE_DIFFERENCE = "score_difference"  # steps between their scores of one stage
    LOWEST_GRADE = "lowest_grade"
    REFERRED = "referred"
    RANDOM_SHARE = "random_share"  # per cent of the sample, and at least `minimum` cases
    ASKED_FOR = "asked_for"


class Destination(StrEnum):
    SECOND_REVIEW = "second_review"
    MODERATION = "moderation"


@dataclass(frozen=True)
class Route:
    kind: RouteKind
    leads_to: Destination
    title: str
    threshold: int = 0
    minimum: int = 0


@dataclass(frozen=True)
class Rules:
    """`panel_minimum` counts the chair; fewer than `agreement_minimum` doubly read cases print no
    kappa; who served in the force within `conflict_years` may not inspect it.
    """

    basis: str
    panel_minimum: int
    conflict_years: int
    agreement_minimum: int
    routes: tuple[Route, ...]


@dataclass(frozen=True)
class ReportSection:
    """`node` ties a section to a node of the criteria, `row` to an answer of the return."""

    code: str
    title: str
    node: str | None = None
    row: str | None = None


@dataclass(frozen=True)
class ReportOutline:
    basis: str
    sections: tuple[ReportSection, ...]


@dataclass(frozen=True)
class Material:
    """A kind of material and how long it is kept; without a period, permanently."""

    code: str
    title: str
    basis: str
    count: int | None = None
    unit: PeriodUnit | None = None
    event: str | None = None


@dataclass(frozen=True)
class DisposalSchedule:
    """A legal hold beats every entry."""

    id: str
    version: str
    title: str
    basis: str
    materials: tuple[Material, ...]
