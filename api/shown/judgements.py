"""Indicators that can be judged, and what waits for the panel with both sides of it."""

from api.here import Here
from api.schemas.content import RevisionOut, revision_out
from api.schemas.moderation import ModerationItem
from api.shown.cases import note_access
from criteria.errors import Rule, require
from criteria.visibility import Kind
from records.revisions import find_standing
from workflows.phases import to_moderate


async def require_indicator(here: Here, code: str) -> None:
    """Raise RuleBroken(INDICATOR_UNKNOWN) for a code that is not judged below the overall."""
    outline = (await here.programme()).outline()
    require(code in outline.indicators, Rule.INDICATOR_UNKNOWN)


async def moderation_items(here: Here) -> list[ModerationItem]:
    """What waits for the panel. Cases among it were opened: that is noted."""
    state = await here.find_state()
    return [await _item(here, item) for item in (to_moderate(state) if state else [])]


async def _item(here: Here, item: str) -> ModerationItem:
    kind, _, subject = item.partition(":")
    if kind == "indicator":
        return ModerationItem(item=item, judgement=await _find(here, Kind.JUDGEMENT, subject))
    await note_access(here, "moderation", subject)
    return ModerationItem(
        item=item,
        audit=await _find(here, Kind.AUDIT, subject),
        review=await _find(here, Kind.REVIEW, subject),
    )


async def _find(here: Here, kind: Kind, subject: str) -> RevisionOut | None:
    found = await find_standing(here.records, here.viewer, here.reference, kind, subject)
    return revision_out(found) if found else None
