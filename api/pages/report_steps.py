"""Where the report stands: its steps with their moments, who is next, and its documents."""

from dataclasses import dataclass

from api.pages.colleagues import colleagues, holders
from api.pages.page import PlacePage
from api.pages.rooms import page_of_task
from api.pages.row_views import force_names
from api.schemas.report import ReportOut
from api.shown.report import report_status
from criteria.roles import Role, Side, side_of
from records.errors import NotFound
from records.files import StoredFile, list_files
from records.tasks import Task, list_tasks
from workflows.state import InspectionState

_TASKS = (
    "report_draft",
    "accuracy_check",
    "accuracy_decision",
    "final_text",
    "sign_off",
    "publication",
)
_KINDS = ("draft_report", "final_report", "published_report")


@dataclass(frozen=True)
class Step:
    """A step of the report: `code` names it, `at` is when it was done (ISO), None while not."""

    code: str
    done: bool
    at: str | None
    now: bool = False


@dataclass(frozen=True)
class Next:
    """What is asked next, of whom by name or role, and its page if the reader is asked."""

    task: Task
    people: list[str]
    path: str | None


@dataclass(frozen=True)
class Stored:
    """Documents of one kind and version, in the forms that it was made in."""

    kind: str
    version: int
    files: list[StoredFile]


@dataclass(frozen=True)
class ReportView:
    """The report as its reader may know it; `status` is None before there is a draft for them."""

    status: ReportOut | None
    steps: list[Step]
    next: list[Next]
    documents: list[Stored]
    accepted: int
    refused: int
    proceeded: bool  # without the force's answer
    to_force: bool


async def report_view(page: PlacePage) -> ReportView:
    here, state = page.here, await page.here.find_state()
    to_force = here.viewer.side is not Side.INSPECTORATE
    try:
        status = await report_status(here) if state else None
    except NotFound:
        status = None
    decisions = status.accuracy.decisions if status else []
    accepted = sum(one["accepted"] for one in decisions)
    return ReportView(
        status=status,
        steps=_steps(state, status, to_force=to_force) if state else [],
        next=await _next(page),
        documents=stored(await list_files(here.records, here.viewer, here.reference)),
        accepted=accepted,
        refused=len(decisions) - accepted,
        proceeded=state is not None and "accuracy_check" in state.absent,
        to_force=to_force,
    )


def _steps(state: InspectionState, status: ReportOut | None, *, to_force: bool) -> list[Step]:
    """The steps in order. A force is told of those that concern it, and of publication."""
    events, report = state.events, state.report
    confirmed = state.overall is not None and state.overall.confirmed_by is not None
    answered = "accuracy_check" in state.absent or report.points is not None
    settled = status is not None and status.accuracy.settled and report.draft is not None
    steps = [
        Step("confirmed", confirmed, events.get("confirmed") if confirmed else None),
        Step("draft_sent", "draft_sent" in events, events.get("draft_sent")),
        Step("accuracy_answered", answered, events.get("accuracy_answered")),
        Step("accuracy_decided", settled, events.get("accuracy_decided")),
        Step("finalised", report.final is not None, events.get("finalised")),
        Step("signed", report.signed is not None, events.get("signed")),
        Step("published", report.published is not None, events.get("published")),
    ]
    if to_force:
        known = ("draft_sent", "accuracy_answered", "accuracy_decided", "published")
        steps = [one for one in steps if one.code in known]
    first = next((place for place, one in enumerate(steps) if not one.done), None)
    return [Step(s.code, s.done, s.at, now=place == first) for place, s in enumerate(steps)]


async def _next(page: PlacePage) -> list[Next]:
    here = page.here
    tasks = await list_tasks(here.records, here.viewer, here.reference)
    found = [task for task in tasks if task.task in _TASKS]
    if not found:
        return []
    of_house, of_force, people = (
        await colleagues(page),
        await force_names(page),
        await here.people(),
    )
    return [
        Next(
            task,
            [
                name
                for role in map(Role, task.roles)
                for name in holders(
                    of_force if side_of(role) is Side.FORCE else of_house, people, role
                )
            ],
            page_of_task(task) if page.holds(*task.roles) else None,
        )
        for task in found
    ]


def stored(files: list[StoredFile]) -> list[Stored]:
    """The report's documents, newest first, the forms of one version together."""
    found: dict[tuple[str, int], list[StoredFile]] = {}
    for file in files:
        kind = next((kind for kind in _KINDS if file.kind.startswith(kind)), None)
        if kind is not None:
            found.setdefault((kind, file.version), []).append(file)
    order = sorted(found, key=lambda one: (_KINDS.index(one[0]), one[1]), reverse=True)
    return [Stored(kind, version, found[kind, version]) for kind, version in order]
