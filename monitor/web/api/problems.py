"""Câu trả lời “không” của dữ liệu mở, theo RFC 9457.
What the open-data service says when it does not answer: problem details in both languages."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from monitor.domain.errors import MonitorError, StorageError
from monitor.web.api.wording import both, en, vi
from monitor.web.headers import SAFE_HEADERS

log = structlog.get_logger()

PROBLEM = "application/problem+json"
_KEYS = {404: "not_found", 405: "wrong_way"}


class Mistake(BaseModel):
    """One parameter that cannot be read."""

    model_config = ConfigDict(extra="forbid")

    field: str
    message: str


class Problem(BaseModel):
    """RFC 9457: `title` and `detail` are Vietnamese, the English ones stand beside them."""

    model_config = ConfigDict(extra="forbid")

    type: str = "about:blank"
    status: int
    title: str
    detail: str
    title_en: str
    detail_en: str
    errors: list[Mistake] = Field(default_factory=list)


class DataRefused(MonitorError):
    """A question that is not answered; `key` names its text, `status` is the HTTP answer."""

    def __init__(self, key: str, status: int, *, retry_after: int = 0) -> None:
        super().__init__(key, vi=vi(f"{key}_detail"))
        self.key = key
        self.status = status
        self.retry_after = retry_after


def responses(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The refusals of a route, for its description."""
    keys = {304: "same", 400: "bad_cursor", 404: "not_found", 410: "withdrawn", 422: "unreadable"}
    keys |= {429: "too_often", 503: "busy"}
    schema = _schema()
    found: dict[int | str, dict[str, Any]] = {304: {"description": both("same")}}
    for status in (*statuses, 422, 429, 503):
        found[status] = {"description": both(keys[status]), "content": {PROBLEM: {"schema": schema}}}
    found[429]["headers"] = {"Retry-After": {"schema": {"type": "integer"}, "description": both("too_often")}}
    return found


@cache
def _schema() -> Mapping[str, Any]:
    """What a refusal looks like, whole: the same for every route."""
    schema = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    schema["properties"]["errors"]["items"] = schema.pop("$defs")["Mistake"]
    return schema


def add_problems(app: FastAPI) -> None:
    """Answer every error as problem details. Nothing of what went wrong inside is told."""

    def refused(_: Request, error: Exception) -> Response:
        assert isinstance(error, DataRefused)
        headers = {"retry-after": str(error.retry_after)} if error.retry_after else {}
        return _problem(error.status, error.key, headers=headers)

    def by_status(_: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        key = _KEYS.get(error.status_code, "unreadable")
        return _problem(error.status_code, key, headers=dict(error.headers or {}))

    def unreadable(_: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)
        mistakes = [
            Mistake(field=".".join(map(str, one["loc"][1:])) or str(one["loc"][0]), message=one["msg"])
            for one in error.errors()
        ]
        return _problem(422, "unreadable", mistakes)

    def busy(_: Request, error: Exception) -> Response:
        log.error("store_refused", kind=type(error).__name__)
        return _problem(503, "busy")

    def broken(_: Request, error: Exception) -> Response:
        log.error("api_crashed", kind=type(error).__name__)
        # This one answer is made outside the middleware that adds them.
        return _problem(500, "broken", headers=dict(SAFE_HEADERS))

    app.add_exception_handler(DataRefused, refused)
    app.add_exception_handler(HTTPException, by_status)
    app.add_exception_handler(RequestValidationError, unreadable)
    app.add_exception_handler(StorageError, busy)
    app.add_exception_handler(Exception, broken)


def _problem(
    status: int, key: str, mistakes: Sequence[Mistake] = (), headers: dict[str, str] | None = None
) -> Response:
    body = Problem(
        status=status,
        title=vi(key),
        detail=vi(f"{key}_detail"),
        title_en=en(key),
        detail_en=en(f"{key}_detail"),
        errors=list(mistakes),
    )
    return JSONResponse(
        body.model_dump(),
        status,
        headers={**(headers or {}), "cache-control": "no-store"},
        media_type=PROBLEM,
    )
