"""The log: one form for all lines, and no content in any of them."""

import asyncio
import io
import json
import logging
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
import structlog
from temporalio import activity
from temporalio.testing import ActivityEnvironment

from touchstone import logs
from touchstone.logs import CarefulHandler
from touchstone.settings import load_settings


class Lines(io.StringIO):
    """A stream that gives back what was logged."""

    def read_lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.getvalue().splitlines()]

    def one(self) -> dict[str, Any]:
        [line] = self.read_lines()
        return line


@pytest.fixture
def log() -> Iterator[Lines]:
    """Logging as a process sets it up, as JSON; put back afterwards."""
    root, hooks = logging.getLogger(), (sys.excepthook,)
    before = (root.handlers[:], root.level)
    lines = Lines()
    logs.configure(load_settings(log_format="json", log_level="info"), lines)
    yield lines
    root.handlers[:], root.level = before
    (sys.excepthook,) = hooks
    logging.captureWarnings(False)
    structlog.reset_defaults()


def test_our_lines_and_those_of_libraries_have_one_form(log: Lines) -> None:
    logs.get_logger("touchstone.web").info("submission.frozen", inspection="NCP-X01-1", rows=19)
    logging.getLogger("uvicorn.error").info("Application startup complete.")
    ours, theirs = log.read_lines()
    assert ours.keys() - {"inspection", "rows"} == theirs.keys()
    assert (ours["event"], ours["inspection"], ours["rows"], ours["level"]) == (
        "submission.frozen",
        "NCP-X01-1",
        19,
        "info",
    )
    assert (theirs["event"], theirs["logger"]) == ("Application startup complete.", "uvicorn.error")


def test_ids_of_the_context_stand_on_every_line_inside_it(log: Lines) -> None:
    with logs.context(request_id="r-1", act="a-1"):
        logs.get_logger("here").info("act.received")
        logging.getLogger("sqlalchemy.pool").warning("theirs")
    logs.get_logger("here").info("act.done")
    first, second, third = log.read_lines()
    assert (first["request_id"], second["act"]) == ("r-1", "a-1")
    assert "act" not in third


@pytest.mark.parametrize("key", ["note", "narrative", "name", "reason", "inspection"])
def test_a_sentence_is_withheld_under_any_key(log: Lines, key: str) -> None:
    logs.get_logger("here").info("case.opened", **{key: "The child told the officer"})
    assert log.one()[key] == "withheld"


def test_a_word_is_withheld_under_a_key_that_is_not_for_codes(log: Lines) -> None:
    logs.get_logger("here").info("case.opened", who="Smith", answers=["Smith"], more={"a": "Smith"})
    assert "Smith" not in log.getvalue()


def test_a_sentence_as_the_event_itself_is_withheld(log: Lines) -> None:
    logs.get_logger("here").info("The child told the officer")
    assert log.one()["event"] == "withheld"


def test_numbers_dates_and_ids_are_told_under_any_key(log: Lines) -> None:
    when = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
    logs.get_logger("here").info("case.opened", cases=33, seen=when, id=UUID(int=7), late=False)
    line = log.one()
    assert (line["cases"], line["seen"], line["late"]) == (33, "2026-11-02 09:30:00+00:00", False)
    assert line["id"] == "00000000-0000-0000-0000-000000000007"


def test_an_exception_is_told_by_type_and_place_without_its_words(log: Lines) -> None:
    try:
        try:
            int("the child told the officer")
        except ValueError as error:
            raise LookupError("no such child") from error
    except LookupError:
        logs.get_logger("here").exception("act.failed")
    told = log.one()["exception"]
    assert [one["type"] for one in told] == ["builtins.LookupError", "builtins.ValueError"]
    assert told[1]["at"][0].endswith(
        "test_an_exception_is_told_by_type_and_place_without_its_words"
    )
    assert "child" not in log.getvalue().replace(__name__, "")


def test_every_exception_of_a_group_is_told(log: Lines) -> None:
    group = ExceptionGroup("words", [KeyError("a"), ExceptionGroup("words", [OSError("b")])])
    logs.get_logger("here").error("worker.failed", exc_info=group)
    told = [one["type"] for one in log.one()["exception"]]
    expected = ("ExceptionGroup", "KeyError", "ExceptionGroup", "OSError")
    assert told == [f"builtins.{name}" for name in expected]


def test_the_words_of_a_broken_connection_are_told(log: Lines) -> None:
    error = ConnectionRefusedError("127.0.0.1:7233 refused")
    logs.get_logger("here").error("engine.lost", exc_info=error)
    assert log.one()["exception"][0]["says"] == "127.0.0.1:7233 refused"


async def test_an_exception_that_asyncio_reports_is_not_quoted(log: Lines) -> None:
    async def fail() -> None:
        raise ValueError("the child told the officer")

    task = asyncio.create_task(fail())
    await asyncio.wait({task})
    asyncio.get_running_loop().call_exception_handler(
        {
            "message": "Task exception was never retrieved",
            "future": task,
            "exception": task.exception(),
        }
    )
    assert log.one()["event"] == "Task exception was never retrieved"
    assert "officer" not in log.getvalue()


def test_a_line_that_cannot_be_written_does_not_print_what_it_held(
    log: Lines, capsys: pytest.CaptureFixture[str]
) -> None:
    [handler] = (one for one in logging.getLogger().handlers if isinstance(one, CarefulHandler))
    words = ("the child told the officer",)
    handler.handle(logging.LogRecord("theirs", logging.INFO, "", 0, "%d cases", words, None))
    assert log.one() == {"event": "log.line_lost", "logger": "theirs"}
    assert capsys.readouterr().err == ""


def test_an_uncaught_exception_is_logged_without_its_words(
    log: Lines, capsys: pytest.CaptureFixture[str]
) -> None:
    error = ValueError("the child told the officer")
    sys.excepthook(ValueError, error, None)
    assert (log.one()["event"], log.one()["exception"][0]["type"]) == (
        "process.failed",
        "builtins.ValueError",
    )
    assert capsys.readouterr().err == ""


def test_addresses_that_were_asked_for_are_not_logged(log: Lines) -> None:
    logging.getLogger("uvicorn.access").info('"GET /search?q=Smith HTTP/1.1" 200')
    logging.getLogger("httpx").info("HTTP Request: GET http://127.0.0.1/search?q=Smith")
    assert log.getvalue() == ""


def test_a_line_inside_an_activity_says_which_and_for_which_inspection(log: Lines) -> None:
    @activity.defn
    async def project() -> None:
        logs.get_logger("activities").info("act.projected")
        activity.logger.info("theirs")

    environment = ActivityEnvironment()
    environment.info = replace(environment.info, workflow_id="inspection/NCP-X01-1")
    asyncio.run(environment.run(project))
    ours, theirs = log.read_lines()
    assert ours["activity"] == theirs["activity"] == "unknown"
    assert ours["inspection"] == theirs["inspection"] == "NCP-X01-1"
    assert ours["attempt"] == 1
