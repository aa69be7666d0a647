"""Pausing, resuming and withdrawing an inspection. Its referrals and its follow-up go on.

A phase is no lock, and a pause is none either: what may be done may be done while it lasts. Only
the clocks stand still, and at its end every open date moves later by what they lost.
"""

from criteria.errors import Rule, require
from criteria.roles import Role
from workflows.date_messages import PauseInspection, ResumeInspection, WithdrawInspection
from workflows.ladder import keep_marks
from workflows.rule import ActRule, Decided
from workflows.state import InspectionState, Pause
from workflows.submission import LEADS
from workflows.tasks import open_tasks

PAUSE, RESUME, WITHDRAW = "pause_inspection", "resume_inspection", "withdraw_inspection"


def check_pause(state: InspectionState, _decided: Decided, _message: PauseInspection) -> None:
    require(state.paused_at is None, Rule.ALREADY_PAUSED)
    # What is left then has its own clocks, the follow-up's, which no pause stops.
    require(state.report.published is None, Rule.ALREADY_PUBLISHED)


def apply_pause(state: InspectionState, decided: Decided, _message: PauseInspection) -> None:
    state.paused_at = decided.at


def check_resume(state: InspectionState, _decided: Decided, _message: ResumeInspection) -> None:
    require(state.paused_at is not None, Rule.NOT_PAUSED)


def apply_resume(state: InspectionState, decided: Decided, _message: ResumeInspection) -> None:
    start = state.paused_at or decided.at
    state.paused_at = None
    # Acts are decided in order, though one may have been kept before the other was.
    state.pauses = [*state.pauses, Pause(start, max(start, decided.at))]
    keep_marks(state, open_tasks(state))


def check_withdraw(state: InspectionState, _decided: Decided, _message: WithdrawInspection) -> None:
    require(state.report.published is None, Rule.ALREADY_PUBLISHED)


def apply_withdraw(state: InspectionState, decided: Decided, message: WithdrawInspection) -> None:
    state.withdrawn = message.reason
    state.closed_at = decided.at


ACTS: tuple[ActRule[InspectionState], ...] = (
    ActRule(PAUSE, LEADS, check_pause, apply_pause, PauseInspection),
    ActRule(RESUME, LEADS, check_resume, apply_resume, ResumeInspection),
    ActRule(
        WITHDRAW,
        (Role.HMI, Role.INSPECTION_LEAD),
        check_withdraw,
        apply_withdraw,
        WithdrawInspection,
    ),
)
