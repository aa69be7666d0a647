"""What one side writes about a case: the story's own words, and sentences by stage and score.

Which sentence a stage gets is drawn by lot, always the same lot, so that cases differ and a
repeated demonstration reads the same.
"""

from typing import Any, Literal

from touchstone.demo.writing.reading import lot, texts
from touchstone.demo.writing.stories import MARKS, Sight, Story

Side = Literal["force", "inspectors"]
NEEDS_SPEECH = "~"


def written(story: Story, side: Side, stages: list[str], *, graded: bool = True) -> dict[str, Any]:
    """The body of a case file audit or review, for the journey stages of the programme."""
    sight = story.force if side == "force" else story.inspectors
    return {
        "grade": sight.grade if graded else None,
        "scores": {stage: sight.scores[stage] for stage in stages},
        "stages": {stage: stage_text(story, side, stage) for stage in stages},
        "summary": sight.summary,
        "strengths": sight.strengths,
        "concerns": sight.concerns,
    }


def stage_text(story: Story, side: Side, stage: str) -> str:
    """What one side writes about one journey stage of a case."""
    sight = story.force if side == "force" else story.inspectors
    if stage in sight.own:
        return sight.own[stage]
    sentences = _sentences(sight, side, stage)
    fitting = [s for s in sentences if story.speaks or not s.startswith(NEEDS_SPEECH)]
    chosen = fitting[lot(story.place, side, stage) % len(fitting)]
    return _begun(chosen.removeprefix(NEEDS_SPEECH).format(**story.slots))


def level(score: str) -> str:
    """The sentences that fit a score from 1 to 5."""
    return {"1": "weak", "2": "weak", "3": "mixed", "4": "good", "5": "good"}[score]


def _sentences(sight: Sight, side: Side, stage: str) -> list[str]:
    score, said = sight.scores[stage], texts(f"stages/{side}")
    if score in MARKS.values():
        absent: dict[str, list[str]] = said["not-applicable"]
        return absent.get(stage, absent["texts"])
    found: list[str] = said[stage][level(score)]
    return found


def _begun(text: str) -> str:
    """Each sentence with a capital, whatever a slot put at its beginning."""
    return ". ".join(part[:1].upper() + part[1:] for part in text.split(". "))
