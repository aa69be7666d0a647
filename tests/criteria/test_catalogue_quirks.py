"""Each quirk of the two official documents (fifteen are known), and how the catalogue keeps it."""

from criteria import catalogue
from criteria.programme import Programme
from criteria.schedule import NodeKind


def shipped() -> Programme:
    programme = catalogue.find("national-child-protection")
    assert programme
    return programme


def expectation(expectation_id: str) -> str:
    return {e.id: e.text for e in shipped().criteria.expectations()}[expectation_id]


def indicator(row_id: str) -> str:
    return {row.id: row.indicator for row in shipped().template.rows()}[row_id]


def test_two_rows_print_the_number_8_and_are_told_apart_by_id_and_place() -> None:
    nodes = list(shipped().criteria.nodes())
    eights = [
        (n, node.id, node.printed_label) for n, node in enumerate(nodes) if node.number == "8"
    ]
    assert eights == [
        (8, "recording", "8 Recording"),
        (9, "police-detention", "8 Police detention"),
    ]


def test_lscb_is_kept_as_printed_and_found_by_its_right_name() -> None:
    glossary = shipped().glossary
    assert "LCSBs" in expectation("leadership.07")
    assert "The LCSBs reports" in expectation("leadership.08")
    assert "LCSB " in expectation("ending-of-involvement.06")
    assert "LCSBs" in indicator("sa.l7")
    leadership = next(s for s in shipped().criteria.sections if s.id.startswith("leadership"))
    assert "all LSCBs within its boundaries" in leadership.descriptor
    assert "lscbs reports" in glossary.normalised(expectation("leadership.08"))
    assert [term.term for term in glossary.used_in(expectation("leadership.08"))] == ["LSCB"]


def test_what_page_breaks_had_split_is_rejoined() -> None:
    assert expectation("overall.05").endswith("to undertake the tasks required.")
    stage = shipped().criteria.node("investigation-enquiries")
    assert (
        stage.indicator
        == "Investigations are thorough, timely and the needs of children are central."
    )
    assert stage.expectations[0].text == (
        "Investigations and inquiries are undertaken promptly and are thorough. "
        "The right information is collected."
    )
    assert "communicating with children and working with families" in stage.expectations[11].text
    assert "senior officers with further investigations" in expectation("decision-making.05")
    assert "on a permanent basis should either be retained" in expectation("recording.10")
    assert "needs of all children with whom" in expectation("leadership.06")
    assert indicator("sa.l3").endswith("and this is reflected in policy, guidance and procedures.")
    row = {row.id: row for row in shipped().template.rows()}["sa.j6"]
    assert row.guidance[1] == "What guidance is provided to staff on how this should be done?"


def test_running_headers_and_rows_of_dashes_are_nowhere_in_the_texts() -> None:
    texts = [e.text for e in shipped().criteria.expectations()]
    assert not [text for text in texts if "HMIC" in text or "---" in text or "##" in text]


def test_bullets_of_all_three_forms_read_alike() -> None:
    texts = [e.text for e in shipped().criteria.expectations()]
    assert len(texts) == 107
    assert not [text for text in texts if text[0] in "•-" or "<" in text]


def test_the_drifting_column_names_are_kept_with_their_sections() -> None:
    heads = {section.id: section.column_heads for section in shipped().criteria.sections}
    assert heads == {
        "overall-effectiveness": (
            "Child's journey",
            "Overall assessment",
            "What might we expect to see.",
        ),
        "childs-journey": ("Steps", "Indicators"),
        "leadership-management-and-governance": (),
    }


def test_the_overall_is_printed_first_and_says_that_it_is_completed_last() -> None:
    overall = shipped().criteria.overall()
    assert next(shipped().criteria.nodes()) == overall
    assert (
        "(first on schedule but last to be completed)"
        in {legend.id: legend.text for legend in shipped().criteria.legends}["overall-assessment"]
    )
    assert overall.instruction == (
        "This top line assessment should be completed after the information from all the other "
        "indicators below has been collated and assessed."
    )


def test_leadership_is_a_tail_with_one_indicator_and_no_row_of_its_own() -> None:
    leadership = list(shipped().criteria.nodes())[-1]
    assert leadership.kind is NodeKind.TOPIC
    assert (leadership.number, leadership.printed_label) == ("", "")
    assert leadership.indicator.startswith("The leadership of the force creates an environment")


