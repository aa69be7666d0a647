"""The one notice of a reopened phase: what it means, and all that is asked of the reader now.

It goes to those who lead, to those whose word became void, and to those of whom it asks something.
"""

from collections.abc import Iterator, Mapping, Sequence

from activities.handing_over import Asked, asked_now
from activities.wording import About, Wording, wording
from criteria.roles import Role
from documents.language import Language
from workflows.phases import Phase
from workflows.reopening import REOPEN_PHASE
from workflows.stale import facts
from workflows.state import InspectionState

EVENT, TEMPLATE = REOPEN_PHASE, "phase_reopened"

# As pages name them, so that both have the same Welsh.
_NAMES: dict[Phase, str] = {
    Phase.SUBMISSION: "Submission",
    Phase.CASE_AUDIT: "Case audit and fieldwork",
    Phase.MODERATION: "Moderation",
    Phase.REPORT: "Report",
}

_LEADING = (
    Role.LIAISON,
    Role.CHIEF_OFFICER_LEAD,
    Role.INSPECTION_LEAD,
    Role.DEPUTY_LEAD,
    Role.HMI,
)
# What became void -> those who gave it or were bound by it, beside those who lead.
_CONCERNED: dict[str, tuple[Role, ...]] = {
    "acceptance": (Role.HEAD_OF_PVP,),
    "allocation": (Role.INSPECTOR,),
    "force_audit": (Role.CASE_AUDITOR,),
    "review": (Role.INSPECTOR,),
    "judgement": (Role.INSPECTOR,),
    "case_decision": (Role.PANEL_CHAIR, Role.PANEL_MEMBER),
    "indicator_decision": (Role.PANEL_CHAIR, Role.PANEL_MEMBER),
    "overall_confirmation": (Role.PANEL_CHAIR,),
    "accuracy_decision": (Role.ACCURACY_DECIDER,),
    "final_text": (Role.EDITOR,),
}


def phase_reopened(about: About, phase: Phase, asked: Asked, language: Language) -> Wording:
    """What everyone concerned is told."""
    name = language.say(_NAMES[phase])
    subject = language.say("A phase has been reopened: %(phase)s") % {"phase": name}
    told = language.say(
        "A phase of this inspection has been reopened: %(phase)s. What was decided in it and after"
        " it no longer stands and will be decided again; it stays on record. Cases referred back to"
        " the force go on as before."
    )
    lines = [told % {"phase": name}, asked_now(asked, language)]
    return wording(about, subject, lines, language)


def concerned(
    before: InspectionState, after: InspectionState, held: Mapping[str, Sequence[str]]
) -> Iterator[str]:
    """Ids of those who lead and of those whose word became void; some more than once."""
    standing = set(facts(after))
    gone = {fact.what for fact in facts(before) if fact not in standing}
    void_of = [role for what, roles in _CONCERNED.items() if what in gone for role in roles]
    for role in (*_LEADING, *void_of):
        yield from held.get(role.value, ())
