"""The words of the one notice to an office: the notice letter, to the force's registered mailbox.

A receipt for it is delivery of the letter, whoever reads that mailbox; so it says where the letter
is, who of the force has been told, and by when what it asks for is due.
"""

from datetime import datetime

from activities.wording import About, Wording, by, wording
from documents.language import Language

TEMPLATE = "letter"


def letter(about: About, returned_by: datetime, language: Language) -> Wording:
    """What the registered mailbox is told at issue. `returned_by`: as the letter prints it."""
    say = language.say
    lines = [
        say(
            "The force is to be inspected. The notice letter and the template of the"
            " self-assessment are in Touchstone. The force liaison officer, the head of protecting"
            " vulnerable people and the chief-officer lead can open them there and have been told."
        ),
        say("The letter asks for the self-assessment by %(by)s.")
        % {"by": by(returned_by, language)},
        say(
            "This message goes to the force’s registered mailbox. Its receipt there counts as"
            " delivery of the letter, so please make sure that one of them has seen the letter."
        ),
    ]
    return wording(about, say("Notice of an inspection"), lines, language)
