"""The same facts give the same bytes: twice in one process, and in another with other settings."""

import hashlib
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from documents.letter import notice_letter
from documents.report import report_html, report_pdf
from documents.template import self_assessment_template
from tests.documents.samples import report_facts
from tests.documents.word_samples import letter_facts, template_facts

ROOT = Path(__file__).parents[2]
MAKERS: dict[str, Callable[[], bytes]] = {
    "letter": lambda: notice_letter(letter_facts()),
    "template": lambda: self_assessment_template(template_facts()),
    "html": lambda: report_html(report_facts()),
    "pdf": lambda: report_pdf(report_facts()),
}


def digests() -> list[str]:
    return [hashlib.sha256(make()).hexdigest() for make in MAKERS.values()]


@pytest.mark.parametrize("kind", MAKERS)
def test_a_document_made_twice_has_the_same_bytes(kind: str) -> None:
    assert MAKERS[kind]() == MAKERS[kind]()


def test_another_process_makes_the_same_bytes_wherever_and_whenever_it_runs() -> None:
    elsewhere = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "PYTHONHASHSEED": "12345",
        "TZ": "Pacific/Auckland",
        "LANG": "C",
        "LC_ALL": "C",
        "SOURCE_DATE_EPOCH": "1",
    }
    script = "from tests.documents.test_same_bytes import digests; print(*digests())"
    run = subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT,
        env=elsewhere,
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout.split() == digests()
