"""One person at a browser without scripts: cookies, pages, forms filled in and sent."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

import httpx

from tests.api.office import ADDRESS, Office, person_of


@dataclass
class Form:
    """A form as it stands in a page: where it goes and its fields with their values."""

    action: str
    fields: list[tuple[str, str]] = field(default_factory=list)


class _Forms(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._area: str | None = None
        self._select: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append(Form(given.get("action", "")))
        if not self.forms:
            return
        fields, name = self.forms[-1].fields, given.get("name", "")
        if tag == "input" and name:
            chosen = given.get("type") not in ("radio", "checkbox") or "checked" in given
            if chosen and given.get("type") != "file":
                fields.append((name, given.get("value", "")))
        elif tag == "textarea" and name:
            fields.append((name, ""))
            self._area = name
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select and "selected" in given:
            fields.append((self._select, given.get("value", "")))

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._area = None
        elif tag == "select":
            self._select = None

    def handle_data(self, data: str) -> None:
        if self._area is not None and self.forms:
            name, text = self.forms[-1].fields[-1]
            self.forms[-1].fields[-1] = (name, text + data)


@dataclass
class Visitor:
    """A browser of one person."""

    office: Office
    http: httpx.AsyncClient

    @classmethod
    async def at(cls, office: Office, by: str = "") -> "Visitor":
        """A browser, signed in as a role or person."""
        transport = httpx.ASGITransport(office.app, client=("127.0.0.1", 40001))
        visitor = cls(office, httpx.AsyncClient(transport=transport, base_url=ADDRESS))
        if by:
            await visitor.sign_in(by)
        return visitor

    async def sign_in(self, by: str, **more: str) -> httpx.Response:
        page = await self.http.get("/sign-in")
        return await self.send(page, {"person": person_of(by), **more}, to="/sign-in")

    async def get(self, path: str, status: int = 200) -> httpx.Response:
        answer = await self.http.get(path)
        assert answer.status_code == status, (path, answer.status_code, answer.text[-2000:])
        return answer

    def form(self, page: httpx.Response, to: str) -> Form:
        """The form of a page that goes to an address (the end of it is enough)."""
        found = [one for one in forms_of(page) if (one.action or page.url.path).endswith(to)]
        assert found, f"no form to {to} in {[one.action for one in forms_of(page)]}"
        return found[0]

    async def send(
        self, page: httpx.Response, filled: Mapping[str, Any], *, to: str
    ) -> httpx.Response:
        """Fill in a form of a page and send it. A value may be a list: the field repeated."""
        form = self.form(page, to)
        return await self.post(form.action or page.url.path, self.fields(form, filled))

    def fields(self, form: Form, filled: Mapping[str, Any]) -> list[tuple[str, str]]:
        kept = [(name, value) for name, value in form.fields if name not in filled]
        for name, value in filled.items():
            kept += [(name, one) for one in (value if isinstance(value, list) else [value])]
        return kept

    async def post(
        self, path: str, fields: list[tuple[str, str]], **headers: str
    ) -> httpx.Response:
        body: dict[str, list[str]] = {}
        for name, value in fields:
            body.setdefault(name, []).append(value)
        return await self.http.post(path, data=body, headers=headers)


def forms_of(page: httpx.Response) -> list[Form]:
    parser = _Forms()
    parser.feed(page.text)
    return parser.forms
