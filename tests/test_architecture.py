"""What holds the house together and no single module's test would notice."""

import importlib.metadata
import inspect
import subprocess
import sys
from typing import Any, get_type_hints

import pytest
from temporalio import activity

from activities.follow_up import FollowUpActivities
from activities.notices import NoticeActivities
from activities.projection import ProjectionActivities
from activities.rendering import RenderingActivities
from activities.wording import TITLES
from criteria import catalogue
from criteria.roles import Role
from touchstone.settings import ROOT
from workflows import contracts
from workflows.acts import ALL_ACTS
from workflows.tasks import _TASKS

FULFILLED = (FollowUpActivities, NoticeActivities, ProjectionActivities, RenderingActivities)
PACKAGES = ("criteria", "workflows", "records", "documents", "activities", "api", "touchstone")
HEAVY = ("sqlalchemy", "fastapi", "structlog", "jinja2", "pydantic")


def _named(functions: list[Any]) -> dict[str, Any]:
    found = {}
    for function in functions:
        definition = activity._Definition.from_callable(function)
        if definition is not None and definition.name is not None:
            found[definition.name] = function
    return found


DECLARED = _named([f for _, f in inspect.getmembers(contracts, inspect.isfunction)])
DONE = _named([f for kind in FULFILLED for _, f in inspect.getmembers(kind, inspect.isfunction)])


def test_every_contract_is_fulfilled_and_nothing_else_is_registered() -> None:
    assert set(DECLARED) == set(DONE)
    assert len(DECLARED) == 5


@pytest.mark.parametrize("name", sorted(DECLARED))
def test_a_contract_and_its_activity_take_and_give_the_same(name: str) -> None:
    declared, done = (
        list(get_type_hints(function).values()) for function in (DECLARED[name], DONE[name])
    )
    assert done == declared


def test_workflow_code_loads_nothing_heavy() -> None:
    code = f"import sys, workflows.inspection; print([m for m in {HEAVY!r} if m in sys.modules])"
    told = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert told.stdout.strip() == "[]"


def test_no_installed_distribution_ships_a_package_of_our_names() -> None:
    shipped = importlib.metadata.packages_distributions()
    others = {name: shipped.get(name, []) for name in PACKAGES}
    assert {n: d for n, d in others.items() if set(d) - {"touchstone"}} == {}


def test_every_task_has_a_title_and_every_act_its_people() -> None:
    assert set(_TASKS) == set(TITLES)
    nameless = [kind for kind, rule in ALL_ACTS.items() if not rule.roles]
    assert nameless == ["close_inspection"]  # the engine's own, sent by no person


@pytest.mark.parametrize("programme", catalogue.programmes(), ids=lambda p: p.id)
def test_a_shipped_programme_dates_every_task_and_names_known_roles(programme: Any) -> None:
    outline = programme.outline()
    assert {period for _, period in _TASKS.values()} <= set(outline.periods)
    roles = {role for rung in (*outline.ladder, *outline.referral_ladder) for role in rung.roles}
    assert roles <= {role.value for role in Role} | {"owner"}


def test_no_product_module_imports_the_tests_or_grows_past_300_lines() -> None:
    for package in PACKAGES:
        for path in (ROOT / package).rglob("*.py"):
            text = path.read_text("utf-8")
            assert "from tests" not in text, path
            assert "import tests" not in text, path
            assert text.count("\n") <= 300, path
