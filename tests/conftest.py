"""What holds for every test: no example is hurried, and every failure is reported."""

import gc
from collections.abc import Generator
from typing import Any

import pytest
import structlog
from hypothesis import HealthCheck, settings
from xdist.scheduler import LoadScopeScheduling  # type: ignore[import-untyped]

# A busy machine is slow now and then: no example is at fault for that.
settings.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("unhurried")


# Files whose tests share something that takes long to make: each group runs in one process. (The
# marks that xdist has for this are without effect: it writes them where pytest 9.2 does not look.)
_GROUPS = {
    "tests/deploy/test_postgres_setup.py": "deploy-postgres",
    "tests/deploy/test_temporal_setup.py": "deploy-engine",
    "tests/journeys/test_demo.py": "stacks",
    "tests/journeys/test_leaks.py": "stacks",
    "tests/journeys/test_portal.py": "stacks",
    "tests/journeys/test_two_databases.py": "two databases",
    "tests/journeys/test_world.py": "stacks",
    "tests/touchstone/test_bench.py": "bench",
    "tests/touchstone/test_stack.py": "one stack",
    "tests/workflows/test_sealed.py": "sealed histories",
}


class _ByGroup(LoadScopeScheduling):  # type: ignore[misc]
    """Hands out test by test, and the tests of a group together."""

    def _split_scope(self, nodeid: str) -> str:
        return _GROUPS.get(nodeid.partition("::")[0], nodeid)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> LoadScopeScheduling:
    return _ByGroup(config, log)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport() -> Generator[None, Any, Any]:
    """Keep the garbage collector still while a report is made.

    A report parses source text. In CPython before 3.11.8 and 3.12.2 (gh-106905) a parse that is
    interrupted by another one dies with "SystemError: AST constructor recursion depth mismatch",
    and pytest with it. The collector can interrupt one: the finaliser of a future whose error
    nobody took writes a traceback, and a traceback is parsed too.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        return (yield)
    finally:
        if was_enabled:
            gc.enable()


@pytest.fixture(scope="session", autouse=True)
def plain_logs() -> None:
    """Lines of the log as they are outside a terminal: structlog's default draws every local
    variable of a traceback, which takes minutes for one that holds a whole programme.
    """
    structlog.configure(processors=[structlog.processors.KeyValueRenderer(key_order=["event"])])
