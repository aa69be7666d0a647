"""What is signed and published: the final document with its hash, what changed, and what stands."""

import json
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from typing import Any

from api.here import Here
from api.pages.colleagues import colleagues
from api.pages.in_words import in_words
from api.pages.page import PlacePage
from api.pages.report_text import fields_from, parts_of
from api.pages.report_writing_views import DRAFT, FINAL, submitted
from api.shown.report import report_status
from records.files import StoredFile, list_files
from workflows.moderation import TEAM
from workflows.report import final_document, ready_to_sign
from workflows.rule import holds
from workflows.state import InspectionState


@dataclass(frozen=True)
class Change:
    """A section that reads otherwise than in the draft: (what, paragraph), "same" left out."""

    title: str
    lines: list[tuple[str, str]]  # "added" or "taken"


@dataclass(frozen=True)
class SigningView:
    """The final document as it stands. `signed_file` is the very file that the hash is of."""

    ready: bool
    making: bool
    sha256: str
    groups: str
    signed_file: StoredFile | None
    files: list[StoredFile]
    bound: bool  # the signed manifest names exactly these files
    changes: list[Change]
    planned: date | None
    judged: int
    moderated: int
    moderators: list[str]
    confirmed_by: str
    confirmed_at: str
    points: int | None
    accepted: int
    refused: int
    absent: list[str]
    final_by: str
    signed: bool
    signed_by: str
    signed_at: str
    published: bool
    published_at: str
    barred: bool


async def signing_view(page: PlacePage) -> SigningView:
    here, state = page.here, await page.here.state()
    sha256 = state.documents[final_document(state)] if ready_to_sign(state) else ""
    found = [
        file
        for file in await list_files(here.records, here.viewer, here.reference)
        if file.kind.startswith("final_report")
    ]
    signed_file = next((file for file in found if file.sha256 == sha256), None)
    named = await _named(here, signed_file)
    files = [file for file in found if file.sha256 in named.values() and file is not signed_file]
    names, texts, report = await colleagues(page), await submitted(page), state.report
    content = texts[FINAL].content if report.final and FINAL in texts else {}
    planned, overall = content.get("publication_date"), state.overall
    judged = [state.judgements.get(code) for code in state.programme.indicators]
    return SigningView(
        ready=bool(sha256),
        making=report.final is not None and not sha256,
        sha256=sha256,
        groups=" ".join(sha256[place : place + 4] for place in range(0, len(sha256), 4)),
        signed_file=signed_file,
        files=files,
        bound=bool(named) and {file.sha256 for file in files} == set(named.values()),
        changes=await _changes(page, texts[DRAFT].content, content) if DRAFT in texts else [],
        planned=date.fromisoformat(planned) if planned else None,
        judged=sum(one is not None for one in judged),
        moderated=sum(one is not None and one.moderated is not None for one in judged),
        moderators=names.of(state.moderators),
        confirmed_by=names(overall.confirmed_by) if overall and overall.confirmed_by else "",
        confirmed_at=state.events.get("confirmed", ""),
        points=report.points,
        **await _decided(here, state),
        absent=list(state.absent),
        final_by=names(texts[FINAL].author) if FINAL in texts else "",
        signed=report.signed is not None,
        signed_by=names(report.signatory) if report.signatory else "",
        signed_at=state.events.get("signed", ""),
        published=report.published is not None,
        published_at=state.events.get("published", ""),
        barred=page.person.id in state.moderators or holds(state, page.person.id, *TEAM),
    )


async def _named(here: Here, manifest: StoredFile | None) -> dict[str, str]:
    """Kind -> SHA-256 of each file that the signed manifest names; nothing for another file."""
    if manifest is None or not manifest.kind.endswith("_manifest"):
        return {}
    found = json.loads(await here.parts.files.get(manifest.sha256))["sha256"]
    return {str(kind): str(sha256) for kind, sha256 in found.items()}


async def _decided(here: Here, state: InspectionState) -> dict[str, Any]:
    decisions = (await report_status(here)).accuracy.decisions if state.report.decided else []
    accepted = sum(one["accepted"] for one in decisions)
    return {"accepted": accepted, "refused": len(decisions) - accepted}


async def _changes(page: PlacePage, draft: dict[str, Any], final: dict[str, Any]) -> list[Change]:
    """What was written otherwise than in the draft, section by section in the report's order."""
    if not final:
        return []
    before, after = fields_from(draft), fields_from(final)
    parts = parts_of((await in_words(page)).programme)
    titles = [
        (part.title, before.get(part.field, ""), after.get(part.field, ""))
        for part in parts
        if part.field
    ]
    said = page.say("Recommendations")
    titles.append((said, _recommended(draft), _recommended(final)))
    changes = [Change(title, _lines(one, other)) for title, one, other in titles]
    return [change for change in changes if change.lines]


def _recommended(content: dict[str, Any]) -> str:
    found = content.get("recommendations") or []
    return "\n\n".join(f"{one['text']} ({one['deadline'].replace('_', ' ')})" for one in found)


def _lines(before: str, after: str) -> list[tuple[str, str]]:
    old, new = before.split("\n\n"), after.split("\n\n")
    lines = []
    for what, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what != "equal":
            lines += [("taken", text) for text in old[i1:i2] if text]
            lines += [("added", text) for text in new[j1:j2] if text]
    return lines
