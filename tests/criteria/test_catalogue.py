"""The shipped programmes: what they hold, how they are found and pinned, what a workflow gets."""

import json
from pathlib import Path

import pytest

from criteria import catalogue, describe
from criteria.conduct import ReportSection
from criteria.faults import FaultyProgramme
from criteria.outline import Period, PeriodUnit
from criteria.programme import Programme
from criteria.reading import plain
from criteria.scoring import ScoringMode

STAGES = [
    "initial-contact",
    "assessment-and-help",
    "investigation-enquiries",
    "decision-making",
    "trusted-adult",
    "ending-of-involvement",
    "managing-risk-posers",
    "recording",
    "police-detention",
]


def shipped(programme_id: str = "national-child-protection") -> Programme:
    programme = catalogue.find(programme_id)
    assert programme
    return programme


@pytest.mark.parametrize("programme_id", ["national-child-protection", "online-cse"])
def test_both_programmes_hold_what_the_two_official_documents_hold(programme_id: str) -> None:
    assert describe.counts(shipped(programme_id)) == {
        "journey_stages": 9,
        "indicators": 11,
        "expectations": 107,
        "template_rows": 18,
        "answers": 19,
        "questions": 65,
    }


def test_each_node_has_the_expectations_of_the_official_document() -> None:
    found = {node.id: len(node.expectations) for node in shipped().criteria.nodes()}
    assert list(found) == ["overall", *STAGES, "leadership"]
    assert list(found.values()) == [7, 10, 17, 17, 6, 5, 6, 4, 13, 7, 15]


def test_each_row_asks_the_questions_of_the_official_template() -> None:
    asked = {row.id: len(row.questions) for row in shipped().template.rows()}
    assert list(asked) == [f"sa.{part}{n}" for part in "lj" for n in range(1, 10)]
    assert list(asked.values()) == [2, 1, 4, 2, 3, 4, 2, 2, 3, 5, 5, 7, 5, 2, 4, 4, 4, 6]
    first = next(shipped().template.rows()).questions[0]
    assert first.id == "sa.l1.q1"
    assert first.text == "Who is the ACPO lead responsible for child protection?"


def test_the_opening_outline_asks_for_six_points() -> None:
    opening = shipped().template.opening
    assert opening
    assert opening.id == "sa.context"
    assert len(opening.points) == 6


def test_the_nine_leadership_rows_repeat_their_expectation_word_for_word() -> None:
    programme = shipped()
    texts = {e.id: e.text for e in programme.criteria.expectations()}
    links = {link.row: link for link in programme.map.links}
    repeated = [
        (links[row.id].expectations, row.indicator)
        for row in programme.template.rows()
        if links[row.id].node == "leadership"
    ]
    numbers = [1, 2, 3, 4, 5, 6, 7, 9, 11]
    assert [ids for ids, _ in repeated] == [(f"leadership.{n:02}",) for n in numbers]
    assert [text for _, text in repeated] == [texts[f"leadership.{n:02}"] for n in numbers]


def test_the_nine_journey_rows_speak_to_the_nine_stages() -> None:
    links = shipped().map.links
    assert [link.node for link in links if link.row.startswith("sa.j")] == STAGES
    assert shipped().map.link("sa.context").node is None


def test_six_leadership_expectations_are_listed_as_never_asked() -> None:
    listed = [entry.expectation for entry in shipped().map.unasked]
    assert listed == [f"leadership.{n:02}" for n in (8, 10, 12, 13, 14, 15)]


def test_the_same_nodes_stand_in_three_orders() -> None:
    programme = shipped()
    assert programme.criteria_order() == ("overall", *STAGES, "leadership")
    assert programme.template_order() == ("leadership", *STAGES)
    assert programme.report_order() == ("leadership", *STAGES, "overall")


def test_each_programme_says_honestly_where_its_texts_come_from() -> None:
    assert any(
        "criteria as printed in the Online CSE schedule; the criteria named in the template were "
        "not supplied" in statement
        for statement in shipped().sources
    )
    assert any(
        "the template as issued for National Child Protection" in statement
        for statement in shipped("online-cse").sources
    )


def test_the_workflow_gets_codes_and_numbers_and_never_a_sentence() -> None:
    programme = shipped()
    outline = programme.outline()
    assert outline.hash == programme.hash
    assert outline.overall == "overall"
    assert outline.indicators == [*STAGES, "leadership"]
    assert outline.case_stages == STAGES
    assert outline.case_grades == ["good", "requires_improvement", "inadequate"]
    assert outline.rows[:2] == ["sa.context", "sa.l1"]
    assert len(outline.rows) == 19
    assert sum(outline.case_types.values()) == 33
    assert len(outline.evidence_per_expectation["leadership"]) == 15
    codes = [*outline.indicators, *outline.rows, *outline.case_types, *outline.periods]
    assert not [code for code in codes if " " in code]


