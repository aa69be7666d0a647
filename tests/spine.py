"""One inspection driven below the API: acts kept by `freeze`, sent by the gateway, on real parts.

Journeys over HTTP stand in tests/journeys; this is for what must be seen without a web process:
kill tests, replay, reconciling.
"""

import itertools
import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from api.gateway import Gateway
from criteria import catalogue
from criteria.programme import Programme
from criteria.roles import Role, Side
from criteria.visibility import Kind
from records.acts import Act, NewAct, freeze, freeze_within
from records.inspections import NewInspection, create_inspection
from records.people import appoint
from records.programmes import pin_programme
from records.referrals import NewReferral, open_referral
from records.revisions import NewRevision
from records.session import Records
from touchstone.people import put_demonstration_people
from touchstone.wiring import now
from workflows.messages import Issue
from workflows.names import follow_up_workflow_id, inspection_workflow_id, referral_workflow_id
from workflows.patch import to_document

PEOPLE: dict[str, list[str]] = {
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
}


@dataclass
class Step:
    """One act of the straight run: who, what, about what, and what they say."""

    actor: str
    kind: str
    message: dict[str, Any]
    said: list[NewRevision] = field(default_factory=list)


class Spine:
    """An inspection of Northshire Constabulary, driven act by act."""

    def __init__(
        self,
        records: Records,
        gateway: Gateway,
        reference: str = "NCP-2027-0001",
        programme: Programme | None = None,
    ) -> None:
        self.records = records
        self.gateway = gateway
        self.reference = reference
        self.programme = programme or shipped_programme()
        self.acts: list[Act] = []
        self.now = now  # when its acts are kept
        self._keys = itertools.count(1)

    @property
    def workflow_id(self) -> str:
        return inspection_workflow_id(self.reference)

    async def issue(self) -> Act:
        """People, pinned programme, inspection, appointments and the act that issues it."""
        at = self.now()
        await put_demonstration_people(self.records, at)
        content = json.loads(self.programme.to_json())
        async with self.records.transaction() as session:
            pinned = await pin_programme(
                session, self.programme.id, self.programme.version, content
            )
            new = NewInspection(
                self.reference,
                "X01",
                pinned,
                self.programme.id,
                self.programme.title,
                "self_assessment",
                "p-lead-1",
            )
            await create_inspection(session, new, at)
            for role, held in PEOPLE.items():
                for person in held:
                    await appoint(session, self.reference, person, Role(role), at)
            message = to_document(
                Issue("X01", self.programme.outline(), PEOPLE, "2027-03-01", "2027-03-12")
            )
            act = await freeze_within(session, self._new("p-lead-1", "issue", message), (), at)
        return await self._sent(act)

    async def keep(self, step: Step, *, to: str | None = None, key: str | None = None) -> Act:
        """Freeze an act without sending it."""
        new = self._new(step.actor, step.kind, step.message, to=to, key=key)
        return await freeze(self.records, new, step.said, self.now())

    async def act(self, step: Step, *, to: str | None = None, key: str | None = None) -> Act:
        """Freeze and send an act."""
        return await self._sent(await self.keep(step, to=to, key=key))

    async def refer_back(self, case: str) -> Act:
        """Refer a case back to the force."""
        reference = f"{self.reference}-R1"
        at = self.now()
        body = {
            "inspection": self.reference,
            "force": "X01",
            "case": case,
            "concern": "$0",
            "people": PEOPLE,
            "outline": to_document(self.programme.outline()),
            "before_audit": True,
        }
        new = self._new("p-inspector-1", "refer_back", body, to=referral_workflow_id(reference))
        said = [NewRevision(Kind.CONCERN, case, {"text": "A child may be at risk now."})]
        async with self.records.transaction() as session:
            act = await freeze_within(session, new, said, at)
            row = NewReferral(
                reference, self.reference, case, act.revision_ids[0], "p-inspector-1", True
            )
            await open_referral(session, row, at)
        return await self._sent(act)

    def straight_run(self) -> Iterator[Step]:
        """Every act after issue up to the confirmed overall, none of them wrong.

        A generator: what it yields next may name revisions that earlier acts brought.
        """
        yield from _submission(self)
        yield from _case_audit(self)
        yield from _moderation(self)

    def revision(self, kind: str) -> str:
        """The first revision of the latest act of this kind."""
        return next(a.revision_ids[0] for a in reversed(self.acts) if a.kind == kind)

    def _new(
        self,
        actor: str,
        kind: str,
        message: dict[str, Any],
        *,
        to: str | None = None,
        key: str | None = None,
    ) -> NewAct:
        workflow_id = to or self.workflow_id
        return NewAct(
            workflow_id=workflow_id,
            inspection=self.reference,
            kind=kind,
            actor=actor,
            side=Side.FORCE if "-x0" in actor else Side.INSPECTORATE,
            idempotency_key=key or f"{self.reference}/key-{next(self._keys)}",
            message=message,
            request=[workflow_id, message],
        )

    async def _sent(self, act: Act) -> Act:
        sent = await self.gateway.send(act)
        self.acts.append(sent)
        return sent


