"""Where each kind of process stands, free of content: what continue-as-new and the records carry.

Times are ISO instants in UTC, days are ISO dates. Everything else about an inspection (its phase,
its open tasks, their due dates) is derived from these facts: there is nothing to keep in step.
"""

from dataclasses import dataclass, field

from criteria.outline import ProgrammeOutline


@dataclass
class RungMark:
    """How far the ladder of one task has come for one due date."""

    due: str
    next: int  # index of the next rung
    asked: str = ""  # since when it is asked, where that was after its date: rungs count from then


@dataclass
class ProcessState:
    """What every process has, whatever it is about."""

    reference: str
    force: str = ""
    outline: ProgrammeOutline | None = None
    people: dict[str, list[str]] = field(default_factory=dict)  # role -> person ids
    events: dict[str, str] = field(default_factory=dict)  # named moment -> instant or date
    extensions: dict[str, int] = field(default_factory=dict)  # task -> working days added
    added_holidays: list[str] = field(default_factory=list)  # proclaimed later; ISO dates, in order
    rungs: dict[str, RungMark] = field(default_factory=dict)  # task -> ladder
    accepted: dict[str, str] = field(default_factory=dict)  # act id -> payload hash
    last_effect: str = ""
    # For operators, what was last done: its minute, and an act, an event, or a notice ":" its task.
    last_done: str = ""
    closed_at: str | None = None

    @property
    def programme(self) -> ProgrammeOutline:
        assert self.outline is not None, "asked before the process was opened"
        return self.outline

    @property
    def holidays(self) -> list[str]:
        """Every bank holiday it knows: those pinned with its programme, and those added since."""
        return sorted({*self.programme.holidays, *self.added_holidays})


@dataclass
class ReturnState:
    """The force's self-assessment. `revision` is the latest submitted one."""

    revision: str | None = None
    submitted_by: str | None = None
    preparers: list[str] = field(default_factory=list)  # who wrote or submitted: none may approve
    approved: str | None = None  # revision that the approver approved
    clarify: list[str] = field(default_factory=list)  # rows asked about again
    rounds: int = 0
    accepted: str | None = None


@dataclass
class Mark:
    """One side's view of one case: a grade where the programme has grades, scores a stage."""

    by: str
    revision: str
    scores: list[str] = field(default_factory=list)
    grade: str | None = None


@dataclass
class CaseState:
    type: str
    reviewer: str | None = None
    audit: Mark | None = None
    review: Mark | None = None
    moderated: str | None = None  # decision
    grade: str | None = None  # the inspectorate's grade after moderation


@dataclass
class JudgementState:
    by: str
    revision: str
    score: str | None = None
    moderated: str | None = None
    moderator: str | None = None
    judged: str | None = None  # the score before the panel amended it


@dataclass
class OverallState:
    by: str
    revision: str
    score: str | None = None
    confirmed_by: str | None = None


@dataclass
class ReportState:
    draft: str | None = None  # revision of the draft's text
    drafts: int = 0
    points: int | None = None  # accuracy points answered; None while unanswered
    decided: str | None = None  # revision of the decisions
    final: str | None = None  # revision of the final text
    finals: int = 0
    signed: str | None = None  # hash that HMI signed
    signatory: str | None = None
    published: str | None = None  # hash that was published


@dataclass
class Absence:
    """HMI consented at `at` to proceeding without something; `reason` is a revision id."""

    at: str
    reason: str


@dataclass
class Delivered:
    """The notice letter reached the force: when, how ("opened", "receipt", "deemed" or a way of
    service by hand), and who did or recorded it."""

    at: str
    how: str
    by: str


@dataclass
class AskedExtension:
    """More time that the force asked for at `at`; `revision` holds its reasons."""

    revision: str
    days: int
    by: str
    at: str


@dataclass
class Pause:
    """A time during which the inspection was paused: from and until, ISO instants."""

    start: str
    end: str


@dataclass
class InspectionState(ProcessState):
    """One inspection of one force."""

    fieldwork_start: str = ""
    fieldwork_end: str = ""
    delivered: Delivered | None = None
    returned: ReturnState = field(default_factory=ReturnState)
    eligible: dict[str, int] = field(default_factory=dict)  # case type -> eligible cases
    eligible_revision: str | None = None
    accepted_at: str | None = None  # the lead accepted the submission
    cases: dict[str, CaseState] = field(default_factory=dict)
    allocated: bool = False
    judgements: dict[str, JudgementState] = field(default_factory=dict)
    overall: OverallState | None = None
    moderators: list[str] = field(default_factory=list)
    report: ReportState = field(default_factory=ReportState)
    documents: dict[str, str] = field(
        default_factory=dict
    )  # kind/version -> SHA-256, "" while wanted
    proposed: dict[str, str] = field(default_factory=dict)  # task -> reason, waiting for HMI
    asked: dict[str, AskedExtension] = field(default_factory=dict)  # task -> undecided request
    absent: dict[str, Absence] = field(default_factory=dict)  # task -> proceeded without it
    paused_at: str | None = None  # since when the clocks stand still
    pauses: list[Pause] = field(default_factory=list)  # those that have ended, in order
    lead_away: str | None = None  # since when the deputy stands in the lead's place
    withdrawn: str | None = None  # the reason, a revision, where it was closed by withdrawing it
    # Reference of a notice that did not arrive -> the role that it was for, or "mailbox".
    undelivered: dict[str, str] = field(default_factory=dict)
    unreached_since: dict[str, str] = field(default_factory=dict)  # that role -> since when
    revised: dict[str, int] = field(default_factory=dict)  # indicator -> times judged again
    left: dict[str, dict[str, str]] = field(default_factory=dict)  # role -> leaver -> successor


@dataclass
class FollowingState(ProcessState):
    """A process beside an inspection, whose people it follows."""

    inspection: str = ""
    as_of: dict[str, int] = field(default_factory=dict)  # role -> position of the last word on it


@dataclass
class ReferralState(FollowingState):
    """One case referred back to the force."""

    case: str = ""
    concern: str = ""
    before_audit: bool = False
    contacted: str | None = None
    acknowledged: str | None = None
    action: str | None = None


@dataclass
class FollowUpState(FollowingState):
    """What the force and its local policing body owe after publication."""

    done: dict[str, str] = field(default_factory=dict)  # task -> revision
