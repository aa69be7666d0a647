"""The portal's journey from the first step of starting to the last judgement, by those who act."""

import re
from datetime import UTC, date, datetime, timedelta

from playwright.async_api import Page, expect

from tests.api.story import STAGES
from tests.journeys.portal_walk import WAIT_MS, Walk, main_of, press

LEAD, CHIEF = "p-lead-1", "p-x01-chief-officer"
LIAISON, HEAD, WRITER = "p-x01-liaison", "p-x01-head", "p-x01-contributor-1"
AUDITORS = ("p-x01-auditor-1", "p-x01-auditor-2")
INSPECTORS = ("p-inspector-1", "p-inspector-2")
CASES = ("N-0101", "N-0102")
# Whom the lead chooses; for the other roles those whom the page proposes.
TEAM = {
    "inspector": INSPECTORS,
    "panel_chair": ("p-panel-chair",),
    "panel_member": ("p-panel-1", "p-panel-2"),
    "hmi": ("p-hmi-1",),
    "editor": ("p-editor",),
    "accuracy_decider": ("p-decider-1",),
}


async def start(walk: Walk) -> None:
    """The lead starts the inspection step by step, and chooses the team."""
    page = await walk.window(LEAD)
    await page.goto("/inspections")
    await press(page, "Start an inspection")
    await page.locator("#force").select_option("X01")
    await page.get_by_label("National Child Protection Inspection").check()
    await press(page, "Continue")
    await page.wait_for_url("**/dates?*")
    first = today() + timedelta(weeks=9)
    await fill_date(page, "start", first)
    await fill_date(page, "end", first + timedelta(days=11))
    await press(page, "Continue")
    await page.wait_for_url("**/people?*")
    for role, people in TEAM.items():
        await choose(page, role, people)
    await press(page, "Continue", "cannot be taken back")
    await press(page, "Issue the inspection", "You issued the inspection")
    walk.here = re.sub(r"^https?://[^/]+|\?.*$", "", page.url)
    assert re.fullmatch(r"/inspections/NCP-\d{4}-\d{4}", walk.here)


async def answer(walk: Walk) -> None:
    """The head shares a row out, its writer answers it; the liaison answers the others."""
    page = await walk.at(HEAD, "self-assessment/sharing")
    await page.get_by_label("1.4 Research").check()
    await page.get_by_label("Who writes them").select_option(WRITER)
    await press(page, "Give the rows", "One row changed.")
    page = await walk.at(WRITER, "self-assessment")
    assert "0 of your 1 rows answered" in await main_of(page)
    await page.get_by_role("link", name="1.4 Research").click()
    await page.get_by_label("Your answer").fill("We ask children what helped them.")
    await expect(page.locator("[data-saved]")).to_contain_text("Saved at", timeout=WAIT_MS)
    await press(page, re.compile("^Save and go to"), "1 of your 1 rows answered")
    rows = re.findall(r'/self-assessment/(sa\.\w+)"', await walk.read(LIAISON, "self-assessment"))
    for row in sorted(set(rows) - {"sa.l4"}):
        filled = {"text": f"What we do: {row}.", "go": "stay"}
        await walk.send(LIAISON, f"self-assessment/{row}", filled)


async def submit_return(walk: Walk) -> None:
    """The liaison declares and submits; a chief officer who wrote none of it approves."""
    page = await walk.at(LIAISON, "self-assessment")
    assert "19 of 19 answered" in await main_of(page)
    await page.get_by_label("As far as I know").check()
    await press(page, "Submit the return for approval", "Receipt for the return")
    page = await walk.window(CHIEF)
    await page.goto("/tasks")
    await page.get_by_role("link", name="Approve the force’s return").click()
    await page.get_by_label("I have read the whole return").check()
    await press(page, "Approve the return", "it has gone to the inspectorate")


async def list_cases(walk: Walk) -> None:
    """The liaison pastes a short list: a case of each of two types."""
    page = await walk.at(LIAISON, "eligible-cases")
    day = (today() - timedelta(days=60)).isoformat()
    types = ("domestic-abuse", "section-47-enquiries")
    rows = [f"{case},{kind},{day},Northshire" for case, kind in zip(CASES, types, strict=True)]
    await page.get_by_label("Paste rows").fill("\n".join(rows))
    await press(page, "Check and keep")
    await press(page, "Register 2 cases", "You registered the eligible cases.")


async def draw(walk: Walk) -> None:
    """The lead accepts the submission, draws the sample and allocates it, an inspector a case."""
    page = await walk.at(LEAD, "submission")
    await press(page, "Accept the submission", "You accepted the submission")
    await press(page, "Draw the sample", "You drew the sample")
    assert await page.locator("main select").count() == len(CASES)
    for case, inspector in zip(CASES, INSPECTORS, strict=True):
        row = page.locator("main tr", has=page.get_by_text(case))
        await row.locator("select").select_option(inspector)
    await press(page, "Allocate the cases", "You allocated the cases")


