"""The moderation panel and the overall assessment, which comes last."""

from typing import Any

from touchstone.demo import cast
from touchstone.demo.play import Play
from touchstone.demo.replies import Unexpected
from touchstone.demo.scenes.judgements import judge_one
from touchstone.demo.writing.findings import Finding, findings, overall
from touchstone.demo.writing.reading import texts

MEMBERS = (cast.CHAIR, *cast.PANEL)


async def conclude_too_early(play: Play) -> None:
    """The lead tries to give the overall while judgements and cases wait for the panel."""
    early = overall() | {"practice": texts("acts")["too_early"]}
    await play.attempt(
        cast.LEAD, "overall", early, "overall_comes_last", "the overall before moderation"
    )


async def moderate(play: Play) -> None:
    """Every item is moderated in turn; one judgement is returned and comes again."""
    judged = {finding.indicator: finding for finding in findings()}
    returned: set[str] = set()
    items = await _waiting(play)
    with play.display.counted("Items moderated by the panel", len(items) + 1) as count:
        for at, item in enumerate(items):
            if await _decide(play, MEMBERS[at % len(MEMBERS)], item, judged):
                returned.add(item.partition(":")[2])
            count.step()
        for indicator in sorted(returned):
            await judge_one(play, judged[indicator], judged[indicator].narrative)
            body = {"decision": "confirm", "reason": judged[indicator].panel}
            await play.act(cast.CHAIR, f"moderation/indicator:{indicator}", body)
            count.step()
    if left := await _waiting(play):
        raise Unexpected(f"{len(left)} items still wait for the panel.")
    play.display.say(f"{len(items)} items moderated, {len(returned)} returned for evidence")


async def conclude(play: Play) -> None:
    """The lead gives the overall; the panel's chair confirms it."""
    given = await play.act(cast.LEAD, "overall", overall())
    await play.act(cast.CHAIR, "overall/confirmation", {"revision": given.revisions[0]})
    play.display.say("Overall assessment given and confirmed")


async def _decide(play: Play, member: str, item: str, judged: dict[str, Finding]) -> bool:
    """One decision; whether the item goes back for evidence."""
    kind, _, code = item.partition(":")
    body = _on_case(play, code) if kind == "case" else _on_indicator(judged[code])
    await play.act(member, f"moderation/{item}", body)
    return bool(body["decision"] == "return")


def _on_indicator(finding: Finding) -> dict[str, Any]:
    if finding.return_reason:
        return {"decision": "return", "reason": finding.return_reason}
    return {"decision": "confirm", "reason": finding.panel}


def _on_case(play: Play, case: str) -> dict[str, Any]:
    view = play.files[case].panel
    if view is None:
        raise Unexpected("A case waits for the panel that both sides saw alike.")
    body = {"decision": view.decision, "reason": view.reason}
    return {**body, "score": view.grade} if view.grade else body


async def _waiting(play: Play) -> list[str]:
    found = await play.see("moderation", cast.CHAIR)
    return [str(item["item"]) for item in found["items"]]
