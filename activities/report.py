"""The facts of the report from the record: one set, so that numbers reconcile."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from activities.on_record import OnRecord
from criteria.schedule import Node
from documents.report_facts import (
    Absence,
    AccuracyCheck,
    Deadline,
    ExpectationEvidence,
    GlossaryEntry,
    Judgement,
    NextStep,
    Overall,
    Recommendation,
    RecordHead,
    ReportFacts,
    SampleDraw,
    ScoreAnchor,
    Scoring,
    Section,
    Status,
)
from documents.statistics import CaseResult, Label
from workflows.deadlines import due
from workflows.uk_time import local_day

_ABSENT = {
    "return": "the force's self-assessment",
    "eligible_cases": "the force's lists of eligible cases",
    "force_audits": "the force's own case file audits",
    "accuracy_check": "the force's answer to the factual accuracy check",
}
_STEPS = (
    ("immediate_update", "Update on the immediate recommendations", "The force"),
    ("action_plan", "Action plan", "The force"),
    ("policing_body_comments", "Published comments", "The local policing body"),
)


def report_facts(on: OnRecord, status: Status, version: str, dated: date) -> ReportFacts:
    """Everything the report says. `dated` is the day it is made; a final text bears its
    planned day of publication, from which the dates of what follows are reckoned."""
    text = on.words(on.state.report.final if status is Status.FINAL else on.state.report.draft)
    published = _publication_day(text, dated) if status is Status.FINAL else None
    programme = on.programme
    sections = {node.id: _section(on, node, text) for node in programme.criteria.nodes()}
    overall, order = programme.criteria.overall(), programme.report_order()
    leadership = next(code for code in order if code != overall.id)
    return ReportFacts(
        reference=on.inspection.reference,
        force_name=on.force.name,
        programme_title=programme.title,
        version=version,
        status=status,
        dated=dated,
        published=published,
        fieldwork_start=date.fromisoformat(on.state.fieldwork_start),
        fieldwork_end=date.fromisoformat(on.state.fieldwork_end),
        scoring=Scoring(programme.scoring.mode.value),
        source_statement=" ".join(f"{source}." for source in programme.sources),
        summary=_paragraphs(text.get("summary")),
        context=_context(on),
        leadership=sections[leadership],
        journey=tuple(sections[code] for code in order if code not in (leadership, overall.id)),
        overall=_overall(on, overall, text),
        cases=tuple(_cases(on)),
        case_types=tuple(Label(kind.code, kind.title) for kind in programme.cases.types),
        grades=tuple(Label(grade.code, grade.title) for grade in programme.cases.grades),
        case_narrative=_paragraphs(text.get("case_files")),
        recommendations=tuple(_recommendations(text)),
        causes_of_concern=(),
        absences=tuple(_absences(on)),
        accuracy=_accuracy(on) if status is Status.FINAL else None,
        next_steps=tuple(_next_steps(on, published)),
        sample=_sample(on),
        record=RecordHead(*on.head),
        anchors=tuple(ScoreAnchor(a.score, a.text) for a in programme.scoring.anchors),
        glossary=tuple(GlossaryEntry(t.term, t.meaning) for t in programme.glossary.terms),
        marking="" if status is Status.FINAL else "OFFICIAL-SENSITIVE",
    )


def _section(on: OnRecord, node: Node, text: dict[str, Any]) -> Section:
    given = on.state.judgements.get(node.id)
    said = on.words(given.revision if given else None)
    evidence = said.get("evidence") or {}
    return Section(
        code=node.id,
        title=node.name or node.printed_label,
        printed_label=node.number,
        indicator=node.indicator,
        judgement=Judgement(
            score=given.score if given else None,
            statement="",
            narrative=_paragraphs((text.get("sections") or {}).get(node.id))
            or said.get("narrative", ""),
            evidence=tuple(
                ExpectationEvidence(expectation.text, evidence[expectation.id])
                for expectation in node.expectations
                if evidence.get(expectation.id)
            ),
        ),
    )


def _overall(on: OnRecord, node: Node, text: dict[str, Any]) -> Overall:
    given = on.state.overall
    said = on.words(given.revision if given else None)
    evidence = said.get("expectations") or {}
    section = next(s for s in on.programme.criteria.sections if node in s.nodes)
    practice = [said.get("practice", ""), _paragraphs(text.get("conclusion"))]
    return Overall(
        title=section.heading,
        indicator=node.indicator,
        practice="\n".join(part for part in practice if part),
        policy_fit=said.get("fit_with_policy", ""),
        score=given.score if given else None,
        evidence=tuple(
            ExpectationEvidence(expectation.text, evidence[expectation.id])
            for expectation in node.expectations
            if evidence.get(expectation.id)
        ),
    )


def _cases(on: OnRecord) -> Iterator[CaseResult]:
    for reference, case in sorted(on.state.cases.items()):
        before_audit = on.referred.get(reference)
        yield CaseResult(
            reference,
            case.type,
            case.audit.grade if case.audit else None,
            case.grade,
            referred=before_audit is not None,
            referred_before_audit=bool(before_audit),
            sample="sample",
            audited=case.audit is not None,
            reviewed=case.review is not None,
        )


def _context(on: OnRecord) -> str:
    returned = on.words(on.state.returned.accepted or on.state.returned.approved)
    opening = on.programme.template.opening
    answers = returned.get("answers") or {}
    answer = answers.get(opening.id) if opening else None
    return str(answer["text"]) if answer else ""


def _recommendations(text: dict[str, Any]) -> Iterator[Recommendation]:
    for number, item in enumerate(text.get("recommendations") or [], start=1):
        yield Recommendation(
            f"R{number}", item["indicator"], Deadline(item["deadline"]), item["text"]
        )


def _absences(on: OnRecord) -> Iterator[Absence]:
    for task, absence in on.state.absent.items():
        reason = str(on.words(absence.reason).get("text", ""))
        late = on.state.events.get({"return": "submitted"}.get(task, ""))
        came_late = late is not None and late > absence.at
        yield Absence(
            _ABSENT[task], reason, _day(absence.at), _day(late) if late and came_late else None
        )


def _accuracy(on: OnRecord) -> AccuracyCheck | None:
    state = on.state
    if "draft_sent" not in state.events:
        return None
    decisions = on.words(state.report.decided).get("decisions") or []
    accepted = sum(1 for decision in decisions if decision["accepted"])
    answered = state.events.get("accuracy_answered")
    return AccuracyCheck(
        sent=_day(state.events["draft_sent"]),
        answered=_day(answered) if answered and state.report.points is not None else None,
        accepted=accepted,
        refused=len(decisions) - accepted,
    )


def _next_steps(on: OnRecord, published: date | None) -> Iterator[NextStep]:
    if published is None:
        return
    outline = on.state.programme
    event = datetime.fromisoformat(f"{published}T12:00:00+00:00")
    for code, what, who in _STEPS:
        when = due(outline.periods[code], event, outline.holidays)
        yield NextStep(what, who, local_day(when.at), when.why)


def _sample(on: OnRecord) -> SampleDraw:
    drawn = Counter(case.type for case in on.state.cases.values())
    said = next((s for s in on.said.values() if "drawn" in s and "seed" in s), {})
    quotas = [
        (code, on.state.eligible.get(code, 0), drawn[code])
        for code in on.state.programme.case_types
        if drawn[code]
    ]
    return SampleDraw(
        rule=str(said.get("rule_text") or "No sample was drawn."),
        quotas=tuple(quotas),
        list_hash=str(said.get("eligible_hash") or ""),
        seed=str(said.get("seed") or ""),
    )


def _publication_day(text: dict[str, Any], dated: date) -> date:
    planned = text.get("publication_date")
    return date.fromisoformat(planned) if planned else dated


def _paragraphs(value: Any) -> str:
    return "\n".join(value) if isinstance(value, list) else str(value or "")


def _day(instant: str) -> date:
    return local_day(datetime.fromisoformat(instant))
