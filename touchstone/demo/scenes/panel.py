"""The moderation panel and the overall assessment, which comes last."""

from typing import Any

from touchstone.demo.play import Play
from touchstone.demo.replies import Unexpected
from touchstone.demo.scenes.judgements import judge_one
from touchstone.demo.writing.findings import Finding, findings, overall
from touchstone.demo.writing.reading import texts


async def conclude_too_early(play: Play) -> None:
    """The lead tries to give the overall while judgements and cases wait for the panel."""
    early = overall() | {"practice": texts("acts")["too_early"]}
    lead = play.cast.team.lead
    what = "the overall before moderation"
    await play.attempt(lead, "overall", early, "overall_comes_last", what)


async def moderate(play: Play) -> None:
    """Every item is moderated in turn; one judgement is returned and comes again."""
    judged = {finding.indicator: finding for finding in findings()}
    returned: set[str] = set()
    items = await _waiting(play)
    members = panel(play)
    with play.display.counted("Items moderated by the panel", len(items) + 1) as count:
        for at, item in enumerate(items):
            if await _decide(play, members[at % len(members)], item, judged):
                returned.add(item.partition(":")[2])
            count.step()
        for indicator in sorted(returned):
            await judge_one(play, judged[indicator], judged[indicator].narrative)
            await confirm_judgement(play, play.cast.team.chair, judged[indicator])
            count.step()
    if left := await _waiting(play):
        raise Unexpected(f"{len(left)} items still wait for the panel.")
    play.display.say(f"{len(items)} items moderated, {len(returned)} returned for evidence")


async def conclude(play: Play) -> None:
    """The lead gives the overall; the panel's chair confirms it."""
    await confirm(play, await give(play))
    play.display.say("Overall assessment given and confirmed")


async def give(play: Play) -> str:
    """The lead gives the overall; its revision."""
    return (await play.act(play.cast.team.lead, "overall", overall())).revisions[0]


async def confirm(play: Play, revision: str) -> None:
    """The panel's chair confirms the overall."""
    await play.act(play.cast.team.chair, "overall/confirmation", {"revision": revision})


def panel(play: Play) -> tuple[str, ...]:
    """Who sits on the panel, its chair first."""
    return play.cast.team.chair, *play.cast.team.panel


async def confirm_judgement(play: Play, member: str, finding: Finding) -> None:
    """A member confirms a judgement."""
    body = {"decision": "confirm", "reason": finding.panel}
    await play.act(member, f"moderation/indicator:{finding.indicator}", body)


async def decide_on_case(play: Play, member: str, case: str) -> None:
    """A member decides on a case that the two sides see differently."""
    view = play.files[case].panel
    if view is None:
        raise Unexpected("A case waits for the panel that both sides saw alike.")
    body = {"decision": view.decision, "reason": view.reason}
    await play.act(
        member, f"moderation/case:{case}", {**body, "score": view.grade} if view.grade else body
    )


async def _decide(play: Play, member: str, item: str, judged: dict[str, Finding]) -> bool:
    """One decision; whether the item goes back for evidence."""
    kind, _, code = item.partition(":")
    if kind == "case":
        await decide_on_case(play, member, code)
        return False
    finding = judged[code]
    if not finding.return_reason:
        await confirm_judgement(play, member, finding)
        return False
    body: dict[str, Any] = {"decision": "return", "reason": finding.return_reason}
    await play.act(member, f"moderation/{item}", body)
    return True


async def _waiting(play: Play) -> list[str]:
    found = await play.see("moderation", play.cast.team.chair)
    return [str(item["item"]) for item in found["items"]]
