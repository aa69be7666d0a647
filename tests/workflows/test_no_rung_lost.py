"""Acts, absences and hand-overs in any order: no rung is lost, doubled or told to the wrong person.

And every due date follows from the journal alone.
"""

from datetime import datetime, timedelta
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from criteria.duties import who_hands_over
from criteria.roles import Role, Side, side_of
from tests.workflows.by_journal import ByJournal
from tests.workflows.test_any_order import DOUBLED, EVERYBODY, AnyOrder
from tests.workflows.watched import OUTLINE, POINTS, Watched, watched_at
from workflows.deadlines import is_working_day, rung_time
from workflows.ladder import rungs
from workflows.standing_still import clock, is_paused, lost_days, stills_of
from workflows.tasks import Task, awaits_delivery

NEWCOMERS = [f"p-new-{number}" for number in range(4)]
# Acts after which a ladder goes on from where it stood, though its date has moved.
GOING_ON = ("resume_inspection", "amend_calendar")
# What most of the time is made of here, beside the acts of the parent.
CLOCKS = ["extend", "request_extension", "decide_extension", "pause_inspection"]
CLOCKS += ["resume_inspection", "resume_inspection", "amend_calendar", "move_fieldwork"]
CLOCKS += ["record_service", "deem_service", "mark_lead_away", "mark_lead_back"]


