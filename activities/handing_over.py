"""The words of the one notice that a hand-over sends: to the successor, with all that is asked now.

Roles by their names in both languages; a reader of Welsh gets both, as task titles have no Welsh.
"""

from collections.abc import Sequence
from datetime import datetime

from activities.role_names import ROLE_NAMES
from activities.wording import About, Wording, by, title
from criteria.roles import Role

TEMPLATE = "role_handed_over"

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
