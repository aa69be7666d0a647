"""A stand-in for the engine, for tests of the API alone.

It decides acts by the product's own rules on the product's own records (the checks of
`workflows.acts`, the projection and follow-up activities), at once and in this process, so that a
test of the API sees real refusals and real reading back without a Temporal server. What Temporal
adds (order, durability, timers) is tested with the real engine in tests/journeys and tests/chaos.
"""

import asyncio
import dataclasses
import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from temporalio.client import Client
from temporalio.service import RPCError, RPCStatusCode
from temporalio.testing import ActivityEnvironment

from activities.follow_up import FollowUpActivities
from activities.projection import ProjectionActivities
from api.parts import HistoryFigures
from criteria.errors import Rule, RuleBroken, require
from criteria.visibility import Audience
from records.acts import Act, get_act, mark_sent, refuse
from records.errors import NotFound
from records.file_store import FileStore
from records.files import NewFile, add_file
from records.processes import get_process
from records.session import Records
from workflows import delivery, ladder, names
from workflows.acts import INSPECTION_ACTS
from workflows.closing import apply_close
from workflows.contracts import Change, FollowUpOrder, Projection
from workflows.follow_up import FOLLOW_UP_ACTS
from workflows.messages import Nothing, StartProcess
from workflows.patch import difference, from_document, to_document
from workflows.process import SYSTEM
from workflows.referral import REFERRAL_ACTS
from workflows.report import draft_document
from workflows.rule import ActRule, Decided, require_role
from workflows.state import FollowUpState, InspectionState, ProcessState, ReferralState
from workflows.tasks import open_tasks


@dataclass(frozen=True)
class Sort:
    """A kind of process: its type's name, state, acts and the act that opens it."""

    name: str
    state: type[ProcessState]
    acts: Mapping[str, ActRule[Any]]
    opening: str


SORTS = {
    "inspection": Sort(names.INSPECTION, InspectionState, INSPECTION_ACTS, "issue"),
    "referral": Sort(names.REFERRAL, ReferralState, REFERRAL_ACTS, "refer_back"),
    "follow-up": Sort(names.FOLLOW_UP, FollowUpState, FOLLOW_UP_ACTS, "follow_up_opened"),
}
_KINDS = {
    "notice_letter": (Audience.FORCE_NOTICE,),
    "self_assessment_template": (Audience.FORCE_NOTICE,),
    "draft_report": (Audience.DRAFT_REPORT,),
}