class NoRungLost(AnyOrder):
    """One inspection under watch."""

    desk: Watched

    def __init__(self) -> None:
        super().__init__()
        self.desk = watched_at("undelivered")
        self.read = 0  # entries of the journal that `reckoned` has read
        self.reckoned = ByJournal(OUTLINE, [])
        self.standing: dict[str, tuple[str, int]] = {}  # task -> its date and next rung
        self.present = self.desk.now  # until when every ladder has been looked at
        self.done: list[tuple[str, int]] = []  # rungs climbed since their ladder began
        self.serving: dict[str, list[str]] = {}  # role -> who holds it, by every hand-over

    @initialize(
        point=st.sampled_from(POINTS), doubled=st.lists(st.sampled_from(DOUBLED), max_size=2)
    )
    def begin(self, point: str, doubled: list[tuple[str, str]]) -> None:
        self.desk = watched_at(point)
        for person, role in doubled:
            self.desk.state.people[role] = [person, *self.desk.state.people[role]]
        self.serving = {role: list(ids) for role, ids in self.desk.state.people.items()}
        self.standing = self.marks()
        self.present = self.desk.now

    # What happens beside what the parent does, and instead of some of it

    send_late = lose = render = None  # type: ignore[assignment]

    @rule(data=st.data(), kind=st.sampled_from(CLOCKS))
    def move_a_date(self, data: st.DataObject, kind: str) -> None:
        self.send(data.draw(st.sampled_from(self.holders(kind))), kind, self.body(data, kind))

    @rule(data=st.data(), role=st.sampled_from(list(Role)))
    def reassign(self, data: st.DataObject, role: Role) -> None:
        naming = [p for by in who_hands_over(role) for p in self.serving[by.value]]
        held = self.serving.get(role.value)
        if held:
            leaver = data.draw(st.sampled_from(held))
            successor = data.draw(st.sampled_from([*NEWCOMERS, *EVERYBODY]))
            body = {"role": role.value, "leaver": leaver, "successor": successor, "reason": "r"}
            self.send(data.draw(st.sampled_from(naming)), "hand_over_role", body)

    @rule(data=st.data(), hours=st.integers(1, 24 * 15), kept=st.floats(0, 1), first=st.booleans())
    def outage(self, data: st.DataObject, hours: int, kept: float, first: bool) -> None:
        """Engine or worker away; an act is kept meanwhile, and decided when they are back."""
        began, seen = self.desk.now, self.present
        self.desk.now += timedelta(hours=hours)
        if not first:
            self.catch_up()
        self.desk.received = began + timedelta(hours=int(hours * kept))
        self.go_on_or_move(data)
        self.desk.received = None
        self.present = seen  # what that act opened may have come to several rungs since
        self.catch_up()

    @rule()
    def come_to_a_rung(self) -> None:
        self.desk.now = max(self.desk.now, self.desk.next_wake() or self.desk.now)
        self.catch_up()

    @rule(days=st.integers(0, 9))
    def stand_still(self, days: int) -> None:
        [lead, *_] = self.serving["inspection_lead"]
        self.send(lead, "pause_inspection", {"reason": self.number()})
        self.wait(days)
        self.send(lead, "resume_inspection", {})

    def go_on_or_move(self, data: st.DataObject) -> None:
        if data.draw(st.booleans()):
            kind = data.draw(st.sampled_from(CLOCKS))
            self.send(data.draw(st.sampled_from(self.holders(kind))), kind, self.body(data, kind))
        else:
            self.go_on(data)

    @rule(days=st.integers(1, 12))
    def wait(self, days: int) -> None:
        """Time in which the engine is there: each rung at its own moment."""
        end = self.desk.now + timedelta(days=days)
        while (wake := self.desk.next_wake()) and wake <= end:
            self.desk.now = max(self.desk.now, wake)
            self.catch_up()
        self.desk.now = max(self.desk.now, end)
        self.look_up()

    # What must hold

    def send(self, actor: str, kind: str, body: dict[str, Any]) -> None:
        entries = len(self.desk.journal)
        super().send(actor, kind, body)
        if len(self.desk.journal) > entries:
            if kind == "hand_over_role":
                held, new = self.serving[body["role"]], body["successor"]
                taken = [new if person == body["leaver"] else person for person in held]
                self.serving[body["role"]] = taken
            self.nothing_is_passed_over(kind)

    def catch_up(self) -> None:
        """Climb what is reached, and look at each rung."""
        noted = len(self.desk.rungs)
        before = self.marks()
        self.desk.climb()
        for rung in self.desk.rungs[noted:]:
            task, times = self.desk.tasks[rung.task], self.times(rung.task)
            first = before[rung.task][1]
            assert first <= rung.index < len(times), "climbed twice"
            assert (rung.task, rung.index) not in self.done, "climbed twice"
            assert times[rung.index] <= self.desk.now, "too early"
            assert all(at > self.desk.now for at in times[rung.index + 1 :]), "not the latest"
            assert all(at > self.present for at in times[first : rung.index]), "lost"
            assert set(rung.told) == self.concerned(task, rung.index)
            assert len(rung.told) == len(set(rung.told))
            self.done.append((rung.task, rung.index))
        for name, (_, following) in self.marks().items():
            reached = [at for at in self.times(name) if at <= self.desk.now]
            silent = is_paused(self.desk.state) or self.awaits(name)
            assert silent or len(reached) <= following, f"{name} has a rung that nobody climbs"
        self.standing = self.marks()
        self.look_up()

    def look_up(self) -> None:
        """While it is paused nobody climbs; what was reached by then goes out once at its end."""
        if not is_paused(self.desk.state):
            self.present = self.desk.now

    def nothing_is_passed_over(self, kind: str) -> None:
        """An act may end a ladder, begin one or move its date; it climbs no rung unseen."""
        at = clock(self.desk.state, self.desk.received or self.desk.now)
        for name, (due, following) in self.marks().items():
            before = self.standing.get(name)
            if before and (before[0] == due or kind in GOING_ON):
                assert following == before[1], f"{name} has lost or doubled a rung"
                continue
            late = bool(self.desk.state.rungs[name].asked)
            reminders = [rung.kind == "reminder" for rung in rungs(self.desk.state)]
            past = reminders if late else [time <= at for time in self.times(name)]
            assert following == sum(past), name
            self.done = [one for one in self.done if one[0] != name]
        self.standing = self.marks()

    def concerned(self, task: Task, index: int) -> set[str]:
        """Who is to hear of a rung, by the roles as they are held now."""
        people = dict(self.serving)
        if people.get("deputy_lead"):
            stands_in = people["deputy_lead"] if self.desk.state.lead_away else None
            people["inspection_lead"] = stands_in or people["inspection_lead"]
            people["deputy_lead"] = stands_in or []
        owners = set(task.people) or {p for role in task.roles for p in people.get(role.value, [])}
        inside = all(side_of(role) is Side.INSPECTORATE for role in task.roles)
        told: set[str] = set()
        for role in rungs(self.desk.state)[index].roles:
            if role == "owner":
                told |= owners
            elif not (inside and side_of(Role(role)) is not Side.INSPECTORATE):
                told |= set(people.get(role, []))
        return told

    @invariant()
    def every_date_follows_from_the_journal(self) -> None:
        for entry in self.desk.journal[self.read :]:
            self.reckoned.read(entry)
        self.read = len(self.desk.journal)
        for task in self.desk.tasks.values():
            assert self.reckoned.due(task.id) == (task.due.at if task.due else None), task.id

    @invariant()
    def what_is_closed_waits_for_nothing(self) -> None:
        assert self.desk.state.closed_at is None or self.desk.next_wake() is None

    # What stands

    def marks(self) -> dict[str, tuple[str, int]]:
        return {name: (mark.due, mark.next) for name, mark in self.desk.state.rungs.items()}

    def times(self, name: str) -> list[datetime]:
        task, state = self.desk.tasks[name], self.desk.state
        assert task.due is not None
        due, holidays, asked = task.due.at, state.holidays, state.rungs[name].asked
        lost = 0
        if asked:  # after its own date: it is chased from then, and a pause does not count
            due = datetime.fromisoformat(asked)
            days = lost_days(stills_of(state), due)
            lost = sum(is_working_day(day, holidays) for day in days)
        return [rung_time(due, rung.offset + lost, rung.unit, holidays) for rung in rungs(state)]

    def awaits(self, name: str) -> bool:
        return awaits_delivery(self.desk.state, self.desk.tasks[name])


TestNoRungLost = NoRungLost.TestCase
TestNoRungLost.settings = settings(max_examples=40, stateful_step_count=25, deadline=None)
