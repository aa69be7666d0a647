"""From errors to problem+json (RFC 9457): what happened, what was kept, what to do. One table.

No answer repeats what was sent, and none tells a thing that is hidden from one that is not there.
"""

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse
from temporalio.service import RPCError

from api.parts import LARGEST_BODY
from criteria.errors import Rule, RuleBroken
from criteria.explanations import NOTHING_RECORDED, Explanation, explain
from records.acts import Act
from records.errors import BadCursor, DraftConflict, NotFound

MEDIA_TYPE = "application/problem+json"
KEY_HEADER = ("header", "Idempotency-Key")

STATUS: dict[Rule, HTTPStatus] = {
    Rule.NOT_SIGNED_IN: HTTPStatus.UNAUTHORIZED,
    Rule.WRONG_TOKEN: HTTPStatus.FORBIDDEN,
    Rule.NOT_YOUR_ROLE: HTTPStatus.FORBIDDEN,
    Rule.NOT_FOUND: HTTPStatus.NOT_FOUND,
    Rule.DRAFT_CONFLICT: HTTPStatus.PRECONDITION_FAILED,
    Rule.VERSION_REQUIRED: HTTPStatus.PRECONDITION_REQUIRED,
    Rule.INVALID_INPUT: HTTPStatus.UNPROCESSABLE_ENTITY,
    Rule.IDEMPOTENCY_KEY_REUSED: HTTPStatus.UNPROCESSABLE_ENTITY,
}

# What can go wrong that breaks no rule of ours.
FAULTS: dict[str, Explanation] = {
    "engine_away": Explanation(
        title="The engine is away",
        happened="The workflow engine does not answer just now.",
        kept=NOTHING_RECORDED,
        do="Try again in a minute. Drafts, reading and sending acts go on meanwhile.",
    ),
    "too_large": Explanation(
        title="That is too much at once",
        happened=f"What was sent is larger than {LARGEST_BODY // 2**20} MB, the most that one page"
        " or one call takes. It was not read to its end.",
        kept=NOTHING_RECORDED,
        do="Go back and send less at once: a long list as several files, each with its line of"
        " headings; a text without what was pasted into it by mistake.",
    ),
    "internal_error": Explanation(
        title="A fault of ours",
        happened="Something went wrong on our side while we answered.",
        kept="Whatever was answered as kept or accepted before is safe. If you sent an act, it may"
        " have been kept: repeating it with the same Idempotency-Key does no harm.",
        do="Try again in a minute. If it happens again, give the operator the request id.",
    ),
}


class ActRefused(Exception):
    """An act was refused, now or when it was first sent. `more` must be told all the same."""

    def __init__(self, act: Act, **more: Any) -> None:
        self.act = act
        self.more = more
        super().__init__(act.id)


class InputFaults(Exception):
    """What was sent has faults that its form alone does not show: (field, what is wrong)."""

    def __init__(self, *faults: tuple[str, str]) -> None:
        self.faults = faults
        super().__init__("; ".join(field for field, _ in faults))


def status_of(rule: Rule) -> int:
    return STATUS.get(rule, HTTPStatus.CONFLICT).value


def problem(
    request: Request,
    rule: Rule,
    codes: Sequence[str] = (),
    *,
    act: Act | None = None,
    status: int | None = None,
    **more: Any,
) -> JSONResponse:
    """The answer for a broken rule. Without an act, nothing of the request was kept."""
    words = explain(rule)
    kept_nothing = act is None and rule not in (Rule.DRAFT_CONFLICT, Rule.IDEMPOTENCY_KEY_REUSED)
    members = {"codes": list(codes), **({"act": act.id} if act else {}), **more}
    return written(
        request_id_of(request),
        rule.value,
        status or status_of(rule),
        words,
        kept=NOTHING_RECORDED if kept_nothing else words.kept,
        **members,
    )


def fault(request_id: str, code: str, status: HTTPStatus) -> JSONResponse:
    """The answer for something that broke no rule."""
    words = FAULTS[code]
    return written(request_id, code, status.value, words, kept=words.kept, codes=[])


def written(
    request_id: str, code: str, status: int, words: Explanation, *, kept: str, **members: Any
) -> JSONResponse:
    body = {
        "type": f"/problems/{code}",
        "title": words.title,
        "status": status,
        "detail": words.happened,
        "kept": kept,
        "do": words.do,
        "rule": code,
        "request_id": request_id,
        **members,
    }
    headers = {"WWW-Authenticate": "Bearer"} if status == HTTPStatus.UNAUTHORIZED else None
    return JSONResponse(body, status, headers=headers, media_type=MEDIA_TYPE)


def request_id_of(request: Request) -> str:
    return str(request.scope.get("state", {}).get("request_id", ""))


async def _rule_broken(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RuleBroken)
    return problem(request, error.rule, error.codes)


async def _act_refused(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, ActRefused)
    act = error.act
    return problem(request, Rule(str(act.rule)), act.codes or (), act=act, **error.more)


async def _not_found(request: Request, _: Exception) -> JSONResponse:
    # Neither what was sought nor why it is not there: one answer for both.
    return problem(request, Rule.NOT_FOUND)


async def _draft_conflict(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, DraftConflict)
    standing = error.current
    current = standing and {
        "version": standing.version,
        "author": standing.author,
        "updated_at": standing.updated_at.isoformat(),
        "content": standing.content,
    }
    yours = await request.json()
    return problem(request, Rule.DRAFT_CONFLICT, current=current, yours=yours)


async def _bad_cursor(request: Request, _: Exception) -> JSONResponse:
    wrong = "This is no place in this list: give the `next` of the page before, unchanged."
    return _invalid(request, [("query.after", wrong)])


async def _input_faults(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, InputFaults)
    return _invalid(request, error.faults)


async def _invalid_request(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    found = error.errors()
    faults = [(".".join(str(part) for part in one["loc"]), str(one["msg"])) for one in found]
    of_the_key = [one for one in found if tuple(one["loc"]) == KEY_HEADER]
    return _invalid(request, faults, HTTPStatus.BAD_REQUEST if of_the_key else None)


def _invalid(
    request: Request, faults: Sequence[tuple[str, str]], status: HTTPStatus | None = None
) -> JSONResponse:
    errors = [{"field": field, "wrong": wrong} for field, wrong in faults]
    return problem(request, Rule.INVALID_INPUT, status=status, errors=errors)


async def _http_error(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    if error.status_code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
        return fault(request_id_of(request), "too_large", HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    by_status = {value.value: rule for rule, value in STATUS.items()}
    rule = by_status.get(error.status_code, Rule.INVALID_INPUT)
    answer = problem(request, rule, status=error.status_code)
    answer.headers.update(error.headers or {})
    return answer


async def _engine_away(request: Request, _: Exception) -> JSONResponse:
    return fault(request_id_of(request), "engine_away", HTTPStatus.SERVICE_UNAVAILABLE)


def install(app: FastAPI) -> None:
    """Register a handler for every error that a route may raise."""
    for kind, handler in (
        (RuleBroken, _rule_broken),
        (ActRefused, _act_refused),
        (NotFound, _not_found),
        (DraftConflict, _draft_conflict),
        (BadCursor, _bad_cursor),
        (InputFaults, _input_faults),
        (RequestValidationError, _invalid_request),
        (HTTPException, _http_error),
        (RPCError, _engine_away),
    ):
        app.add_exception_handler(kind, handler)
