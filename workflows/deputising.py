"""The deputy lead in the lead's place: while the lead is marked away, what is asked of the lead is
asked of the deputy.

Who may act does not change: what cannot wait, the deputy may do at any time.
"""

from collections.abc import Mapping, Sequence

from criteria.errors import Rule, require
from criteria.roles import Role
from workflows.messages import Nothing
from workflows.rule import ActRule, Decided
from workflows.state import InspectionState, ProcessState
from workflows.submission import LEADS

AWAY, BACK = "mark_lead_away", "mark_lead_back"


def asked_of(held: Mapping[str, Sequence[str]], away: bool | None) -> Mapping[str, Sequence[str]]:
    """Role -> who is asked and reminded in it: of lead and deputy, the one who leads now.

    `away`: whether the lead is marked away; None where nobody can say, and both are asked.
    """
    if away is None or not held.get(Role.DEPUTY_LEAD.value):
        return held
    if away:  # what names only the lead is for the deputy too
        return {**held, Role.INSPECTION_LEAD.value: held[Role.DEPUTY_LEAD.value]}
    return {**held, Role.DEPUTY_LEAD.value: ()}


def is_away(state: ProcessState) -> bool | None:
    """Whether the lead is marked away; None in what stands beside the inspection: it cannot say."""
    return bool(state.lead_away) if isinstance(state, InspectionState) else None


def roles_asked(roles: Sequence[Role], away: bool | None) -> list[Role]:
    """The roles by which something is asked: of lead and deputy, the one who leads now.

    `away` as of `asked_of`.
    """
    if away is None:
        return list(roles)
    leading = Role.DEPUTY_LEAD if away else Role.INSPECTION_LEAD
    return list(dict.fromkeys(leading if role in LEADS else role for role in roles))


def check_away(state: InspectionState, _decided: Decided, _message: Nothing) -> None:
    require(state.lead_away is None, Rule.LEAD_IS_AWAY)
    require(bool(state.people.get(Role.DEPUTY_LEAD.value)), Rule.ROLE_NOT_FILLED, "deputy_lead")


def apply_away(state: InspectionState, decided: Decided, _message: Nothing) -> None:
    state.lead_away = decided.at


def check_back(state: InspectionState, _decided: Decided, _message: Nothing) -> None:
    require(state.lead_away is not None, Rule.LEAD_IS_NOT_AWAY)


def apply_back(state: InspectionState, _decided: Decided, _message: Nothing) -> None:
    state.lead_away = None


ACTS: tuple[ActRule[InspectionState], ...] = (
    ActRule(AWAY, (*LEADS, Role.HMI), check_away, apply_away, Nothing),
    ActRule(BACK, (*LEADS, Role.HMI), check_back, apply_back, Nothing),
)
