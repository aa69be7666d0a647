"""The report can be read by everyone: structure, names and languages of HTML and of the tagged
PDF.
"""

import base64
import hashlib
import io
import re
from collections.abc import Iterator
from itertools import pairwise

import pikepdf
import pytest

from documents.report import report_html, report_pdf
from documents.report_facts import Scoring
from tests.documents.reading import Page, read_html
from tests.documents.samples import draft, report_facts


@pytest.fixture(scope="module")
def page() -> Page:
    return read_html(report_html(draft(report_facts())))


@pytest.fixture(scope="module")
def pdf() -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(io.BytesIO(report_pdf(report_facts()))) as document:
        yield document


def tags(element: pikepdf.Object) -> Iterator[tuple[str, pikepdf.Object]]:
    """Structure elements of a tagged PDF in reading order."""
    if isinstance(element, pikepdf.Array):
        for child in element:
            yield from tags(child)
    elif isinstance(element, pikepdf.Dictionary):
        if "/S" in element:
            yield str(element["/S"]), element
        if "/K" in element:
            yield from tags(element["/K"])


def assert_no_level_skipped(levels: list[int]) -> None:
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_html_headings_skip_no_level_and_there_is_one_main_heading(page: Page) -> None:
    levels = [int(tag[1]) for tag, _ in page.elements if re.fullmatch(r"h[1-6]", tag)]
    assert_no_level_skipped(levels)
    assert levels.count(1) == 1


def test_html_names_its_language_and_title(page: Page) -> None:
    assert page.having("html")[0]["lang"] == "en-GB"
    title = "Northshire Constabulary: National Child Protection Inspection (draft)"
    assert title in page.text


def test_every_link_leads_to_a_place_in_the_report(page: Page) -> None:
    ids = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
    targets = [attributes["href"] for attributes in page.having("a")]
    assert len(ids) == len(set(ids))
    assert targets
    assert {target.removeprefix("#") for target in targets} <= set(ids)


def test_every_label_names_an_element_that_exists(page: Page) -> None:
    ids = {attributes["id"] for _, attributes in page.elements if "id" in attributes}
    named = [a["aria-labelledby"].split() for _, a in page.elements if "aria-labelledby" in a]
    assert {name for names in named for name in names} <= ids


def test_every_table_has_a_caption_and_scoped_headers(page: Page) -> None:
    assert len(page.having("table")) == len(page.having("caption")) == 8
    assert {header["scope"] for header in page.having("th")} == {"col", "row"}


def test_every_scrolling_region_can_be_reached_by_keyboard_and_has_a_name(page: Page) -> None:
    regions = [a for _, a in page.elements if a.get("class") == "scroll"]
    assert len(regions) == 8 + 2  # tables and charts
    assert all(region["tabindex"] == "0" and region["aria-label"] for region in regions)


def test_every_chart_has_a_name_and_a_description(page: Page) -> None:
    charts = page.having("svg")
    assert len(charts) == 2
    assert all(chart["role"] == "img" and chart["aria-labelledby"] for chart in charts)


def test_nothing_is_fetched_and_nothing_may_run(page: Page) -> None:
    assert not {"script", "link", "img", "iframe", "object", "form"} & {t for t, _ in page.elements}
    assert not [a for _, a in page.elements if "style" in a or "src" in a]
    assert "url(" not in page.style
    policy = next(m["content"] for m in page.having("meta") if "http-equiv" in m)
    digest = base64.b64encode(hashlib.sha256(page.style.encode()).digest()).decode()
    assert f"style-src 'sha256-{digest}'" in policy
    assert policy.startswith("default-src 'none'")


def test_a_draft_asks_not_to_be_indexed(page: Page) -> None:
    robots = [m["content"] for m in page.having("meta") if m.get("name") == "robots"]
    assert robots == ["noindex, nofollow"]
    assert b"noindex" not in report_html(report_facts())


def test_the_pdf_is_tagged_and_names_its_language_and_title(pdf: pikepdf.Pdf) -> None:
    assert str(pdf.Root.Lang) == "en-GB"
    assert bool(pdf.Root.MarkInfo.Marked)
    assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
    with pdf.open_metadata() as metadata:
        title = "Northshire Constabulary: National Child Protection Inspection"
        assert metadata["dc:title"] == title
        assert metadata["pdfuaid:part"] == "1"
        assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("2", "A")


def test_pdf_headings_skip_no_level(pdf: pikepdf.Pdf) -> None:
    found = [tag for tag, _ in tags(pdf.Root.StructTreeRoot)]
    levels = [int(tag[2]) for tag in found if re.fullmatch(r"/H[1-6]", tag)]
    assert_no_level_skipped(levels)
    assert levels.count(1) == 1 + 19 + 3 + 1  # contents, chapters, annexes


def test_every_figure_of_the_pdf_has_a_text_alternative(pdf: pikepdf.Pdf) -> None:
    figures = [element for tag, element in tags(pdf.Root.StructTreeRoot) if tag == "/Figure"]
    assert len(figures) == 2
    assert "Initial contact: 4 out of 5" in str(figures[0]["/Alt"])
    assert "Inspectors' grades in the sample" in str(figures[1]["/Alt"])


def test_pdf_tables_have_header_cells_with_a_scope(pdf: pikepdf.Pdf) -> None:
    found = list(tags(pdf.Root.StructTreeRoot))
    headers = [element for tag, element in found if tag == "/TH"]
    assert len([tag for tag, _ in found if tag == "/Table"]) == 8
    assert len(headers) >= 8 * 2
    assert all("/Scope" in str(element.get("/A")) for element in headers)


def test_only_our_fonts_stand_in_the_pdf_and_all_are_embedded(pdf: pikepdf.Pdf) -> None:
    fonts = [o for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and "/FontFile2" in o]
    names = {str(font["/FontName"]).partition("+")[2] for font in fonts}
    assert names == {"PublicSans-Regular", "PublicSans-Bold", "PublicSans-Italic"}


@pytest.mark.parametrize("scoring", list(Scoring))
def test_every_mode_passes_the_checks_of_the_pdf_standards(scoring: Scoring) -> None:
    assert report_pdf(report_facts(scoring, graded=False)).startswith(b"%PDF-1.7")
