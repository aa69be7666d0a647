"""Small builders for tests of what is kept: a house with two inspections, acts, projections."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from criteria.roles import Role, Side, side_of
from criteria.visibility import Kind, Viewer
from records.acts import Act, NewAct, NewRevision, freeze
from records.errors import NotFound
from records.inspections import NewInspection, create_inspection
from records.people import Force, Person, appoint, put_force, put_person, viewer_for
from records.processes import (
    Change,
    EventRow,
    NoticeRow,
    Outcome,
    ProjectionRecord,
    TaskRow,
    get_process,
    project,
)
from records.programmes import pin_programme
from records.session import Records

NOW = datetime(2027, 1, 11, 9, 0, tzinfo=UTC)
NORTH, WEST = "NCP-2027-0001", "NCP-2027-0002"


def minutes(count: int) -> datetime:
    """So many minutes after the tests' beginning of time."""
    return NOW + timedelta(minutes=count)


@dataclass(frozen=True)
class House:
    """The furnished database: its people as viewers of the inspection they serve on."""

    records: Records

    async def viewer(self, role: Role, inspection: str = NORTH) -> Viewer:
        return await viewer_for(self.records, person_id(role, inspection), inspection)


def person_id(role: Role, inspection: str = NORTH) -> str:
    return f"p-{role.value}-{inspection[-1]}"


async def build_house(records: Records) -> None:
    """Two forces, an inspection of each, issued, and a person in every role of both."""
    async with records.transaction() as session:
        await put_force(session, Force("X01", "Northshire Constabulary", invented=True))
        await put_force(session, Force("X02", "Westmarch Police", invented=True))
        pinned = await pin_programme(session, "ncp", "1", {"title": "A programme"})
        for reference, force in ((NORTH, "X01"), (WEST, "X02")):
            new = NewInspection(
                reference, force, pinned, "ncp", "An inspection", "preparing", "p-somebody"
            )
            await create_inspection(session, new, NOW)
            for role in Role:
                await put_person(session, a_person(role, reference, force))
                await appoint(session, reference, person_id(role, reference), role, NOW)
    for reference in (NORTH, WEST):
        row = {"issued_at": NOW, "phase": "self_assessment"}
        await step(records, f"inspection/{reference}", "issued", row=row)


def a_person(role: Role, inspection: str = NORTH, force: str = "X01") -> Person:
    side = side_of(role)
    return Person(
        id=person_id(role, inspection),
        name=f"A. {role.value.title()}",
        email=f"{role.value}@example.org",
        side=side,
        force_code=None if side is Side.INSPECTORATE else force,
        standing_roles=(role.value,),
        demonstration=True,
    )


async def say(
    records: Records,
    role: Role,
    *revisions: NewRevision,
    inspection: str = NORTH,
    key: str | None = None,
    kind: str = "said",
    at: datetime = NOW,
) -> Act:
    """Freeze an act of the person in this role, under a key of its own unless one is given."""
    key = key or "-".join(["key", *(new.subject for new in revisions), str(next(_COUNT))])
    new = NewAct(
        f"inspection/{inspection}",
        inspection,
        kind,
        person_id(role, inspection),
        side_of(role),
        key,
    )
    return await freeze(records, new, revisions, at)


_COUNT = iter(range(1, 1_000_000))


def said(kind: Kind, subject: str = "N-0001", text: str = "words") -> NewRevision:
    return NewRevision(kind, subject, {"text": text})


@dataclass
class StateDeriver:
    """Derives rows from members of the state of the same names: a test writes them there."""

    seen: list[str] = field(default_factory=list)

    def tasks(self, state: dict[str, Any]) -> Sequence[TaskRow]:
        return [
            TaskRow(
                name,
                ("liaison",),
                tuple(task.get("people", ())),
                "Do it",
                "Because.",
                due=_moment(task.get("due")),
            )
            for name, task in state.get("tasks", {}).items()
        ]

    def notices(
        self, before: dict[str, Any], after: dict[str, Any], change: Change
    ) -> Sequence[NoticeRow]:
        self.seen.append(change.effect)
        return [
            NoticeRow(
                f"{change.effect}:{to}",
                change.effect,
                to,
                "told",
                {"phase": "x"},
                "en",
                "Subject",
                "Body",
                task=after.get("about"),
            )
            for to in change.patch.get("tell", ())
        ]

    def events(
        self, before: dict[str, Any], after: dict[str, Any], change: Change
    ) -> Sequence[EventRow]:
        return [
            EventRow(event, change.at, {"task": {"kind": "x"}}, "reviews:p-ann")
            for event in change.patch.get("events", ())
        ]

    def list_row(self, state: dict[str, Any]) -> Mapping[str, Any]:
        moments = {"issued_at", "next_due", "closed_at"}
        row = state.get("row", {})
        return {name: _moment(value) if name in moments else value for name, value in row.items()}


def _moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


def change(effect: str, base: str = "", *, payload: str = "", **more: Any) -> Change:
    given: dict[str, Any] = {"patch": {}, "event": "stepped", "at": NOW, **more}
    return Change(effect=effect, payload_hash=payload or f"hash of {effect}", base=base, **given)


def projection(
    workflow_id: str, *changes: Change, workflow_type: str = "Inspection", inspection: str = ""
) -> ProjectionRecord:
    reference = inspection or workflow_id.partition("/")[2]
    return ProjectionRecord(workflow_id, reference, workflow_type, changes)


async def step(records: Records, workflow_id: str, effect: str, **members: Any) -> Outcome:
    """Move a process on by one change, after whatever came last; members go into its patch."""
    fixed = {name: members.pop(name) for name in ("act_id", "approves", "at") if name in members}
    try:
        base = (await get_process(records, workflow_id)).last_effect
    except NotFound:
        base = ""
    new = change(f"{workflow_id}:{effect}", base, patch=_plain(members), **fixed)
    return await project(records, projection(workflow_id, new), StateDeriver())


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _plain(item) for name, item in value.items()}
    return value.isoformat() if isinstance(value, datetime) else value


async def accept(records: Records, act: Act, approves: tuple[str, ...] = ()) -> None:
    """Accept an act as its workflow would."""
    await step(records, act.workflow_id, act.id, act_id=act.id, approves=approves, at=minutes(1))
