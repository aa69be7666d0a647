"""How scores read in the report, and which scores a mode allows."""

from documents.report_facts import ReportFacts, Scoring, Section
from documents.report_wording import SCORING

BEST = 5
_MARKS = {"not_applicable": "Not applicable", "not_seen": "Not seen"}
_ALLOWED = {
    Scoring.YES_NO: ("yes", "no"),
    Scoring.SCALE_1_5: ("1", "2", "3", "4", "5"),
    Scoring.EVIDENCE_ONLY: (),
}


def allowed(scoring: Scoring, score: str | None) -> bool:
    """Whether the mode allows this score; no score and the two marks of absence always may be."""
    return score is None or score in _MARKS or score in _ALLOWED[scoring]


def in_words(score: str | None, scoring: Scoring) -> str:
    """ "3 out of 5", "Yes", "Not seen"; empty for none."""
    if score is None:
        return ""
    if score in _MARKS:
        return _MARKS[score]
    return f"{score} out of {BEST}" if scoring == Scoring.SCALE_1_5 else score.capitalize()


def as_number(score: str | None) -> int | None:
    """A score of the 1 to 5 scale as a number; None for a mark of absence or no score."""
    return int(score) if score is not None and score.isdigit() else None


def meaning(facts: ReportFacts, score: str | None) -> str:
    """What the score means, from the programme's anchors; empty where there is none."""
    return next((anchor.meaning for anchor in facts.anchors if anchor.score == score), "")


def explained(scoring: Scoring) -> str:
    """The introduction's sentence on scoring."""
    return SCORING[scoring.value]


def has_absence_marks(facts: ReportFacts) -> bool:
    """Whether any indicator is marked as not applicable or not seen."""
    return any(section.judgement.score in _MARKS for section in sections(facts))


def sections(facts: ReportFacts) -> tuple[Section, ...]:
    """Leadership and the journey's chapters, in report order."""
    return (facts.leadership, *facts.journey)


def is_evidence_alone(facts: ReportFacts) -> bool:
    """Written evidence only and no case grades: then no score, grade, statistic or chart at all."""
    return facts.scoring == Scoring.EVIDENCE_ONLY and not facts.grades
