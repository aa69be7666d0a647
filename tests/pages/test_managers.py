"""The pages of inspection managers without a browser: what a list shows, what a step refuses, who
sees what of an inspection.
"""

from html import unescape

import httpx
import pytest

from records.people import get_person
from records.processes import get_process
from tests.api.handing_over import CONCERN
from tests.api.office import PEOPLE as NORTHSHIRE
from tests.api.office import Office
from tests.api.story import Story, at
from tests.pages.visitor import Visitor

BEGUN = "programme=national-child-protection&force=X01&start=2027-03-01&end=2027-03-12"
PEOPLE = "/inspections/new/people"
CHECK = "/inspections/new/check"


async def started(visitor: Visitor) -> httpx.Response:
    """The check of an inspection with the people whom the page itself proposes."""
    proposed = await visitor.get(f"{PEOPLE}?{BEGUN}")
    onward = await visitor.send(proposed, {}, to=PEOPLE)
    assert onward.status_code == 303, onward.text[-1500:]
    return await visitor.get(onward.headers["location"])


async def sent_back(visitor: Visitor, answer: httpx.Response) -> httpx.Response:
    """The page with its faults. It has an address of its own: going back to it sends nothing."""
    assert answer.status_code == 303
    page = await visitor.get(answer.headers["location"], 422)
    assert "<title>Error:" in page.text
    assert "form_token" not in answer.headers["location"]
    return page


async def test_an_inspection_is_issued_with_the_people_proposed(office: Office) -> None:
    visitor = await Visitor.at(office, "inspection_lead")
    answer = await visitor.send(await started(visitor), {}, to=CHECK)
    assert answer.status_code == 303
    page = await visitor.get(answer.headers["location"])
    assert "You issued the inspection" in page.text
    assert "Northshire Constabulary" in page.text


async def test_the_same_form_sent_twice_issues_one_inspection(office: Office) -> None:
    visitor = await Visitor.at(office, "inspection_lead")
    check = await started(visitor)
    first, second = [await visitor.send(check, {}, to=CHECK) for _ in range(2)]
    assert first.headers["location"] == second.headers["location"]
    assert "1 inspection" in (await visitor.get("/inspections")).text


async def test_a_step_that_is_left_out_is_led_to(office: Office) -> None:
    visitor = await Visitor.at(office, "inspection_lead")
    to_people = await visitor.get(f"{CHECK}?{BEGUN}", 303)
    assert to_people.headers["location"].startswith(f"{PEOPLE}?")
    to_dates = await visitor.get(f"{PEOPLE}?programme=national-child-protection&force=X01", 303)
    assert to_dates.headers["location"].startswith("/inspections/new/dates?")
    for unknown in ("force=X99", "programme=none", "force=X01"):
        answer = await visitor.get(f"{CHECK}?{unknown}", 303)
        assert answer.headers["location"].startswith("/inspections/new")


async def test_somebody_on_team_and_panel_is_named_with_the_two_roles(office: Office) -> None:
    visitor = await Visitor.at(office, "inspection_lead")
    page = await visitor.get(f"{PEOPLE}?{BEGUN}")
    both = {"deputy_lead": "p-lead-2", "panel_member": ["p-lead-2", "p-panel-1"]}
    answer = await sent_back(visitor, await visitor.send(page, both, to=PEOPLE))
    said = "Tobias Okonjo cannot be deputy lead and panel member at once"
    assert said in unescape(answer.text)
    again = dict(visitor.form(answer, PEOPLE).fields)
    assert again["deputy_lead"] == "p-lead-2"


async def test_a_role_left_empty_is_asked_for_at_its_place(office: Office) -> None:
    visitor = await Visitor.at(office, "inspection_lead")
    page = await visitor.get(f"{PEOPLE}?{BEGUN}")
    none: dict[str, list[str]] = {"inspector": [], "case_auditor": []}
    answer = await sent_back(visitor, await visitor.send(page, none, to=PEOPLE))
    for role in ("inspector", "case_auditor"):
        assert f'href="#{role}"' in answer.text
        assert f'id="{role}"' in answer.text


