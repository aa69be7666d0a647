"""How a form becomes an act: read, keep, send, and show what became of it.

A form carries the key of its act, made when the page was shown: a double click, the back button or
a second tab repeats that act and makes no other. What is wrong is said on the same page, with all
that was typed still there.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import TypeVar

from pydantic import ValidationError
from starlette.datastructures import FormData
from starlette.responses import Response

from api.acting import Compose, Intent, decide, keep
from api.errors import InputFaults, status_of
from api.pages.page import Fault, Page, Typed
from api.schemas.values import Sent
from criteria.errors import Rule, RuleBroken
from criteria.explanations import explain
from records.acts import Act, ActState, get_act

S = TypeVar("S", bound=Sent)

# What pydantic finds, as a person is told it.
_WORDS = {
    "missing": "Fill this in.",
    "string_too_short": "Fill this in.",
    "string_pattern_mismatch": "This is not in the form that is asked for.",
    "too_long": "There are too many of these.",
    "int_parsing": "Enter a whole number.",
    "date_from_datetime_parsing": "Enter a real date, such as 27 3 2027.",
    "date_parsing": "Enter a real date, such as 27 3 2027.",
    "literal_error": "Choose one of the answers.",
    "enum": "Choose one of the answers.",
    "value_error": "This holds signs that cannot be printed: type it again.",
}
_TOO_LONG = "This is too long: shorten it to at most %(most)s characters."
_SENT_BEFORE = {
    True: "You sent this form before, with another text, and that stands. Send it again to send"
    " this one as well.",
    False: "You sent this form before, with another text, and that was refused. Send it again to"
    " send this one.",
}


class Wrong(Exception):
    """What was typed cannot be taken: (id of the input, what to do)."""

    def __init__(self, *faults: tuple[str, str]) -> None:
        self.faults = faults
        super().__init__("; ".join(field for field, _ in faults))


Again = Callable[[], Awaitable[Response]]


@dataclass(frozen=True)
class Doing:
    """An act that a form asks for. `about` and `workflow_id` are as in `api.deps.ActorHere.act`."""

    kind: str
    workflow_id: str = ""
    about: tuple[tuple[str, str], ...] = ()


async def act(
    page: Page,
    doing: Doing,
    read: Callable[[Typed], S],
    compose: Callable[[S], Compose],
    *,
    again: Again,
    then: str | Callable[[Act], str],
    send: Callable[[Act], Awaitable[Act]] | None = None,
) -> Response:
    """Perform the act and go on to `then`; or show the page again with what is wrong.

    `read` makes of the typed fields the same body that the API takes and may raise Wrong;
    `compose` is the call that makes the act ready, as the API's route has it. `send` sends it in
    another way than `decide`.
    """
    try:
        sent = read(page.typed)
        kept = await _keep(page, doing, sent, compose(sent))
        done = await (send(kept) if send else decide(page.parts, kept))
    except (Wrong, ValidationError, InputFaults, RuleBroken) as error:
        if isinstance(error, RuleBroken) and error.rule is Rule.IDEMPOTENCY_KEY_REUSED:
            return await _changed_since(page, str(error.codes[0]), again)
        return await shown_again(page, error, again)
    if done.state is ActState.REFUSED:
        return await refused(page, done, again)
    return page.go(then if isinstance(then, str) else then(done), done.id)


async def shown_again(page: Page, error: Exception, again: Again) -> Response:
    """The same page with what is wrong, and everything that was typed."""
    page.faults = faults_of(page, error)
    answer = await again()
    if isinstance(error, RuleBroken):
        answer.status_code = status_of(error.rule)
    elif answer.status_code == HTTPStatus.OK:
        answer.status_code = HTTPStatus.UNPROCESSABLE_ENTITY
    return answer


async def _changed_since(page: Page, earlier: str, again: Again) -> Response:
    """The form was sent before, gone back to and changed: what was sent stays as it is, this is
    new."""
    page.typed = without_key(page.typed)
    stands = (await get_act(page.records, earlier)).state is not ActState.REFUSED
    return await shown_again(page, Wrong(("", _SENT_BEFORE[stands])), again)


async def refused(page: Page, act: Act, again: Again) -> Response:
    """The same page with the rule by which the act was refused. The next try is another act."""
    page.typed = without_key(page.typed)
    error = RuleBroken(Rule(str(act.rule)), *(act.codes or ()))
    return await shown_again(page, error, again)


def without_key(typed: Typed) -> Typed:
    """What was typed, to be sent as a new act."""
    return Typed(FormData([(k, v) for k, v in typed.fields() if k != "act_key"]))


def faults_of(page: Page, error: Exception) -> list[Fault]:
    """What a person is told of an error, field by field."""
    if isinstance(error, Wrong):
        return [Fault(field, page.say(text)) for field, text in error.faults]
    if isinstance(error, InputFaults):
        return [Fault(field.rpartition(".")[2], page.say(text)) for field, text in error.faults]
    if isinstance(error, ValidationError):
        return [
            Fault(
                ".".join(str(part) for part in one["loc"]),
                _told(page, one["type"], one.get("ctx", {}).get("max_length")),
            )
            for one in error.errors(include_url=False)
        ]
    assert isinstance(error, RuleBroken)
    words = explain(error.rule)
    return [Fault("", f"{page.say(words.happened)} {page.say(words.do)}")]


def _told(page: Page, code: str, most: int | None) -> str:
    if code == "string_too_long":
        return page.say(_TOO_LONG, most=f"{most:,}")
    return page.say(_WORDS.get(code, "This cannot be taken as it is: check it."))


async def _keep(page: Page, doing: Doing, sent: Sent, compose: Compose) -> Act:
    inspection, workflow_id = page.subject()
    intent = Intent(
        kind=doing.kind,
        inspection=inspection,
        workflow_id=doing.workflow_id or workflow_id,
        body={"about": dict(doing.about), "sent": sent.model_dump(mode="json")},
        key=_key(page.typed),
        request_id=page.request_id,
    )
    return await keep(page.parts, page.viewer, intent, compose)


def _key(typed: Typed) -> str:
    """The act's key, marked as one of the portal's: it can be mistaken for no program's."""
    key = typed.text("act_key")
    if not (8 <= len(key) <= 80 and key.isascii() and key.isprintable() and " " not in key):
        raise Wrong(("", "This form is not whole: open the page again and send it once more."))
    return f"page-{key}"
