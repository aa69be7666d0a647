"""The end of an inspection: once its follow-up has closed, the engine itself sends the last act."""

from workflows.messages import Nothing
from workflows.rule import ActRule, Decided, never
from workflows.state import InspectionState


def apply_close(state: InspectionState, decided: Decided, _message: Nothing) -> None:
    state.closed_at = decided.at


# No roles: only the system sends it.
ACTS: tuple[ActRule[InspectionState], ...] = (
    ActRule("close_inspection", (), never, apply_close, Nothing),
)
