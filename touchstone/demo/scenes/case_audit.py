"""The case files: sample, allocation, the force's audits and the inspectors' blind reviews."""

from collections import defaultdict
from collections.abc import Iterator

from touchstone.demo import cast
from touchstone.demo.play import Play
from touchstone.demo.replies import Unexpected
from touchstone.demo.scenes.referral import refer_back, settle
from touchstone.demo.writing.cases import written
from touchstone.demo.writing.stories import Story, stories

STRIDE = 7  # audits and reviews come in different orders; it divides no sample of 33


async def draw_and_allocate(play: Play) -> None:
    """The sample is drawn and shared out over the inspectors."""
    await play.act(cast.LEAD, "sample", {})
    await play.act(cast.LEAD, "allocation", {})
    cases = (await play.see("cases"))["items"]
    by_type: dict[str, list[str]] = defaultdict(list)
    for case in sorted(cases, key=lambda case: str(case["reference"])):
        by_type[case["case_type"]].append(case["reference"])
    for case_type, references in by_type.items():
        play.files.update(zip(references, _stories(case_type, len(references)), strict=True))
    play.reviewers = {case["reference"]: case["reviewer"] for case in cases}
    play.stages = list(play.programme["judging"]["case_stages"])
    play.display.say(f"{len(cases)} case files drawn over {len(by_type)} types, and allocated")


async def audit_and_review(play: Play) -> None:
    """Both sides work through the files; one is referred back before the force has audited it."""
    referral = ""
    with play.display.counted("Case file audits and reviews", 2 * len(play.files)) as count:
        for side, case in _sequence(play.files):
            if side == "review" and play.files[case].concern:
                referral = await refer_back(play, case)
            await _send(play, side, case)
            count.step()
    if referral:
        await settle(play, referral)


async def _send(play: Play, side: str, case: str) -> None:
    story = play.files[case]
    if side == "audit":
        auditor = cast.AUDITORS[story.place % len(cast.AUDITORS)]
        await play.act(auditor, f"cases/{case}/audit", written(story, "force", play.stages))
        return
    body = written(story, "inspectors", play.stages)
    await play.act(play.reviewers[case], f"cases/{case}/review", body)


def _sequence(files: dict[str, Story]) -> Iterator[tuple[str, str]]:
    """Audits and reviews in turn; a case that is referred back is audited last."""
    cases = sorted(files)
    audits = sorted(cases, key=lambda case: bool(files[case].concern))
    for step in range(len(cases)):
        yield "review", cases[(step * STRIDE) % len(cases)]
        yield "audit", audits[step]


def _stories(case_type: str, wanted: int) -> tuple[Story, ...]:
    known = stories(case_type)
    if len(known) < wanted:
        raise Unexpected(f"{wanted} cases of {case_type} were drawn; {len(known)} are written.")
    return known[:wanted]