async def test_whom_a_conflict_of_interest_excludes_is_not_offered_and_that_is_said(
    office: Office,
) -> None:
    visitor = await Visitor.at(office, "inspection_lead")
    page = await visitor.get(f"{PEOPLE}?{BEGUN.replace('X01', 'X03')}")
    served_there = await get_person(office.parts.records, "p-inspector-4")
    assert 'value="p-inspector-4"' not in page.text
    assert served_there.name in page.text
    assert "conflict of interest" in page.text


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"start-day": "31", "start-month": "2"}, "Enter a real date"),
        ({"start-year": "2026"}, "Fieldwork begins today at the earliest"),
        ({"end-month": "2"}, "Fieldwork ends after it begins"),
        ({"end-year": "2090"}, "within the next ten years"),
    ],
)
async def test_a_date_that_cannot_be_is_kept_and_explained(
    office: Office, typed: dict[str, str], said: str
) -> None:
    visitor = await Visitor.at(office, "inspection_lead")
    path = "/inspections/new/dates"
    page = await visitor.get(f"{path}?{BEGUN}")
    answer = await sent_back(visitor, await visitor.send(page, typed, to=path))
    assert said in answer.text
    assert typed.items() <= dict(visitor.form(answer, path).fields).items()


async def test_nobody_but_a_lead_starts_an_inspection(story: Story) -> None:
    for role in ("hmi", "inspector", "liaison"):
        visitor = await Visitor.at(story.office, role)
        await visitor.get("/inspections/new", 403)
        assert "Start an inspection" not in (await visitor.get("/inspections")).text


async def test_the_list_is_searched_and_narrowed_by_its_address(story: Story) -> None:
    await Story.issued(story.office, force="X02", people=people_of("X02"))
    visitor = await Visitor.at(story.office, "inspection_lead")
    found = {
        "": ("Northshire", "Westmarch"),
        "search=west": ("Westmarch",),
        "force=X01": ("Northshire",),
        "phase=self_assessment&sort=force": ("Northshire", "Westmarch"),
        "phase=report": (),
        "late=yes": (),
        "state=closed": (),
        "state=nonsense&sort=worse&phase=none": ("Northshire", "Westmarch"),
    }
    for query, names in found.items():
        rows = (await visitor.get(f"/inspections?{query}")).text.split("</form>")[-1]
        for name in ("Northshire", "Westmarch"):
            assert (name in rows) == (name in names), (query, name)


async def test_late_ones_are_found_and_counted(story: Story) -> None:
    story.office.clock.pass_days(40)
    await story.office.engine.climb(f"inspection/{story.reference}")
    visitor = await Visitor.at(story.office, "inspection_lead")
    page = await visitor.get("/inspections?late=yes")
    assert "1 of them late" in page.text
    assert "2 overdue" in page.text


async def test_a_place_in_the_list_that_is_none_of_ours_is_not_found(story: Story) -> None:
    visitor = await Visitor.at(story.office, "inspection_lead")
    await visitor.get("/inspections?after=nonsense", 404)


async def test_a_force_is_not_told_whom_the_other_side_awaits(story: Story) -> None:
    await story.advance("accepted")
    force = await Visitor.at(story.office, "liaison")
    lead = await Visitor.at(story.office, "inspection_lead")
    for path in ("/inspections", f"/inspections/{story.reference}", _dates(story)):
        theirs, ours = await force.get(path), await lead.get(path)
        assert "draw the case sample" in ours.text.lower() or "inspection lead" in ours.text
        assert "draw the case sample" not in theirs.text.lower()
        assert "awaited:" not in theirs.text.lower()


