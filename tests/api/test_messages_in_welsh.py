"""Messages about a Welsh force's inspection: its side reads both languages, unasked."""

from tests.api.office import PEOPLE, Office
from tests.api.story import Story


async def issued_at_the_welsh_force(office: Office) -> Story:
    """An inspection of an invented Welsh force whose liaison works in Welsh, the others not."""
    known = {person["id"] for person in (await office.get("people", "hmi"))["items"]}
    moved = {role: [p.replace("x01", "x03") for p in held] for role, held in PEOPLE.items()}
    people = {role: [p for p in held if p in known] for role, held in moved.items()}
    people["inspector"] = ["p-inspector-5"]
    return await Story.issued(office, force="X03", people=people)


async def test_the_liaison_of_a_welsh_force_reads_welsh_first_and_english_below(
    office: Office,
) -> None:
    await issued_at_the_welsh_force(office)
    items = (await office.get("messages", "p-x03-liaison"))["items"]
    subjects = {one["subject"].partition(": ")[2] for one in items}
    assert (
        "Ateb yr hunanasesiad a chyflwyno’r ffurflen"
        " / Answer the self-assessment and submit the return"
    ) in subjects
    for one in items:
        assert one["body"].startswith("Cymraeg\n\nHeddlu Glan-y-môr / Glan-y-môr Police, arolygiad")
        assert one["body"].index("Ewch i: ") < one["body"].index("Go to: ")


async def paused(office: Office, by: str) -> dict[str, str]:
    """The message to this reader that an inspection of the Welsh force is paused."""
    story = await issued_at_the_welsh_force(office)
    await story.act("pause", "inspection_lead", {"reason": "An incident takes everybody."})
    items = (await office.get("messages", by))["items"]
    [told] = [one for one in items if "The inspection is paused" in one["subject"]]
    return {"subject": told["subject"].partition(": ")[2], "body": told["body"]}


async def test_a_colleague_who_works_in_english_reads_english_first_and_welsh_unasked(
    office: Office,
) -> None:
    told = await paused(office, "p-x03-chief-officer")
    assert told["subject"] == "The inspection is paused / Mae’r arolygiad wedi’i oedi"
    heading = "Glan-y-môr Police / Heddlu Glan-y-môr, inspection"
    assert told["body"].startswith(f"English\n\n{heading}")
    assert told["body"].index("Go to: ") < told["body"].index("Ewch i: ")


async def test_the_inspection_lead_of_a_welsh_force_reads_english_alone(office: Office) -> None:
    told = await paused(office, "inspection_lead")
    assert told["subject"] == "The inspection is paused"
    assert told["body"].startswith("Glan-y-môr Police / Heddlu Glan-y-môr, inspection")
    assert "Ewch i" not in told["body"]
