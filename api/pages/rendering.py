"""Jinja as the portal uses it: GOV.UK macros, our own templates, one environment a language.

Everything is escaped. Templates see the filters of `api.pages.wording` and what a page gives them.
"""

from functools import cache

from jinja2 import (
    ChainableUndefined,
    ChoiceLoader,
    Environment,
    PackageLoader,
    PrefixLoader,
    select_autoescape,
)

from api.pages import wording
from api.pages.language import LANGUAGES, language


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
    words = language(code)
    made.install_gettext_callables(words.say, words.count, newstyle=True)  # type: ignore[attr-defined]
    made.filters.update(wording.filters(words))
    made.globals.update(languages=LANGUAGES, asset=wording.asset)
    return made
