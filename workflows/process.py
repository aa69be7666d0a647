"""What all processes share: acts as updates, decisions projected in order, one re-armable timer.

An act is validated and applied in one step, before the handler's first await: nothing can come
between the rule and the change. The Update returns when the act's own projection has landed.
"""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Generic

from temporalio import workflow
from temporalio.common import RawValue
from temporalio.exceptions import ApplicationError

from criteria.errors import Rule, RuleBroken, require
from workflows import delivery, ladder, view
from workflows.contracts import Change
from workflows.messages import Accepted, Act, StandingReport, StartProcess, binding
from workflows.names import rung_key
from workflows.patch import difference, from_document, to_document
from workflows.projector import Projector
from workflows.rule import ActRule, Decided, S, require_role
from workflows.tasks import Task, open_tasks

SYSTEM = "system"
MOST_UPDATES = 1500  # of 2,000 that the server allows a run
# An act that comes this long after it was kept is seldom alone: others were kept behind it, and one
# of them may be what a rung would chase. So no rung is called up for a moment after it.
BEHIND = timedelta(seconds=30)
CATCHING_UP = timedelta(seconds=45)


class Process(Generic[S]):
    """The core of a workflow that lives by acts. Subclasses give state, acts and errands."""

    acts: Mapping[str, ActRule[S]]
    opening: str  # the act that opens the process
    most_updates = MOST_UPDATES

    def __init__(self, start: StartProcess, state: type[S]) -> None:
        document = start.state or {"reference": start.reference}
        self.state: S = from_document(state, document)
        self.projector = Projector(self.state.last_effect)
        self.tasks: dict[str, Task] = open_tasks(self.state)
        self._wake = ladder.next_wake(self.state, self.tasks)
        self._held: datetime | None = None  # until when no rung is called up
        self._updates = 0
        self._shown: view.Attributes = {}

    # What a subclass may override

    def errand(self) -> str | None:
        """The next thing that the engine itself has to get done; None when there is nothing."""
        return None

    async def run_errand(self, errand: str) -> None:
        raise NotImplementedError

    async def depart(self) -> None:
        """What is left to do once the process has closed."""

    def opened_at(self) -> datetime:
        """Since when what the process asks has been asked, where no act opens it."""
        return _now()

    # Acts

    def refuse_or_pass(self, name: str, args: Sequence[RawValue]) -> None:
        """The validator: names the broken rule, changes nothing, leaves no history."""
        try:
            act = self._read(name, args)
            if not self._is_repeat(act):
                self._check(name, act)
        except RuleBroken as broken:
            raise ApplicationError(
                str(broken), *broken.codes, type=broken.rule.value, non_retryable=True
            ) from None

    async def decide(self, name: str, args: Sequence[RawValue]) -> Accepted:
        """The handler: the change first, then its projection."""
        self._updates += 1
        act_id = workflow.current_update_info().id  # type: ignore[union-attr]
        act = self._read(name, args)
        if not self._is_repeat(act):
            rule = self.acts[name]
            decided = _decided(act)
            before = to_document(self.state)
            rule.apply(self.state, decided, rule.read(act.body))
            self._record(before, act_id, since=datetime.fromisoformat(decided.at), act=name)
            self.state.accepted[act_id] = act.hash
        await self.projector.land(act_id)
        return Accepted(act_id)

    def standing(self) -> StandingReport:
        return StandingReport(
            projected=self.projector.landed,
            latest=self.state.last_effect,
            closed=self.state.closed_at is not None,
            pending=self.projector.pending,
            tasks={t.id: t.due.at.isoformat() if t.due else "" for t in self.tasks.values()},
            wake=self._wake.isoformat() if self._wake else "",
        )

    # Life

    async def live(self, start: StartProcess) -> None:
        """Until closed: climb ladders, run errands, renew the history at a quiet point."""
        life = asyncio.create_task(self._live(start))
        try:
            await asyncio.shield(life)
        except asyncio.CancelledError:
            # An operator's cancel ends nothing, for withdrawing is an act; eviction must pass.
            if workflow.cancellation_reason() is None:
                raise
            await life

    async def _live(self, start: StartProcess) -> None:
        await self._open(start)
        await asyncio.gather(self._keep_deadlines(), self._keep_errands())
        await workflow.wait_condition(lambda: workflow.all_handlers_finished())
        if self.state.closed_at is None:
            workflow.continue_as_new(StartProcess(start.reference, to_document(self.state)))
        await self.depart()

    async def record(
        self, effect: str, event: str, before: dict[str, Any], at: datetime | None = None
    ) -> None:
        """Project a change that no person made: something rendered, opened, closed."""
        self._record(before, effect, event=event, since=at)
        await self.projector.land(effect)

    async def _open(self, start: StartProcess) -> None:
        if start.state and not self.state.last_effect:
            await self.record("opened", f"{self.opening}", {}, self.opened_at())
        elif self.state.outline:
            self._show()

    async def _keep_deadlines(self) -> None:
        while not self._is_over():
            armed = self._wake
            first = max(armed, self._held) if armed and self._held else armed
            try:
                await workflow.wait_condition(
                    lambda armed=armed: self._is_over() or self._wake != armed,  # type: ignore[misc]
                    timeout=max((first - _now()).total_seconds(), 0) if first else None,
                    timeout_summary="next rung of a ladder",
                )
            except TimeoutError:
                if self._held is None or self._held <= _now():
                    await self._climb()

    async def _climb(self) -> None:
        # In one step: an act that came in between could close a task or move its date.
        for rung in ladder.reached(self.state, self.tasks, _now()):
            before = to_document(self.state)
            self.state.rungs[rung.task].next = rung.index + 1
            effect = rung_key(rung.task, rung.due, rung.rung)
            roles = list(rung.roles)
            self._record(before, effect, rung=f"{rung.kind}:{rung.task}", roles=roles)
        while (step := delivery.next_step(self.state)) and step.at <= _now():
            before = to_document(self.state)
            self.state.events[step.event] = _now().isoformat()
            effect = rung_key("delivery", step.at.isoformat(), step.event)
            self._record(before, effect, event=step.event)
        await self.projector.land(self.state.last_effect)

    async def _keep_errands(self) -> None:
        while not self._is_over():
            await workflow.wait_condition(lambda: self._is_over() or self.errand() is not None)
            if self._is_over():
                return
            # An errand reads the records: they must hold what called for it.
            await self.projector.land(self.state.last_effect)
            errand = self.errand()
            if errand is not None:
                await self.run_errand(errand)

    def _is_over(self) -> bool:
        if self.state.closed_at is not None:
            return True
        due_for_renewal = (
            workflow.info().is_continue_as_new_suggested() or self._updates >= self.most_updates
        )
        return due_for_renewal and self.projector.is_quiet and self.errand() is None

    # One change

    def _read(self, name: str, args: Sequence[RawValue]) -> Act:
        require(len(args) == 1, Rule.INVALID_INPUT)
        act = workflow.payload_converter().from_payload(args[0].payload, Act)
        act_id = workflow.current_update_info().id  # type: ignore[union-attr]
        here = binding(workflow.info().workflow_id, name, act_id)
        require(act.bound_to == here, Rule.NOT_SEALED)
        return act

    def _is_repeat(self, act: Act) -> bool:
        """Whether this act was accepted before, in an earlier run too. Other content is refused."""
        known = self.state.accepted.get(workflow.current_update_info().id)  # type: ignore[union-attr]
        require(known in (None, act.hash), Rule.ACT_ID_REUSED)
        return known is not None

    def _check(self, name: str, act: Act) -> None:
        rule = self.acts.get(name)
        if rule is None:
            raise RuleBroken(Rule.UNKNOWN_ACT, name)
        require(self.state.closed_at is None, Rule.CLOSED)
        is_open = self.state.outline is not None
        if name == self.opening:
            require(not is_open, Rule.ALREADY_ISSUED)
        else:
            require(is_open, Rule.NOT_ISSUED)
            self._check_actor(rule, act.actor)
        rule.check(self.state, _decided(act), rule.read(act.body))

    def _check_actor(self, rule: ActRule[S], actor: str) -> None:
        if rule.roles:
            require_role(self.state, actor, rule.roles)
        else:
            require(actor == SYSTEM, Rule.NOT_YOUR_ROLE)

    def _record(
        self,
        before: dict[str, Any],
        effect: str,
        event: str = "",
        rung: str = "",
        roles: list[str] | None = None,
        since: datetime | None = None,
        act: str = "",
    ) -> None:
        now = _now()
        # An act stands in the record as of when it was kept, like the clocks that run from it.
        kept = since or now
        self.state.last_done = f"{kept.astimezone(UTC):%Y-%m-%dT%H:%MZ} {act or event or rung}"
        if not self.state.last_effect:
            before = {}  # the first change brings the whole state
        self.tasks = open_tasks(self.state)
        # What an act kept during an outage opens may be late at once: its rungs are called up.
        ladder.mark_rungs(self.state, self.tasks, since or now)
        self._wake = ladder.next_wake(self.state, self.tasks)
        patch = difference(before, to_document(self.state))
        base, self.state.last_effect = self.state.last_effect, effect
        if since and now - since > BEHIND:
            self._held = now + CATCHING_UP
        at = kept.isoformat(timespec="milliseconds")
        self.projector.add(Change(effect, base, at, patch, event, rung, roles or []))
        self._show()

    def _show(self) -> None:
        """Tell operators where this stands: codes in search attributes, plain words in details."""
        now = _now()
        wanted = view.attributes(self.state, self.tasks, now)
        changed = {name: value for name, value in wanted.items() if self._shown.get(name) != value}
        if changed:
            workflow.upsert_search_attributes(view.updates(changed))
            self._shown = wanted
        workflow.set_current_details(view.details(self.state, self.tasks, now))


def _decided(act: Act) -> Decided:
    """The clocks of an act run from when it was kept, not from when the engine came to it.

    An outage must not move a child's deadline; nor may a clock that is ahead put it off.
    """
    now = _now()
    received = datetime.fromisoformat(act.received_at) if act.received_at else now
    return Decided(act.actor, min(received, now).isoformat())


def _now() -> datetime:
    return workflow.now()
