"""Who plays which part in the demonstration: people's ids and the roles they hold."""

from criteria.roles import Role

FORCE, PROGRAMME = "X01", "national-child-protection"

LEAD, DEPUTY = "p-lead-1", "p-deputy"
INSPECTORS = tuple(f"p-inspector-{number}" for number in range(1, 6))
CHAIR, PANEL = "p-panel-chair", ("p-panel-1", "p-panel-2", "p-panel-3")
HMI, EDITOR, DECIDER = "p-hmi-1", "p-editor", "p-decider-1"
DUTY_OFFICER, OPERATOR = "p-duty-officer", "p-operator"
LIAISON, HEAD = "p-x01-liaison", "p-x01-head"
CONTRIBUTORS = tuple(f"p-x01-contributor-{number}" for number in range(1, 7))
AUDITORS = ("p-x01-auditor-1", "p-x01-auditor-2")
APPROVER = "p-x01-chief-officer"
WRITING_CHIEF = "p-x01-chief-officer-2"  # holds the portfolio and writes part of the return
POLICING_BODY = "p-x01-policing-body"

APPOINTED: dict[Role, tuple[str, ...]] = {
    Role.INSPECTION_LEAD: (LEAD,),
    Role.DEPUTY_LEAD: (DEPUTY,),
    Role.INSPECTOR: INSPECTORS,
    Role.PANEL_CHAIR: (CHAIR,),
    Role.PANEL_MEMBER: PANEL,
    Role.HMI: (HMI,),
    Role.EDITOR: (EDITOR,),
    Role.ACCURACY_DECIDER: (DECIDER,),
    Role.DUTY_OFFICER: (DUTY_OFFICER,),
    Role.OPERATOR: (OPERATOR,),
    Role.LIAISON: (LIAISON,),
    Role.HEAD_OF_PVP: (HEAD,),
    Role.CONTRIBUTOR: CONTRIBUTORS,
    Role.CASE_AUDITOR: AUDITORS,
    Role.CHIEF_OFFICER_LEAD: (APPROVER, WRITING_CHIEF),
    Role.LOCAL_POLICING_BODY: (POLICING_BODY,),
}

_PARTS = {
    "lead": LEAD,
    "deputy": DEPUTY,
    "head": HEAD,
    "liaison": LIAISON,
    "chief-officer": APPROVER,
    "chief-officer-2": WRITING_CHIEF,
    **{f"inspector-{number}": person for number, person in enumerate(INSPECTORS, start=1)},
    **{f"contributor-{number}": person for number, person in enumerate(CONTRIBUTORS, start=1)},
}


def person(part: str) -> str:
    """The id of whoever plays a part that the texts name."""
    return _PARTS[part]


def appointments() -> dict[str, list[str]]:
    """Role -> person ids, as an inspection is issued."""
    return {role.value: list(people) for role, people in APPOINTED.items()}