def test_periods_have_the_agreed_defaults() -> None:
    periods = shipped().outline().periods
    working, days = PeriodUnit.WORKING_DAYS, PeriodUnit.CALENDAR_DAYS
    months, hours = PeriodUnit.CALENDAR_MONTHS, PeriodUnit.HOURS
    again = {
        "submission": {
            "acceptance": 5,
            "force_audits": 15,
            "reviews": 20,
            "judgements": 25,
            "moderation": 30,
            "overall": 35,
            "report_draft": 45,
        },
        "case_audit": {
            "reviews": 10,
            "judgements": 15,
            "moderation": 20,
            "overall": 25,
            "report_draft": 35,
        },
        "moderation": {"moderation": 5, "overall": 10, "report_draft": 20},
        "report": {"report_draft": 10},
    }
    reopened = {
        f"{task}_again_from_{phase}": Period(count, working, f"reopened_{phase}")
        for phase, counts in again.items()
        for task, count in counts.items()
    }
    assert periods == {
        **reopened,
        "return": Period(20, working, "delivered"),
        "delivery_wait": Period(2, working, "planned_delivery"),
        "delivery_call": Period(1, working, "undelivered"),
        "deemed_service": Period(5, working, "planned_delivery"),
        "clarification": Period(5, working, "returned"),
        "sample": Period(2, working, "accepted"),
        "allocation": Period(2, working, "drawn"),
        "consent": Period(2, working, "proposed"),
        "undelivered": Period(2, working, "notice_failed"),
        "extension_decision": Period(2, working, "extension_asked"),
        "referral_closure": Period(48, hours, "referred"),
        "acceptance": Period(5, working, "approved"),
        "eligible_cases": Period(10, working, "delivered"),
        "force_audits": Period(-5, working, "fieldwork_start"),
        "interview_timetable": Period(-5, working, "fieldwork_start"),
        "reviews": Period(0, working, "fieldwork_end"),
        "judgements": Period(10, working, "fieldwork_end"),
        "moderation": Period(15, working, "fieldwork_end"),
        "overall": Period(20, working, "fieldwork_end"),
        "report_draft": Period(30, working, "fieldwork_end"),
        "accuracy_check": Period(10, working, "draft_sent"),
        "accuracy_decision": Period(5, working, "accuracy_answered"),
        "final_text": Period(5, working, "accuracy_decided"),
        "sign_off": Period(5, working, "finalised"),
        "publication": Period(10, working, "signed"),
        "immediate_update": Period(5, working, "published"),
        "action_plan": Period(42, days, "published"),
        "policing_body_comments": Period(56, days, "published"),
        "recommendations_3_months": Period(3, months, "published"),
        "recommendations_6_months": Period(6, months, "published"),
        "referral_contact": Period(1, hours, "referred"),
        "referral_acknowledgement": Period(4, hours, "referred"),
        "referral_action": Period(24, hours, "referred"),
    }


def test_every_duration_says_what_it_rests_on() -> None:
    named = {p.code: p.basis for p in shipped().timetable.periods if p.basis != "ours"}
    assert list(named) == ["action_plan", "policing_body_comments"]
    assert shipped().timetable.basis == "ours"


def test_the_ladder_reminds_then_warns_then_escalates() -> None:
    ladder = [(rung.name, rung.offset, rung.kind) for rung in shipped().outline().ladder]
    assert ladder == [
        ("reminder-10", -10, "reminder"),
        ("reminder-5", -5, "reminder"),
        ("reminder-2", -2, "reminder"),
        ("on-the-day", 0, "reminder"),
        ("overdue+1", 1, "overdue"),
        ("escalation+3", 3, "escalation"),
    ]
    assert {rung.unit for rung in shipped().outline().referral_ladder} == {PeriodUnit.HOURS}


def test_the_bank_holidays_of_four_years_are_pinned() -> None:
    holidays = shipped().outline().holidays
    assert [sum(day.startswith(str(year)) for day in holidays) for year in range(2026, 2030)] == [
        8
    ] * 4
    assert "2027-12-28" in holidays  # Boxing Day falls on a Sunday
    assert "2026-12-26" not in holidays  # a Saturday is no working day anyway


def test_online_cse_shows_no_score_and_no_grade() -> None:
    outline = shipped("online-cse").outline()
    assert outline.scoring is ScoringMode.EVIDENCE_ONLY
    assert outline.case_grades == []
    assert sum(outline.case_types.values()) == 33


@pytest.mark.parametrize("programme_id", ["national-child-protection", "online-cse"])
def test_a_pinned_programme_is_read_back_the_same(programme_id: str) -> None:
    programme = shipped(programme_id)
    back = Programme.from_json(programme.to_json())
    assert back == programme
    assert back.hash == programme.hash
    assert back.outline() == programme.outline()


def test_what_is_pinned_may_not_be_tampered_with_unnoticed() -> None:
    programme = shipped()
    changed = Programme.from_json(programme.to_json().replace("un-convicted", "unconvicted"))
    assert changed.hash != programme.hash
    with pytest.raises(FaultyProgramme, match="The key 'template' is missing"):
        Programme.from_json('{"id":"half"}')


def test_a_file_is_named_after_its_id_and_version() -> None:
    for path in sorted(Path(catalogue.__file__).parent.glob("*/*.toml")):
        text = path.read_text(encoding="utf-8")
        if "version =" in text:
            name, _, version = path.stem.rpartition("-v")
            assert f'id = "{name}"' in text
            assert f'version = "{version}"' in text


def test_the_json_says_the_same_as_the_counts() -> None:
    table = json.loads(json.dumps(describe.as_json(shipped())))
    assert table["counts"] == describe.counts(shipped())
    assert table["hash"] == shipped().hash
    assert table["orders"]["report"][-1] == "overall"
    rows = [row for section in table["template"]["sections"] for row in section["rows"]]
    assert sum(len(row["questions"]) for row in rows) == 65


def test_the_plain_text_holds_every_official_sentence_and_fits_a_terminal() -> None:
    text = describe.as_text(shipped())
    joined = " ".join(text.split())
    assert max(len(line) for line in text.splitlines()) <= 92
    for expectation in shipped().criteria.expectations():
        assert expectation.text in joined
    for row in shipped().template.rows():
        assert all(sentence in joined for sentence in row.guidance)


def test_an_optional_field_left_at_its_default_does_not_enter_the_hash() -> None:
    section = ReportSection("summary", "Summary")
    assert plain(section) == {"code": "summary", "title": "Summary"}
    assert plain(section, whole=True)["node"] is None
