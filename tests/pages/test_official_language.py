"""What is official stays English on Welsh pages, and says so to a reader that speaks it aloud."""

import re
from html.parser import HTMLParser

import pytest

from criteria.programme import Programme
from tests.api.office import Office, small_programme
from tests.api.story import Story, at
from tests.pages.visitor import Visitor

BEGUN = "programme=national-child-protection&force=X01&start=2027-03-01&end=2027-03-12"
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}
UNMARKABLE = {"title", "svg", "script", "style", "textarea"}  # a picture, or no place for marks

Run = tuple[str, str]  # a text, and the language in which its element says that it stands


class _Spoken(HTMLParser):
    """Every run of text of a page with its language."""

    def __init__(self) -> None:
        super().__init__()
        self.runs: list[Run] = []
        self._open: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            around = self._open[-1][1] if self._open else ""
            self._open.append((tag, dict(attrs).get("lang") or around))

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            continue

    def handle_data(self, data: str) -> None:
        if self._open and not UNMARKABLE & {tag for tag, _ in self._open}:
            self.runs.append((" ".join(data.split()), self._open[-1][1]))


@at("allocated")
@pytest.mark.parametrize(
    ("by", "pages"),
    [
        ("inspection_lead", ("/submission", "/allocation", "/cases")),
        ("case_auditor", ("/audits", "/audits/{case}")),
        ("liaison", ("/self-assessment", "/eligible-cases", "")),
        ("{reviewer}", ("/cases", "/cases/{case}/review", "/judgements", "/judgements/recording")),
    ],
)
async def test_the_criteria_are_marked_as_english_while_cases_are_looked_at(
    story: Story, by: str, pages: tuple[str, ...]
) -> None:
    case, reviewer = sorted((await story.reviewers()).items())[0]
    visitor = await welsh_speaker(story.office, by.format(reviewer=reviewer))
    for page in pages:
        path = f"/inspections/{story.reference}{page.format(case=case)}"
        assert await marked(visitor, path) or not page, path


@at("judged")
@pytest.mark.parametrize(
    ("by", "pages"),
    [
        ("inspection_lead", ("", "/overall")),
        ("panel_chair", ("/moderation", "/moderation/indicator:recording", "/overall")),
    ],
)
async def test_the_criteria_are_marked_as_english_while_they_are_judged(
    story: Story, by: str, pages: tuple[str, ...]
) -> None:
    visitor = await welsh_speaker(story.office, by)
    for page in pages:
        assert await marked(visitor, f"/inspections/{story.reference}{page}"), page


@at("judged")
async def test_the_criteria_at_a_case_before_the_panel_are_marked_as_english(story: Story) -> None:
    visitor = await welsh_speaker(story.office, "panel_chair")
    path = f"/inspections/{story.reference}/moderation"
    case = re.search(rf'href="({path}/case:[^"]+)"', (await visitor.get(path)).text)
    assert case
    assert len(await marked(visitor, case[1])) > 9


async def test_the_programme_is_marked_as_english_when_an_inspection_is_started(
    office: Office,
) -> None:
    visitor = await welsh_speaker(office, "inspection_lead")
    assert await marked(visitor, "/inspections/new")
    people = await visitor.get(f"/inspections/new/people?{BEGUN}")
    onward = await visitor.send(people, {}, to="/inspections/new/people")
    assert await marked(visitor, onward.headers["location"])


async def welsh_speaker(office: Office, by: str) -> Visitor:
    visitor = await Visitor.at(office, by)
    visitor.http.cookies.set("touchstone-language", "cy")
    return visitor


async def marked(visitor: Visitor, path: str) -> list[str]:
    """The official phrases of a Welsh page, each of which must be marked as English."""
    page = (await visitor.get(path)).text
    assert '<html lang="cy"' in page
    spoken = _Spoken()
    spoken.feed(page)
    found = [run for run in spoken.runs if _is_official(run[0])]
    assert [run for run in found if run[1] != "en-GB"] == [], path
    return [text for text, _ in found]


def _is_official(text: str) -> bool:
    return any(phrase in text for phrase in _WITHIN) or text in _ALONE


def _phrases(programme: Programme) -> set[str]:
    nodes = list(programme.criteria.nodes())
    rows = [row for section in programme.template.sections for row in section.rows]
    found = {text for node in nodes for text in (node.name, node.indicator)}
    found |= {one.text for node in nodes for one in node.expectations}
    found |= {row.indicator for row in rows} | {one.title for one in programme.cases.types}
    return {" ".join(text.split()) for text in found if text}


_PROGRAMME = small_programme()
_WITHIN = {phrase for phrase in _phrases(_PROGRAMME) if " " in phrase}
# A single word, or a title that stands in the name of an inspection too, counts by itself only.
_ALONE = _phrases(_PROGRAMME) - _WITHIN | {_PROGRAMME.title, _PROGRAMME.summary}