def test_the_descriptors_belong_to_their_sections_and_not_to_a_stage() -> None:
    starts = {section.id: section.descriptor[:25] for section in shipped().criteria.sections}
    assert starts == {
        "overall-effectiveness": "",
        "childs-journey": "Children and young people",
        "leadership-management-and-governance": "Leadership, management an",
    }


def test_slips_of_the_source_are_kept_and_listed() -> None:
    listed = {(slip.place, slip.printed) for slip in shipped().criteria.slips}
    listed |= {(slip.place, slip.printed) for slip in shipped().template.slips}
    for place, printed in (
        ("overall.01", "through-out"),
        ("overall.07", "activities its undertakes"),
        ("investigation-enquiries.10", "even out with agency policy"),
        ("trusted-adult.05", "keeping victim's informed"),
        ("ending-of-involvement.03", "ends in way that"),
        ("leadership.04", "the experiences of child inform"),
        ("leadership.08", "The LCSBs reports"),
        ("leadership.14", "The agency follow safe"),
        ("recording.10", "to social services to for retention"),
        ("assessment-and-help.06", "gender identity. Language, race"),
    ):
        assert printed in expectation(place)
        assert (place, printed) in listed
    assert expectation("recording.11").count("(") == 1 + expectation("recording.11").count(")")
    assert not expectation("leadership.10").endswith(".")
    assert "How partners ensure better outcomes" in _guidance("sa.l7")
    assert ("sa.l7", "How partners ensure") in listed


def test_dated_terms_are_in_the_glossary_and_occur_in_the_documents() -> None:
    terms = {term.term: term for term in shipped().glossary.terms}
    assert {"ACPO", "LSCB", "HMIC", "MASH", "PVP", "ICPC", "NFA", "JSNA"} <= set(terms)
    assert {"S47", "S136", "PACE", "CSE"} <= set(terms)
    documents = shipped().to_json().split('"glossary"')[0] + _all_guidance()
    for term in terms.values():
        assert any(word in documents for word in (term.term, *term.also_printed)), term.term


def test_emphasis_inside_a_text_is_kept_beside_it() -> None:
    emphasised = {e.id: e.emphasis for e in shipped().criteria.expectations() if e.emphasis}
    assert emphasised == {"assessment-and-help.05": ("for the child",)}
    legends = {legend.id: legend.emphasis for legend in shipped().criteria.legends}
    assert legends["column-1"] == ("child's journey",)
    assert legends["column-3"] == ("what we might expect to see",)


def test_guidance_is_in_italics_but_for_the_opening_outline() -> None:
    template = shipped().template
    assert template.guidance_in_italics
    assert template.opening
    assert not template.opening.guidance_in_italics


def test_the_en_dash_and_the_straight_apostrophes_are_kept() -> None:
    text = expectation("ending-of-involvement.02")
    assert "for some time – a 'cool down' period" in text


def test_expectations_of_a_force_stand_among_those_of_a_case_unlabelled() -> None:
    assert expectation("initial-contact.07").startswith("All staff likely to come into contact")
    assert expectation("recording.12") == "All staff are trained in agency record keeping."


def test_the_two_documents_keep_their_own_titles() -> None:
    programme = shipped()
    assert (
        programme.template.programme_title == "HMIC National child protection inspection programme"
    )
    assert (
        programme.criteria.programme_title
        == "HMIC Online Child Sexual Exploitation (CSE) Inspection"
    )
    assert "HMIC National Child Protection Inspection - Assessment Criteria" in (
        programme.template.introduction
    )


def test_the_sentence_in_recording_that_is_no_question_stays_in_the_guidance() -> None:
    row = {row.id: row for row in shipped().template.rows()}["sa.j8"]
    assert row.guidance[1].startswith("This will relate to all contact with children")
    assert len(row.guidance) == 5
    assert len(row.questions) == 4


def test_the_seventh_stage_is_named_differently_in_the_two_documents() -> None:
    assert indicator("sa.j7") == "Managing those who pose a risk to children"
    assert shipped().criteria.node("managing-risk-posers").name == (
        "Management of those who pose a risk to children"
    )


def _guidance(row_id: str) -> str:
    return {row.id: row.guidance_text for row in shipped().template.rows()}[row_id]


def _all_guidance() -> str:
    template = shipped().template
    opening = template.opening.guidance if template.opening else ""
    return " ".join([opening, template.introduction, *(r.guidance_text for r in template.rows())])
