"""Checking one part's file alone: timetables, calendars, documents, maps."""

from pathlib import Path

import pytest

from criteria import catalogue, check

SHIPPED = Path(catalogue.__file__).parent


# a shipped part, what is changed in it, the place and the beginning of the sentence that follows
PART_FAULTS = {
    "an unknown unit": (
        "timetables/child-protection-v1",
        ('count = 20, unit = "working_days"', 'count = 20, unit = "weeks"'),
        "periods[return].unit",
        "'weeks' is not known here. Choose from: working_days",
    ),
    "an unknown event": (
        "timetables/child-protection-v1",
        ('event = "delivered", basis', 'event = "delivred", basis'),
        "periods[return].event",
        "'delivred' is not an event. Did you mean 'delivered'?",
    ),
    "an unknown role": (
        "timetables/child-protection-v1",
        ('roles = ["owner", "inspection_lead"]', 'roles = ["owner", "inspection_leed"]'),
        "ladder[overdue+1].roles",
        "'inspection_leed' is not a role. Did you mean 'inspection_lead'?",
    ),
    "a period that the process needs": (
        "timetables/child-protection-v1",
        ('code = "return"', 'code = "retern"'),
        "periods",
        "The period 'return' is missing. Add it.",
    ),
    "a reminder after the due date": (
        "timetables/child-protection-v1",
        ('name = "on-the-day", offset = 0', 'name = "on-the-day", offset = 1'),
        "ladder[on-the-day].offset",
        "A reminder cannot come after the due date.",
    ),
    "half a period of disposal": (
        "disposals/inspection-records-v1",
        ('unit = "calendar_months", event = "published"', 'event = "published"'),
        "materials[self-assessment-return]",
        "A period needs count, unit and event.",
    ),
    "a holiday outside the calendar's years": (
        "calendars/england-and-wales-v1",
        ("date = 2029-12-26", "date = 2030-12-26"),
        "holidays[2030-12-26]",
        "The calendar covers 2026 to 2029. Correct one of them.",
    ),
    "a day that does not exist": (
        "calendars/england-and-wales-v1",
        ("date = 2029-12-26", 'date = "2029-12-36"'),
        "holidays[2029-12-36].date",
        "Expected a date like 2027-02-08, found '2029-12-36'. Correct it.",
    ),
    "a slip that is not in the text": (
        "schedules/assessment-criteria-v1",
        ('printed = "through-out"', 'printed = "throughout"'),
        "slips[overall.01].printed",
        "'throughout' is not in that text. Repeat it exactly.",
    ),
    "emphasis that is not in the text": (
        "schedules/assessment-criteria-v1",
        ('emphasis = ["for the child"]', 'emphasis = ["for a child"]'),
        "sections[childs-journey].nodes[assessment-and-help].expectations"
        "[assessment-and-help.05].emphasis",
        "'for a child' is not in the text. Repeat its exact words.",
    ),
    "a row linked twice": (
        "maps/self-assessment-to-criteria-v1",
        ('row = "sa.l2"', 'row = "sa.l1"'),
        "links[sa.l1]",
        "The row 'sa.l1' stands 2 times. Keep it once.",
    ),
    "an expectation both asked and listed as unasked": (
        "maps/self-assessment-to-criteria-v1",
        ('expectation = "leadership.08"', 'expectation = "leadership.07"'),
        "unasked[leadership.07]",
        "The expectation 'leadership.07' stands 2 times. Keep it once.",
    ),
    "a term twice": (
        "glossaries/child-protection-v1",
        ('term = "MASH"', 'term = "ACPO"'),
        "terms[ACPO]",
        "The term 'ACPO' stands 2 times. Keep it once.",
    ),
}


@pytest.mark.parametrize("case", PART_FAULTS)
def test_a_part_file_can_be_checked_alone(case: str, tmp_path: Path) -> None:
    name, (old, new), place, sentence = PART_FAULTS[case]
    text = (SHIPPED / f"{name}.toml").read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / f"{name}.toml"
    path.parent.mkdir()
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    found = {fault.place: fault.sentence for fault in check.faults(path)}
    assert place in found
    assert found[place].startswith(sentence)
