"""The inspection report as accessible HTML and as a tagged PDF, both printed from one composed
report.

The HTML is one file without any outside resource and refuses scripts by its own policy. The PDF is
set by Typst with our fonts only; texts travel as data and are never part of the source.
"""

import base64
import hashlib
import json
from dataclasses import asdict
from pathlib import Path

import typst
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from documents.lettering import FONTS
from documents.report_blocks import recommendation_anchor
from documents.report_facts import ReportFacts
from documents.report_model import NumberedText, Report, compose, numbered_texts

TEMPLATES = Path(__file__).parent / "templates"

__all__ = ["NumberedText", "RenderingFailed", "numbered_texts", "report_html", "report_pdf"]


class RenderingFailed(RuntimeError):
    """Typst refused the report or warned of something. `diagnostics` may quote it: never log
    them.
    """

    def __init__(self, what: str, diagnostics: tuple[str, ...]) -> None:
        super().__init__(what)
        self.diagnostics = diagnostics


def report_html(facts: ReportFacts) -> bytes:
    """The report as one HTML file, UTF-8. The same facts give the same bytes."""
    report = compose(facts)
    style = (TEMPLATES / "report.css").read_text(encoding="utf-8") + _page_margins(report.marking)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    environment = _environment()
    environment.globals["anchor"] = recommendation_anchor  # macros of an import see only globals
    page = environment.get_template("report.html.j2")
    return page.render(
        report=report,
        # Ours, with the marking escaped for CSS; the policy names its hash and allows no other.
        style=Markup(style),
        style_hash=f"sha256-{digest}",
        chart=Markup,
    ).encode()


def report_pdf(facts: ReportFacts) -> bytes:
    """The report as a tagged, archivable PDF. Fails on any warning. Same facts, same bytes."""
    return _typeset(compose(facts))


def _page_margins(marking: str) -> str:
    """The marking at the head and foot of each printed page, every sign escaped for CSS."""
    content = "".join(f"\\{ord(sign):06x}" for sign in marking)
    boxes = "".join(
        f'@{place}-center {{ content: "{content}"; font: 700 9pt Arial, sans-serif; }}'
        for place in ("top", "bottom")
    )
    return f"@page {{ {boxes} }}\n" if marking else ""


def _typeset(report: Report) -> bytes:
    fonts = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS]
    )
    compiler = typst.Compiler(
        TEMPLATES / "report.typ",
        root=TEMPLATES,
        font_paths=fonts,
        sys_inputs={"report": json.dumps(asdict(report), default=str)},
    )
    try:
        pdf, warnings = compiler.compile_with_warnings(
            format="pdf", pdf_standards=["ua-1", "a-2a"], timestamp=0
        )
    except typst.TypstError as error:
        raise RenderingFailed("Typst refused the report", (error.message, *error.hints)) from None
    if warnings:
        raise RenderingFailed("Typst warned", tuple(warning.message for warning in warnings))
    assert isinstance(pdf, bytes)
    return pdf


def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