async def audit(walk: Walk) -> None:
    """The force's auditors audit, one in a window."""
    page = await walk.window(AUDITORS[0])
    await page.goto("/tasks")
    await page.locator(f'main a[href="{walk.here}/audits"]').click()
    await page.locator(".ts-rows a", has_text=CASES[0]).click()
    for stage in STAGES:
        await page.locator(f'[name="score.{stage}"]').select_option("4")
    await page.get_by_label("Good", exact=True).check()
    await page.get_by_label("Summary").fill("Prompt first contact.")
    await press(page, "Submit the audit", "You submitted the case file audit.")
    await walk.send(AUDITORS[1], f"audits/{CASES[1]}", marked("good"))


async def review(walk: Walk) -> None:
    """The inspectors review the same cases, and one is seen worse than the force saw it."""
    page = await walk.at(INSPECTORS[0], "cases")
    await page.get_by_role("link", name=CASES[0], exact=True).click()
    for stage in STAGES:
        await page.locator(f'[name="score.{stage}"][value="2"]').check()
    await page.locator("#stage\\.recording").fill("Kept in order.")
    await page.get_by_label("Inadequate").check()
    await page.locator("#summary").fill("Late in supervision.")
    await press(page, "Submit the review", "You submitted the case file review.")
    assert "Prompt first contact." in await main_of(page)
    await walk.send(INSPECTORS[1], f"cases/{CASES[1]}/review", marked("good"))


async def refer_back(walk: Walk) -> None:
    """An inspector refers a case back and rings; the force acts on it; the lead closes."""
    page = await walk.window(INSPECTORS[0])
    await page.get_by_role("link", name="Refer a case back").click()
    await page.get_by_label("Which case?").fill(CASES[0])
    await press(page, "Go on")
    await page.get_by_label("No", exact=True).check()
    await page.locator("#concern").fill("No check on the child since the last report.")
    await press(page, "Refer the case back")
    numbers = page.get_by_role("region", name="Ring now").get_by_role("link")
    await expect(numbers.first).to_have_attribute(
        "href", re.compile(r"tel:0\d{9,10}"), timeout=WAIT_MS
    )
    # The head of the unit, as the register has it.
    assert await numbers.first.inner_text() == "01632 960112"
    path = re.sub(rf"^.*{walk.here}/|\?.*$", "", page.url)
    await page.locator("#entry-contact").fill("17:05 answered.")
    await press(page, "Record the call", "17:05 answered.")
    for by, step in ((LIAISON, "acknowledgement"), (HEAD, "action")):
        await walk.send(by, path, {f"entry-{step}": "Taken on by the unit."}, f"{path}/{step}")
    page = await walk.at(LEAD, path)
    await page.locator("#entry-closure").fill("The child is safe.")
    await press(page, "Close the referral", "You closed the referral.")


async def judge(walk: Walk) -> None:
    """All ten indicators; leadership, in a window, with evidence for each expectation."""
    page = await walk.at(LEAD, "judgements")
    found = re.findall(rf'{walk.here}/judgements/([\w-]+)"', await page.content())
    indicators = [code for code in dict.fromkeys(found) if code != "leadership"]
    assert len(indicators) == 9
    page = await walk.at(LEAD, "judgements/leadership")
    boxes = await page.get_by_label("Evidence on expectation").all()
    assert len(boxes) == 15
    for box in boxes:
        await box.fill("Seen on the visit.")
    await page.get_by_label("3", exact=True).check()
    await page.get_by_label("Narrative").fill("Led from the front.")
    await press(page, "Submit the judgement", "You submitted the judgement.")
    for code in indicators:
        filled = {"score": "3", "narrative": f"What we found: {code}.", "go": "submit"}
        await walk.send(INSPECTORS[0], f"judgements/{code}", filled)


def marked(grade: str) -> dict[str, object]:
    """The fields of a sheet with every stage scored alike."""
    scores: dict[str, object] = {f"score.{stage}": "4" for stage in STAGES}
    return {**scores, "grade": grade, "summary": "Sound.", "go": "submit"}


async def choose(page: Page, role: str, people: tuple[str, ...]) -> None:
    """Tick these people for a role, and nobody else."""
    boxes = page.locator(f'[name="{role}"]')
    for box in await boxes.all():
        wanted = await box.get_attribute("value") in people
        if wanted or await box.get_attribute("type") == "checkbox":
            await box.set_checked(wanted)


async def fill_date(page: Page, name: str, day: date) -> None:
    for part in ("day", "month", "year"):
        await page.locator(f'[name="{name}-{part}"]').fill(str(getattr(day, part)))


def today() -> date:
    return datetime.now(UTC).date()
