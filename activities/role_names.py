"""The names of roles as notices and tasks say them, in English and in Welsh."""

from criteria.roles import Role

# Role -> its name in English and in Welsh, as it stands within a sentence.
ROLE_NAMES: dict[Role, tuple[str, str]] = {
    Role.INSPECTION_LEAD: ("inspection lead", "arweinydd yr arolygiad"),
    Role.DEPUTY_LEAD: ("deputy inspection lead", "dirprwy arweinydd yr arolygiad"),
    Role.INSPECTOR: ("inspector", "arolygydd"),
    Role.PANEL_CHAIR: ("chair of the moderation panel", "cadeirydd y panel safoni"),
    Role.PANEL_MEMBER: ("member of the moderation panel", "aelod o'r panel safoni"),
    Role.HMI: ("His Majesty's Inspector", "Arolygydd Ei Fawrhydi"),
    Role.EDITOR: ("editor", "golygydd"),
    Role.ACCURACY_DECIDER: (
        "adviser who decides points of factual accuracy",
        "cynghorydd sy'n penderfynu ar bwyntiau cywirdeb ffeithiol",
    ),
    Role.DUTY_OFFICER: ("duty officer", "swyddog ar ddyletswydd"),
    Role.OPERATOR: ("service operator", "gweithredwr y gwasanaeth"),
    Role.LIAISON: ("force liaison officer", "swyddog cyswllt y llu"),
    Role.HEAD_OF_PVP: (
        "head of protecting vulnerable people",
        "pennaeth amddiffyn pobl agored i niwed",
    ),
    Role.CONTRIBUTOR: ("contributor", "cyfrannwr"),
    Role.CASE_AUDITOR: ("case auditor", "archwilydd achosion"),
    Role.CHIEF_OFFICER_LEAD: ("chief-officer lead", "prif swyddog arweiniol"),
    Role.LOCAL_POLICING_BODY: (
        "contact of the local policing body",
        "cyswllt y corff plismona lleol",
    ),
}
