"""The words of the one notice that a hand-over sends: to the successor, with all that is asked now.

Roles by their names in both languages; a reader of Welsh gets both, as task titles have no Welsh.
"""

from collections.abc import Sequence
from datetime import datetime

from activities.wording import About, Wording, by, title
from criteria.roles import Role

TEMPLATE = "role_handed_over"

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
_SUBJECT = ("A role has been handed over to you", "Mae rôl wedi'i throsglwyddo i chi")
_TOLD = (
    "You have taken over the role of {role} in this inspection, with everything that was asked of"
    " whoever held it before you: tasks, notices, cases referred back and the follow-up.",
    "Rydych chi wedi cymryd rôl {role} drosodd yn yr arolygiad hwn, gyda phopeth a ofynnwyd gan y"
    " sawl a'i daliodd o'ch blaen: tasgau, hysbysiadau, achosion a gyfeiriwyd yn ôl a'r gwaith"
    " dilynol.",
)

Asked = Sequence[tuple[str, datetime | None]]  # task kind, when it is due


def handed_over(about: About, role: Role, asked: Asked, language: str) -> Wording:
    """What the successor is told: the role, and what is asked of them now by when."""
    said = [told.format(role=name) for told, name in zip(_TOLD, ROLE_NAMES[role], strict=True)]
    subject = _SUBJECT[0]
    if language == "cy":
        subject = f"{_SUBJECT[1]} / {subject}"
        said.reverse()
    else:
        said.pop()
    heading = f"{about.force_name}, inspection {about.reference}"
    text = "\n\n".join([heading, *said, _asked(asked), f"Go to: {about.link}"])
    return Wording(f"{about.reference}: {subject}", f"{text}\n")


def _asked(asked: Asked) -> str:
    if not asked:
        return "Nothing is asked of you at this moment."
    lines = [f"- {title(kind)}{f', by {by(due)}' if due else ''}" for kind, due in asked]
    return "\n".join(["What is asked of you now:", *lines])
