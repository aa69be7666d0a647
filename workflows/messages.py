"""One dataclass per act and start: ids, codes, scores and dates, never a sentence or a name.

New fields go at the end with a default: messages live as long as the longest inspection.
"""

import hashlib
from dataclasses import dataclass, field
from typing import Any

from criteria.outline import ProgrammeOutline
from criteria.roles import Role


@dataclass(frozen=True)
class Act:
    """What every update carries: who decided (a person's id) and the message of the act's kind."""

    actor: str
    body: dict[str, Any] = field(default_factory=dict)
    hash: str = ""  # first 16 hex digits of the act's payload hash
    bound_to: str = ""  # see `binding`: a sealed act is worth nothing anywhere else
    received_at: str = ""  # ISO instant: when it was kept, from which its clocks run


def binding(workflow_id: str, kind: str, act_id: str) -> str:
    """What an act is bound to: its process, its kind and its own id, as 16 hex digits.

    The seal says that a message is ours, not for whom: without this, one copied from a history
    could be sent again, to another process or under another id.
    """
    return hashlib.sha256(f"{workflow_id}\n{kind}\n{act_id}".encode()).hexdigest()[:16]


@dataclass(frozen=True)
class StartProcess:
    """Starts a workflow, from nothing or (restart, continue-as-new) from its stored state."""

    reference: str
    state: dict[str, Any] | None = None


@dataclass(frozen=True)
class Issue:
    force: str
    outline: ProgrammeOutline
    people: dict[str, list[str]]  # role -> person ids
    fieldwork_start: str  # ISO date
    fieldwork_end: str
    planned_delivery: str = ""  # ISO date of the letter's delivery; empty: the day of issue


@dataclass(frozen=True)
class RecordService:
    """The letter was served by hand: when, and how (a code of workflows.delivery.BY_HAND)."""

    at: str  # ISO instant
    how: str


@dataclass(frozen=True)
class RecordDelivery:
    """A channel gave a receipt for the letter."""

    at: str  # ISO instant
    how: str = "receipt"


@dataclass(frozen=True)
class SubmitReturn:
    revision: str
    rows: list[str]  # rows that hold an answer
    authors: list[str]  # people who wrote any of them


@dataclass(frozen=True)
class OnRevision:
    """An act about one revision that was said before (approve, send back, accept, confirm)."""

    revision: str


@dataclass(frozen=True)
class ReturnForClarification:
    reason: str  # revision id
    rows: list[str]


@dataclass(frozen=True)
class RegisterEligibleCases:
    revision: str
    counts: dict[str, int]  # case type -> cases


@dataclass(frozen=True)
class AcceptSubmission:
    return_revision: str | None = None
    eligible_revision: str | None = None


@dataclass(frozen=True)
class DrawSample:
    revision: str
    cases: dict[str, str]  # case reference -> case type


@dataclass(frozen=True)
class AllocateCases:
    revision: str
    reviewers: dict[str, str]  # case reference -> person id


@dataclass(frozen=True)
class SubmitMark:
    """A case file audit (the force's) or review (an inspector's) of one case."""

    revision: str
    case: str
    scores: list[str]  # one per case stage, in the programme's order; empty where nothing is scored
    grade: str | None = None


@dataclass(frozen=True)
class JudgeIndicator:
    revision: str
    indicator: str
    score: str | None = None
    evidenced: list[str] = field(default_factory=list)  # expectations with evidence


@dataclass(frozen=True)
class Moderate:
    revision: str  # the reason
    item: str  # "indicator:{code}" or "case:{reference}"
    decision: str  # "confirm", "amend" or "return"
    score: str | None = None  # the amended score (an indicator) or grade (a case)


@dataclass(frozen=True)
class GiveOverall:
    revision: str
    score: str | None = None


@dataclass(frozen=True)
class AnswerAccuracyCheck:
    revision: str
    points: int


@dataclass(frozen=True)
class DecideAccuracy:
    revision: str
    accepted: int
    refused: int


@dataclass(frozen=True)
class OnText:
    """Signing or publishing exactly the text with this hash."""

    sha256: str


@dataclass(frozen=True)
class NoteUndelivered:
    """A notice to this person did not arrive, and never will."""

    notice: str  # its reference
    person: str  # or a force's registered mailbox


@dataclass(frozen=True)
class SettleUndelivered:
    """The holders of a role know now what these notices said, or are sent them again."""

    role: str  # or the registered mailbox: see workflows.undelivered
    notices: list[str]  # references
    reason: str  # revision id: what was done
    again: bool = False


@dataclass(frozen=True)
class HandOverRole:
    """The successor takes the leaver's place in a role, with all that was asked of them there."""

    role: Role
    leaver: str
    successor: str
    reason: str  # revision id


@dataclass(frozen=True)
class FollowAppointments:
    """Who holds a role in the inspection, as of a position of its journal: for its referrals and
    its follow-up. An earlier one that comes later changes nothing."""

    role: Role
    people: list[str]
    as_of: int


@dataclass(frozen=True)
class OpenReferral:
    inspection: str
    force: str
    case: str
    concern: str  # revision id
    people: dict[str, list[str]]
    outline: ProgrammeOutline
    before_audit: bool = False
    added_holidays: list[str] = field(default_factory=list)  # ISO dates


@dataclass(frozen=True)
class ReferralEntry:
    revision: str


@dataclass(frozen=True)
class OpenFollowUp:
    inspection: str
    force: str
    people: dict[str, list[str]]
    outline: ProgrammeOutline
    published_at: str  # ISO instant


@dataclass(frozen=True)
class FollowUpEntry:
    revision: str
    task: str  # the follow-up task that this answers


@dataclass(frozen=True)
class Nothing:
    """The message of an act that needs none."""


@dataclass(frozen=True)
class Accepted:
    """The answer to an act: it is decided, and its projection has landed."""

    act: str


@dataclass(frozen=True)
class StandingReport:
    """The answer to the query `standing`: how far decisions and projections have come."""

    projected: str  # effect whose projection is known to have landed
    latest: str  # effect decided last
    closed: bool
    pending: list[str]  # effects decided and not yet known to have landed
    tasks: dict[str, str]  # open task -> when it is due, "" where it has no date
    wake: str  # when the next rung is reached, "" where there is none
