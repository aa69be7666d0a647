"""What a workflow needs to know of a programme: codes, counts and periods, never a sentence.

The outline is taken from the programme at issue and pinned with the inspection, so that editing a
programme's file never changes a running inspection.
"""

from dataclasses import dataclass, field
from enum import StrEnum

from criteria.scoring import ScoringMode, scores


class PeriodUnit(StrEnum):
    WORKING_DAYS = "working_days"
    CALENDAR_DAYS = "calendar_days"
    CALENDAR_MONTHS = "calendar_months"
    HOURS = "hours"


@dataclass(frozen=True)
class Period:
    """`count` units from the event named; a negative count lies before it."""

    count: int
    unit: PeriodUnit
    event: str


@dataclass(frozen=True)
class Rung:
    """One rung of a ladder of notices: `offset` units from the due date, to the roles named."""

    name: str
    offset: int
    kind: str  # "reminder", "overdue" or "escalation"
    roles: list[str]  # role codes; "owner" is whoever the task is asked of
    unit: PeriodUnit = PeriodUnit.WORKING_DAYS


@dataclass(frozen=True)
class ProgrammeOutline:
    """The content-free outline of a programme, as the inspection's workflow carries it."""

    id: str
    version: str
    hash: str  # SHA-256 of the programme's canonical content
    scoring: ScoringMode
    overall: str  # code of the overall assessment
    indicators: list[str]  # codes to judge below the overall, in the schedule's order
    evidence_per_expectation: dict[
        str, list[str]
    ]  # indicator -> expectations that each need evidence
    case_stages: list[str]  # indicator codes that a case file audit or review speaks to
    case_grades: list[str]  # best first; empty where the programme grades no cases
    rows: list[str]  # codes of the answers asked for, in the template's order
    case_types: dict[str, int]  # case type -> quota in the sample
    periods: dict[str, Period]  # "return", "eligible_cases", "force_audits", "reviews", ...
    ladder: list[Rung]
    extension_limit: int  # working days that a lead may grant on one task; beyond it HMI decides
    holidays: list[str] = field(default_factory=list)  # ISO dates that are no working days
    referral_ladder: list[Rung] = field(default_factory=list)  # hours, for cases referred back

    overall_scored: bool = False
    grade_steps: int = 1  # steps between the sides' grades that bring a case to the panel
    score_steps: int = 2  # the same for their scores of one stage

    @property
    def scores(self) -> tuple[str, ...]:
        """The scores of the scoring mode, in printed order."""
        return scores(self.scoring)
