"""More time that the force asked for, as it is shown to both sides while it waits."""

from api.here import Here
from api.schemas.exceptions import ExtensionAsked
from criteria.visibility import Kind
from records.errors import NotFound
from records.revisions import find_standing


async def extension_asked(here: Here, task: str) -> ExtensionAsked:
    """The request that waits for its decision. Raises NotFound where none does."""
    state = await here.find_state()
    asked = state.asked.get(task) if state else None
    if asked is None:
        raise NotFound("request for more time", task)
    subject = f"extension_request:{task}"
    said = await find_standing(here.records, here.viewer, here.reference, Kind.REASON, subject)
    reason = str(said.content["text"]) if said and said.id == asked.revision else None
    return ExtensionAsked(request=asked.revision, days=asked.days, at=asked.at, reason=reason)
