"""The case files: sample, allocation, the force's audits and the inspectors' blind reviews."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from touchstone.demo.play import Play
from touchstone.demo.replies import Unexpected
from touchstone.demo.scenes.referral import refer_back, settle
from touchstone.demo.writing.cases import Side, written
from touchstone.demo.writing.stories import Story, stories

STRIDE = 7  # audits and reviews come in different orders; it divides no sample of 33


async def draw_and_allocate(play: Play) -> None:
    """The sample is drawn and shared out over the inspectors."""
    await draw(play)
    await allocate(play)
    types = {story.case_type for story in play.files.values()}
    play.display.say(f"{len(play.files)} case files drawn over {len(types)} types, and allocated")


async def draw(play: Play) -> None:
    """The sample is drawn."""
    await play.act(play.cast.team.lead, "sample", {})


async def allocate(play: Play) -> None:
    """The sample is shared out; from here on each case has its story and its reviewer."""
    await play.act(play.cast.team.lead, "allocation", {})
    cases = (await play.see("cases"))["items"]
    by_type: dict[str, list[str]] = defaultdict(list)
    for case in sorted(cases, key=lambda case: str(case["reference"])):
        by_type[case["case_type"]].append(case["reference"])
    for case_type, references in by_type.items():
        play.files.update(zip(references, _stories(case_type, len(references)), strict=True))
    play.reviewers = {case["reference"]: case["reviewer"] for case in cases}
    play.stages = list(play.programme["judging"]["case_stages"])


async def audit_and_review(play: Play) -> None:
    """Both sides work through the files; one is referred back before the force has audited it."""
    referral = ""
    with play.display.counted("Case file audits and reviews", 2 * len(play.files)) as count:
        for side, case in _sequence(play.files):
            if side == "inspectors" and play.files[case].concern:
                referral = await refer_back(play, case)
            await send(play, side, case)
            count.step()
    if referral:
        await settle(play, referral)


async def send(play: Play, side: Side, case: str) -> None:
    """One side's view of one case goes in."""
    story = play.files[case]
    body = mark(play, side, case)
    if side == "force":
        auditor = play.cast.auditors[story.place % len(play.cast.auditors)]
        await play.act(auditor, f"cases/{case}/audit", body)
    else:
        await play.act(play.reviewers[case], f"cases/{case}/review", body)


async def save_review(play: Play, case: str) -> None:
    """A review is begun and kept as a draft: not every stage is written yet."""
    body = mark(play, "inspectors", case)
    done = play.stages[: len(play.stages) // 2]
    for part in ("scores", "stages"):
        body[part] = {stage: said for stage, said in body[part].items() if stage in done}
    await play.save(play.reviewers[case], f"cases/{case}/review/draft", body | {"grade": None})


def mark(play: Play, side: Side, case: str) -> dict[str, Any]:
    """What one side says about one case, in the programme's mode."""
    body = written(play.files[case], side, play.stages, graded=play.is_graded)
    return body if play.is_scored else body | {"scores": {}}


def _sequence(files: dict[str, Story]) -> Iterator[tuple[Side, str]]:
    """Audits and reviews in turn; a case that is referred back is audited last."""
    cases = sorted(files)
    audits = sorted(cases, key=lambda case: bool(files[case].concern))
    for step in range(len(cases)):
        yield "inspectors", cases[(step * STRIDE) % len(cases)]
        yield "force", audits[step]


def _stories(case_type: str, wanted: int) -> tuple[Story, ...]:
    known = stories(case_type)
    if len(known) < wanted:
        raise Unexpected(f"{wanted} cases of {case_type} were drawn; {len(known)} are written.")
    return known[:wanted]
