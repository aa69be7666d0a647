"""The report: drafted, checked by the force, decided, settled, signed and published."""

import re
from datetime import date
from html import unescape
from typing import Any

from touchstone.demo.play import Play
from touchstone.demo.writing.findings import Point, draft_text, final_text, points

_NUMBERED = re.compile(r'<span class="number">([^<]+)</span>\s*<span>(.*?)</span>', re.DOTALL)


async def draft(play: Play) -> None:
    """The lead drafts; the documents are made and sent to the force."""
    await play.act(play.cast.team.lead, "report/draft", draft_text())
    await play.until("draft sent to the force", lambda: _sent(play))
    play.display.say("Draft report written, made into documents and sent to the force")


async def check_accuracy(play: Play) -> None:
    """The force finds twelve points on numbered paragraphs; an outsider decides each."""
    found = points()
    await raise_points(play)
    await decide_points(play)
    accepted = sum(point.accepted for point in found)
    play.display.say(f"Factual accuracy check: {len(found)} points, {accepted} accepted")


async def raise_points(play: Play) -> None:
    """The force answers the accuracy check."""
    numbered = await _numbered_paragraphs(play)
    answered = [_point(play, point, numbered) for point in points()]
    await play.act(play.cast.liaison, "report/accuracy", {"points": answered})


async def decide_points(play: Play) -> None:
    """Somebody who was not on the visit decides every point."""
    decisions = [
        {"point": number, "accepted": point.accepted, "reason": point.reason}
        for number, point in enumerate(points(), start=1)
    ]
    await play.act(play.cast.team.decider, "report/accuracy/decisions", {"decisions": decisions})


async def finalise_and_sign(play: Play) -> None:
    """The editor settles the text; once its document is made, HMI signs exactly that."""
    await finalise(play)
    await sign(play)


async def finalise(play: Play, planned: date | None = None) -> None:
    """The editor settles the text, with its planned day of publication; its document is made."""
    text = final_text() | ({"publication_date": planned.isoformat()} if planned else {})
    await play.act(play.cast.team.editor, "report/final", text)
    await play.until("final text to sign", lambda: _to_sign(play))


async def sign(play: Play) -> None:
    """HMI signs exactly the text that was made into a document."""
    sha256 = await play.until("final text to sign", lambda: _to_sign(play))
    await play.act(play.cast.team.hmi, "report/signature", {"sha256": sha256})
    play.display.say(f"Final text signed: {sha256[:16]}…")


async def publish(play: Play) -> None:
    """Published is what was signed; the policing body can read it."""
    sha256 = (await play.see("report", play.cast.team.editor))["sha256_to_sign"]
    await play.act(play.cast.team.editor, "report/publication", {"sha256": sha256})
    await play.until("published report", lambda: _published(play))
    play.display.say("Report published")


async def _sent(play: Play) -> bool | None:
    return (await play.see("report"))["draft_sent"] or None


async def _to_sign(play: Play) -> str | None:
    found: str | None = (await play.see("report", play.cast.team.hmi))["sha256_to_sign"]
    return found


async def _published(play: Play) -> bool | None:
    listed = await play.client.find(play.cast.policing_body, f"{play.here}/documents")
    kinds = {str(document["kind"]) for document in listed["items"]} if listed else set()
    return any(kind.startswith("published_report") for kind in kinds) or None


async def _numbered_paragraphs(play: Play) -> list[tuple[str, str]]:
    """Number and text of each paragraph of the draft, as the force reads it."""
    documents = (await play.see("report", play.cast.liaison))["draft_documents"]
    page = next(d for d in documents if d["media_type"].startswith("text/html"))
    path = f"{play.here}/documents/{page['id']}"
    html = (await play.client.download(play.cast.liaison, path)).decode()
    return [(number.strip(), unescape(text)) for number, text in _NUMBERED.findall(html)]


def _point(play: Play, point: Point, numbered: list[tuple[str, str]]) -> dict[str, Any]:
    quote = play.cast.said(point.quote)
    paragraph = next((number for number, text in numbered if quote in text), "general")
    body = {"paragraph": paragraph, "kind": point.kind, "text": point.text}
    return {**body, "evidence": point.evidence} if point.evidence else body
