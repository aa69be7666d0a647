"""The names of roles as notices and tasks say them within a sentence; Welsh is in the catalogue."""

from criteria.roles import Role

ROLE_NAMES: dict[Role, str] = {
    Role.INSPECTION_LEAD: "inspection lead",
    Role.DEPUTY_LEAD: "deputy inspection lead",
    Role.INSPECTOR: "inspector",
    Role.PANEL_CHAIR: "chair of the moderation panel",
    Role.PANEL_MEMBER: "member of the moderation panel",
    Role.HMI: "His Majesty’s Inspector",
    Role.EDITOR: "editor",
    Role.ACCURACY_DECIDER: "adviser who decides points of factual accuracy",
    Role.DUTY_OFFICER: "duty officer",
    Role.OPERATOR: "service operator",
    Role.LIAISON: "force liaison officer",
    Role.HEAD_OF_PVP: "head of protecting vulnerable people",
    Role.CONTRIBUTOR: "contributor",
    Role.CASE_AUDITOR: "case auditor",
    Role.CHIEF_OFFICER_LEAD: "chief-officer lead",
    Role.LOCAL_POLICING_BODY: "contact of the local policing body",
}
