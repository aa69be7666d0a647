"""The force opening the notice: the first time counts as delivery, noted behind the answer.

What that person asked for is never held up or failed by it.
"""

import structlog
from starlette.background import BackgroundTask
from starlette.responses import Response

from api.acting import Composed, Intent, perform
from api.here import Here
from workflows.delivery import OPENERS, counts

NOTICE = ("notice_letter", "self_assessment_template")  # the documents sent at issue

_log = structlog.get_logger()


def opened(answer: Response, here: Here) -> Response:
    """The same answer; once it is out, the opening is noted if this person's counts."""
    if here.viewer.roles & set(OPENERS) and answer.status_code == 200:
        answer.background = BackgroundTask(_note, here)
    return answer


async def _note(here: Here) -> None:
    try:
        state = await here.find_state()
        if state is not None and counts(state) and state.delivered is None:
            await perform(here.parts, here.viewer, _intent(here), _nothing)
    except Exception as error:  # the next opening notes it again
        _log.warning("opening_not_noted", inspection=here.reference, error=type(error).__name__)


async def _nothing() -> Composed:
    return Composed({})


def _intent(here: Here) -> Intent:
    # One key a person and inspection: opening again is the same act.
    return Intent(
        kind="open_notice",
        inspection=here.reference,
        workflow_id=here.workflow_id,
        body={"about": {}, "sent": {}},
        key=f"opened-{here.reference}",
        request_id=here.request_id,
    )
