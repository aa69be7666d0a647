"""The notice letter as a document of the inspection: made at issue, and anew when the one to ask
changes. Every version is kept as it was made.
"""

from workflows.state import InspectionState

LETTER = "notice_letter"


def want_letter_anew(state: InspectionState) -> None:
    """Its next version is to be made."""
    versions = sum(1 for name in state.documents if name.partition("/")[0] == LETTER)
    state.documents[f"{LETTER}/{versions + 1}"] = ""