@at("judged")
async def test_reviews_are_drawn_for_who_may_read_them_and_for_nobody_else(story: Story) -> None:
    path = f"/inspections/{story.reference}"
    for role in ("inspection_lead", "inspector", "panel_chair", "hmi"):
        page = await (await Visitor.at(story.office, role)).get(path)
        assert "4 of 4 reviews are in" in page.text
    for role in ("liaison", "chief_officer_lead", "case_auditor", "editor", "local_policing_body"):
        page = await (await Visitor.at(story.office, role)).get(path)
        assert "reviews are in" not in page.text
        assert "Case file reviews by journey stage" not in page.text


@at("judged")
async def test_the_history_tells_a_force_its_own_acts_and_none_of_the_inspectors(
    story: Story,
) -> None:
    path = f"/inspections/{story.reference}/history"
    own = (await (await Visitor.at(story.office, "case_auditor")).get(path)).text
    assert "A case file audit of the force was submitted" in own
    assert "A case file review was submitted" not in own
    assert "An indicator was judged" not in own
    whole = (await (await Visitor.at(story.office, "inspection_lead")).get(path)).text
    assert "An indicator was judged" in whole
    assert "A case file review was submitted" in whole


@at("judged")
async def test_the_history_goes_on_with_older_entries_without_gap_or_repeat(story: Story) -> None:
    visitor = await Visitor.at(story.office, "operator")
    path, seen = f"/inspections/{story.reference}/history", 0
    total = (await story.get("journal", "operator", limit=200))["items"][-1]["position"]
    seen += (await visitor.get(path)).text.count("ts-history__what")
    oldest = total - seen + 1
    if seen < total:
        older = (await visitor.get(f"{path}?before={oldest}")).text
        assert "The inspection was issued" in older
        seen += older.count("ts-history__what")
    assert seen == total


async def test_an_act_that_waits_for_the_engine_shows_an_inspection_that_is_being_issued(
    office: Office,
) -> None:
    visitor = await Visitor.at(office, "inspection_lead")
    check = await started(visitor)
    office.engine.away = True
    answer = await visitor.send(check, {}, to=CHECK)
    page = await visitor.get(answer.headers["location"])
    assert "Kept, not yet decided" in page.text
    assert "The inspection is being issued" in page.text


def _dates(story: Story) -> str:
    return f"/inspections/{story.reference}/dates"


def people_of(force: str) -> dict[str, list[str]]:
    """Who serves where another force than Northshire is inspected."""
    own = {
        "liaison": [f"p-{force.lower()}-liaison"],
        "head_of_pvp": [f"p-{force.lower()}-head"],
        "contributor": [f"p-{force.lower()}-contributor-1"],
        "case_auditor": [f"p-{force.lower()}-auditor-1"],
        "chief_officer_lead": [f"p-{force.lower()}-chief-officer"],
        "local_policing_body": [f"p-{force.lower()}-policing-body"],
    }
    return {**NORTHSHIRE, **own}


async def test_one_form_sent_twice_hands_a_role_over_once(story: Story) -> None:
    visitor = await Visitor.at(story.office, "chief_officer_lead")
    path = f"/inspections/{story.reference}/people/liaison/hand-over"
    page = await visitor.get(path)
    named = {"successor": "p-x01-contributor-2", "reason": "Leaves the force."}
    first, second = [await visitor.send(page, named, to="/hand-over") for _ in range(2)]
    assert first.status_code == 303
    assert first.headers["location"] == second.headers["location"]
    assert (await story.state()).people["liaison"] == ["p-x01-contributor-2"]


async def test_whoever_hands_over_their_only_role_is_told_so_and_led_away(story: Story) -> None:
    visitor = await Visitor.at(story.office, "hmi")
    page = await visitor.get(f"/inspections/{story.reference}/people/hmi/hand-over")
    assert "You are handing over your own role" in page.text
    named = {"successor": "p-hmi-2", "reason": "Retires on Friday."}
    answer = await visitor.send(page, named, to="/hand-over")
    assert answer.headers["location"].startswith("/tasks?act=")
    assert "You handed the role over" in (await visitor.get(answer.headers["location"])).text


