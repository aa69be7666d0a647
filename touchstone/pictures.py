"""Pictures of the portal for README and docs: a dozen pages of the demonstration world, taken with
the system's Chromium from a stack that runs (`./run up --demo`).
"""

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
from playwright.async_api import Browser, async_playwright

from touchstone.obstacles import Obstacle
from touchstone.settings import ROOT
from touchstone.terminal import say

FOLDER = ROOT / "docs" / "pictures"
SIZES = {"": (1280, 860), "-phone": (390, 844)}
API = "/api/v1"


@dataclass(frozen=True)
class Picture:
    """One page. `phase` chooses an inspection, `by` the role (or id) of whoever opens it there.

    In `path` {ref} stands for the inspection, {case} for a case of its sample.
    """

    name: str
    by: str
    path: str
    phase: str = ""
    phone: bool = False


PICTURES: tuple[Picture, ...] = (
    Picture("sign-in", "", "/sign-in"),
    Picture("my-tasks", "p-lead-1", "/tasks", phone=True),
    Picture("inspections", "p-lead-1", "/inspections"),
    Picture("timeline", "p-lead-1", "/inspections?view=timeline"),
    Picture("inspection", "inspection_lead", "/inspections/{ref}", "case_audit"),
    Picture("self-assessment", "liaison", "/inspections/{ref}/self-assessment", "self_assessment"),
    Picture(
        "answer", "liaison", "/inspections/{ref}/self-assessment/sa.l1", "self_assessment", True
    ),
    Picture("review", "inspector", "/inspections/{ref}/cases/{case}/review", "case_audit", True),
    Picture(
        "judgement", "inspection_lead", "/inspections/{ref}/judgements/leadership", "case_audit"
    ),
    Picture("moderation", "panel_member", "/inspections/{ref}/moderation", "moderation"),
    Picture("report", "hmi", "/inspections/{ref}/report", "report"),
    Picture("follow-up", "liaison", "/inspections/{ref}/follow-up", "follow_up"),
    Picture("operations", "p-operator", "/operations"),
)


async def take(address: str, folder: Path = FOLDER) -> int:
    """Take every picture anew into the folder. Raises Obstacle where it cannot."""
    chromium = find_chromium()
    if chromium is None:
        raise Obstacle("Pictures need Chromium: apt install chromium-headless-shell.")
    async with httpx.AsyncClient(base_url=address) as http, async_playwright() as playwright:
        world = await _World.read(http)
        browser = await playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--force-color-profile=srgb"]
        )
        for picture in PICTURES:
            await _take(browser, address, world, picture, folder)
            say(f"{picture.name}: {folder / picture.name}.png")
        await browser.close()
    return 0


def find_chromium() -> str | None:
    """The path of this machine's Chromium, the one without a head first: it is the quicker one."""
    names = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
    return next((found for name in names if (found := shutil.which(name))), None)


@dataclass(frozen=True)
class _World:
    """The first inspection of each phase, with its people and cases."""

    places: dict[str, dict[str, Any]]

    @classmethod
    async def read(cls, http: httpx.AsyncClient) -> "_World":
        try:
            headers = await _as(http, "p-lead-1")
        except (httpx.TransportError, KeyError):
            raise Obstacle("No demonstration runs there: start one by ./run up --demo.") from None
        rows = (await http.get(f"{API}/inspections?limit=100", headers=headers)).json()["items"]
        places: dict[str, dict[str, Any]] = {}
        for row in sorted(rows, key=lambda one: str(one["reference"])):
            place = (await http.get(row["links"]["self"], headers=headers)).json()
            place["cases"] = await _cases(http, place)
            if place["phase"] not in places or (
                place["cases"] and not places[place["phase"]]["cases"]
            ):
                places[place["phase"]] = place
        return cls(places)

    def who(self, picture: Picture) -> str:
        people = self.places.get(picture.phase, {}).get("people", {})
        held = people.get(picture.by)
        return str(held[0]["id"]) if held else picture.by

    def where(self, picture: Picture) -> str:
        place = self.places.get(picture.phase, {})
        case = next(iter(place.get("cases", [])), "")
        return picture.path.replace("{ref}", place.get("reference", "")).replace("{case}", case)


async def _cases(http: httpx.AsyncClient, place: dict[str, Any]) -> list[str]:
    """Cases that the first inspector has still to review, or has."""
    inspector = place["people"]["inspector"][0]["id"]
    headers = await _as(http, inspector)
    answer = await http.get(f"{place['links']['self']}/cases", headers=headers)
    items = answer.json().get("items", [])
    mine = [one for one in items if one["reviewer"] == inspector]
    return [one["reference"] for one in sorted(mine, key=lambda one: bool(one["review_in"]))]


async def _as(http: httpx.AsyncClient, person: str) -> dict[str, str]:
    signed_in = await http.post(f"{API}/development/sign-in", json={"person": person})
    return {"Authorization": f"Bearer {signed_in.json()['token']}"}


async def _take(
    browser: Browser, address: str, world: _World, picture: Picture, folder: Path
) -> None:
    context = await browser.new_context(base_url=address, locale="en-GB", reduced_motion="reduce")
    page = await context.new_page()
    if picture.by:
        await page.goto("/sign-in")
        await page.evaluate(
            "who => document.querySelector(`button[value='${who}']`).click()", world.who(picture)
        )
        await page.wait_for_url("**/tasks")
    await page.goto(world.where(picture))
    for ending, (width, height) in SIZES.items():
        if ending and not picture.phone:
            continue
        await page.set_viewport_size({"width": width, "height": height})
        await page.screenshot(path=folder / f"{picture.name}{ending}.png")
    await context.close()
