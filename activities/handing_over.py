"""The words of the one notice of a hand-over: to the successor, with all that is asked now."""

from collections.abc import Sequence
from datetime import datetime

from activities.role_names import ROLE_NAMES
from activities.wording import About, Wording, by, title, wording
from criteria.roles import Role
from documents.language import Language

TEMPLATE = "role_handed_over"

Asked = Sequence[tuple[str, datetime | None]]  # task kind, when it is due


def handed_over(about: About, role: Role, asked: Asked, language: Language) -> Wording:
    """What the successor is told: the role, and what is asked of them now by when."""
    told = language.say(
        "You have taken over the role of %(role)s in this inspection, with everything that was"
        " asked of whoever held it before you: tasks, notices, cases referred back and the"
        " follow-up."
    )
    subject = language.say("A role has been handed over to you")
    lines = [told % {"role": language.say(ROLE_NAMES[role])}, asked_now(asked, language)]
    return wording(about, subject, lines, language)


def asked_now(asked: Asked, language: Language) -> str:
    """All that is asked of a person, a line each."""
    if not asked:
        return language.say("Nothing is asked of you at this moment.")
    lines = [_line(title(kind, "", language), due, language) for kind, due in asked]
    return "\n".join([language.say("What is asked of you now:"), *lines])


def _line(what: str, due: datetime | None, language: Language) -> str:
    if due is None:
        return f"- {what}"
    return language.say("- %(what)s, by %(by)s") % {"what": what, "by": by(due, language)}
