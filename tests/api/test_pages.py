"""The few pages, health, documents, and what surrounds every answer."""

import re
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from structlog.testing import capture_logs

from tests.api.office import Office
from tests.api.story import Story, at


async def test_the_start_leads_to_the_sign_in_which_leads_on(office: Office) -> None:
    start = await office.http.get("/")
    assert (start.status_code, start.headers["location"]) == (303, "/sign-in")
    page = await office.http.get("/sign-in")
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    for part in ("invented people", 'href="/docs"', 'href="http://127.0.0.1:8233"'):
        assert part in page.text


async def test_the_documentation_needs_no_other_server_and_no_inline_script(
    office: Office,
) -> None:
    page = await office.http.get("/docs")
    policy = page.headers["content-security-policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert re.findall(r"<script(?![^>]*\bsrc=)", page.text) == []
    linked = re.findall(r'(?:src|href)="([^"]+)"', page.text)
    assert all(address.startswith("/") for address in linked)
    for address in linked:
        answer = await office.http.get(address)
        assert (answer.status_code, len(answer.content) > 100) == (200, True), address
    assert (await office.http.get("/openapi.json")).json()["openapi"] == "3.0.3"


async def test_only_the_files_that_pages_need_are_served(office: Office) -> None:
    for path in (
        "/static/docs.html",
        "/static/../app.py",
        "/static/%2e%2e/app.py",
        "/docs/assets/index.html",
        "/docs/assets/swagger-ui-bundle.js.map",
        "/docs/assets/..%2f..%2f__init__.py",
    ):
        assert (await office.http.get(path)).status_code == 404, path


async def test_every_answer_carries_the_headers_that_protect(story: Story) -> None:
    for path, by in (("/healthz", ""), ("/api/nowhere", ""), (f"{story.here}/tasks", "liaison")):
        headers = (await story.office.call("GET", path, by)).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "DENY"
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["cache-control"] == "no-store"
        assert headers["content-security-policy"].startswith("default-src 'none'")
        assert re.fullmatch(r"[0-9a-f]{16}", headers["x-request-id"])


async def test_a_caller_s_request_id_is_taken_only_where_it_is_plainly_one(office: Office) -> None:
    for given, taken in (
        ("0a1b2c3d4e5f", True),
        ("5f0c7a52-0f3e-4b52-9d2f-1f6f2a6c0b11", True),
        ("Ada Smith", False),
        ("deadbeef\x7f", False),
        ("a" * 65, False),
    ):
        answer = await office.http.get("/healthz", headers={"X-Request-ID": given})
        assert (answer.headers["x-request-id"] == given) is taken, given


async def test_the_log_says_which_route_was_answered_and_nothing_of_what_was_said(
    story: Story,
) -> None:
    with capture_logs() as lines:
        await story.save("sa.l1", "liaison", "canary-in-the-body")
        await story.office.call("GET", "inspections", "liaison", after="canary-in-the-query")
        await story.office.call("GET", "/canary-in-the-path", "liaison")
    answered = [line for line in lines if line["event"] == "request.answered"]
    assert [(line["route"], line["status"]) for line in answered] == [
        ("/api/v1/inspections/<ref>/answers/<row>", 200),
        ("/api/v1/inspections", 422),
        ("none", 404),
    ]
    assert all(line["ms"] >= 0 for line in answered)
    assert [line.get("inspection") for line in answered] == [story.reference, None, None]
    assert "canary" not in str(lines)


async def test_ready_says_what_answers(office: Office) -> None:
    assert (await office.get("/healthz")) == {"status": "alive"}
    parts = {"records": True, "files": True, "engine": True}
    assert (await office.get("/readyz")) == {"status": "ready", "parts": parts}
    office.engine.away = True
    degraded = await office.get("/readyz")
    assert degraded == {"status": "degraded", "parts": {**parts, "engine": False}}


async def test_without_records_it_is_not_ready(office: Office, tmp_path: Path) -> None:
    database = tmp_path / "office" / "records.db"
    await office.parts.records.close()
    for left in database.parent.glob("records.db*"):
        left.unlink()
    answer = await office.http.get("/readyz")
    assert (answer.status_code, answer.json()["status"]) == (503, "unready")
    assert answer.json()["parts"]["records"] is False


async def test_a_document_is_given_to_be_saved_and_never_shown_as_a_page(story: Story) -> None:
    letter = await _document(story, "notice_letter", "liaison")
    answer = await story.office.call("GET", f"{story.here}/documents/{letter['id']}", "liaison")
    assert answer.content == b"notice_letter/1"
    name = "NCP-2027-0001-notice-letter-1.txt"
    assert answer.headers["content-disposition"] == f"attachment; filename*=UTF-8''{name}"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["etag"] == f'"{letter["sha256"]}"'


@at("drafted")
async def test_a_document_is_there_for_its_audience_alone(story: Story) -> None:
    draft = await _document(story, "draft_report", "inspection_lead")
    path = f"{story.here}/documents/{draft['id']}"
    for by, status in (
        ("liaison", 200),
        ("chief_officer_lead", 200),
        ("accuracy_decider", 200),
        ("contributor", 404),
        ("case_auditor", 404),
        ("local_policing_body", 404),
        ("p-x02-liaison", 404),
    ):
        assert (await story.office.call("GET", path, by)).status_code == status, by


@at("accepted")
async def test_the_journal_comes_page_by_page_and_is_whole(story: Story) -> None:
    first = await story.get("journal", "hmi", limit=3)
    rest = await story.get("journal", "hmi", after=first["next"])
    events = [entry["event"] for entry in first["items"] + rest["items"]]
    assert events == [
        "issue",
        "documents_ready",
        "submit_return",
        "approve_return",
        "register_eligible_cases",
        "accept_submission",
    ]
    assert rest["next"] is None
    verdict = await story.get("journal/verification", "hmi")
    assert (verdict["ok"], verdict["entries"]) == (True, 6)
    assert verdict["head"] == rest["items"][-1]["hash"]


@at("accepted")
async def test_content_that_was_changed_behind_our_back_is_found(story: Story) -> None:
    async with story.office.parts.records.transaction() as session:
        changed = "UPDATE revisions SET content = '{}' WHERE kind = 'eligible_cases'"
        await session.execute(text(changed))
    verdict = await story.get("journal/verification", "inspection_lead")
    assert (verdict["ok"], verdict["position"]) == (False, 5)
    assert verdict["fault"].endswith("was changed")


async def test_programmes_are_shown_whole(office: Office) -> None:
    listed = (await office.get("programmes", "liaison"))["items"]
    assert [one["id"] for one in listed] == ["national-child-protection"]
    whole = await office.get("programmes/national-child-protection", "liaison")
    assert whole["counts"]["expectations"] == 107
    assert whole["hash"] == listed[0]["hash"]
    missing = await office.call("GET", "programmes/none-such", "liaison")
    headers = office.authorised("liaison")
    path = "/api/v1/programmes/national-child-protection?version=9"
    other = await office.http.get(path, headers=headers)
    assert (missing.status_code, other.status_code) == (404, 404)


@pytest.mark.parametrize("task", ["return", "force_audits"])
async def test_going_on_without_something_needs_the_last_escalation_and_consent(
    story: Story, task: str
) -> None:
    path, reason = f"tasks/{task}/absence", {"reason": "Nothing has come."}
    early = await story.refused(path, "inspection_lead", reason)
    assert early == ("too_early_to_proceed" if task == "return" else "task_unknown")
    if task != "return":
        return
    await story.act("delivery/opening", "liaison")  # nobody is chased for a letter not delivered
    for _ in range(8):
        story.office.clock.pass_days(7)
        await story.office.engine.climb(f"inspection/{story.reference}")
    assert (await story.get("tasks", "hmi"))["items"][0]["overdue"] is True
    await story.act(path, "inspection_lead", reason)
    asked: list[Any] = (await story.office.get("inbox", "hmi"))["items"]
    assert [t["do"]["href"] for t in asked] == [f"{story.here}/tasks/return/consent"]
    await story.act("tasks/return/consent", "hmi")
    assert "return" in (await story.state()).absent


async def _document(story: Story, kind: str, by: str) -> dict[str, Any]:
    listed: list[dict[str, Any]] = (await story.get("documents", by))["items"]
    return next(one for one in listed if one["kind"] == kind)
