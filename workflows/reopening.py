"""Reopening a phase: what was decided since is void, and what it asked for is asked again.

The preview (`foresee`) and the act make the same change by the same function (`reopen`), one on a
copy. The act names what its sender saw, and is refused if that is not what would become void now.
Nothing is deleted, no date moves earlier, and referrals are processes of their own.
"""

import copy
import hashlib
from collections import Counter
from dataclasses import dataclass, replace

from criteria.errors import Rule, require
from criteria.roles import Role
from workflows.again import moment, period_again
from workflows.date_messages import ReopenPhase
from workflows.deadlines import Due
from workflows.phases import Phase
from workflows.phases import phase as phase_of
from workflows.rule import ActRule, Decided, holds
from workflows.stale import CAN_REOPEN, Fact, facts, stale, void
from workflows.state import InspectionState
from workflows.submission import LEADS
from workflows.tasks import Task, date_of, open_tasks

REOPEN_PHASE = "reopen_phase"
_ORDER = list(Phase)


@dataclass(frozen=True)
class Reopening:
    """What follows if a phase is reopened now. `seen` is what the act must name."""

    phase: Phase
    seen: str
    void: list[Fact]
    stays: list[Fact]
    opens: list[Task]  # asked again
    lapses: list[Task]  # asked for now, and then no longer
    moves: list[Task]  # asked for now and then too, by another date: as it will be
    to_come: dict[str, Due]  # kind of task -> its date, where it is asked again in its turn


def foresee(state: InspectionState, phase: Phase, at: str) -> Reopening:
    """What follows if a phase is reopened at this moment (ISO instant); changes nothing."""
    after = copy.deepcopy(state)
    reopen(after, phase, at)
    now, then = open_tasks(state), open_tasks(after)
    gone = stale(state, phase)
    return Reopening(
        phase,
        seen_as(gone),
        gone,
        [fact for fact in facts(state) if fact not in gone],
        [task for name, task in then.items() if name not in now],
        [task for name, task in now.items() if name not in then],
        [task for name, task in then.items() if name in now and now[name].due != task.due],
        _to_come(after, phase),
    )


def reopen(state: InspectionState, phase: Phase, at: str) -> None:
    """Change the state: void what goes with the phase, and count its dates from this moment."""
    before = copy.deepcopy(state)
    void(state, phase)
    state.events[moment(phase.value)] = at
    for extended in list(state.extensions):
        _drop_extension(before, state, extended, phase)
    asked = open_tasks(before)
    for name, task in open_tasks(state).items():
        if name in asked and asked[name].due != task.due:
            # A later date is a new chance: it must pass before anyone proceeds without.
            state.proposed.pop(name, None)


def seen_as(void: list[Fact]) -> str:
    """What would become void, in 16 hex digits: another word for it if any of it is another."""
    text = "\n".join(f"{fact.what} {fact.about} {fact.mark}" for fact in void)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def counted(void: list[Fact]) -> dict[str, int]:
    """How many of each kind: what the journal says."""
    return dict(Counter(fact.what for fact in void))


def reopenable(state: InspectionState) -> list[Phase]:
    """The phases that somebody could reopen now."""
    if state.closed_at or state.report.published or state.paused_at:
        return []
    return [phase for phase in CAN_REOPEN if stale(state, phase)]


def require_can_reopen(state: InspectionState, actor: str, code: str) -> Phase:
    """The phase. Raises RuleBroken where this person may not reopen it as things stand."""
    require(state.report.published is None, Rule.ALREADY_PUBLISHED)
    require(state.paused_at is None, Rule.RESUME_FIRST)
    require(code in CAN_REOPEN, Rule.PHASE_CANNOT_BE_REOPENED, code)
    phase = Phase(code)
    gone = stale(state, phase)
    begun = _ORDER.index(phase) <= _ORDER.index(phase_of(state))
    require(bool(gone) or begun, Rule.PHASE_NOT_BEGUN, code)
    require(bool(gone), Rule.NOTHING_TO_REOPEN, code)
    by_hmi = state.report.signed is None or holds(state, actor, Role.HMI)
    require(by_hmi, Rule.SIGNED_SO_HMI_REOPENS)
    return phase


def check_reopen(state: InspectionState, decided: Decided, message: ReopenPhase) -> None:
    phase = require_can_reopen(state, decided.actor, message.phase)
    gone = stale(state, phase)
    same = message.seen == seen_as(gone) and message.void == counted(gone)
    require(same, Rule.CONSEQUENCES_HAVE_CHANGED)


def apply_reopen(state: InspectionState, decided: Decided, message: ReopenPhase) -> None:
    reopen(state, Phase(message.phase), decided.at)


def _to_come(after: InspectionState, phase: Phase) -> dict[str, Due]:
    """What the programme dates anew from this reopening and what is not asked for at once."""
    asked = {task.kind for task in open_tasks(after).values()}
    suffix = period_again("", phase.value)
    codes = [code.removesuffix(suffix) for code in after.programme.periods if code.endswith(suffix)]
    dates = {code: date_of(after, code) for code in codes if code not in asked}
    return {code: date for code, date in dates.items() if date}


def _drop_extension(
    before: InspectionState, state: InspectionState, task: str, phase: Phase
) -> None:
    """What is dated anew starts without the days once granted, unless that made it earlier."""
    code = task.partition(":")[0]
    if period_again(code, phase.value) not in state.programme.periods:
        return
    kept = {name: days for name, days in state.extensions.items() if name != task}
    old, new = date_of(before, code, task), date_of(replace(state, extensions=kept), code, task)
    if old and new and new.at >= old.at:
        state.extensions = kept


ACTS: tuple[ActRule[InspectionState], ...] = (
    ActRule(REOPEN_PHASE, (*LEADS, Role.HMI), check_reopen, apply_reopen, ReopenPhase),
)
