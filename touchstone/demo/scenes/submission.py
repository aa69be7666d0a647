"""The submission: two rows asked about again, the lists of eligible cases, acceptance."""

from typing import Any

from touchstone.demo.play import Play
from touchstone.demo.scenes import self_assessment
from touchstone.demo.writing.answers import Answer, answers
from touchstone.demo.writing.eligible import eligible_cases
from touchstone.demo.writing.reading import texts, unwrapped


async def clarify(play: Play) -> None:
    """The lead asks about two rows; they are improved, submitted and approved again."""
    asked = unclear()
    await ask_again(play)
    for answer in asked:
        await improve(play, answer)
    await self_assessment.approve(play, await self_assessment.send(play))
    play.display.say(f"{len(asked)} rows clarified, resubmitted and approved")


def unclear() -> list[Answer]:
    """The answers that the lead asks about again."""
    return [answer for answer in answers() if answer.better]


async def ask_again(play: Play) -> None:
    """The lead asks about rows again."""
    rows = [answer.row for answer in unclear()]
    reason = unwrapped(texts("acts")["clarification"])
    await play.act(play.cast.team.lead, "return/clarification", {"rows": rows, "reason": reason})


async def improve(play: Play, answer: Answer) -> None:
    """One answer gets what was missing."""
    assert answer.better is not None
    await self_assessment.save(play, answer.by, answer.row, answer.better)


async def register_and_accept(play: Play) -> None:
    """The force's lists come, and the lead accepts return and lists as they stand."""
    cases = eligible_cases(case_types(play), play.today)
    await register(play, cases)
    await accept(play)
    play.display.say(f"{len(cases)} eligible cases registered, submission accepted")


def case_types(play: Play) -> list[str]:
    """The case types of the programme."""
    return [case_type["code"] for case_type in play.programme["cases"]["types"]]


async def register(play: Play, cases: list[dict[str, Any]]) -> None:
    """The force's lists of eligible cases come."""
    await play.act(play.cast.head, "eligible-cases", {"cases": cases})


async def accept(play: Play) -> None:
    """The lead accepts what has come."""
    await play.act(play.cast.team.lead, "acceptance", {})


async def pause(play: Play) -> None:
    """The lead stops the clocks while the force has its hands full."""
    await play.act(play.cast.team.lead, "pause", {"reason": texts("acts")["pause"]})