def shipped_programme() -> Programme:
    programme = catalogue.find("national-child-protection")
    assert programme is not None
    return programme


def small_programme() -> Programme:
    """The same with two cases in the sample, for tests that run an inspection many times."""
    programme = shipped_programme()
    types = tuple(replace(kind, quota=1) for kind in programme.cases.types[:2])
    return replace(programme, cases=replace(programme.cases, sample=2, types=types))


def _submission(spine: Spine) -> Iterator[Step]:
    rows = list(spine.programme.template.answers())
    answers = {row: {"text": f"What we do about {row}.", "evidence": []} for row in rows}
    returned = NewRevision(Kind.RETURN, "return", {"answers": answers})
    body: dict[str, Any] = {"revision": "$0", "rows": rows, "authors": ["p-x01-contributor-1"]}
    yield Step("p-x01-liaison", "submit_return", body, [returned])
    yield Step(
        "p-x01-chief-officer", "approve_return", {"revision": spine.revision("submit_return")}
    )
    counts = {kind.code: kind.quota + 3 for kind in spine.programme.cases.types}
    listed = NewRevision(Kind.ELIGIBLE_CASES, "list", {"cases": counts})
    body = {"revision": "$0", "counts": counts}
    yield Step("p-x01-liaison", "register_eligible_cases", body, [listed])
    body = {
        "return_revision": spine.revision("submit_return"),
        "eligible_revision": spine.revision("register_eligible_cases"),
    }
    yield Step("p-lead-1", "accept_submission", body)


def cases_of(programme: Programme) -> dict[str, str]:
    """A sample that meets every quota: case reference -> case type."""
    drawn = [kind.code for kind in programme.cases.types for _ in range(kind.quota)]
    return {f"N-{number:04}": code for number, code in enumerate(drawn, start=401)}


def _case_audit(spine: Spine) -> Iterator[Step]:
    cases = cases_of(spine.programme)
    reviewers = {case: f"p-inspector-{1 + place % 2}" for place, case in enumerate(sorted(cases))}
    drawn = NewRevision(Kind.SAMPLE, "sample", {"drawn": sorted(cases), "seed": "00"})
    yield Step("p-lead-1", "draw_sample", {"revision": "$0", "cases": cases}, [drawn])
    given = NewRevision(Kind.ALLOCATION, "allocation", {"reviewers": reviewers})
    yield Step("p-lead-1", "allocate_cases", {"revision": "$0", "reviewers": reviewers}, [given])
    for case in sorted(cases):
        yield mark(spine, "p-x01-auditor-1", "submit_audit", Kind.AUDIT, case, "good", "4")
        grade = "inadequate" if case == "N-0401" else "good"
        yield mark(spine, reviewers[case], "submit_review", Kind.REVIEW, case, grade, "4")
    for indicator in spine.programme.outline().indicators:
        yield judge(spine, indicator)


def mark(spine: Spine, actor: str, act: str, kind: Kind, case: str, grade: str, score: str) -> Step:
    scores = [score] * len(spine.programme.outline().case_stages)
    body = {"revision": "$0", "case": case, "scores": scores, "grade": grade}
    return Step(actor, act, body, [NewRevision(kind, case, {"summary": f"Seen: {case}."})])


def judge(spine: Spine, indicator: str) -> Step:
    evidenced = spine.programme.outline().evidence_per_expectation.get(indicator, [])
    content = {
        "narrative": f"What we found about {indicator}.",
        "evidence": {code: f"Seen for {code}." for code in evidenced},
    }
    body = {"revision": "$0", "indicator": indicator, "score": "3", "evidenced": evidenced}
    said = [NewRevision(Kind.JUDGEMENT, indicator, content)]
    return Step("p-inspector-1", "judge_indicator", body, said)


def _moderation(spine: Spine) -> Iterator[Step]:
    items = ["case:N-0401", *[f"indicator:{c}" for c in spine.programme.outline().indicators]]
    for item in items:
        body = {"revision": "$0", "item": item, "decision": "confirm"}
        reason = NewRevision(Kind.MODERATION, item, {"reason": "The evidence bears it out."})
        yield Step("p-panel-1", "moderate", body, [reason])
    content = {"practice": "Practice is mixed.", "fit_with_policy": "Policy is ahead of it."}
    overall = NewRevision(Kind.OVERALL, "overall", content)
    yield Step("p-lead-1", "give_overall", {"revision": "$0"}, [overall])
    yield Step("p-panel-chair", "confirm_overall", {"revision": spine.revision("give_overall")})


def report_text(subject: str) -> NewRevision:
    """The text of a draft or final report."""
    content = {
        "summary": ["We found committed staff and uneven practice."],
        "sections": {},
        "conclusion": ["Children are mostly kept safe."],
        "recommendations": [
            {
                "text": "Review how risk is recorded.",
                "deadline": "three_months",
                "indicator": "recording",
            },
        ],
    }
    return NewRevision(Kind.REPORT_TEXT, subject, content)


def follow_up_of(spine: Spine) -> str:
    return follow_up_workflow_id(spine.reference)
