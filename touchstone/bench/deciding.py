"""Decides the acts of one model inspection by the product's own rules, without the engine.

What lands in the records is written by the product's own freeze, derivation and projection.
"""

import hashlib
import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from activities.derive import Derived
from activities.projection import full_key
from activities.wording import About
from criteria.roles import Side
from records.acts import NewAct, freeze
from records.errors import NotFound
from records.processes import Change, ProjectionRecord, get_process, project
from records.revisions import NewRevision
from records.session import Records
from workflows import ladder, names
from workflows.acts import INSPECTION_ACTS
from workflows.follow_up import FOLLOW_UP_ACTS
from workflows.patch import difference, from_document, to_document
from workflows.referral import REFERRAL_ACTS
from workflows.rule import ActRule, Decided
from workflows.state import FollowUpState, InspectionState, ProcessState, ReferralState
from workflows.tasks import open_tasks

_KINDS: dict[str, tuple[str, type[ProcessState], Mapping[str, ActRule[Any]]]] = {
    "inspection": (names.INSPECTION, InspectionState, INSPECTION_ACTS),
    "referral": (names.REFERRAL, ReferralState, REFERRAL_ACTS),
    "follow-up": (names.FOLLOW_UP, FollowUpState, FOLLOW_UP_ACTS),
}


@dataclass
class Desk:
    """Where the acts of one inspection are decided. `now` is what its clock shows."""

    records: Records
    reference: str
    about: About
    now: datetime
    _numbers: Any = field(default_factory=lambda: itertools.count(1))

    async def act(
        self,
        actor: str,
        kind: str,
        message: Mapping[str, Any],
        said: Sequence[NewRevision] = (),
        to: str = "",
    ) -> tuple[str, ...]:
        """Keep an act and decide it; the ids of what was said. Raises RuleBroken."""
        workflow_id = to or names.inspection_workflow_id(self.reference)
        side = Side.FORCE if "-x0" in actor else Side.INSPECTORATE
        key = f"{self.reference}/{next(self._numbers)}"
        new = NewAct(workflow_id, self.reference, kind, actor, side, key, dict(message))
        act = await freeze(self.records, new, said, self.now)
        state = await self.state(workflow_id)
        rule = _KINDS[workflow_id.partition("/")[0]][2][kind]
        decided, read = Decided(actor, self.now.isoformat()), rule.read(act.message)
        rule.check(state, decided, read)
        before = to_document(state) if state.last_effect else {}
        rule.apply(state, decided, read)
        approves = (message["revision"],) if kind == "approve_return" else ()
        of_act = {"actor": actor, "act_id": act.id, "payload_hash": act.payload_hash}
        state.accepted[act.id] = act.payload_hash[:16]
        await self._project(workflow_id, before, state, act.id, kind, approves=approves, **of_act)
        return act.revision_ids

    async def change(
        self, state: ProcessState, event: str, workflow_id: str, *, new: bool = False
    ) -> None:
        """Record a change that the engine makes of itself: a state that was altered or is new."""
        before = {} if new else to_document(await self.state(workflow_id))
        await self._project(workflow_id, before, state, f"{event}-{next(self._numbers)}", event)

    async def state(self, workflow_id: str = "") -> Any:
        """Where a process stands, by default the inspection's; a fresh state before it began."""
        workflow_id = workflow_id or names.inspection_workflow_id(self.reference)
        kind = _KINDS[workflow_id.partition("/")[0]][1]
        try:
            found = await get_process(self.records, workflow_id)
        except NotFound:
            return kind(workflow_id.partition("/")[2])
        return from_document(kind, found.state)

    async def _project(
        self,
        workflow_id: str,
        before: dict[str, Any],
        state: ProcessState,
        effect: str,
        event: str,
        **of_act: Any,
    ) -> None:
        ladder.mark_rungs(state, open_tasks(state), self.now)
        base, state.last_effect = state.last_effect, effect
        key = full_key(workflow_id, effect)
        of_act.setdefault("payload_hash", hashlib.sha256(key.encode()).hexdigest())
        change = Change(
            key,
            base=full_key(workflow_id, base),
            patch=difference(before, to_document(state)),
            event=event,
            at=self.now,
            closes=event.startswith("close_"),
            **of_act,
        )
        kind = _KINDS[workflow_id.partition("/")[0]][0]
        record = ProjectionRecord(workflow_id, self.reference, kind, (change,))
        await project(self.records, record, Derived(kind, self.about, {}, {}, self.now))
