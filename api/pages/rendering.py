"""Jinja as the portal uses it: GOV.UK macros, our own templates, one environment a language.

Everything is escaped. Templates see the filters of `api.pages.wording` and what a page gives them.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any

from jinja2 import (
    ChainableUndefined,
    ChoiceLoader,
    Environment,
    PackageLoader,
    PrefixLoader,
    Template,
    select_autoescape,
)
from jinja2.environment import TemplateModule
from jinja2.runtime import Context
from markupsafe import Markup

from api.pages import wording
from api.pages.language import LANGUAGES, language

# GOV.UK components that hold choices, no typed text, and cost milliseconds: (macro, its folder).
_CHOICES = (("govukRadios", "radios"), ("govukCheckboxes", "checkboxes"))
_MOST_REMEMBERED = 2_000  # components of a language, about 2 kB each


@dataclass(frozen=True)
class _Asked:
    """Parameters of a component; `key` is their repr, which tells text from HTML."""

    key: str
    params: Mapping[str, Any] = field(compare=False)


class _OurTemplate(Template):
    """All templates of an environment have the same globals, so an import need not compare them.

    Jinja does for every import of every macro call: a tenth of the time of a page of forms.
    """

    def _get_default_module(self, ctx: Context | None = None) -> TemplateModule:
        return super()._get_default_module()


@cache
def environment(code: str) -> Environment:
    """The environment of a language. Its `_` and `ngettext` say phrases in that language."""
    ours = PackageLoader("api", "templates")
    govuk = PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")})
    made = Environment(
        loader=ChoiceLoader([ours, govuk]),
        autoescape=select_autoescape(("html", "xml")),
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
        undefined=ChainableUndefined,  # the GOV.UK macros ask for parameters that are not given
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.template_class = _OurTemplate
    words = language(code)
    made.install_gettext_callables(words.say, words.count, newstyle=True)  # type: ignore[attr-defined]
    made.filters.update(wording.filters(words))
    made.globals.update(languages=LANGUAGES, asset=wording.asset)
    made.globals.update({name: _remembered(made, name, folder) for name, folder in _CHOICES})
    return made


def _remembered(made: Environment, name: str, folder: str) -> Callable[[Mapping[str, Any]], Markup]:
    """A component's macro, which makes the same HTML of the same parameters: once."""

    @lru_cache(_MOST_REMEMBERED)
    def component(asked: _Asked) -> Markup:
        template = made.get_template(f"govuk_frontend_jinja/components/{folder}/macro.html")
        return Markup(getattr(template.module, name)(asked.params))

    return lambda params: component(_Asked(repr(params), params))
