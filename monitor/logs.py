"""Nhật ký: mỗi dòng một JSON, xoay vòng theo dung lượng.
The log: one JSON object a line, rotated by size, in English for the operators."""

import logging
from logging.handlers import RotatingFileHandler
from pathlib import Path

import structlog

_MAX_BYTES = 5_000_000
_KEPT = 5


def log_to(path: Path | None) -> None:
    """Write the log to a file (UTC times); `None` keeps it silent, as in the demo."""
    logger = logging.getLogger("monitor")
    for old in list(logger.handlers):
        logger.removeHandler(old)
        old.close()
    handler = (
        RotatingFileHandler(path, maxBytes=_MAX_BYTES, backupCount=_KEPT, encoding="utf-8")
        if path
        else logging.NullHandler()
    )
    handler.setFormatter(logging.Formatter("%(message)s"))
    logger.addHandler(handler)
    logger.propagate = False
    logger.setLevel(logging.INFO)
    structlog.configure(
        processors=[
            structlog.stdlib.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        logger_factory=lambda *_args: logger,
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
