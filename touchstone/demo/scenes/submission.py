"""The submission: two rows asked about again, the lists of eligible cases, acceptance."""

from touchstone.demo import cast
from touchstone.demo.play import Play
from touchstone.demo.writing.answers import answers
from touchstone.demo.writing.eligible import eligible_cases
from touchstone.demo.writing.reading import texts, unwrapped


async def clarify(play: Play) -> None:
    """The lead asks about two rows; they are improved, submitted and approved again."""
    asked = [answer for answer in answers() if answer.better]
    reason = unwrapped(texts("acts")["clarification"])
    rows = [answer.row for answer in asked]
    await play.act(cast.LEAD, "return/clarification", {"rows": rows, "reason": reason})
    for answer in asked:
        assert answer.better is not None
        path = f"{play.here}/answers/{answer.row}"
        await play.client.save_answer(cast.person(answer.by), path, answer.better)
    again = await play.act(cast.LIAISON, "return", {})
    await play.act(cast.APPROVER, "return/approval", {"revision": again.revisions[0]})
    play.display.say(f"{len(rows)} rows clarified, resubmitted and approved")


async def register_and_accept(play: Play) -> None:
    """The force's lists come, and the lead accepts return and lists as they stand."""
    types = [case_type["code"] for case_type in play.programme["cases"]["types"]]
    cases = eligible_cases(types, play.today)
    await play.act(cast.HEAD, "eligible-cases", {"cases": cases})
    await play.act(cast.LEAD, "acceptance", {})
    play.display.say(f"{len(cases)} eligible cases registered, submission accepted")
