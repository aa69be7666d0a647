"""Acts in any order, by anybody, at any time: what must hold of an inspection holds throughout."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from criteria.errors import RuleBroken
from tests.builders import CASES, COUNTS, LEADERSHIP, PEOPLE, a_mark, an_outline
from tests.workflows.answered import ANSWERED_BY
from tests.workflows.desk import Desk, sha256_of
from tests.workflows.straight import at, without_audits
from tests.workflows.undelivered import an_undelivered_inspection
from workflows.acts import INSPECTION_ACTS
from workflows.delivery import BY_HAND
from workflows.ladder import next_wake
from workflows.moderation import TEAM
from workflows.patch import from_document, to_document
from workflows.phases import Phase, everything_is_in, phase, to_moderate
from workflows.process import SYSTEM
from workflows.reopening import counted, seen_as
from workflows.report import final_document
from workflows.stale import CAN_REOPEN, facts, stale
from workflows.state import InspectionState

EVERYBODY = sorted({person for persons in PEOPLE.values() for person in persons})
# What ends an inspection has rules of its own below: drawn as often, it would end most of them.
KINDS = sorted(
    set(INSPECTION_ACTS) - {"issue", "close_inspection", "withdraw_inspection", "note_undelivered"}
)
INDICATORS = an_outline().indicators
REVIEWERS = {case: "p-ann" if n % 2 else "p-bob" for n, case in enumerate(CASES)}
TASKS = ["return", "approval", "clarification", "eligible_cases", "force_audits", "accuracy_check"]

BEGINNINGS = [
    "undelivered",
    "issued",
    "submitted",
    "allocated",
    "judged",
    "confirmed",
    "final",
    "without audits",
]
BEGUN = {
    "undelivered": an_undelivered_inspection,
    "without audits": lambda: without_audits("signed"),
}
# Who might come to hold a role besides their own in which they must not do everything.
DOUBLED = [
    ("p-liaison", "chief_officer_lead"),
    ("p-writer", "chief_officer_lead"),
    ("p-lead", "panel_chair"),
    ("p-ann", "panel_member"),
    ("p-bob", "accuracy_decider"),
    ("p-lead", "hmi"),
    ("p-member", "hmi"),
    ("p-chair", "hmi"),
    ("p-auditor", "inspector"),
]
MARKS = ("submit_audit", "submit_review")
WITHOUT_REVISION = (
    "accept_submission",
    "amend_calendar",
    "deem_service",
    "open_notice",
    "record_delivery",
    "record_service",
    "reopen_phase",
    "consent_to_proceed",
    "decide_extension",
    "extend",
    "mark_lead_away",
    "mark_lead_back",
    "move_fieldwork",
    "pause_inspection",
    "proceed_without",
    "publish",
    "request_extension",
    "resume_inspection",
    "return_for_clarification",
    "settle_undelivered",
    "sign_off",
)


class AnyOrder(RuleBasedStateMachine):
    """One inspection and everybody who has a hand in it, some of them in two roles at once."""

    def __init__(self) -> None:
        super().__init__()
        self.desk: Desk[InspectionState] = at("issued")
        self.prepared = {"r-1": {"p-liaison", "p-writer"}}  # revision -> who prepared it
        self.dues: dict[str, datetime] = {}
        self.numbers = 0

    @initialize(
        point=st.sampled_from(BEGINNINGS),
        doubled=st.lists(st.sampled_from(DOUBLED), min_size=1, max_size=4),
    )
    def begin(self, point: str, doubled: list[tuple[str, str]]) -> None:
        self.desk = BEGUN[point]() if point in BEGUN else at(point)
        for person, role in doubled:
            held = self.desk.state.people[role]
            self.desk.state.people[role] = [person, *held]

    # What people do

    @rule(data=st.data(), kind=st.sampled_from(KINDS), anybody=st.booleans())
    def act(self, data: st.DataObject, kind: str, anybody: bool) -> None:
        """Somebody sends something that they might believe to be right."""
        actors = EVERYBODY if anybody else self.holders(kind)
        self.send(data.draw(st.sampled_from(actors)), kind, self.body(data, kind))

    @rule(data=st.data())
    def go_on(self, data: st.DataObject) -> None:
        """Somebody does what is asked of them, and does it to the end."""
        tasks = list(self.desk.tasks.values())
        if tasks:
            task = data.draw(st.sampled_from(tasks))
            for kind, body in self.answers(data, task.kind):
                for actor in self.holders(kind):
                    self.send(actor, kind, body)

    @rule(days=st.integers(1, 12))
    def wait(self, days: int) -> None:
        self.desk.wait(days=days)

    @rule()
    def render(self) -> None:
        self.desk.render()

    @precondition(lambda self: "force_audits" in self.desk.state.absent)
    @rule(case=st.sampled_from(list(CASES)))
    def send_late(self, case: str) -> None:
        """The force sends an audit that nobody waits for any more."""
        self.send("p-auditor", "submit_audit", a_mark(case))

    @precondition(lambda self: self.desk.state.report.published is not None)
    @rule()
    def close(self) -> None:
        self.send("system", "close_inspection", {})

    @precondition(lambda self: self.numbers > 12)
    @rule(actor=st.sampled_from(["p-hmi", "p-lead", "p-deputy"]))
    def withdraw(self, actor: str) -> None:
        self.send(actor, "withdraw_inspection", {"reason": self.number()})

    @rule(data=st.data())
    def lose(self, data: st.DataObject) -> None:
        """A notice to somebody comes back as undeliverable."""
        person = data.draw(st.sampled_from([*EVERYBODY, "p-left", "mailbox:X01"]))
        self.send("system", "note_undelivered", {"notice": self.number(), "person": person})

    def send(self, actor: str, kind: str, body: dict[str, Any]) -> None:
        try:
            self.desk.act(actor, kind, body)
        except RuleBroken:
            return
        if kind == "submit_return":
            self.prepared[body["revision"]] = {actor, *body["authors"]}
        self.duties_are_apart(actor, kind, body)
        self.look()

    # What must hold after each act

    def look(self) -> None:
        state = self.desk.state
        self.overall_comes_last(state)
        self.nothing_goes_out_unsigned(state)
        self.dates_move_later_only()
        assert phase(state) in Phase

    @invariant()
    def is_whole(self) -> None:
        self.look()
        state = self.desk.state
        assert from_document(InspectionState, to_document(state)) == state
        asked = {task.id for task in self.desk.tasks.values() if task.kind == "undelivered"}
        if state.closed_at is None:
            assert asked == {f"undelivered:{role}" for role in state.undelivered.values()}
        assert set(state.unreached_since) == set(state.undelivered.values())
        assert set(state.rungs) == {t.id for t in self.desk.tasks.values() if t.due}
        wanting = {t for t in self.desk.tasks if t.startswith("extension:")}
        assert wanting == ({f"extension:{t}" for t in state.asked} if self.desk.tasks else set())
        assert next_wake(state, self.desk.tasks) is None or state.closed_at is None

    def overall_comes_last(self, state: InspectionState) -> None:
        if state.overall or state.report.published:
            assert everything_is_in(state)
            assert to_moderate(state) == []
        assert state.accepted_at or not facts(state)  # nothing stands on what was taken back
        if state.report.final:
            assert state.overall is not None
            assert state.overall.confirmed_by is not None

    def nothing_goes_out_unsigned(self, state: InspectionState) -> None:
        report = state.report
        if report.signed:
            assert report.signed == sha256_of(final_document(state))
            assert report.final is not None
            assert report.signatory is not None
        if report.published:
            assert report.published == report.signed

    def duties_are_apart(self, actor: str, kind: str, body: dict[str, Any]) -> None:
        state = self.desk.state
        on_the_team = any(actor in state.people[role.value] for role in TEAM)
        if kind == "approve_return":
            assert actor not in self.prepared[body["revision"]]
        if kind in ("moderate", "confirm_overall", "decide_accuracy", "sign_off"):
            assert not on_the_team
        if kind == "sign_off":
            assert actor not in state.moderators
        if kind == "submit_review":
            assert state.cases[body["case"]].reviewer == actor

    def dates_move_later_only(self) -> None:
        dues = {task.id: task.due.at for task in self.desk.tasks.values() if task.due}
        for task, due in dues.items():
            assert due >= self.dues.get(task, due), task
        self.dues = dues

    # What they might send

    def holders(self, kind: str) -> list[str]:
        roles = INSPECTION_ACTS[kind].roles
        return [p for role in roles for p in self.desk.state.people[role.value]] or [SYSTEM]

    def number(self) -> str:
        self.numbers += 1
        return f"r-{self.numbers}"

    def answers(self, data: st.DataObject, task: str) -> list[tuple[str, dict[str, Any]]]:
        """The acts that answer a task, all of them."""
        state = self.desk.state
        match task:
            case "force_audits":
                return [("submit_audit", a_mark(case)) for case in CASES]
            case "reviews":
                grades = st.sampled_from(["good", "inadequate"])
                return [("submit_review", a_mark(case, data.draw(grades))) for case in CASES]
            case "judgements":
                return [("judge_indicator", self.judgement(code)) for code in INDICATORS]
            case "moderation":
                return [("moderate", self.moderation(item)) for item in to_moderate(state)]
            case _:
                kind = ANSWERED_BY[task]
                return [(kind, self.body(data, kind))]

    def body(self, data: st.DataObject, kind: str) -> dict[str, Any]:
        """A message that may or may not fit what stands."""
        state, draw = self.desk.state, data.draw
        if kind in MARKS:
            case = draw(st.sampled_from([*CASES, "N-99"]))
            return a_mark(case, draw(st.sampled_from(["good", "inadequate"])))
        if kind == "moderate":
            item = draw(st.sampled_from(to_moderate(state) or ["case:N-01"]))
            return self.moderation(item, draw(st.sampled_from(["confirm", "confirm", "return"])))
        if kind == "judge_indicator":
            return self.judgement(draw(st.sampled_from(INDICATORS)))
        found = BODIES[kind](self, draw) if kind in BODIES else {}
        return found if kind in WITHOUT_REVISION else {"revision": self.number(), **found}

    def judgement(self, indicator: str) -> dict[str, Any]:
        evidenced = LEADERSHIP if indicator == "leadership" else []
        body = {"revision": self.number(), "indicator": indicator, "score": "3"}
        return {**body, "evidenced": evidenced}

    def moderation(self, item: str, decision: str = "confirm") -> dict[str, Any]:
        return {"revision": self.number(), "item": item, "decision": decision}


def _pair(state: InspectionState) -> dict[str, Any]:
    pair = {
        "return_revision": state.returned.approved,
        "eligible_revision": state.eligible_revision,
    }
    return {name: value for name, value in pair.items() if value}


def _text_to_sign(machine: AnyOrder, draw: Any) -> dict[str, Any]:
    present = final_document(machine.desk.state)
    older = [f"final_report/{number}" for number in range(3)]
    return {"sha256": sha256_of(draw(st.sampled_from([present, present, *older])))}


def _extension(machine: AnyOrder, draw: Any) -> dict[str, Any]:
    task = draw(st.sampled_from([*machine.desk.tasks, "return"]))
    return {"reason": machine.number(), "task": task, "days": draw(st.integers(-1, 12))}


def _holiday(machine: AnyOrder, draw: Any) -> dict[str, Any]:
    day = machine.desk.now.date() + timedelta(days=draw(st.integers(-3, 40)))
    return {"source": machine.number(), "day": day.isoformat()}


def _settlement(machine: AnyOrder, draw: Any) -> dict[str, Any]:
    """What waits for one role, or something else."""
    role = draw(st.sampled_from([*machine.desk.state.undelivered.values(), "liaison"]))
    waiting = [n for n, held in machine.desk.state.undelivered.items() if held == role]
    return {"role": role, "notices": waiting or ["r-0"], "reason": machine.number()}


def _decision(machine: AnyOrder, draw: Any) -> dict[str, Any]:
    """Of a request that waits, where one does; more, less or as much as it asks for."""
    asked = machine.desk.state.asked
    task = draw(st.sampled_from(sorted(asked) or ["return"]))
    request = asked[task].revision if task in asked else "r-0"
    days = draw(st.integers(-1, 12))
    return {"reason": machine.number(), "task": task, "days": days, "request": request}


def _days(machine: AnyOrder, draw: Any) -> dict[str, Any]:
    """Some days about those that stand, mostly later."""
    state = machine.desk.state
    start, end = (date.fromisoformat(day) for day in (state.fieldwork_start, state.fieldwork_end))
    later = st.integers(-3, 12).map(lambda days: timedelta(days=days))
    days = {"fieldwork_start": start + draw(later), "fieldwork_end": end + draw(later)}
    return {"reason": machine.number(), **{name: day.isoformat() for name, day in days.items()}}


def _reopening(machine: AnyOrder, draw: Any) -> dict[str, Any]:
    """As somebody sends it who has just looked, or looked at another phase."""
    phase, looked_at = draw(st.sampled_from([*CAN_REOPEN])), draw(st.sampled_from([*CAN_REOPEN]))
    gone = stale(machine.desk.state, draw(st.sampled_from([phase, phase, looked_at])))
    body = {"reason": machine.number(), "phase": phase}
    return {**body, "seen": seen_as(gone), "void": counted(gone)}


def _overall(state: InspectionState) -> str:
    return state.overall.revision if state.overall else "r-0"


def _service(machine: AnyOrder, draw: Any) -> dict[str, Any]:
    ago = timedelta(hours=draw(st.integers(-1, 80)))
    return {"at": (machine.desk.now - ago).isoformat(), "how": draw(st.sampled_from(BY_HAND))}


def _receipt(machine: AnyOrder, draw: Any) -> dict[str, Any]:
    return {"at": _service(machine, draw)["at"]}


# Kind -> what its message says beside a new revision.
BODIES: dict[str, Callable[[AnyOrder, Any], dict[str, Any]]] = {
    "submit_return": lambda _, draw: {
        "rows": an_outline().rows,
        "authors": draw(st.lists(st.sampled_from(EVERYBODY), max_size=2)),
    },
    "approve_return": lambda m, _: {"revision": m.desk.state.returned.revision or "r-0"},
    "return_for_clarification": lambda m, _: {
        "reason": m.number(),
        "rows": an_outline().rows[:1],
    },
    "register_eligible_cases": lambda _, __: {"counts": COUNTS},
    "accept_submission": lambda m, _: _pair(m.desk.state),
    "draw_sample": lambda _, __: {"cases": CASES},
    "allocate_cases": lambda _, __: {"reviewers": REVIEWERS},
    "confirm_overall": lambda m, _: {"revision": _overall(m.desk.state)},
    "answer_accuracy_check": lambda _, draw: {"points": draw(st.integers(0, 2))},
    "decide_accuracy": lambda m, _: {"accepted": m.desk.state.report.points or 0, "refused": 0},
    "sign_off": _text_to_sign,
    "publish": _text_to_sign,
    "record_service": _service,
    "record_delivery": _receipt,
    "extend": _extension,
    "amend_calendar": _holiday,
    "pause_inspection": lambda m, _: {"reason": m.number()},
    "reopen_phase": _reopening,
    "settle_undelivered": _settlement,
    "request_extension": _extension,
    "decide_extension": _decision,
    "move_fieldwork": _days,
    "proceed_without": lambda m, draw: {
        "reason": m.number(),
        "task": draw(st.sampled_from(TASKS)),
    },
    "consent_to_proceed": lambda m, draw: {
        "task": draw(st.sampled_from([*m.desk.state.proposed, *TASKS]))
    },
}
TestAnyOrder = AnyOrder.TestCase
TestAnyOrder.settings = settings(max_examples=60, stateful_step_count=20, deadline=None)
