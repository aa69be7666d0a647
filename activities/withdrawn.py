"""Which revisions an act takes away without a successor: they stay, and lose their standing."""

from collections.abc import Mapping
from typing import Any

from criteria.visibility import Kind
from records.acts import Act
from workflows.phases import Phase
from workflows.reopening import REOPEN_PHASE
from workflows.stale import CAN_REOPEN

# Phase -> what goes with it when it is reopened, beside an overall assessment.
_KINDS_OF: dict[Phase, tuple[Kind, ...]] = {
    Phase.SUBMISSION: (Kind.SAMPLE, Kind.ALLOCATION, Kind.AUDIT),
    Phase.CASE_AUDIT: (Kind.REVIEW, Kind.JUDGEMENT),
    Phase.MODERATION: (Kind.MODERATION,),
}


def withdrawn(act: Act, patch: Mapping[str, Any]) -> tuple[tuple[str, str | None], ...]:
    """(kind, case or indicator; all of the kind where None): what the panel returned, a stale
    overall, what goes with a phase that was reopened."""
    gone: list[tuple[str, str | None]] = []
    if act.kind == "moderate" and act.message.get("decision") == "return":
        kind, _, code = act.message["item"].partition(":")
        gone.append((Kind.JUDGEMENT if kind == "indicator" else Kind.REVIEW, code))
    if act.kind == REOPEN_PHASE:
        gone += [(kind, None) for kind in _void_kinds(act.message["phase"])]
    if patch.get("overall", act) is None:
        gone.append((Kind.OVERALL, None))
    return tuple(gone)


def _void_kinds(code: str) -> list[Kind]:
    """What no longer stands once a phase is reopened. Texts of the report are not taken away: the
    next draft begins with them, and the state says that none of them stands."""
    phases = CAN_REOPEN[CAN_REOPEN.index(Phase(code)) :]
    return [kind for phase in phases for kind in _KINDS_OF.get(phase, ())]
