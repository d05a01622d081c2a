"""Technical log: JSON lines on standard error, one a request, with its route; never what was typed, nor by whom."""

import logging
import secrets
import sys
import time
from typing import TYPE_CHECKING

import structlog
from flask import Flask, Response, g, request

if TYPE_CHECKING:
    from structlog.typing import EventDict, Processor

log = structlog.get_logger("portal")


def configure(level: str) -> None:
    """Send structlog's and the standard library's records to standard error as JSON."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _without_message,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    logging.getLogger("huey").setLevel(max(logging.WARNING, root.level))


def _without_message(_logger: object, _method: str, event: "EventDict") -> "EventDict":
    """The type and the place of an exception are enough to mend it: its message may quote what a person typed."""
    info = event.pop("exc_info", None)
    error = sys.exc_info()[1] if info is True else info[1] if isinstance(info, tuple) else info
    if isinstance(error, BaseException):
        event.update(error=type(error).__name__, where=_place(error))
    return event


def _place(error: BaseException) -> list[str]:
    found, frame = [], error.__traceback__
    while frame:
        found.append(f"{frame.tb_frame.f_code.co_filename.rpartition('/')[2]}:{frame.tb_lineno}")
        frame = frame.tb_next
    return found[-8:]


def init(app: Flask) -> None:
    """Number each request and log its end."""

    @app.before_request
    def number() -> None:
        # Made here, never taken from a header: a client must not choose what the log is searched by.
        g.request_id = secrets.token_hex(8)
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=g.request_id)
        g.started = time.perf_counter()

    @app.after_request
    def record(response: Response) -> Response:
        response.headers["X-Request-ID"] = g.get("request_id", "")
        if request.endpoint != "static":
            log.info(
                "request",
                method=request.method,
                route=request.url_rule.rule if request.url_rule else None,
                status=response.status_code,
                ms=round(1000 * (time.perf_counter() - g.started), 1) if "started" in g else None,
            )
        return response

    @app.context_processor
    def name() -> dict[str, str]:
        return {"request_id": g.get("request_id", "")}
