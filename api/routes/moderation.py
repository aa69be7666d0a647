"""Moderation: what waits for the panel, its decisions, and the overall assessment, given last."""

from fastapi import APIRouter, Depends

from api.composing import moderation as composing
from api.deps import Actor, HereDep, here
from api.schemas.acts import ActOut
from api.schemas.content import RevisionOut
from api.schemas.moderation import ConfirmationIn, ModerationIn, ModerationItems, OverallIn
from api.schemas.paths import Item
from api.shown import cases as shown
from api.shown.judgements import moderation_items
from criteria.visibility import Kind

router = APIRouter(
    prefix="/api/v1/inspections/{ref}", dependencies=[Depends(here)], tags=["moderation"]
)


@router.get("/moderation")
async def list_moderation(here: HereDep) -> ModerationItems:
    """Judgements and differing cases that wait for the panel, with both sides of each case."""
    return ModerationItems(items=await moderation_items(here))


@router.post("/moderation/{item:path}")
async def moderate(actor: Actor, item: Item, sent: ModerationIn) -> ActOut:
    """Confirm, amend or return one item, with a reason."""
    return await actor.act("moderate", lambda: composing.moderate(item, sent), sent, item=item)


@router.post("/overall")
async def give_overall(actor: Actor, sent: OverallIn) -> ActOut:
    """Give the overall assessment. Refused until everything below it is judged and moderated."""
    return await actor.act("give_overall", lambda: composing.give_overall(actor.here, sent), sent)


@router.post("/overall/confirmation")
async def confirm_overall(actor: Actor, sent: ConfirmationIn) -> ActOut:
    """Confirm the overall assessment that you read, as the panel's chair."""
    return await actor.act(
        "confirm_overall", lambda: composing.confirm_overall(sent.revision), sent
    )


@router.get("/overall")
async def get_overall(here: HereDep) -> RevisionOut:
    """The overall assessment that stands."""
    overall = (await here.programme()).criteria.overall()
    return await shown.standing(here, Kind.OVERALL, overall.id)
