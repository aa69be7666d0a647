"""A page as it is being answered: whose it is, in which language, what was typed, what is wrong.

Routes ask for one of these (`api.pages.deps`), and answer with `render` or `go`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import quote
from uuid import uuid4

from markupsafe import Markup, escape
from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.access import Access, standing_roles
from api.here import Here
from api.pages import session
from api.pages.language import Language
from api.pages.rendering import environment
from api.pages.rooms import INSPECTION, SERVICE, Link, links
from api.parts import Parts
from criteria.roles import Role
from criteria.visibility import Viewer
from records.acts import Act
from records.people import Person
from records.session import Records

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
    " font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self';"
    " frame-ancestors 'none'; base-uri 'none'"
)
PAGE_HEADERS = {"Content-Security-Policy": POLICY, "Referrer-Policy": "same-origin"}


@dataclass(frozen=True)
class Fault:
    """Something wrong with what was typed. `field` is the id of its input, "" for none."""

    field: str
    text: str


class Typed:
    """The fields of a form as they were sent; lines end in a plain newline."""

    def __init__(self, form: FormData | None = None) -> None:
        self._form = form if form is not None else FormData()

    def __contains__(self, name: str) -> bool:
        return name in self._form

    def __bool__(self) -> bool:
        return bool(self._form)

    def text(self, name: str, default: str = "") -> str:
        """One field, stripped at its ends."""
        found = self._form.get(name, default)
        return found.replace("\r\n", "\n").strip() if isinstance(found, str) else default

    def all(self, name: str) -> list[str]:
        """Every field of this name that is not empty: check boxes, repeated inputs."""
        found = (one for one in self._form.getlist(name) if isinstance(one, str))
        return [one.replace("\r\n", "\n").strip() for one in found if one.strip()]

    def day(self, name: str) -> date | None:
        """A day typed in three fields, `name`-day, -month and -year; None for what is none."""
        try:
            year, month, day = (
                int(self.text(f"{name}-{part}")) for part in ("year", "month", "day")
            )
            return date(year, month, day)
        except (ValueError, OverflowError):
            return None

    def by_prefix(self, prefix: str) -> dict[str, str]:
        """`score.recording` and the like under a prefix: what follows the dot -> text."""
        names = dict.fromkeys(self._form.keys())
        return {
            name.removeprefix(f"{prefix}."): self.text(name)
            for name in names
            if name.startswith(f"{prefix}.")
        }

    def file(self, name: str) -> UploadFile | None:
        """An uploaded file, if one was chosen."""
        found = self._form.get(name)
        return found if isinstance(found, UploadFile) and found.filename else None

    def written_out(self) -> list[str]:
        """What a person wrote: ids and guards are short and have no spaces.

        `kept` is left out: it may be somebody else's (see sign-in).
        """
        texts = [text for name, text in self.fields() if name != "kept"]
        texts = [text.replace("\r\n", "\n").strip() for text in texts]
        return [text for text in texts if " " in text or "\n" in text]

    def fields(self) -> list[tuple[str, str]]:
        """Every text field in order, to be kept through a new sign-in."""
        return [(name, one) for name, one in self._form.multi_items() if isinstance(one, str)]


@dataclass
class Page:
    """A page that is about no single inspection, for a person who is signed in."""

    request: Request
    parts: Parts
    person: Person
    viewer: Viewer
    language: Language
    access: Mapping[str, Access]
    request_id: str
    act: Act | None = None  # what the person has just done, when the address names it
    typed: Typed = field(default_factory=Typed)
    faults: Sequence[Fault] = ()

    @property
    def records(self) -> Records:
        return self.parts.records

    def subject(self) -> tuple[str, str]:
        """The inspection and workflow that an act of this page is about; none yet, for an issue."""
        return "", "inspection/"

    def say(self, phrase: str, **values: Any) -> str:
        """A phrase in the page's language, with %(name)s filled in."""
        said = self.language.say(phrase)
        return said % values if values else said

    def navigation(self) -> list[Link]:
        """The pages of the service that this person may open."""
        return links(SERVICE, "", self.request.url.path, self._may_anywhere)

    def may(self, name: str) -> bool:
        """Whether this person may call the page or call of this name; False where there is none."""
        return self._may_anywhere(name)

    def _may_anywhere(self, name: str) -> bool:
        access = self.access.get(name)
        if access is None:
            return False
        standing = bool(access.standing & standing_roles(self.person))
        if access.roles is None:
            return self.person.side in access.sides and (standing or not access.standing)
        return standing

    def render(self, template: str, *, http_status: int = 0, **more: Any) -> Response:
        """The page. With faults its status is 422, unless another is given."""
        status = http_status or (422 if self.faults else 200)
        return written(self.request, self.parts, template, self.language, status, self._all(more))

    def go(self, path: str, act: str = "") -> Response:
        """On to another page (303), which says what became of the act."""
        join = "&" if "?" in path else "?"
        return RedirectResponse(f"{path}{join}act={quote(act)}" if act else path, 303)

    def missing_from(self, content: Markup) -> list[str]:
        """What was written into a form of which this content has no box any more."""
        return [text for text in self.typed.written_out() if escape(text) not in content]

    def is_fetch(self) -> bool:
        """Whether a script of ours asks, for an answer in JSON."""
        return "application/json" in self.request.headers.get("accept", "")

    def _all(self, more: Mapping[str, Any]) -> dict[str, Any]:
        return {
            "page": self,
            "done": self.act,
            "person": self.person,
            "may": self.may,
            "typed": self.typed,
            "faults": self.faults,
            "wrong": {fault.field: {"text": fault.text} for fault in self.faults if fault.field},
            "form_token": session.form_token(self.request, self.person.id),
            "act_key": self.typed.text("act_key") or str(uuid4()),
            "roles": standing_roles(self.person),
            **more,
        }


@dataclass
class PlacePage(Page):
    """A page about one inspection."""

    here: Here = None  # type: ignore[assignment]

    def subject(self) -> tuple[str, str]:
        return self.here.reference, self.here.workflow_id

    @property
    def path(self) -> str:
        """The inspection's own page."""
        return f"/inspections/{self.here.reference}"

    def rooms(self) -> list[Link]:
        """The pages of this inspection that this person may open."""
        return links(INSPECTION, self.path, self.request.url.path, self.may)

    def may(self, name: str) -> bool:
        access = self.access.get(name)
        held = self.viewer.roles & ((access.roles if access else None) or frozenset())
        return bool(held) or self._may_anywhere(name)

    def holds(self, *roles: Role | str) -> bool:
        """Whether the person holds one of these roles here."""
        return any(Role(role) in self.viewer.roles for role in roles)

    def _all(self, more: Mapping[str, Any]) -> dict[str, Any]:
        place = {"here": self.here, "inspection": self.here.inspection, "path": self.path}
        return super()._all({**place, "roles": self.viewer.roles, **more})


def written(
    request: Request,
    parts: Parts,
    template: str,
    language: Language,
    status: int,
    values: Mapping[str, Any],
) -> Response:
    """A template as an answer, with the policy that every page has."""
    here = request.url.path
    given = {"request": request, "parts": parts, "language": language, "here_path": here, **values}
    body = environment(language.code).get_template(template).render(given)
    answer = HTMLResponse(body, status, headers=PAGE_HEADERS)
    session.remember_visit(request, answer, parts)
    return answer
