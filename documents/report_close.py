"""The report's closing chapters: recommendations, what was missing, the accuracy check, what
comes next.
"""

from documents import report_wording as wording
from documents.report_blocks import Lettered, LetteredItem, Paragraph, Writing
from documents.report_facts import Absence, AccuracyCheck, Deadline, Recommendation, ReportFacts
from documents.wording import counted, letter, listed, long_date, plain_date


def write_recommendations(writing: Writing, facts: ReportFacts) -> None:
    """Causes of concern first, then recommendations by deadline, lettered within each."""
    if not facts.recommendations and not facts.causes_of_concern:
        writing.say(wording.NO_RECOMMENDATIONS.format(force=facts.force_name))
        return
    writing.say(wording.RECOMMENDATIONS)
    _write_concerns(writing, facts)
    for deadline in Deadline:
        items = [item for item in facts.recommendations if item.deadline == deadline]
        if items:
            _write_group(writing, facts.force_name, deadline, items)


def _write_concerns(writing: Writing, facts: ReportFacts) -> None:
    if not facts.causes_of_concern:
        return
    writing.head("Causes of concern")
    writing.say(wording.CONCERN)
    for concern in facts.causes_of_concern:
        writing.say(concern.text)
        said = f"Addressed by: {listed(concern.recommendations)}."
        if concern.published:
            said += f" Published before this report, on {plain_date(concern.published)}."
        writing.say(said)


def _write_group(
    writing: Writing, force: str, deadline: Deadline, items: list[Recommendation]
) -> None:
    heading, lead = wording.DEADLINES[deadline]
    writing.head(heading)
    dues = {item.due for item in items}
    shared = dues.pop() if len(dues) == 1 else None
    due = f", by {long_date(shared)}" if shared else ""
    lettered = tuple(
        LetteredItem(
            letter(position),
            item.reference,
            " ".join(item.text.split()),
            tuple(" ".join(point.split()) for point in item.points),
            f"By {long_date(item.due)}." if item.due and not shared else "",
        )
        for position, item in enumerate(items)
    )
    writing.add(Lettered(writing.next(), lead.format(force=force, due=due), lettered))


def write_absences(writing: Writing, absences: tuple[Absence, ...]) -> None:
    writing.say(wording.ABSENCES)
    for absence in absences:
        text = (
            f"We proceeded without {absence.what}. This was decided on "
            f"{plain_date(absence.decided)}. The reason: {' '.join(absence.reason.split())}"
        )
        if absence.received_late:
            text += (
                f" It reached us late, on {plain_date(absence.received_late)}, and is marked so "
                "in our record."
            )
        writing.add(Paragraph(writing.next(), text))


def write_accuracy(writing: Writing, check: AccuracyCheck) -> None:
    """The numbers add up because the number of points is their sum."""
    writing.say(wording.ACCURACY, f"We sent the draft to the force on {plain_date(check.sent)}.")
    if check.answered is None:
        writing.say("The force has not answered.")
        return
    if not check.points:
        writing.say(f"It answered on {plain_date(check.answered)} and raised no points.")
        return
    outcome = [f"accepted {check.accepted}", f"refused {check.refused}"]
    waiting = (
        f" {counted(check.undecided, 'point')} still to be decided." if check.undecided else ""
    )
    writing.say(
        f"It answered on {plain_date(check.answered)} and raised {counted(check.points, 'point')}. "
        f"We {listed(outcome)}.{waiting}"
    )


def write_next_steps(writing: Writing, facts: ReportFacts) -> None:
    if not facts.next_steps:
        writing.say("What follows, and by when, is reckoned from the day of publication.")
        return
    writing.say(wording.NEXT_STEPS)
    rows = [
        (step.what, step.who, long_date(step.by) if step.by else "At once", step.why)
        for step in facts.next_steps
    ]
    columns = ("What happens", "Who acts", "By", "Why that date")
    writing.table("Next steps", columns, rows, numeric=False)
