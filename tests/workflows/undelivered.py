"""An inspection whose first periods are counted from a delivery that has not come."""

from dataclasses import replace

from criteria.outline import Period, PeriodUnit, ProgrammeOutline
from tests.builders import an_outline
from tests.workflows.desk import Desk
from tests.workflows.desk import an_inspection as issued
from workflows.patch import to_document
from workflows.state import InspectionState

DAYS = PeriodUnit.WORKING_DAYS
COUNTED = {
    "return": Period(20, DAYS, "delivered"),
    "eligible_cases": Period(10, DAYS, "delivered"),
    "delivery_wait": Period(2, DAYS, "planned_delivery"),
    "delivery_call": Period(1, DAYS, "undelivered"),
    "deemed_service": Period(5, DAYS, "planned_delivery"),
}


def counting(outline: ProgrammeOutline) -> ProgrammeOutline:
    """The outline with its first periods counted from delivery."""
    return replace(outline, periods={**outline.periods, **COUNTED})


def an_undelivered_inspection(planned: str = "") -> Desk[InspectionState]:
    """Issued on Monday 11 January 2027; `planned` is the day of delivery, as an ISO date."""
    return issued(outline=to_document(counting(an_outline())), planned_delivery=planned)
