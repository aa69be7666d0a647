"""Rows of eligible cases as they are sent in: read, checked, and kept as a draft of the force."""

from dataclasses import asdict
from typing import Any

from api.composing.submission import ELIGIBLE_CASES
from api.pages.doing import Wrong
from api.pages.page import PlacePage, Typed
from criteria.visibility import Kind
from documents.case_lists import decoded, read_case_list
from documents.given import sheet
from records.drafts import Draft, find_draft, save_draft
from records.errors import DraftConflict
from records.revisions import Revision
from workflows.uk_time import local_day

_LARGEST_FILE = 4 * 1024 * 1024  # bytes
_COLUMNS = ("reference", "case_type", "date", "local_authority")


def list_sheet(revision: Revision) -> bytes:
    """A registered list as CSV, for spreadsheets."""
    rows = ([case.get(name) for name in _COLUMNS] for case in revision.content["cases"])
    return sheet(_COLUMNS, rows)


async def kept_draft(page: PlacePage) -> Draft | None:
    """What is kept to be registered."""
    here = page.here
    kind = Kind.ELIGIBLE_CASES
    return await find_draft(here.records, here.viewer, here.reference, kind, ELIGIBLE_CASES)


async def sent_text(typed: Typed) -> str:
    """What was pasted, or the text of the file. Raises Wrong for neither, and for no CSV."""
    file = typed.file("file")
    if file is None and not typed.text("rows"):
        raise Wrong(("rows", "Paste rows, or choose a file."))
    if file is None:
        return typed.text("rows")
    content = await file.read(_LARGEST_FILE + 1)
    if len(content) > _LARGEST_FILE:
        raise Wrong(
            (
                "file",
                "This file is larger than 4 MB. Send it in parts, each with the line of headings.",
            )
        )
    if content.startswith(b"PK"):
        wrong = "This is a workbook, not CSV. Save it as “CSV UTF-8” in the spreadsheet first."
        raise Wrong(("file", wrong))
    text = decoded(content)
    if text is None:
        wrong = "This file holds no text. Save the list as “CSV UTF-8” in the spreadsheet first."
        raise Wrong(("file", wrong))
    return text


async def keep(page: PlacePage, text: str) -> None:
    """Keep the good rows with those kept before, and remember what was wrong with the rest."""
    types = {one.code: one.title for one in (await page.here.programme()).cases.types}
    read = read_case_list(text, types, local_day(page.here.now()))
    draft = await kept_draft(page)
    cases = {case["reference"]: case for case in (draft.content["cases"] if draft else [])}
    for case in read.cases:
        found = {**asdict(case), "date": case.date.isoformat()}
        cases[case.reference] = {name: value for name, value in found.items() if value}
    kept = list(cases.values())
    faults = [asdict(fault) for fault in read.faults]
    await _save(page, {"cases": kept, "faults": faults, "left_out": list(read.left_out)})


async def empty(page: PlacePage) -> None:
    """Empty the kept list."""
    await _save(page, {"cases": [], "faults": [], "left_out": []})


async def _save(page: PlacePage, content: dict[str, Any]) -> None:
    draft, here = await kept_draft(page), page.here
    version = draft.version if draft else 0
    kind = Kind.ELIGIBLE_CASES
    try:
        await save_draft(
            here.records,
            here.viewer,
            here.reference,
            kind,
            ELIGIBLE_CASES,
            content,
            expected_version=version,
            at=here.now(),
        )
    except DraftConflict:
        raise Wrong(("rows", "A colleague saved at the same moment: send it again.")) from None