class EngineDouble:
    """Decides acts as the workflows would. While `away`, it leaves them received."""

    def __init__(self, records: Records, files: FileStore, clock: Callable[[], datetime]) -> None:
        self._records = records
        self._files = files
        self._clock = clock
        self.away = False
        self._turns: dict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        starter = cast(Client, _Starter(self))
        self._projection = ProjectionActivities(
            records, starter, clock, "http://portal.example", texts=True
        )
        self._follow_up = FollowUpActivities(records, files, starter, clock)

    async def send(self, act: Act) -> Act:
        await mark_sent(self._records, act.id, self._clock())
        if self.away:
            return await get_act(self._records, act.id)
        async with self._turns[act.workflow_id]:  # a workflow decides one act after another
            try:
                await self._decide(act)
            except RuleBroken as broken:
                await refuse(self._records, act.id, broken.rule, broken.codes, self._clock())
            else:
                await self._run_errands(act.workflow_id)
        return await get_act(self._records, act.id)

    async def history(self, workflow_id: str) -> HistoryFigures:
        try:
            process = await get_process(self._records, workflow_id)
        except NotFound:
            raise RPCError("no such workflow", RPCStatusCode.NOT_FOUND, b"") from None
        return HistoryFigures(process.version, len(json.dumps(process.state)))

    async def is_reachable(self) -> bool:
        return not self.away

    async def climb(self, workflow_id: str) -> None:
        """What the timer does: act on the rungs that have been reached by now."""
        state = await self._state(workflow_id)
        for rung in ladder.reached(state, open_tasks(state), self._clock()):
            before = to_document(state)
            state.rungs[rung.task].next = rung.index + 1
            effect = names.rung_key(rung.task, rung.due, rung.rung)
            await self._change(
                workflow_id,
                state,
                before,
                effect,
                rung=f"{rung.kind}:{rung.task}",
                roles=rung.roles,
            )
        while (step := delivery.next_step(state)) and step.at <= self._clock():
            before = to_document(state)
            state.events[step.event] = self._clock().isoformat()
            effect = names.rung_key("delivery", step.at.isoformat(), step.event)
            await self._change(workflow_id, state, before, effect, event=step.event)

    async def start(self, workflow_id: str, start: StartProcess) -> None:
        """A process started with its state, as publication starts the follow-up."""
        state = from_document(_sort(workflow_id).state, start.state)
        opening = _sort(workflow_id).opening
        await self._change(workflow_id, state, {}, "opened", event=opening)

    async def _decide(self, act: Act) -> None:
        sort, state = _sort(act.workflow_id), await self._state(act.workflow_id)
        if act.id in state.accepted:
            return
        rule = sort.acts.get(act.kind)
        if rule is None:
            raise RuleBroken(Rule.UNKNOWN_ACT, act.kind)
        decided = Decided(act.actor, self._clock().isoformat())
        _check(sort, state, rule, decided)
        message = rule.read(act.message)
        rule.check(state, decided, message)
        before = to_document(state) if state.last_effect else {}
        rule.apply(state, decided, message)
        await self._change(act.workflow_id, state, before, act.id)

    async def _change(
        self,
        workflow_id: str,
        state: ProcessState,
        before: dict[str, Any],
        effect: str,
        *,
        event: str = "",
        rung: str = "",
        roles: tuple[str, ...] = (),
    ) -> None:
        """Record one change through the real projection."""
        ladder.mark_rungs(state, open_tasks(state), self._clock())
        base, state.last_effect = state.last_effect, effect
        patch = difference(before, to_document(state))
        at = self._clock().isoformat(timespec="milliseconds")
        change = Change(effect, base, at, patch, event, rung, list(roles))
        environment = ActivityEnvironment()
        environment.info = dataclasses.replace(
            environment.info,
            workflow_id=workflow_id,
            workflow_type=_sort(workflow_id).name,
            workflow_run_id="run-of-the-double",
        )
        await environment.run(self._projection.project, Projection([change]))

    async def _run_errands(self, workflow_id: str) -> None:
        state = await self._state(workflow_id)
        if isinstance(state, FollowUpState) and state.closed_at:
            await self._close_inspection(state.inspection)
        if not isinstance(state, InspectionState) or state.closed_at:
            return
        wanted = [document for document, sha256 in state.documents.items() if not sha256]
        if wanted:
            await self._render(workflow_id, state, wanted)
        if "published" in state.events and "follow_up" not in state.events:
            await self._open_follow_up(workflow_id, state)

    async def _render(self, workflow_id: str, state: InspectionState, wanted: list[str]) -> None:
        before = to_document(state)
        for document in wanted:
            state.documents[document] = await self._made(state.reference, document)
        if draft_document(state) in wanted:
            state.events["draft_sent"] = self._clock().isoformat()
        effect = f"documents:{','.join(wanted)}"
        await self._change(workflow_id, state, before, effect, event="documents_ready")

    async def _made(self, reference: str, document: str) -> str:
        """A few bytes in place of a document; a final report with the manifest that is signed."""
        kind, _, version = document.partition("/")
        audience = _KINDS.get(kind, ("inspectorate",))[0]
        sha256 = await self._enter(reference, kind, version, document.encode(), audience)
        if kind != "final_report":
            return sha256
        manifest = json.dumps({"sha256": {kind: sha256}}).encode()
        return await self._enter(reference, f"{kind}_manifest", version, manifest, audience)

    async def _enter(
        self, reference: str, kind: str, version: str, content: bytes, audience: str
    ) -> str:
        sha256 = await self._files.put(content)
        assert sha256 == hashlib.sha256(content).hexdigest()
        name = f"{reference}-{kind.replace('_', '-')}-{version}.txt"
        new = NewFile(reference, kind, name, "text/plain", len(content), sha256, audience)
        async with self._records.transaction() as session:
            await add_file(session, new, self._clock())
        return sha256

    async def _open_follow_up(self, workflow_id: str, state: InspectionState) -> None:
        await self._follow_up.open_follow_up(FollowUpOrder(state.reference))
        before = to_document(state)
        state.events["follow_up"] = self._clock().isoformat()
        await self._change(workflow_id, state, before, "follow_up", event="follow_up_opened")

    async def _close_inspection(self, reference: str) -> None:
        workflow_id = names.inspection_workflow_id(reference)
        state = await self._state(workflow_id)
        before = to_document(state)
        assert isinstance(state, InspectionState)
        apply_close(state, Decided(SYSTEM, self._clock().isoformat()), Nothing())
        await self._change(workflow_id, state, before, "closed", event="close_inspection")

    async def _state(self, workflow_id: str) -> ProcessState:
        kind = _sort(workflow_id).state
        try:
            process = await get_process(self._records, workflow_id)
        except NotFound:
            return kind(workflow_id.partition("/")[2])
        return from_document(kind, process.state)


class _Starter:
    """The one call of a Temporal client that the activities make: starting a workflow."""

    def __init__(self, engine: EngineDouble) -> None:
        self._engine = engine

    async def start_workflow(self, name: str, start: Any, *, id: str, **_: Any) -> None:
        if name == names.FOLLOW_UP:
            await self._engine.start(id, start)


def _sort(workflow_id: str) -> Sort:
    return SORTS[workflow_id.partition("/")[0]]


def _check(sort: Sort, state: ProcessState, rule: ActRule[Any], decided: Decided) -> None:
    """What every process checks before the rule of the act (see workflows/process.py)."""
    require(state.closed_at is None, Rule.CLOSED)
    is_open = state.outline is not None
    if rule.kind == sort.opening:
        require(not is_open, Rule.ALREADY_ISSUED)
        return
    require(is_open, Rule.NOT_ISSUED)
    if rule.roles:
        require_role(state, decided.actor, rule.roles)
    else:
        require(decided.actor == SYSTEM, Rule.NOT_YOUR_ROLE)
