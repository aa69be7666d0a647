"""The texts that people act on: every command, file and name in them exists."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest

from tests.deploy.composition import ROOT, knows_command, services, tool
from workflows.names import SEARCH_ATTRIBUTES

DECISIONS = sorted((ROOT / "docs" / "decisions").glob("*.md"))
TEXTS = [
    ROOT / "CONTRIBUTING.md",
    ROOT / "CHANGELOG.md",
    ROOT / "deploy" / "README.md",
    ROOT / "docs" / "demonstration.md",
    ROOT / "docs" / "operations.md",
    ROOT / "docs" / "webhooks.md",
    *DECISIONS,
]


def _commands(text: str) -> set[str]:
    """Our commands in a text: what follows `./run`, `touchstone` and `--rm operator` in code."""
    code = " ".join(re.findall(r"`[^`]+`|```.*?```", text, re.DOTALL))
    return set(re.findall(r"(?:\./run|--rm operator|`touchstone) ([a-z]+)", code))


@pytest.mark.parametrize("text", TEXTS, ids=lambda path: path.name)
def test_every_command_in_a_text_is_one_that_the_command_line_has(text: Path) -> None:
    named = _commands(text.read_text("utf-8")) - {"test"}  # which hands everything on to pytest
    assert [command for command in sorted(named) if not knows_command(command)] == []


@pytest.mark.parametrize("text", TEXTS, ids=lambda path: path.name)
def test_every_link_in_a_text_leads_somewhere(text: Path) -> None:
    targets = re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", text.read_text("utf-8"))
    ours = [target for target in targets if "://" not in target]
    assert [target for target in ours if not (text.parent / target).exists()] == []


def test_the_run_book_names_the_search_attributes_and_services_that_exist() -> None:
    book = (ROOT / "docs" / "operations.md").read_text("utf-8")
    assert [name for name in SEARCH_ATTRIBUTES if f"`{name}`" not in book] == []
    described = (ROOT / "deploy" / "README.md").read_text("utf-8")
    assert [name for name in services() if f"| `{name}`" not in described] == []


def test_decisions_are_numbered_without_gaps_and_built_alike() -> None:
    assert [path.name[:4] for path in DECISIONS] == [
        f"{number:04}" for number in range(1, len(DECISIONS) + 1)
    ]
    for path in DECISIONS:
        text = path.read_text("utf-8")
        assert text.startswith(f"# {path.name[:4]} ")
        headings = re.findall(r"^## (.*)$", text, re.MULTILINE)
        assert headings == ["Context", "Decision", "Consequence"], path.name


def test_the_notice_attributes_the_official_wording_and_the_fonts() -> None:
    notice = (ROOT / "NOTICE").read_text("utf-8")
    statement = "Contains public sector information licensed under the Open Government Licence v3.0"
    assert statement in notice
    assert "Crown copyright" in notice
    assert "SIL Open Font License" in notice
    assert (ROOT / "documents" / "fonts" / "LICENSE.txt").is_file()


def test_every_hook_before_a_commit_is_local_and_valid() -> None:
    file = ROOT / ".pre-commit-config.yaml"
    sources = re.findall(r"repo: (.*)", file.read_text("utf-8"))
    assert set(sources) == {"local"}
    subprocess.run([tool("pre-commit"), "validate-config", str(file)], check=True)


def test_decision_0006_gives_a_reason_for_every_direct_dependency() -> None:
    table = (ROOT / "docs" / "decisions" / "0006-dependencies.md").read_text("utf-8")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    direct = project["dependencies"] + project["optional-dependencies"]["test"]
    names = [re.split(r"[^A-Za-z0-9-]", requirement)[0] for requirement in direct]
    assert [name for name in names if not re.search(rf"\b{name}\b", table)] == []
