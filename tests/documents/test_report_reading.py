"""What the accuracy check reads back from a sent report is what was printed in it."""

import re

from documents.report import numbered_texts, report_html
from documents.report_reading import read_chapters
from tests.documents.samples import report_facts


def plain(text: str) -> str:
    return re.sub(r"\W+", "", text)


def test_every_numbered_paragraph_is_read_back_under_its_printed_number() -> None:
    facts = report_facts()
    read = [one for chapter in read_chapters(report_html(facts)) for one in chapter.paragraphs]
    made = numbered_texts(facts)
    assert [one.number for one in read] == [one.number for one in made]
    whole = [one for one in made if plain(one.text) in [plain(r.text) for r in read]]
    assert len(whole) > 0.8 * len(made)  # judgements and recommendations are printed with more
    for mine, theirs in zip(read, made, strict=True):
        last_words = plain(theirs.text.split(":")[0])[-30:]
        assert last_words in plain(mine.text), mine.number


def test_chapters_keep_their_printed_labels() -> None:
    chapters = read_chapters(report_html(report_facts()))
    assert (chapters[0].label, chapters[0].title) == ("1", "Foreword")
    assert chapters[-1].label == "Annex C"


def test_recommendations_belong_to_the_paragraph_that_leads_in() -> None:
    chapters = read_chapters(report_html(report_facts()))
    (recommendations,) = [one for one in chapters if one.title == "Recommendations"]
    assert "(a) Make sure that a child is spoken to alone" in " ".join(
        one.text.replace("\n", " ") for one in recommendations.paragraphs
    )


def test_another_document_has_no_chapters() -> None:
    assert read_chapters(b"draft_report/1") == ()
    assert read_chapters(b"<p class='para' id='p-1-1'>1.1 Said</p>\xff") == ()
