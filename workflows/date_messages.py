"""The messages of acts about dates: moved, asked for, gone on without, standing still.

The rules of `workflows.messages` hold for these too.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Extend:
    reason: str  # revision id
    task: str
    days: int  # working days added
    seen: str | None = None  # the due date that the sender saw; None where not told


@dataclass(frozen=True)
class RequestExtension:
    reason: str  # revision id
    task: str
    days: int  # working days wished


@dataclass(frozen=True)
class DecideExtension:
    reason: str  # revision id
    task: str
    days: int  # working days granted; 0 refuses
    request: str  # revision id of the request that is decided


@dataclass(frozen=True)
class MoveFieldwork:
    reason: str  # revision id
    fieldwork_start: str  # ISO date
    fieldwork_end: str


@dataclass(frozen=True)
class AmendCalendar:
    """A bank holiday that was proclaimed after the programme's calendar was pinned."""

    source: str  # revision id of the note that says where it was proclaimed
    day: str  # ISO date


@dataclass(frozen=True)
class FollowCalendar:
    """Bank holidays that were added to an inspection: for its referrals and its follow-up."""

    days: list[str]  # ISO dates


@dataclass(frozen=True)
class ProceedWithout:
    task: str
    reason: str = ""  # revision id; empty for the consent


@dataclass(frozen=True)
class PauseInspection:
    reason: str  # revision id


@dataclass(frozen=True)
class ResumeInspection:
    reason: str = ""  # revision id, where one was given


@dataclass(frozen=True)
class ReopenPhase:
    reason: str  # revision id
    phase: str
    seen: str  # what the sender saw would become void: see workflows/reopening.py
    void: dict[str, int]  # how many of each kind, for the journal


@dataclass(frozen=True)
class WithdrawInspection:
    reason: str  # revision id
