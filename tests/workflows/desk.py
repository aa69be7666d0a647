"""A process decided on at a desk: the rules of its acts and its ladders, without an engine."""

import copy
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Generic, TypeVar

import pytest

from criteria.errors import Rule, RuleBroken, require
from tests.builders import an_issue
from workflows import delivery, ladder
from workflows.acts import ALL_ACTS
from workflows.patch import to_document
from workflows.process import SYSTEM
from workflows.report import draft_document
from workflows.rule import Decided, require_role
from workflows.state import InspectionState, ProcessState
from workflows.tasks import Task, open_tasks

S = TypeVar("S", bound=ProcessState)
Step = tuple[str, str, dict[str, Any]]

ISSUED = datetime(2027, 1, 11, 10, 0, tzinfo=UTC)  # Monday
OPENINGS = ("issue", "refer_back")


@dataclass
class Desk(Generic[S]):
    """A process's state and clock. Acts are checked and applied as the workflow does it."""

    state: S
    now: datetime = ISSUED
    climbed: list[tuple[str, str]] = field(default_factory=list)  # (task, rung)
    received: datetime | None = None  # when the next acts were kept, where that was long before

    def act(self, actor: str, kind: str, body: dict[str, Any] | None = None) -> None:
        """Raises RuleBroken, and has changed nothing then."""
        at = self.received or self.now
        rule, decided = ALL_ACTS[kind], Decided(actor, at.isoformat())
        before = to_document(self.state)
        try:
            require(self.state.closed_at is None, Rule.CLOSED)
            if kind not in OPENINGS and rule.roles:
                require_role(self.state, actor, rule.roles)
            elif kind not in OPENINGS:
                require(actor == SYSTEM, Rule.NOT_YOUR_ROLE)
            message = rule.read(body or {})
            rule.check(self.state, decided, message)
        except RuleBroken:
            assert to_document(self.state) == before, "a refusal changed something"
            raise
        rule.apply(self.state, decided, rule.read(body or {}))
        self.settle(at)

    def run(self, steps: Iterable[Step]) -> "Desk[S]":
        for actor, kind, body in steps:
            self.act(actor, kind, body)
        return self

    def refusal(self, actor: str, kind: str, body: dict[str, Any] | None = None) -> Rule:
        """The rule by which the act is refused; fails if it is accepted."""
        with pytest.raises(RuleBroken) as caught:
            self.act(actor, kind, body)
        return caught.value.rule

    def settle(self, since: datetime | None = None) -> None:
        """What follows every change: marks for what is open now."""
        ladder.mark_rungs(self.state, open_tasks(self.state), since or self.now)

    def render(self) -> None:
        """What the engine does with wanted documents: their hashes are their names, lengthened."""
        state = self.state
        assert isinstance(state, InspectionState)
        wanted = [document for document, sha256 in state.documents.items() if not sha256]
        state.documents.update({document: sha256_of(document) for document in wanted})
        if draft_document(state) in wanted:
            state.events["draft_sent"] = self.now.isoformat()
        self.settle()

    def climb(self) -> list[ladder.Reached]:
        """Climb what is reached now, one rung a task."""
        rungs = ladder.reached(self.state, open_tasks(self.state), self.now)
        for rung in rungs:
            self.state.rungs[rung.task].next = rung.index + 1
            self.climbed.append((rung.task, rung.rung))
        while (step := delivery.next_step(self.state)) and step.at <= self.now:
            self.state.events[step.event] = self.now.isoformat()
            self.settle()
        return rungs

    def wait_until(self, instant: datetime) -> None:
        """Let time pass, climbing each rung as it is reached."""
        while (wake := self.next_wake()) and wake <= instant:
            self.now = max(self.now, wake)
            self.climb()
        self.now = max(self.now, instant)

    def wait(self, **span: int) -> None:
        self.wait_until(self.now + timedelta(**span))

    def next_wake(self) -> datetime | None:
        return ladder.next_wake(self.state, open_tasks(self.state))

    @property
    def tasks(self) -> dict[str, Task]:
        return open_tasks(self.state)

    def due(self, task: str) -> datetime:
        found = self.tasks[task].due
        assert found is not None
        return found.at

    def copy(self) -> "Desk[S]":
        return copy.deepcopy(self)


def sha256_of(document: str) -> str:
    return f"sha256 of {document}"


def an_inspection(**issue: Any) -> Desk[InspectionState]:
    """An inspection issued on Monday 11 January 2027, its first documents rendered."""
    desk = Desk(InspectionState("T-1"))
    desk.act("p-lead", "issue", an_issue(**issue))
    desk.render()
    return desk
