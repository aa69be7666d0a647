"""The rows of the self-assessment as those who write it see them."""

from collections.abc import Iterator

from api.access import WRITERS
from api.here import Here
from api.schemas.self_assessment import AnswerRow, ShareOut
from criteria.errors import Rule, require
from criteria.programme import Programme
from criteria.visibility import Kind, Sight, sight
from records.drafts import Draft, list_drafts
from records.errors import NotFound
from records.people import list_appointments
from records.shares import list_shares


async def answer_rows(here: Here) -> list[AnswerRow]:
    """Every row that is the viewer's to write, in the template's order."""
    drafts = {
        draft.subject: draft
        for draft in await list_drafts(here.records, here.viewer, here.reference, Kind.RETURN)
    }
    shares = await list_shares(here.records, here.viewer, here.reference)
    state = await here.find_state()
    asked_again = state.returned.clarify if state else []
    rows = []
    for row, section, indicator, guidance in _printed(await here.programme()):
        given = [share for share in shares if share.row == row]
        if is_limited(here) and not given:
            continue
        draft = drafts.get(row)
        rows.append(
            AnswerRow(
                row=row,
                section=section,
                indicator=indicator,
                guidance=guidance,
                status="asked_again" if row in asked_again else _status(draft),
                version=draft.version if draft else 0,
                author=draft.author if draft else None,
                updated_at=draft.updated_at if draft else None,
                shared_with=[ShareOut.model_validate(share) for share in given],
            )
        )
    return rows


def is_limited(here: Here) -> bool:
    """Contributors write the rows that were given to them, and no other."""
    return sight(Kind.RETURN, here.viewer) is Sight.OWN


async def require_row(here: Here, row: str) -> None:
    """Raise NotFound for a row that the template does not have."""
    if row not in (await here.programme()).template.answers():
        raise NotFound("row", row)


async def require_own_row(here: Here, row: str) -> None:
    """Raise NotFound for a row that is not the viewer's to write."""
    await require_row(here, row)
    if is_limited(here):
        shares = await list_shares(here.records, here.viewer, here.reference)
        if row not in [share.row for share in shares]:
            raise NotFound("row", row)


async def require_contributor(here: Here, row: str, person: str) -> None:
    """Raise unless the row exists and the person writes here for the force."""
    await require_row(here, row)
    appointments = await list_appointments(here.records, here.reference)
    writers = {one.person for one in appointments if one.role in WRITERS}
    require(person in writers, Rule.PERSON_NOT_APPOINTABLE, person)


def _printed(programme: Programme) -> Iterator[tuple[str, str, str, str]]:
    """(row, section heading, indicator, guidance) as printed, the opening outline first."""
    opening = programme.template.opening
    if opening:
        yield opening.id, "", opening.prompt, opening.guidance
    for section in programme.template.sections:
        for row in section.rows:
            yield row.id, section.heading, row.indicator, row.guidance_text


def _status(draft: Draft | None) -> str:
    return "drafted" if draft and str(draft.content.get("text", "")).strip() else "empty"