async def test_a_referral_hears_of_a_hand_over_at_once(story: Story) -> None:
    referral = (await story.act("cases/N-0417/referral", "inspector", CONCERN))["referral"]
    visitor = await Visitor.at(story.office, "chief_officer_lead")
    page = await visitor.get(f"/inspections/{story.reference}/people/liaison/hand-over")
    named = {"successor": "p-x01-contributor-2", "reason": "Leaves the force."}
    await visitor.send(page, named, to="/hand-over")
    process = await get_process(story.office.parts.records, f"referral/{referral}")
    assert process.state["people"]["liaison"] == ["p-x01-contributor-2"]


async def test_where_nobody_may_take_a_role_the_reasons_are_given(story: Story) -> None:
    visitor = await Visitor.at(story.office, "chief_officer_lead")
    path = f"/inspections/{story.reference}/people/chief_officer_lead/hand-over"
    page = (await visitor.get(path)).text
    assert "Nobody on record may take this role" in page
    assert "Emeka Lindqvist" in page.partition("Not to be chosen, and why")[2]
    assert "Hand the role over</button>" not in page


async def test_the_lead_names_nobody_in_the_leads_place_and_hmi_does(story: Story) -> None:
    path = f"/inspections/{story.reference}/people"
    lead = await Visitor.at(story.office, "inspection_lead")
    assert f"{path}/inspection_lead/hand-over" not in (await lead.get(path)).text
    await lead.get(f"{path}/inspection_lead/hand-over", 403)
    hmi = await Visitor.at(story.office, "hmi")
    assert f"{path}/inspection_lead/hand-over" in (await hmi.get(path)).text
    page = await hmi.get(f"{path}/inspection_lead/hand-over")
    assert "Tobias Okonjo" in page.text


async def test_a_date_moved_twice_by_one_form_is_moved_once(story: Story) -> None:
    visitor = await Visitor.at(story.office, "inspection_lead")
    page = await visitor.get(f"/inspections/{story.reference}/dates/return")
    asked = {"days": "3", "reason": "An author is ill."}
    for _ in range(2):
        answer = await visitor.send(page, asked, to="/extension")
        assert answer.status_code == 303
    assert (await story.state()).extensions == {"return": 3}
    left = await visitor.get(f"/inspections/{story.reference}/dates/return")
    assert "3 working days have been added so far" in left.text
    assert "1 to 7" in left.text


async def test_the_date_of_a_task_that_is_not_open_is_not_found(story: Story) -> None:
    visitor = await Visitor.at(story.office, "inspection_lead")
    for task in ("sample", "nothing"):
        await visitor.get(f"/inspections/{story.reference}/dates/{task}", 404)


@at("allocated")
async def test_cases_are_given_to_others_and_none_is_forgotten(story: Story) -> None:
    visitor = await Visitor.at(story.office, "inspection_lead")
    path = f"/inspections/{story.reference}/allocation"
    page = await visitor.get(path)
    case = sorted(await story.reviewers())[0]
    unknown = {f"reviewer.{case}": "p-inspector-3"}
    refused = await visitor.send(page, unknown, to="/allocation")
    assert refused.status_code == 409, refused.status_code
    assert "<title>Error:" in refused.text
    moved = await visitor.send(refused, {f"reviewer.{case}": "p-inspector-2"}, to="/allocation")
    assert moved.status_code == 303
    assert (await story.reviewers())[case] == "p-inspector-2"
    even = await visitor.get(f"{path}?share=even")
    assert len(set(dict(visitor.form(even, "/allocation").fields).values())) > 2


async def test_a_phase_is_shown_as_done_now_or_to_come(story: Story) -> None:
    visitor = await Visitor.at(story.office, "inspector")
    page = (await visitor.get(f"/inspections/{story.reference}")).text
    assert page.count("ts-phase--now") == 1
    assert page.count("ts-phase--ahead") == 6
