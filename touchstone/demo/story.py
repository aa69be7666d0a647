"""The order of the acts: one inspection of Northshire Constabulary, issue to follow-up."""

from touchstone.demo.play import Play
from touchstone.demo.scenes import (
    case_audit,
    follow_up,
    judgements,
    panel,
    report,
    self_assessment,
    submission,
    unforeseen,
)

SCENES = (
    self_assessment.issue,
    self_assessment.open_letter,
    self_assessment.share_out,
    self_assessment.draft,
    unforeseen.liaison_leaves,
    self_assessment.extend,
    unforeseen.lead_falls_ill,
    self_assessment.submit,
    submission.clarify,
    unforeseen.pause_and_resume,
    submission.register_and_accept,
    unforeseen.reopen_and_accept_again,
    case_audit.draw_and_allocate,
    unforeseen.fieldwork_moves,
    case_audit.audit_and_review,
    unforeseen.people_change,
    judgements.judge,
    panel.conclude_too_early,
    panel.moderate,
    panel.conclude,
    report.draft,
    report.check_accuracy,
    report.finalise_and_sign,
    report.publish,
    follow_up.open_follow_up,
)


async def play_all(play: Play) -> None:
    """Every scene in turn; the phase is looked at after each."""
    for scene in SCENES:
        await scene(play)
        await play.note_phase()
