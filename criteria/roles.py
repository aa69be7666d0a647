"""The roles that people hold in an inspection, and the side each stands on."""

from enum import StrEnum


class Side(StrEnum):
    INSPECTORATE = "inspectorate"
    FORCE = "force"
    POLICING_BODY = "policing_body"


class Role(StrEnum):
    INSPECTION_LEAD = "inspection_lead"
    DEPUTY_LEAD = "deputy_lead"
    INSPECTOR = "inspector"
    PANEL_CHAIR = "panel_chair"
    PANEL_MEMBER = "panel_member"
    HMI = "hmi"
    EDITOR = "editor"
    ACCURACY_DECIDER = "accuracy_decider"
    DUTY_OFFICER = "duty_officer"
    OPERATOR = "operator"
    LIAISON = "liaison"
    HEAD_OF_PVP = "head_of_pvp"
    CONTRIBUTOR = "contributor"
    CASE_AUDITOR = "case_auditor"
    CHIEF_OFFICER_LEAD = "chief_officer_lead"
    LOCAL_POLICING_BODY = "local_policing_body"


FORCE_ROLES = frozenset(
    {
        Role.LIAISON,
        Role.HEAD_OF_PVP,
        Role.CONTRIBUTOR,
        Role.CASE_AUDITOR,
        Role.CHIEF_OFFICER_LEAD,
    }
)


def side_of(role: Role) -> Side:
    """The side a role stands on."""
    if role in FORCE_ROLES:
        return Side.FORCE
    if role is Role.LOCAL_POLICING_BODY:
        return Side.POLICING_BODY
    return Side.INSPECTORATE
