"""What holds between the layers: activities as declared, light workflows, names of ours, sizes."""

import ast
import importlib.metadata
import inspect
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, get_type_hints

import pytest
from temporalio import activity

from activities import register, wording
from activities.follow_up import FollowUpActivities
from activities.notices import NoticeActivities
from activities.projection import ProjectionActivities
from activities.rendering import RenderingActivities
from activities.webhooks import WebhookActivities
from criteria import catalogue
from criteria.outline import PeriodUnit
from criteria.roles import Role
from criteria.timetable import EVENTS, OPTIONAL_PERIODS, OWNER, PERIODS
from workflows import contracts, policies
from workflows.acts import ALL_ACTS
from workflows.names import SEARCH_ATTRIBUTES
from workflows.sandbox import PURE
from workflows.tasks import _TASKS

ROOT = Path(__file__).parent.parent
OURS = ("criteria", "workflows", "records", "documents", "activities", "api", "touchstone")
HEAVY = ("sqlalchemy", "fastapi", "starlette", "structlog", "jinja2", "pydantic", "httpx", "typst")
MOST_LINES = 300


def modules() -> Iterator[Path]:
    """Every Python file of the product."""
    for package in OURS:
        yield from sorted((ROOT / package).rglob("*.py"))


def is_activity(value: Any) -> bool:
    return callable(value) and hasattr(value, "__temporal_activity_definition")


def definition(value: Any) -> Any:
    return activity._Definition.must_from_callable(value)


def declared() -> dict[str, Callable[..., Any]]:
    """The contracts by name."""
    found = [value for value in vars(contracts).values() if is_activity(value)]
    return {definition(value).name: value for value in found}


def fulfilled() -> dict[str, Callable[..., Any]]:
    """The activities that the workers register, by name, built from nothing."""
    kinds = (
        ProjectionActivities,
        FollowUpActivities,
        NoticeActivities,
        WebhookActivities,
        RenderingActivities,
    )
    made = {kind: object.__new__(kind) for kind in kinds}
    found = [
        value
        for kind, one in made.items()
        for name in vars(kind)
        if is_activity(value := getattr(one, name))
    ]
    names = [definition(value).name for value in found]
    assert len(names) == len(set(names)), "two activities of one name"
    return dict(zip(names, found, strict=True))


def signature(function: Callable[..., Any]) -> tuple[list[Any], Any]:
    """The types that it takes, `self` left out, and the type of its result."""
    hints = get_type_hints(function)
    taken = [p for p in inspect.signature(function).parameters if p != "self"]
    return [hints[name] for name in taken], hints["return"]


def test_every_contract_is_fulfilled_by_one_activity_and_every_activity_has_one() -> None:
    assert set(declared()) == set(fulfilled())
    assert len(declared()) >= 5


@pytest.mark.parametrize("name", sorted(declared()))
def test_an_activity_takes_and_gives_what_its_contract_says(name: str) -> None:
    assert signature(fulfilled()[name]) == signature(declared()[name])
    assert inspect.iscoroutinefunction(fulfilled()[name])


def test_every_activity_is_registered_on_a_queue() -> None:
    text = inspect.getsource(register)
    for function in fulfilled().values():
        assert f".{function.__name__}" in text


def test_contracts_have_no_body() -> None:
    for function in declared().values():
        assert "raise NotImplementedError" in inspect.getsource(function)


def test_importing_the_workflows_loads_no_heavy_module() -> None:
    script = (
        "import json, sys, workflows.inspection, workflows.referral, workflows.follow_up,"
        " workflows.notices, workflows.webhooks, workflows.acts;"
        " print(json.dumps(sorted(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    loaded = {name.partition(".")[0] for name in json.loads(done.stdout)}
    assert loaded & {*HEAVY, "records", "documents", "activities", "api", "touchstone"} == set()


def test_no_installed_distribution_ships_a_package_of_one_of_our_names() -> None:
    owners = importlib.metadata.packages_distributions()
    for name in OURS:
        assert set(owners.get(name, [])) <= {"touchstone"}, name
    # One has its tests in its wheel; they must not come before ours.
    assert set(owners.get("tests", [])) <= {"govuk-frontend-jinja"}
    assert Path(str(sys.modules["tests"].__file__)).parent == ROOT / "tests"


def test_the_modules_passed_through_the_sandbox_are_there() -> None:
    for name in PURE:
        path = ROOT / name.replace(".", "/")
        assert path.is_dir() or path.with_suffix(".py").is_file(), name


# Words and codes that belong together


def test_every_kind_of_task_has_a_title_and_every_title_a_kind() -> None:
    assert set(wording.TITLES) == set(_TASKS)


def test_every_act_has_roles_but_the_engines_own() -> None:
    without = {kind for kind, rule in ALL_ACTS.items() if not rule.roles}
    assert without == {
        "close_inspection",
        "follow_appointments",
        "follow_calendar",
        "note_undelivered",
        "record_delivery",
    }


def test_every_act_is_listed_under_its_own_name() -> None:
    assert all(rule.kind == kind for kind, rule in ALL_ACTS.items())


def test_every_period_of_a_task_is_known() -> None:
    assert {period for _, period in _TASKS.values() if period} <= {*PERIODS, *OPTIONAL_PERIODS}


@pytest.mark.parametrize("programme", catalogue.programmes(), ids=lambda one: one.id)
def test_a_shipped_programme_names_known_roles_periods_and_events(programme: Any) -> None:
    outline = programme.outline()
    roles = {role for rung in [*outline.ladder, *outline.referral_ladder] for role in rung.roles}
    assert roles <= {OWNER, *(role.value for role in Role)}
    assert set(outline.periods) <= {*PERIODS, *OPTIONAL_PERIODS}
    assert {period.event for period in outline.periods.values()} <= set(EVENTS)
    assert {period for _, period in _TASKS.values() if period} <= set(outline.periods)
    assert all(rung.unit is PeriodUnit.HOURS for rung in outline.referral_ladder)


@pytest.mark.parametrize("programme", catalogue.programmes(), ids=lambda one: one.id)
def test_a_shipped_programme_tells_of_a_missed_step_for_a_child_at_once(programme: Any) -> None:
    ladder = programme.outline().referral_ladder
    assert ladder[0].offset == 0
    assert {OWNER, "duty_officer"} <= set(ladder[0].roles)
    assert any(rung.kind == "escalation" for rung in ladder)


def test_search_attributes_fit_what_a_namespace_on_a_database_allows() -> None:
    """Ten keywords and three of each other kind (Temporal's schema for SQL visibility)."""
    kinds = list(SEARCH_ATTRIBUTES.values())
    assert kinds.count("Keyword") <= 10
    assert all(kinds.count(kind) <= 3 for kind in set(kinds) - {"Keyword"})


def test_what_the_records_must_follow_is_retried_for_ever() -> None:
    for policy in (policies.RECORD, policies.RENDER, policies.SEND):
        assert policy.retry.maximum_attempts == 0
        assert not policy.retry.non_retryable_error_types


# Files


def test_product_code_never_imports_tests() -> None:
    for path in modules():
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert not [n for n in names if n.partition(".")[0] == "tests"], path


def test_no_file_of_the_product_grows_past_its_bounds() -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for path in modules()
        if (lines := len(path.read_text("utf-8").splitlines())) > MOST_LINES
    }
    assert long == {}


def test_every_module_opens_by_saying_what_it_is_for() -> None:
    silent = [
        str(path.relative_to(ROOT))
        for path in modules()
        if not ast.get_docstring(ast.parse(path.read_text("utf-8")))
    ]
    assert silent == []
