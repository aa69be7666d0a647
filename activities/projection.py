"""The activity that carries decided changes into the records, each exactly once and in order."""

import hashlib
from collections.abc import Callable
from datetime import datetime

from temporalio import activity
from temporalio.client import Client
from temporalio.common import WorkflowIDReusePolicy
from temporalio.exceptions import WorkflowAlreadyStartedError

from activities.derive import Climbed, Derived
from activities.journalled import journalled
from activities.webhooks import start_telling
from activities.withdrawn import withdrawn
from activities.wording import About
from criteria.duties import HandOver
from criteria.mailbox import mailbox_of
from criteria.roles import Role
from records.acts import Act, get_act
from records.errors import NotFound
from records.inspections import Inspection
from records.people import Force, get_force, holders_of
from records.processes import Change, ProjectionRecord, project
from records.serving import is_lead_away
from records.session import Records
from records.subjects import inspection_of, readers_of
from workflows import contracts, names
from workflows.contracts import NoticeBatch, Projection
from workflows.names import effect_key
from workflows.people import HAND_OVER_ROLE
from workflows.undelivered import SETTLE

_APPROVING = {"approve_return"}
_CLOSING = {"close_inspection", "withdraw_inspection", "close_referral", "close_follow_up"}


class ProjectionActivities:
    """Writes changes and starts the sending of the notices that they call for.

    `texts`: a carrier of text messages is there. Without one none is queued, so that nobody
    believes that a text went out.
    """

    def __init__(
        self,
        records: Records,
        client: Client,
        clock: Callable[[], datetime],
        public_url: str,
        *,
        texts: bool = False,
    ) -> None:
        self._records = records
        self._client = client
        self._clock = clock
        self._public_url = public_url
        self._texts = texts

    @activity.defn(name="project")
    async def project(self, projection: Projection) -> None:
        """Idempotent by effect key. Raises RecordsAhead, retried until reconciled."""
        info = activity.info()
        workflow_id, workflow_type = str(info.workflow_id), str(info.workflow_type)
        changes = [await self._change(workflow_id, change) for change in projection.changes]
        inspection = await inspection_of(self._records, workflow_id)
        record = ProjectionRecord(workflow_id, inspection.reference, workflow_type, tuple(changes))
        deriver = await self._deriver(record, inspection, projection)
        outcome = await project(self._records, record, deriver)
        for batch in outcome.batches:
            await start_sending(self._client, batch)
        for webhook in outcome.webhooks:
            await start_telling(self._client, webhook)

    async def _change(self, workflow_id: str, change: contracts.Change) -> Change:
        key, base = full_key(workflow_id, change.effect), full_key(workflow_id, change.base)
        at = datetime.fromisoformat(change.at)
        if change.event or change.rung:
            event = change.event or f"rung_{change.rung.partition(':')[0]}"
            body = {"task": change.rung.partition(":")[2]} if change.rung else {}
            return Change(
                key,
                payload_hash=hashlib.sha256(f"{event}\n{key}".encode()).hexdigest(),
                base=base,
                patch={**change.patch, "last_effect": change.effect},
                event=event,
                at=at,
                run_id=activity.info().workflow_run_id,
                body=body,
            )
        act = await get_act(self._records, change.effect)
        if act.workflow_id != workflow_id:
            raise NotFound("act of this process", act.id)
        accepted = {act.id: act.payload_hash[:16]}
        return Change(
            key,
            payload_hash=act.payload_hash,
            base=base,
            patch={**change.patch, "last_effect": change.effect, "accepted": accepted},
            event=act.kind,
            at=at,
            body=journalled(act.kind, act.message),
            actor=act.actor,
            act_id=act.id,
            run_id=activity.info().workflow_run_id,
            approves=(act.message["revision"],) if act.kind in _APPROVING else (),
            withdraws=withdrawn(act, change.patch),
            closes=act.kind in _CLOSING,
            hands_over=_handed_over(act),
            settles=tuple(act.message["notices"]) if act.kind == SETTLE else (),
            sends_again=act.kind == SETTLE and bool(act.message.get("again")),
        )

    async def _deriver(
        self, record: ProjectionRecord, inspection: Inspection, projection: Projection
    ) -> Derived:
        workflow_id, beside = record.workflow_id, record.workflow_type != names.INSPECTION
        force = await get_force(self._records, inspection.force_code)
        climbed = {
            full_key(workflow_id, change.effect): Climbed(*_split(change.rung), tuple(change.roles))
            for change in projection.changes
            if change.rung
        }
        return Derived(
            record.workflow_type,
            about(inspection, force, self._public_url),
            await readers_of(self._records, inspection.reference, _coming(record)),
            climbed,
            self._clock(),
            await holders_of(self._records, inspection.reference) if beside else {},
            await is_lead_away(self._records, inspection.reference) if beside else False,
            mailbox_of(force.code) if force.mailbox else "",
            self._texts,
        )


def about(inspection: Inspection, force: Force, public_url: str) -> About:
    """What every notice of an inspection says of it. `public_url`: where the portal stands."""
    link = f"{public_url}/inspections/{inspection.reference}"
    return About(inspection.reference, force.name, link, force.welsh_name, force.is_welsh)


def _handed_over(act: Act) -> HandOver | None:
    if act.kind != HAND_OVER_ROLE:
        return None
    told = act.message
    return HandOver(Role(told["role"]), told["leaver"], told["successor"])


def _coming(record: ProjectionRecord) -> list[str]:
    """Who takes over a role by this very projection, and so is not appointed yet."""
    return [change.hands_over.successor for change in record.changes if change.hands_over]


def _split(rung: str) -> tuple[str, str]:
    kind, _, task = rung.partition(":")
    return kind, task


def full_key(workflow_id: str, effect: str) -> str:
    """The key of an effect in the records; an act's carries the name of its effect."""
    if not effect:
        return ""
    return (
        effect_key(workflow_id, effect) if effect.startswith("act-") else f"{workflow_id}:{effect}"
    )


async def start_sending(client: Client, batch: str) -> None:
    """Start the workflow of a batch of notices; starting it twice is starting it once."""
    try:
        await client.start_workflow(
            names.NOTICES,
            NoticeBatch(batch),
            id=names.notices_workflow_id(batch),
            task_queue=names.INSPECTIONS_QUEUE,
            id_reuse_policy=WorkflowIDReusePolicy.ALLOW_DUPLICATE,
            static_summary="notices",
        )
    except WorkflowAlreadyStartedError:
        return
