"""One journey by keyboard and accessible names only: no mouse, and no selector but what is said.

At every stop of the Tab key the focus can be seen, and the stops come in the order of reading.
"""

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from playwright.async_api import Page, expect

from tests.api.story import STAGES, Story, at
from tests.browser.conftest import Portal

ME = "p-inspector-1"
PLACES = ("head", "main", "footer")

# What has the focus: its name, what shows the focus there, and where it stands on the page.
# What a label or a card draws for its input counts as well (GOV.UK radios hide their own circle).
FOCUSED = """() => {
  const one = document.activeElement;
  if (!one || one === document.body) return null;
  const shows = (style) => (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0)
    || style.boxShadow !== "none";
  const label = one.type === "radio" || one.type === "checkbox" ? one.labels?.[0] : null;
  const drawn = [getComputedStyle(one), ...(label ? [getComputedStyle(label, "::before")] : [])];
  const box = (label ?? one).getBoundingClientRect();
  return {
    name: (one.getAttribute("aria-label") || one.labels?.[0]?.innerText || one.innerText
      || one.id).trim().replace(/\\s+/g, " "),
    place: one.closest("main") ? "main" : one.closest("footer") ? "footer" : "head",
    column: one.closest("aside, nav.ts-stages, .govuk-grid-column-one-third") ? "beside" : "",
    seen: drawn.some(shows),
    top: Math.round(box.top + scrollY), left: Math.round(box.left + scrollX),
    height: Math.round(box.height),
  };
}"""


@dataclass(frozen=True)
class Stop:
    """Where the Tab key stopped: in one of PLACES; lengths in pixels of the page."""

    name: str
    place: str
    column: str
    seen: bool
    top: int
    left: int
    height: int

    def comes_before(self, other: "Stop") -> bool:
        """Whether it is read first: higher, or on the same line further left."""
        if self.place != other.place:
            return PLACES.index(self.place) < PLACES.index(other.place)
        if self.column != other.column:
            return True  # a column is read to its end before the next
        same_line = self.top < other.top + other.height and other.top < self.top + self.height
        return self.left <= other.left if same_line else self.top < other.top


async def test_a_force_signs_in_and_answers_a_row_by_keyboard_alone(portal: Portal) -> None:
    window = await portal.window()
    page = await window.go("/sign-in")
    stops = await _walk_with_tab(page)
    assert stops[0].name == "Skip to main content"
    await page.goto("/sign-in")
    await _tab_to(page, "Alistair Penhallow")
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/tasks")

    await _walk_with_tab(page)
    await page.reload()
    await page.keyboard.press("Tab")
    assert (await _focused(page)).name == "Skip to main content"
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("main")).to_be_focused()
    await _tab_to(page, "Answer the self-assessment")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Self-assessment")
    await _tab_to(page, "1.4 Research")
    await page.keyboard.press("Enter")

    await page.wait_for_url("**/sa.l4")
    await _walk_with_tab(page)
    await page.reload()
    await _tab_to(page, "Your answer")
    await page.keyboard.type("We ask children what helped them.")
    await expect(page.get_by_role("status")).to_contain_text("Saved at", timeout=20_000)
    await _tab_to(page, "Save and go to the next row")
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/sa.l5")
    await _tab_to(page, "Previous row")
    await page.keyboard.press("Enter")
    await expect(page.get_by_label("Your answer")).to_have_value(
        "We ask children what helped them."
    )
    assert window.complaints == []


@at("allocated")
async def test_an_inspector_scores_a_case_by_shortcuts_and_is_led_to_what_is_missing(
    portal: Portal, story: Story
) -> None:
    case = min(one for one, who in (await story.reviewers()).items() if who == ME)
    window = await portal.window()
    page = await window.go("/sign-in")
    await _tab_to(page, "Devinder Sohal")
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/tasks")
    await _tab_to(page, "Review")
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/cases")
    await _tab_to(page, case)
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", level=1)).to_have_text(f"Review of case {case}")

    for number, stage in enumerate(STAGES, start=1):
        await page.keyboard.press("Alt+Shift+Digit4")
        stop = await _focused(page)
        assert stop.seen, stop
        await page.keyboard.press("Alt+Shift+KeyN")
        following = f"{number + 1}." if number < len(STAGES) else "In sum"
        heading = page.get_by_role("heading", name=re.compile(f"^{re.escape(following)}"))
        await expect(heading).to_be_focused()
        assert (await _focused(page)).seen, stage
    await _tab_to(page, "Submit the review")
    await page.keyboard.press("Enter")
    await expect(page).to_have_title(f"Error: Review of case {case} – Touchstone")
    await expect(page.get_by_role("alert").locator("..")).to_be_focused()
    await _tab_to(page, "Choose the grade", starts=False)
    await page.keyboard.press("Enter")
    assert (await _focused(page)).name == "Good"
    await page.keyboard.press("Space")
    await _tab_to(page, "Summary")
    await page.keyboard.type("Prompt, and well recorded.")
    await _tab_to(page, "Submit the review")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("alert")).to_contain_text("You submitted the case file review.")
    assert (await story.state()).cases[case].review is not None
    assert window.complaints == []


async def _focused(page: Page) -> Stop:
    found: dict[str, Any] | None = await page.evaluate(FOCUSED)
    assert found is not None, "nothing has the focus"
    return Stop(**found)


async def _walk_with_tab(page: Page) -> list[Stop]:
    """Every stop from the top of the page to its end: each seen, and in the order of reading."""
    stops: list[Stop] = []
    while True:
        await page.keyboard.press("Tab")
        found = await page.evaluate(FOCUSED)
        if found is None or (stops and Stop(**found) == stops[0]):
            break
        stops.append(Stop(**found))
    assert len(stops) > 5
    assert [stop.name for stop in stops if not stop.seen] == []
    for first, second in pairwise(stops):
        assert first.comes_before(second), (page.url, first, second)
    return stops


async def _tab_to(page: Page, name: str, *, starts: bool = True) -> None:
    """Press Tab until what has the focus is called so; it must be reached, and be seen there."""
    passed: list[str] = []
    for _ in range(150):
        await page.keyboard.press("Tab")
        if await page.evaluate(FOCUSED) is None:
            continue  # past the end of the page: the next Tab begins at its top
        stop = await _focused(page)
        if stop.name.startswith(name) if starts else name in stop.name:
            assert stop.seen, stop
            return
        passed.append(stop.name)
    raise AssertionError(f"no stop called {name!r} on {page.url}: {passed}")
