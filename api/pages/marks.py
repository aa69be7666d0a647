"""What is typed of one case file, by the force's auditor or an inspector: one form, read alike."""

from api.pages.case_views import Marking
from api.pages.doing import Wrong
from api.pages.page import PlacePage, Typed
from api.schemas.case_audit import MarkIn


def read_mark(typed: Typed) -> MarkIn:
    """What was typed so far. Raises ValidationError for what cannot be kept."""
    return MarkIn(
        grade=typed.text("grade") or None,
        scores={stage: one for stage, one in typed.by_prefix("score").items() if one},
        stages={stage: text for stage, text in typed.by_prefix("stage").items() if text},
        summary=typed.text("summary"),
        strengths=typed.text("strengths") or None,
        concerns=typed.text("concerns") or None,
    )


def whole_mark(page: PlacePage, typed: Typed, marking: Marking) -> MarkIn:
    """What was typed, once nothing is missing that the programme asks for; else raises Wrong."""
    sent, faults = read_mark(typed), []
    for stage in marking.stages if marking.scores else ():
        if stage.id not in sent.scores:
            wrong = "%(stage)s: choose a score, “not applicable” or “not seen”."
            faults.append((f"score.{stage.id}", page.say(wrong, stage=stage.name)))
    if marking.grades and sent.grade is None:
        faults.append(("grade", "Choose the grade of the case."))
    if not sent.summary:
        faults.append(("summary", "Sum the case up in a sentence or two."))
    if faults:
        raise Wrong(*faults)
    return sent
