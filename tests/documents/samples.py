"""Facts for the documents' tests: an invented force, believable texts, every part of a report
present.
"""

from dataclasses import replace
from datetime import date

from documents.report_facts import (
    Absence,
    AccuracyCheck,
    CauseOfConcern,
    Deadline,
    ExpectationEvidence,
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

FORCE = "Northshire Constabulary"
GRADES = (
    Label("good", "Good"),
    Label("requires_improvement", "Requires improvement"),
    Label("inadequate", "Inadequate"),
)
CASE_TYPES = (
    Label("child_protection", "Child protection enquiries"),
    Label("domestic_abuse", "Domestic abuse incidents where children are present"),
    Label("missing", "Missing and absent children"),
    Label("online_cse", "Online child sexual exploitation"),
    Label("custody", "Children in police custody"),
)
STAGES = (
    ("initial-contact", "Initial contact", "1"),
    ("assessment-and-help", "Assessment and help", "2"),
    ("investigation-enquiries", "Investigation/enquiries", "3"),
    ("decision-making", "Decision making", "4"),
    ("trusted-adult", "Trusted adult", "5"),
    ("ending-of-involvement", "Ending of involvement", "6"),
    ("managing-risk-posers", "Management of those who pose a risk to children", "7"),
    ("recording", "Recording", "8"),
    ("police-detention", "Police detention", "8"),
)
_FOUND = (
    "Call handlers asked about children in most of the calls we listened to, and marked the "
    "record so that the officers who attended knew whom to look for.\n"
    "In a few cases nobody spoke to the child alone. Where that happened, the reason was rarely "
    "written down, and a supervisor could not have known from the record that it had not been "
    "done."
)


def cases(*, graded: bool = True) -> tuple[CaseResult, ...]:
    """33 sample cases, one of them referred before the audit, one not audited, and 4 dip cases."""
    force = ("good", "good", "requires_improvement", "good", "inadequate", "requires_improvement")
    ours = ("good", "requires_improvement", "requires_improvement", "inadequate", "inadequate")
    results = []
    for number in range(37):
        dip, early, late = number >= 33, number == 7, number == 20
        results.append(
            CaseResult(
                reference=f"N-{number:04}",
                case_type=CASE_TYPES[number % 5].code,
                force_grade=None if dip or late or not graded else force[number % 6],
                inspector_grade=ours[(number * 7 + number // 5) % 5] if graded else None,
                referred=early or number in (15, 34),
                referred_before_audit=early,
                sample="dip" if dip else "sample",
                audited=not late,
            )
        )
    return tuple(results)


def _section(code: str, title: str, printed: str, score: str | None) -> Section:
    return Section(
        code,
        title,
        printed,
        f"{title}: children and young people are protected from harm (words of the criteria).",
        Judgement(
            score,
            "Officers and staff notice children at risk, but do not always hear them.",
            _FOUND,
            (
                ExpectationEvidence(
                    "The response is timely based on level of risk and needs of the child.",
                    "In 29 files the first response matched the risk described by the caller.",
                ),
            )
            if code == "leadership"
            else (),
        ),
        ("A girl in her early teens called the police at night. The officer stayed with her.",)
        if code == "trusted-adult"
        else (),
    )


def _scores(scoring: Scoring) -> list[str | None]:
    if scoring is Scoring.SCALE_1_5:
        return ["3", "4", "3", "2", "3", "4", "3", "not_seen", "2", "not_applicable"]
    if scoring is Scoring.YES_NO:
        return ["yes", "yes", "no", "yes", "no", "yes", "yes", "not_seen", "no", "yes"]
    return [None] * 10


def report_facts(scoring: Scoring = Scoring.SCALE_1_5, *, graded: bool = True) -> ReportFacts:
    """A final report. `graded` False is a programme with case grades off."""
    leadership, *journey = (
        _section(*stage, score)
        for stage, score in zip(
            (("leadership", "Leadership, management and governance.", ""), *STAGES),
            _scores(scoring),
            strict=True,
        )
    )
    drawn = [case.case_type for case in cases() if case.sample == "sample"]
    return ReportFacts(
        reference="NCP-2027-X01",
        force_name=FORCE,
        programme_title="National Child Protection Inspection",
        version="1.0",
        status=Status.FINAL,
        dated=date(2027, 6, 14),
        published=date(2027, 6, 15),
        fieldwork_start=date(2027, 3, 1),
        fieldwork_end=date(2027, 3, 12),
        scoring=scoring,
        source_statement="The criteria are those printed in the Online CSE schedule; the criteria "
        "named in the self-assessment template were not supplied.",
        summary="Northshire Constabulary takes the protection of children seriously.\n"
        "Its officers act quickly. Its records do not yet show what children said.",
        context="The force is organised in three areas and serves about 900,000 people.\n"
        "Four referral units and two child abuse teams work from shared premises with three "
        "local authorities.",
        leadership=leadership,
        journey=tuple(journey),
        overall=Overall(
            "The overall effectiveness of the force and its response to children who need help "
            "and protection.",
            "The police force does the best it can for children and young people.",
            "Children are safer because of what officers do in the first hours.",
            "Policy is sound. Practice falls short of it where the child's voice is recorded.",
            "3" if scoring is Scoring.SCALE_1_5 else None,
            (
                ExpectationEvidence(
                    "Good quality evidence and information was obtained.",
                    "Interviews with children were well planned.",
                ),
            ),
        ),
        cases=cases(graded=graded),
        case_types=CASE_TYPES,
        grades=GRADES if graded else (),
        case_narrative="The strongest files had one plan that everyone had read.",
        recommendations=(
            Recommendation(
                "R1",
                "initial-contact",
                Deadline.IMMEDIATE,
                "Make sure that a child is spoken to alone, or that the reason is recorded.",
            ),
            Recommendation(
                "R2",
                "recording",
                Deadline.THREE_MONTHS,
                "Review how supervisors check records of contact with children.",
                ("the words of the child", "the reason for each decision"),
                date(2027, 9, 15),
            ),
            Recommendation(
                "R3",
                "recording",
                Deadline.THREE_MONTHS,
                "Audit case recording every quarter and act on what is found.",
                (),
                date(2027, 9, 15),
            ),
            Recommendation(
                "R4",
                "leadership",
                Deadline.SIX_MONTHS,
                "Use what children say about the service when planning it.",
                (),
                date(2027, 12, 15),
            ),
        ),
        causes_of_concern=(
            CauseOfConcern(
                "Children are not always heard when the police first attend.",
                ("R1",),
                date(2027, 4, 20),
            ),
        ),
        absences=(
            Absence(
                "the force's audit of one case file",
                "The file was with a court.",
                date(2027, 3, 3),
                date(2027, 3, 20),
            ),
        ),
        accuracy=AccuracyCheck(date(2027, 5, 10), date(2027, 5, 27), accepted=10, refused=50),
        next_steps=(
            NextStep("Update on R1", FORCE, None, "The recommendation asks for action at once."),
            NextStep(
                "Action plan",
                FORCE,
                date(2027, 7, 27),
                "Six weeks after publication on Tuesday 15 June 2027.",
            ),
        ),
        sample=SampleDraw(
            "33 cases were drawn by type, each type by its share of the list.",
            tuple((label.code, 40, drawn.count(label.code)) for label in CASE_TYPES),
            "5f1c0b7e" * 8,
            "nonce-2027",
        ),
        record=RecordHead(412, "9ab3d6e1" * 8),
        anchors=tuple(
            ScoreAnchor(str(score), f"Meaning of {score}, in our words.") for score in range(1, 6)
        )
        if scoring is Scoring.SCALE_1_5
        else (),
        marking="",
    )


def draft(facts: ReportFacts) -> ReportFacts:
    """The same report as the draft that a force checks."""
    return replace(
        facts,
        status=Status.DRAFT,
        version="draft 1",
        published=None,
        accuracy=None,
        marking="OFFICIAL-SENSITIVE",
    )
