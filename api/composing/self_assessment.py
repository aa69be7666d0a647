"""The force's return: every current answer frozen in one revision, and the decisions on it."""

from typing import Any

from api.acting import Composed
from api.here import Here
from api.schemas.self_assessment import AnswerIn, SendingBackIn
from criteria.visibility import Kind
from records.drafts import Draft, list_drafts
from records.revisions import NewRevision

RETURN = "return"


def answer_content(sent: AnswerIn, before: Draft | None, author: str) -> dict[str, Any]:
    """A draft's content. Everybody who ever wrote it stays named: none of them may approve it."""
    earlier = before.content.get("authors", []) if before else []
    authors = sorted({*earlier, author})
    return {"text": sent.text, "evidence": list(sent.evidence), "authors": authors}


async def submit_return(here: Here) -> Composed:
    drafts = await list_drafts(here.records, here.viewer, here.reference, Kind.RETURN)
    answers = {draft.subject: _answer(draft) for draft in drafts if draft.content["text"].strip()}
    rows = [row for row in (await here.programme()).template.answers() if row in answers]
    authors = {author for row in rows for author in answers[row]["authors"]}
    content = {"answers": {row: answers[row] for row in rows}}
    message = {"revision": "$0", "rows": rows, "authors": sorted(authors)}
    return Composed(message, [NewRevision(Kind.RETURN, RETURN, content)])


async def approve_return(revision: str) -> Composed:
    return Composed({"revision": revision})


async def send_back_return(sent: SendingBackIn) -> Composed:
    content = {"text": sent.reason, "revision": sent.revision}
    return Composed(
        {"revision": sent.revision}, [NewRevision(Kind.REASON, "send_back_return", content)]
    )


def _answer(draft: Draft) -> dict[str, Any]:
    return {**draft.content, "author": draft.author}
