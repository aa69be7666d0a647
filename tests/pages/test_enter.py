"""Enter in a field presses the first button of a form: where a form can save, that saves."""

import re

import pytest

from tests.api.story import Story, at
from tests.pages.visitor import Visitor

FORM = re.compile(r"<form.*?</form>", re.S)
BUTTON = re.compile(r"<button([^>]*)>", re.S)
SAVES = {"save", "stay", "next", "count"}


@at("allocated")
@pytest.mark.parametrize(
    ("by", "page"),
    [
        ("case_auditor", "/audits/{case}"),
        ("{reviewer}", "/cases/{case}/review"),
        ("{reviewer}", "/judgements/recording"),
        ("inspection_lead", "/allocation"),
    ],
)
async def test_enter_keeps_what_was_typed_about_a_case(story: Story, by: str, page: str) -> None:
    case, reviewer = sorted((await story.reviewers()).items())[0]
    visitor = await Visitor.at(story.office, by.format(reviewer=reviewer))
    path = f"/inspections/{story.reference}{page.format(case=case)}"
    assert await pressed_by_enter(visitor, path)


@at("confirmed")
async def test_enter_keeps_what_was_typed_of_the_overall(story: Story) -> None:
    visitor = await Visitor.at(story.office, "inspection_lead")
    assert await pressed_by_enter(visitor, f"/inspections/{story.reference}/overall")


@at("confirmed")
async def test_enter_keeps_what_was_typed_of_the_report(story: Story) -> None:
    visitor = await Visitor.at(story.office, "inspection_lead")
    assert await pressed_by_enter(visitor, f"/inspections/{story.reference}/report/draft")


async def test_enter_keeps_an_answer_of_the_force(story: Story) -> None:
    visitor = await Visitor.at(story.office, "liaison")
    path = f"/inspections/{story.reference}/self-assessment/sa.l4"
    assert await pressed_by_enter(visitor, path)


async def pressed_by_enter(visitor: Visitor, path: str) -> list[str]:
    """What Enter presses in the forms that have several buttons: each must keep, and no more."""
    main = (await visitor.get(path)).text.partition("<main")[2]
    forms = [[_value(one) for one in _submitting(form)] for form in FORM.findall(main)]
    first = [buttons[0] for buttons in forms if len(buttons) > 1]
    assert set(first) <= SAVES, path
    return first


def _submitting(form: str) -> list[str]:
    return [one for one in BUTTON.findall(form) if 'type="button"' not in one]


def _value(button: str) -> str:
    found = re.search(r'value="([^"]*)"', button)
    return found[1] if found else ""
