"""What holds for every test: no example is hurried, and every failure is reported."""

import gc
from collections.abc import Generator
from typing import Any

import pytest
import structlog
from hypothesis import HealthCheck, settings

# A busy machine is slow now and then: no example is at fault for that.
settings.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("unhurried")


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
