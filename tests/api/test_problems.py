"""Problems: each names the rule and says what happened, what was kept and what to do."""

from http import HTTPStatus
from typing import Any

import pytest
from structlog.testing import capture_logs

from api.errors import FAULTS, status_of
from criteria.errors import Rule
from criteria.explanations import explain
from tests.api.office import Office
from tests.api.story import Story, issue_body

MEMBERS = {"type", "title", "status", "detail", "kept", "do", "rule", "codes", "request_id"}
NOTHING = "Nothing was recorded, and nothing has changed."


@pytest.mark.parametrize("rule", list(Rule))
async def test_every_rule_has_a_page_at_the_address_that_problems_name(
    office: Office, rule: Rule
) -> None:
    shown = await office.get(f"/problems/{rule.value}")
    words = explain(rule)
    assert shown == {
        "rule": rule.value,
        "title": words.title,
        "happened": words.happened,
        "kept": words.kept,
        "do": words.do,
    }


def test_statuses_are_those_of_the_specification() -> None:
    special = {rule.value: status_of(rule) for rule in Rule if status_of(rule) != 409}
    assert special == {
        "not_found": 404,
        "not_signed_in": 401,
        "wrong_token": 403,
        "not_your_role": 403,
        "draft_conflict": 412,
        "version_required": 428,
        "invalid_input": 422,
        "idempotency_key_reused": 422,
    }


async def test_a_problem_is_complete(story: Story) -> None:
    for method, path, body in (
        ("GET", "/api/v1/nowhere", None),
        ("GET", f"{story.here}/answers/none-such", None),
        ("PATCH", f"{story.here}/return", {}),
        ("POST", f"{story.here}/return", {"surplus": 1}),
        ("POST", f"{story.here}/return", {}),
        ("POST", f"{story.here}/sample", {}),
        ("PUT", f"{story.here}/answers/sa.l1", {"text": "Words."}),
    ):
        answer = await story.office.call(method, path, "liaison", body)
        problem = answer.json()
        assert answer.headers["content-type"] == "application/problem+json", path
        assert problem.keys() >= MEMBERS, path
        assert problem["status"] == answer.status_code
        assert problem["type"] == f"/problems/{problem['rule']}"
        assert problem["request_id"] == answer.headers["x-request-id"]
        assert all(str(problem[member]).strip() for member in MEMBERS - {"codes"})


async def test_what_was_not_kept_is_not_said_to_be_kept(story: Story) -> None:
    kept = await story.office.call("POST", f"{story.here}/return", "liaison", {})
    assert kept.json()["kept"].startswith("What you sent is kept with the refused act.")
    assert "act" in kept.json()
    unkept = await story.office.call("POST", f"{story.here}/sample", "inspection_lead", {})
    assert unkept.json()["rule"] == "submission_not_accepted"
    assert (unkept.json()["kept"], "act" in unkept.json()) == (NOTHING, False)


async def test_faulty_fields_are_named_without_repeating_what_was_sent(story: Story) -> None:
    body = {"cases": [{"reference": "Secret Name", "case_type": "x", "date": "yesterday"}]}
    answer = await story.office.call("POST", f"{story.here}/eligible-cases", "liaison", body)
    fields = [error["field"] for error in answer.json()["errors"]]
    assert fields == ["body.cases.0.reference", "body.cases.0.date"]
    assert "Secret" not in answer.text
    assert "yesterday" not in answer.text


@pytest.mark.parametrize(
    "raw", [b"{", b'"text"', b'{"text": "a\\u0000b"}', b'{"text": "\\ud800"}', b"\xff\xfe", b"[]"]
)
async def test_what_cannot_be_read_is_refused_as_input(story: Story, raw: bytes) -> None:
    headers = story.office.authorised("liaison") | {
        "Content-Type": "application/json",
        "If-Match": '"v0"',
    }
    answer = await story.office.http.put(
        f"{story.here}/answers/sa.l1", content=raw, headers=headers
    )
    assert (answer.status_code, answer.json()["rule"]) in {
        (422, "invalid_input"),
        (400, "invalid_input"),
    }


async def test_a_body_that_is_too_large_is_not_read(story: Story) -> None:
    headers = story.office.authorised("liaison") | {"Idempotency-Key": "large-one"}
    answer = await story.office.http.post(
        f"{story.here}/eligible-cases", content=b" " * 9_000_000, headers=headers
    )
    assert answer.status_code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    said = answer.json()
    assert (said["status"], said["rule"]) == (413, "too_large")
    assert "larger than 8 MB" in said["detail"]
    assert "several files" in said["do"]
    assert "Nothing was recorded" in said["kept"]


async def test_a_fault_of_ours_is_answered_without_its_words(office: Office) -> None:
    async def fail(_: str) -> Any:
        raise RuntimeError("a name that must not get out")

    office.engine.history = fail  # type: ignore[method-assign, assignment]
    story = await Story.issued(office)
    with capture_logs() as lines:
        answer = await office.call("GET", f"{story.here}/history", "p-operator")
    assert [line["event"] for line in lines] == ["request.failed", "request.answered"]
    assert (answer.status_code, answer.json()["rule"]) == (500, "internal_error")
    assert "name" not in answer.json()["detail"]
    assert answer.json().keys() >= MEMBERS
    assert answer.headers["x-content-type-options"] == "nosniff"


async def test_with_the_engine_away_its_history_is_a_matter_of_later(office: Office) -> None:
    office.engine.away = True
    issued = await office.call("POST", "inspections", "inspection_lead", issue_body())
    path = f"inspections/{issued.json()['inspection']}/history"
    answer = await office.call("GET", path, "p-operator")
    assert (answer.status_code, answer.json()["rule"]) == (503, "engine_away")
    assert answer.json()["title"] == FAULTS["engine_away"].title
