"""What the demonstration came to: counted from the API after the last act, and reconciled."""

import asyncio
import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from touchstone.demo.play import Play
from workflows.acts import INSPECTION_ACTS

SAMPLE = 33


@dataclass(frozen=True)
class Outcome:
    """The figures of the end; `names` are those of the documents, `faults` sums that are wrong."""

    figures: dict[str, Any]
    names: list[str]
    acts_of_inspection: int
    refused: list[str]
    repeated: int
    faults: list[str]


async def measure(play: Play, out: Path | None) -> Outcome:
    """Count everything. With a folder, the documents are written there."""
    history = await play.see("history")
    verdict = await play.see("journal/verification")
    cases = (await play.see("cases"))["items"]
    accepted = play.client.tally.accepted
    documents = await _documents(play, out)
    of_inspection = sum(n for kind, n in accepted.items() if kind in INSPECTION_ACTS)
    figures: dict[str, Any] = {
        "inspection": play.reference,
        "phases": [name for name, _ in play.phases],
        "acts": sum(accepted.values()),
        "cases": len(cases),
        "reviews": sum(bool(case["review_in"]) for case in cases),
        "second_reviews": 0,
        "referrals": len((await play.see("referrals"))["items"]),
        "notices": len((await play.see("notices"))["items"]),
        "documents": [entry for _, entry in documents],
        "history_events": history["events"],
        "history_bytes": history["bytes"],
        "events_per_act": round(history["events"] / max(of_inspection, 1), 2),
        "journal_entries": verdict["entries"],
        "journal_ok": verdict["ok"],
        "seconds": round(play.display.seconds, 1),
    }
    audits = sum(bool(case["audit_in"]) for case in cases)
    published = (await play.see("report"))["published"]
    faults = list(_faults(figures, audits, published))
    tally = play.client.tally
    names = [name for name, _ in documents]
    return Outcome(figures, names, of_inspection, tally.refused, tally.repeated, faults)


def _faults(figures: dict[str, Any], audits: int, published: bool) -> list[str]:
    checks = {
        f"{SAMPLE} case files": figures["cases"] == SAMPLE,
        "a review of every case": figures["reviews"] == figures["cases"],
        "an audit of every case": audits == figures["cases"],
        "one referral": figures["referrals"] == 1,
        "a journal entry for every act": figures["journal_entries"] >= figures["acts"],
        "a whole journal": bool(figures["journal_ok"]),
        "a published report": published,
        "every document as its hash says": all(d["sha256"] for d in figures["documents"]),
    }
    return [what for what, holds in checks.items() if not holds]


async def _documents(play: Play, out: Path | None) -> list[tuple[str, dict[str, Any]]]:
    """Every document once, with its name; a hash that does not fit the bytes is left empty."""
    seen: dict[str, tuple[str, dict[str, Any]]] = {}
    cast = play.cast
    for reader in (cast.team.lead, cast.team.editor, cast.liaison):  # they see every document
        for document in (await play.see("documents", reader))["items"]:
            if document["id"] not in seen:
                fetched = await _fetched(play, reader, document, out)
                seen[document["id"]] = Path(document["name"]).name, fetched
    return list(seen.values())


async def _fetched(
    play: Play, reader: str, document: dict[str, Any], out: Path | None
) -> dict[str, Any]:
    """One document as the figures list it; `path` is its file, or its address in the API."""
    path = f"{play.here}/documents/{document['id']}"
    content = await play.client.download(reader, path)
    fits = hashlib.sha256(content).hexdigest() == document["sha256"]
    where = path
    if out is not None:
        where = str(out / Path(document["name"]).name)
        await asyncio.to_thread(Path(where).write_bytes, content)
    return {
        "kind": document["kind"],
        "path": where,
        "bytes": len(content),
        "sha256": document["sha256"] if fits else "",
    }
