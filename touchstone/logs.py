"""One log for everything: structlog over the standard library, so that lines of the Temporal SDK,
uvicorn and SQLAlchemy come out in the same form: JSON, or laid out for the eye on a terminal.

What a line may hold is decided in `log_rules`.
"""

import logging
import sys
import threading
from contextlib import AbstractContextManager, suppress
from types import TracebackType
from typing import TextIO

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger
from temporalio import activity, workflow

from touchstone import log_rules
from touchstone.settings import Settings

QUIET = {
    # Their debug lines hold statements with their values: content.
    "aiosqlite": logging.WARNING,
    "asyncpg": logging.WARNING,
    "sqlalchemy": logging.WARNING,
    # Their lines hold addresses with what was searched for.
    "httpx": logging.WARNING,
    "httpcore": logging.WARNING,
    "uvicorn.access": logging.CRITICAL,
    # Seven lines at every start, of no use.
    "alembic.runtime.plugins": logging.WARNING,
}


class CarefulHandler(logging.StreamHandler[TextIO]):
    """Writes lines; one that cannot be written is told as lost, not printed with all it holds."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 (logging's own name)
        with suppress(OSError, ValueError):
            self.stream.write(f'{{"event": "log.line_lost", "logger": "{record.name}"}}\n')
            self.flush()


def configure(settings: Settings, stream: TextIO | None = None) -> None:
    """Set up logging for this process, to standard error unless another stream is given."""
    stream = stream or sys.stderr
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *_rules(),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
    )
    handler = CarefulHandler(stream)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[log_rules.keep_first_line_of_foreign_text, *_rules()],
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                *_rendering(settings, stream),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(settings.log_level.upper())
    sys.excepthook = _log_uncaught
    threading.excepthook = lambda failed: _log_uncaught(
        failed.exc_type, failed.exc_value, failed.exc_traceback
    )
    _tame_others()


def get_logger(name: str) -> structlog.stdlib.BoundLogger:
    """A logger; events are codes such as `submission.frozen`, what they concern goes in keys."""
    logger: structlog.stdlib.BoundLogger = structlog.stdlib.get_logger(name)
    return logger


def context(**ids: str) -> AbstractContextManager[None]:
    """Put ids (`request_id`, `act`, `inspection`) on every line that is logged inside the block."""
    return structlog.contextvars.bound_contextvars(**ids)


def _rules() -> list[Processor]:
    return [
        log_rules.drop_while_replaying,
        structlog.contextvars.merge_contextvars,
        log_rules.add_temporal_context,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.ExtraAdder(allow=log_rules.TEXT_KEYS),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        log_rules.tell_exception_without_its_words,
        log_rules.withhold_text,
    ]


def _rendering(settings: Settings, stream: TextIO) -> list[Processor]:
    on_terminal = settings.log_format == "auto" and stream.isatty()
    if settings.log_format == "pretty" or on_terminal:
        return [_lay_out_exception, structlog.dev.ConsoleRenderer(colors=stream.isatty())]
    return [structlog.processors.JSONRenderer(default=lambda _: log_rules.WITHHELD)]


def _lay_out_exception(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    if "exception" in event:
        told = event["exception"]
        lines = [line for one in told for line in (one["type"], *one["at"], one.get("says", ""))]
        event["exception"] = "\n".join(filter(None, lines))
    return event


def _log_uncaught(
    _: type[BaseException], error: BaseException | None, __: TracebackType | None
) -> None:
    """Python would print the words of an exception that nobody caught; the log tells its place."""
    get_logger("touchstone").critical("process.failed", exc_info=error)


def _tame_others() -> None:
    logging.captureWarnings(True)
    for name, level in QUIET.items():
        logging.getLogger(name).setLevel(level)
    # Otherwise the SDK writes a table of ids into the text; ours stand in keys.
    workflow.logger.workflow_info_on_message = False
    activity.logger.activity_info_on_message = False
