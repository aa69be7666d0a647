"""Operations: whether the service is well, what waits, what failed, and where the Temporal UI tells
more. For operators; it shows codes, dates and numbers, and no content.
"""

from dataclasses import dataclass
from urllib.parse import quote

from fastapi import APIRouter
from starlette.responses import Response

from api.access import OPERATORS, Access
from api.pages.deps import PageDep
from api.pages.page import Page
from api.parts import Parts
from api.readiness import look
from records.deliveries import Figures, count_deliveries
from records.operating import read_operations
from records.webhooks import list_webhooks

router = APIRouter(include_in_schema=False)

ACCESS: dict[str, Access] = {
    "page_operations": OPERATORS,
}

# A list of the Temporal UI ([views] in wording.toml) -> the visibility query that finds it.
_VIEWS: dict[str, str] = {
    "running": "ExecutionStatus = 'Running'",
    "overdue": "Overdue = true AND ExecutionStatus = 'Running'",
    "paused": "Paused = true AND ExecutionStatus = 'Running'",
    "referrals": "ReferralOverdue = true AND ExecutionStatus = 'Running'",
    "failed": "ExecutionStatus IN ('Failed','TimedOut','Terminated')",
    "inspections": "WorkflowType = 'Inspection' AND ExecutionStatus = 'Running'",
    "notices": "WorkflowType = 'Notices' AND ExecutionStatus = 'Running'",
    "webhooks": "WorkflowType = 'Webhook' AND ExecutionStatus = 'Running'",
}


@dataclass(frozen=True)
class View:
    name: str
    address: str


@router.get("/operations", name="page_operations")
async def operations(page: PageDep) -> Response:
    """What an operator should know of now, and whether it can wait until morning."""
    return page.render(
        "operations.html",
        health=await look(page.parts),
        now=await read_operations(page.records, page.parts.clock()),
        told=await _told(page),
        views=views(page.parts),
    )


async def _told(page: Page) -> Figures:
    """What waits and what failed of all webhooks that are there."""
    figures = await count_deliveries(page.records)
    known = [figures.get(one.id, Figures()) for one in await list_webhooks(page.records)]
    return Figures(sum(one.waiting for one in known), sum(one.failed for one in known))


def views(parts: Parts) -> list[View]:
    """The Temporal UI's lists; none where its address is not known."""
    if not parts.temporal_ui:
        return []
    place = f"{parts.temporal_ui}/namespaces/{parts.temporal_namespace}/workflows?query="
    return [View(name, place + quote(query)) for name, query in _VIEWS.items()]
