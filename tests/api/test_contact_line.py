"""After a hand-over of the lead whoever is to be asked is named everywhere, and nothing else
differs: pages read it live, the letter is made anew beside the one that was sent."""

from concurrent.futures import ThreadPoolExecutor

from docx.oxml.ns import qn
from temporalio.testing import ActivityEnvironment

from activities.rendering import RenderingActivities
from records.files import list_files
from records.people import get_person, viewer_for
from tests.api.handing_over import handing
from tests.api.office import person_of
from tests.api.story import Story
from tests.documents.reading import body
from workflows.contracts import DocumentOrder

NEW_LEAD = "p-lead-3"
MOVED = {"fieldwork_start": "2027-03-15", "fieldwork_end": "2027-03-26", "reason": "Strike."}


async def made(story: Story, document: str) -> list[str]:
    """The lines of a letter, made by the product's own activity and kept as a file."""
    parts = story.office.parts
    with ThreadPoolExecutor(1) as pool:
        doing = RenderingActivities(parts.records, parts.files, pool, parts.clock)
        order = DocumentOrder(story.reference, [document])
        rendered = await ActivityEnvironment().run(doing.render_documents, order)
    content = await parts.files.get(rendered.sha256[document])
    found = body(content).iter(qn("w:p"))
    lines = ["".join(text.text or "" for text in one.iter(qn("w:t"))) for one in found]
    return [line for line in lines if line]


async def test_the_letter_is_made_anew_with_the_successor_and_differs_in_nothing_else(
    story: Story,
) -> None:
    records = story.office.parts.records
    first = await made(story, "notice_letter/1")
    await story.act("fieldwork", "inspection_lead", MOVED)
    hmi = handing(person_of("hmi"), "p-hmi-2")
    await story.act("roles/hmi/hand-over", "hmi", hmi)
    assert "notice_letter/2" not in (await story.state()).documents  # HMI is not whom they ask
    await story.act("roles/inspection_lead/hand-over", "p-hmi-2", handing("p-lead-1", NEW_LEAD))
    assert (await story.state()).documents["notice_letter/2"]  # made by an errand
    second = await made(story, "notice_letter/2")
    was, now = await get_person(records, "p-lead-1"), await get_person(records, NEW_LEAD)
    contact = {f"Name\t{was.name}", f"Telephone\t{was.telephone}", f"Email\t{was.email}"}
    new = {line for line in second if line not in first}
    gone = {line for line in first if line not in second}
    assert len(gone) == len(contact)
    assert all(value in "".join(gone) for value in (was.name, str(was.telephone), was.email))
    assert all(value in "".join(new) for value in (now.name, str(now.telephone), now.email))
    assert len(new) == len(gone) + 1
    [told] = [line for line in new if line.startswith("Version 2 of this letter.")]
    assert "Nothing else differs from the letter of 11 January 2027" in told


async def test_the_force_finds_both_letters_and_the_old_one_is_kept_as_it_was_sent(
    story: Story,
) -> None:
    viewer = await viewer_for(story.office.parts.records, person_of("liaison"), story.reference)
    before = await list_files(story.office.parts.records, viewer, story.reference)
    await story.act("roles/inspection_lead/hand-over", "hmi", handing("p-lead-1", NEW_LEAD))
    after = await list_files(story.office.parts.records, viewer, story.reference)
    [new] = [file for file in after if file not in before]
    assert len(after) == len(before) + 1  # each as it was, and one more
    assert (new.kind, new.version) == ("notice_letter", 2)
