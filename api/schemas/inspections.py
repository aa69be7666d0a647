"""Bodies about whole inspections: issuing one, lists, one at a glance."""

from datetime import date, datetime

from pydantic import Field

from api.schemas.values import Code, Line, PersonId, Sent, Shown, example
from criteria.roles import Role


class IssueIn(Sent):
    """A programme applied to a force. `people` are ids by role."""

    model_config = example(
        programme="national-child-protection",
        force="X01",
        fieldwork_start="2027-03-01",
        fieldwork_end="2027-03-12",
        planned_delivery=None,
        title=None,
        people={
            "inspection_lead": ["p-lead-1"],
            "deputy_lead": ["p-deputy"],
            "inspector": ["p-inspector-1", "p-inspector-2"],
            "panel_chair": ["p-panel-chair"],
            "panel_member": ["p-panel-1", "p-panel-2"],
            "hmi": ["p-hmi-1"],
            "editor": ["p-editor"],
            "accuracy_decider": ["p-decider-1"],
            "duty_officer": ["p-duty-officer"],
            "liaison": ["p-x01-liaison"],
            "head_of_pvp": ["p-x01-head"],
            "contributor": ["p-x01-contributor-1"],
            "case_auditor": ["p-x01-auditor-1"],
            "chief_officer_lead": ["p-x01-chief-officer"],
            "local_policing_body": ["p-x01-policing-body"],
        },
    )

    programme: Code
    force: str = Field(pattern=r"^[0-9A-Z]{2,6}$")
    fieldwork_start: date
    fieldwork_end: date
    planned_delivery: date | None = None  # of the notice letter; null: the day of issue
    title: Line | None = None
    people: dict[Role, list[PersonId]]


class InspectionRow(Shown):
    """An inspection in a list. `awaiting` are role codes, `overdue` counts tasks."""

    reference: str
    title: str
    programme: str
    programme_hash: str
    force: str
    phase: str
    awaiting: list[str]
    next_due: datetime | None
    overdue: int
    issued_at: datetime | None
    fieldwork_start: date | None
    fieldwork_end: date | None
    closed_at: datetime | None
    paused_at: datetime | None  # since when its clocks stand still; null while they run
    withdrawn_at: datetime | None
    links: dict[str, str]


class InspectionPage(Shown):
    """A page of a list; `next` continues it, null at its end."""

    items: list[InspectionRow]
    next: str | None


class Appointed(Shown):
    id: str
    name: str


class TaskSummary(Shown):
    open: int
    overdue: int
    next_due: datetime | None


class InspectionOut(InspectionRow):
    people: dict[str, list[Appointed]]
    lead_away_since: datetime | None  # while the deputy stands in the lead's place
    tasks: TaskSummary
