"""What every form promises: it is ours, it survives the end of a sign-in, and it is not cached."""

from datetime import timedelta

from tests.api.office import Office
from tests.api.story import Story
from tests.pages.visitor import Visitor


async def test_a_form_of_another_site_is_not_taken(office: Office) -> None:
    visitor = await Visitor.at(office, "p-lead-1")
    page = await visitor.get("/tasks")
    fields = visitor.form(page, "/sign-out").fields
    for headers in (
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
    ):
        answer = await visitor.post("/sign-out", fields, **headers)
        assert answer.status_code == 403
        assert "This form cannot be taken" in answer.text
    assert (await visitor.get("/tasks")).status_code == 200


async def test_a_form_without_its_token_or_with_that_of_another_person_is_not_taken(
    office: Office,
) -> None:
    visitor = await Visitor.at(office, "p-lead-1")
    old = visitor.form(await visitor.get("/tasks"), "/sign-out").fields
    await visitor.sign_in("p-lead-2")
    assert (await visitor.post("/sign-out", old)).status_code == 403
    assert (await visitor.post("/sign-out", [])).status_code == 403


async def test_forms_of_other_tabs_are_good_again_after_signing_in_again(office: Office) -> None:
    visitor = await Visitor.at(office, "p-lead-1")
    old = visitor.form(await visitor.get("/tasks"), "/sign-out").fields
    await visitor.sign_in("p-lead-1")
    assert (await visitor.post("/sign-out", old)).status_code == 303


async def test_what_was_typed_survives_the_end_of_a_sign_in_for_the_same_person(
    story: Story,
) -> None:
    visitor = await Visitor.at(story.office, "liaison")
    path = f"/inspections/{story.reference}/self-assessment/sa.l1"
    opened = await visitor.get(path)
    story.office.clock.now += timedelta(hours=13)
    ended = await visitor.send(opened, {"text": "Typed for an hour."}, to=path)
    assert ended.status_code == 401
    assert "What you typed is kept in this page" in ended.text
    back = await visitor.send(ended, {"person": "p-x01-liaison"}, to="/sign-in")
    assert back.status_code == 200
    kept = dict(visitor.form(back, path).fields)
    assert kept["text"] == "Typed for an hour."


async def test_what_was_typed_is_not_shown_to_somebody_else(story: Story) -> None:
    visitor = await Visitor.at(story.office, "liaison")
    story.office.clock.now += timedelta(hours=13)
    path = f"/inspections/{story.reference}/self-assessment/sa.l1"
    ended = await visitor.post(path, [("text", "Typed for an hour.")])
    other = await visitor.send(ended, {"person": "p-x01-head"}, to="/sign-in")
    assert (other.status_code, other.headers["location"]) == (303, "/tasks")


async def test_pages_are_not_kept_by_the_browser_and_hold_no_inline_script(office: Office) -> None:
    visitor = await Visitor.at(office, "p-lead-1")
    page = await visitor.get("/tasks")
    assert page.headers["cache-control"] == "no-store"
    policy = page.headers["content-security-policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert "<script>" not in page.text
    assert "style=" not in page.text
    cookies = page.headers.get_list("set-cookie")
    assert all("HttpOnly" in one for one in cookies)
