"""The notice letter says who asks what by when and why, and marks every page."""

from dataclasses import replace

from docx.oxml.ns import qn

from documents.facts import NoticeLetterFacts
from documents.letter import notice_letter
from tests.documents.reading import body, part
from tests.documents.word_samples import letter_facts


def text_of(facts: NoticeLetterFacts) -> str:
    return "\n".join(
        "".join(text.text or "" for text in paragraph.iter(qn("w:t")))
        for paragraph in body(notice_letter(facts)).iter(qn("w:p"))
    )


def test_every_thing_asked_stands_with_its_time_and_its_reason() -> None:
    text = text_of(letter_facts())
    for asked in letter_facts().asked:
        assert asked.title in text
        assert asked.why in text
    assert "5pm on Monday 8 February 2027" in text


def test_what_is_asked_first_stands_first() -> None:
    text = text_of(letter_facts())
    assert text.index("Lists of eligible cases") < text.index("5pm on Monday 8 February 2027")


def test_the_letter_names_force_fieldwork_source_and_contact() -> None:
    facts = letter_facts()
    text = text_of(facts)
    assert "from Monday 1 March to Friday 12 March 2027" in text
    for said in (
        facts.force_name,
        facts.source_statement,
        facts.lead_name,
        facts.lead_telephone,
        facts.lead_email,
        facts.hmi_name,
        "11 January 2027",
        "Dear Chief Constable",
        "inspection lead",
    ):
        assert said in text


def test_marking_and_reference_stand_on_every_page() -> None:
    document = notice_letter(letter_facts())
    assert "OFFICIAL-SENSITIVE" in part(document, "word/header1.xml")
    assert "OFFICIAL-SENSITIVE" in part(document, "word/footer1.xml")
    assert "NCP-2027-X01" in part(document, "word/footer1.xml")


def test_the_letter_is_in_british_english_and_has_a_title() -> None:
    document = notice_letter(letter_facts())
    assert 'w:val="en-US"' not in part(document, "word/styles.xml")
    assert "<dc:title>Notice of inspection</dc:title>" in part(document, "docProps/core.xml")


def test_the_table_repeats_its_header_row() -> None:
    assert len(list(body(notice_letter(letter_facts())).iter(qn("w:tblHeader")))) == 1


def test_control_characters_do_not_break_the_file() -> None:
    facts = replace(letter_facts(), lead_name="Mor\x00gan\ud800 Elle\u202ery\ufffe")
    assert "Morgan Ellery" in text_of(facts)


def test_typed_markup_comes_out_as_typed() -> None:
    facts = replace(letter_facts(), hmi_name="<w:br/> & <script>alert(1)</script>")
    assert "<w:br/> & <script>alert(1)</script>" in text_of(facts)
