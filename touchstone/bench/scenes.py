"""What is said and decided in the model inspection, milestone by milestone."""

import hashlib
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

from criteria.programme import Programme
from criteria.roles import Role, Side
from criteria.visibility import Audience, Kind, Viewer
from records.access_log import log_access
from records.drafts import save_draft
from records.files import NewFile, add_file
from records.referrals import NewReferral, open_referral
from records.revisions import NewRevision
from records.shares import Share, share_row
from touchstone.bench.deciding import Desk
from workflows.messages import Issue, OpenReferral
from workflows.names import follow_up_workflow_id, inspection_workflow_id, referral_workflow_id
from workflows.patch import to_document
from workflows.phases import to_moderate
from workflows.state import FollowUpState

FORCE = "X01"
LEAD, LIAISON, CHIEF = "p-lead-1", "p-x01-liaison", "p-x01-chief-officer"
INSPECTORS = ("p-inspector-1", "p-inspector-2", "p-inspector-3")
FIELDWORK_WEEK = 7  # weeks from issue
WORDS = "We looked at this in the week of the visit, and say here what we found and why. " * 6

Cast = dict[str, list[str]]  # role -> person ids


class Scenes:
    """The acts of the model inspection, in the order in which they are called."""

    def __init__(self, desk: Desk, programme: Programme, cast: Cast) -> None:
        self._desk = desk
        self._programme = programme
        self._cast = cast
        self._outline = programme.outline()
        types = [kind.code for kind in programme.cases.types for _ in range(kind.quota)]
        self._cases = {f"N-{n:04}": code for n, code in enumerate(types, start=401)}

    async def play(self) -> AsyncIterator[str]:
        """Play on to each milestone in turn and tell its name."""
        for scene in (
            self._issued,
            self._drafted,
            self._returned,
            self._accepted,
            self._sampled,
            self._half_reviewed,
            self._judged,
            self._moderated,
            self._confirmed,
            self._checked,
            self._signed,
            self._published,
            self._closed,
        ):
            await scene()
            yield scene.__name__.strip("_")

    def _pass(self, days: float) -> None:
        self._desk.now += timedelta(days=days)

    async def _issued(self) -> None:
        start = self._desk.now.date() + timedelta(weeks=FIELDWORK_WEEK)
        end = start + timedelta(days=11)
        issue = Issue(FORCE, self._outline, self._cast, start.isoformat(), end.isoformat())
        await self._desk.act(LEAD, "issue", to_document(issue))
        await self._rendered("notice_letter/1", "self_assessment_template/1")

    async def _drafted(self) -> None:
        self._pass(5)
        desk, rows = self._desk, self._programme.template.answers()
        viewer = Viewer(LIAISON, Side.FORCE, FORCE, frozenset({Role.LIAISON}))
        async with desk.records.transaction() as session:
            for row in rows[:6]:
                to = "p-x01-contributor-1"
                await share_row(session, Share(desk.reference, row, to, desk.now, LIAISON))
        for row in rows[:12]:
            text = {"text": WORDS, "evidence": []}
            await save_draft(
                desk.records,
                viewer,
                desk.reference,
                Kind.RETURN,
                row,
                text,
                expected_version=0,
                at=desk.now,
            )

    async def _returned(self) -> None:
        self._pass(9)
        rows = list(self._programme.template.answers())
        said = {"answers": {row: {"text": WORDS, "evidence": []} for row in rows}}
        body = {"revision": "$0", "rows": rows, "authors": ["p-x01-contributor-1"]}
        revision = await self._say(LIAISON, "submit_return", Kind.RETURN, "return", said, body)
        self._pass(1)
        await self._desk.act(CHIEF, "approve_return", {"revision": revision})
        self._return = revision

    async def _accepted(self) -> None:
        kinds = self._programme.cases.types
        listed = [
            {"reference": f"N-{n:04}", "case_type": kind.code, "date": "2025-10-01"}
            for kind in kinds
            for n in range(401, 401 + kind.quota + 8)
        ]
        counts = {kind.code: kind.quota + 8 for kind in kinds}
        body = {"revision": "$0", "counts": counts}
        kind = Kind.ELIGIBLE_CASES
        eligible = await self._say(
            LIAISON, "register_eligible_cases", kind, "list", {"cases": listed}, body
        )
        self._pass(2)
        message = {"return_revision": self._return, "eligible_revision": eligible}
        await self._desk.act(LEAD, "accept_submission", message)

    async def _sampled(self) -> None:
        drawn = {"drawn": self._cases, "seed": "00"}
        body = {"revision": "$0", "cases": self._cases}
        await self._say(LEAD, "draw_sample", Kind.SAMPLE, "sample", drawn, body)
        turns = {case: INSPECTORS[n % len(INSPECTORS)] for n, case in enumerate(self._cases)}
        self._reviewers = turns
        body = {"revision": "$0", "reviewers": turns}
        said = {"reviewers": turns}
        await self._say(LEAD, "allocate_cases", Kind.ALLOCATION, "allocation", said, body)

    async def _half_reviewed(self) -> None:
        self._pass(20)
        await self._mark(list(self._cases)[: len(self._cases) // 2])
        await self._refer(list(self._cases)[-1])

    async def _judged(self) -> None:
        self._pass(14)
        await self._mark(list(self._cases)[len(self._cases) // 2 :])
        self._pass(14)
        for indicator in self._outline.indicators:
            evidenced = self._outline.evidence_per_expectation.get(indicator, [])
            said = {"score": "3", "narrative": WORDS, "evidence": dict.fromkeys(evidenced, WORDS)}
            body = {
                "revision": "$0",
                "indicator": indicator,
                "score": "3",
                "evidenced": list(evidenced),
            }
            kind = Kind.JUDGEMENT
            await self._say(INSPECTORS[0], "judge_indicator", kind, indicator, said, body)

    async def _moderated(self) -> None:
        self._pass(7)
        for item in to_moderate(await self._desk.state()):
            said = {"decision": "confirm", "reason": "The evidence bears it out."}
            body = {"revision": "$0", "item": item, "decision": "confirm"}
            await self._say("p-panel-1", "moderate", Kind.MODERATION, item, said, body)

    async def _confirmed(self) -> None:
        said = {"practice": WORDS, "fit_with_policy": WORDS}
        body = {"revision": "$0"}
        given = await self._say(LEAD, "give_overall", Kind.OVERALL, "overall", said, body)
        self._pass(2)
        await self._desk.act("p-panel-chair", "confirm_overall", {"revision": given})

    async def _checked(self) -> None:
        self._pass(7)
        await self._write("draft", LEAD, "draft_report")
        await self._rendered("draft_report/1")
        self._pass(7)
        points: dict[str, Any] = {"points": []}
        body = {"revision": "$0", "points": 0}
        kind = Kind.ACCURACY_POINTS
        await self._say(LIAISON, "answer_accuracy_check", kind, "points", points, body)

    async def _signed(self) -> None:
        await self._write("final", "p-editor", "finalise_report")
        sha256 = await self._rendered("final_report/1")
        self._pass(3)
        await self._desk.act("p-hmi-1", "sign_off", {"sha256": sha256})
        self._sha256 = sha256

    async def _published(self) -> None:
        self._pass(4)
        desk = self._desk
        await desk.act("p-editor", "publish", {"sha256": self._sha256})
        await self._enter("published_report", "1", self._sha256)
        workflow_id = follow_up_workflow_id(desk.reference)
        state = FollowUpState(
            desk.reference,
            FORCE,
            self._outline,
            self._cast,
            {"published": desk.now.isoformat()},
            inspection=desk.reference,
        )
        await desk.change(state, "follow_up_opened", workflow_id, new=True)
        inspection = await desk.state()
        inspection.events["follow_up"] = desk.now.isoformat()
        await desk.change(inspection, "follow_up_opened", inspection_workflow_id(desk.reference))

    async def _closed(self) -> None:
        self._pass(180)
        workflow_id = follow_up_workflow_id(self._desk.reference)
        for task, by in (
            ("immediate_update", LIAISON),
            ("action_plan", CHIEF),
            ("policing_body_comments", "p-x01-policing-body"),
        ):
            body = {"revision": "$0", "task": task}
            said = NewRevision(Kind.FOLLOW_UP_ENTRY, task, {"text": WORDS})
            await self._desk.act(by, "answer_follow_up", body, [said], workflow_id)
        said = NewRevision(Kind.FOLLOW_UP_ENTRY, "closure", {"text": WORDS})
        await self._desk.act(LEAD, "close_follow_up", {"revision": "$0"}, [said], workflow_id)
        await self._desk.act("system", "close_inspection", {})

    async def _mark(self, cases: list[str]) -> None:
        stages = self._outline.case_stages
        desk = self._desk
        for place, case in enumerate(cases):
            theirs = ("p-x01-auditor-1", "submit_audit", Kind.AUDIT, "good")
            grade = "inadequate" if place % 6 == 0 else "good"
            for actor, act, kind, given in (
                theirs,
                (self._reviewers[case], "submit_review", Kind.REVIEW, grade),
            ):
                scores = dict.fromkeys(stages, "4")
                said = {"grade": given, "scores": scores, "stages": {}, "summary": WORDS}
                body = {"revision": "$0", "case": case, "scores": list(scores.values())}
                await self._say(actor, act, kind, case, said, {**body, "grade": given})
                who = (actor, kind.value, case, desk.reference, desk.now)
                await log_access(desk.records, *who)

    async def _refer(self, case: str) -> None:
        desk = self._desk
        reference = f"{desk.reference}-R1"
        opening = OpenReferral(
            desk.reference, FORCE, case, "$0", self._cast, self._outline, before_audit=True
        )
        said = NewRevision(Kind.CONCERN, case, {"text": WORDS})
        message, to = to_document(opening), referral_workflow_id(reference)

        revisions = await desk.act(INSPECTORS[0], "refer_back", message, [said], to)
        new = NewReferral(reference, desk.reference, case, revisions[0], INSPECTORS[0], True)
        async with desk.records.transaction() as session:
            await open_referral(session, new, desk.now)

    async def _write(self, subject: str, by: str, act: str) -> None:
        text = {
            "summary": [WORDS],
            "introduction": [WORDS],
            "sections": {code: [WORDS] for code in self._outline.indicators},
            "conclusion": [WORDS],
            "recommendations": [],
        }
        await self._say(by, act, Kind.REPORT_TEXT, subject, text, {"revision": "$0"})

    async def _say(
        self, actor: str, act: str, kind: Kind, subject: str, said: Any, body: dict[str, Any]
    ) -> str:
        """One act that brings one revision; the revision's id."""
        revision = NewRevision(kind, subject, said)
        return (await self._desk.act(actor, act, body, [revision]))[0]

    async def _rendered(self, *documents: str) -> str:
        """The documents as if they had been made; the hash of the last."""
        desk, state = self._desk, await self._desk.state()
        sha256 = ""
        for document in documents:
            sha256 = hashlib.sha256(f"{desk.reference}{document}".encode()).hexdigest()
            state.documents[document] = sha256
            kind, version = document.split("/")
            await self._enter(kind, version, sha256)
        if "draft_report/1" in documents:
            state.events["draft_sent"] = desk.now.isoformat()
        await desk.change(state, "documents_ready", inspection_workflow_id(desk.reference))
        return sha256

    async def _enter(self, kind: str, version: str, sha256: str) -> None:
        audience = {
            "notice_letter": Audience.FORCE_NOTICE,
            "self_assessment_template": Audience.FORCE_NOTICE,
            "draft_report": Audience.DRAFT_REPORT,
            "published_report": Audience.PUBLISHED_REPORT,
        }.get(kind, "inspectorate")
        name = f"{self._desk.reference}-{kind}-{version}.pdf"
        new = NewFile(
            self._desk.reference, kind, name, "application/pdf", 60_000, sha256, str(audience)
        )
        async with self._desk.records.transaction() as session:
            await add_file(session, new, self._desk.now)
