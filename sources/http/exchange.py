"""Một yêu cầu, một trả lời.
One request and its answer, read within byte and time limits."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import requests

from monitor.domain.ports import Exchange
from sources.http.connections import Deadline, GuardedAdapter
from sources.http.failures import TRANSPORT_ERRORS, reason_of
from sources.http.settings import ClientSettings

_CHUNK = 16_384
_DECODED = frozenset({"", "identity", "gzip", "x-gzip", "deflate"})
_FIXED = {"accept-encoding": "gzip, deflate", "connection": "close"}
# Without these known in time, the body was read as something it is not.
_FRAMING = frozenset({"transfer-encoding", "content-encoding"})
_TRUNCATED = {"too_large": "length", "timeout": "time"}


@dataclass(frozen=True, slots=True)
class Ask:
    """One request to be made; at most one of `json` and `form` is set."""

    method: str
    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    json: Any = None
    form: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Transfer:
    """What came back: an exchange, a reason word why it is not whole, or both."""

    exchange: Exchange | None
    failure: str = ""
    message: str = ""


def perform(
    ask: Ask,
    source_id: str,
    adapter: GuardedAdapter,
    settings: ClientSettings,
    now: Callable[[], datetime],
) -> Transfer:
    """Send one request on a fresh connection and read the answer, never more than the limits.

    A fresh connection each time: sites reset kept-alive ones (portals §6.1), and the address is
    checked anew. Errors of the transport become a reason word; `AddressRefused` passes.
    """
    with Deadline(settings.total_seconds) as deadline:
        exchange: Exchange | None = None
        try:
            prepared = _prepare(ask, settings)
            answer = adapter.send(
                prepared, stream=True, timeout=(settings.connect_seconds, settings.timeout_seconds)
            )
        except TRANSPORT_ERRORS as error:
            return _failed(None, error, deadline)
        with answer:
            exchange = _without_body(ask, source_id, prepared, answer, now())
            return _read(exchange, answer, settings.max_bytes, deadline)


def _prepare(ask: Ask, settings: ClientSettings) -> requests.PreparedRequest:
    headers = {"user-agent": settings.agent, "accept": "*/*", **_FIXED}
    headers |= {name.lower(): value for name, value in ask.headers.items()} | _FIXED
    return requests.Request(ask.method, ask.url, headers=headers, json=ask.json, data=ask.form).prepare()


def _without_body(
    ask: Ask, source_id: str, prepared: requests.PreparedRequest, answer: requests.Response, at: datetime
) -> Exchange:
    sent = prepared.body or b""
    return Exchange(
        source_id=source_id,
        method=ask.method,
        url=str(prepared.url),
        request_headers={name.lower(): str(value) for name, value in prepared.headers.items()},
        request_body=sent.encode("utf-8") if isinstance(sent, str) else bytes(sent),
        status=answer.status_code,
        reason=answer.reason or "",
        headers=_headers(answer),
        body=b"",
        fetched_at=at,
    )


def _headers(answer: requests.Response) -> dict[str, str]:
    """Lower-case names; repeated headers joined; folded lines made one."""
    received = answer.raw.headers
    parsed = {name.lower(): " ".join(str(received[name]).split()) for name in received}
    return _after_bad_line(answer) | parsed


def _after_bad_line(answer: requests.Response) -> dict[str, str]:
    """Headers that Python's parser drops after a malformed line (soxaydung.camau, portals §1.3)."""
    message = getattr(getattr(answer.raw, "_original_response", None), "msg", None)
    dropped = message.get_payload() if message is not None and message.defects else ""
    found: dict[str, str] = {}
    name = ""
    for line in str(dropped).splitlines():
        if line[:1] in (" ", "\t") and name:
            found[name] = f"{found[name]} {line.strip()}"
        elif ":" in line:
            name = line.partition(":")[0].strip().lower()
            found[name] = line.partition(":")[2].strip()
    return found


def _read(exchange: Exchange, answer: requests.Response, limit: int, deadline: Deadline) -> Transfer:
    """Read the body, counting decompressed bytes while they come (a bomb stops at the limit)."""
    framed = _FRAMING & _after_bad_line(answer).keys()
    if framed:
        return Transfer(exchange, "bad_headers", f"{sorted(framed)} stands after a malformed header line")
    codings = {part.strip().lower() for part in exchange.headers.get("content-encoding", "").split(",")}
    if codings - _DECODED:
        return Transfer(exchange, "unknown_encoding", f"content-encoding {sorted(codings)}")
    body = bytearray()
    try:
        # `read1` hands on what has come: of a body that breaks off, the beginning is evidence.
        while chunk := answer.raw.read1(_CHUNK, decode_content=True):
            body += chunk
            if len(body) > limit:
                cut = replace(exchange, body=bytes(body[:limit]), truncated="length")
                return Transfer(cut, "too_large", f"more than {limit} bytes")
    except TRANSPORT_ERRORS as error:
        return _failed(replace(exchange, body=bytes(body)), error, deadline)
    if deadline.passed:
        # Without a Content-Length, a connection that we ended looks like a body that ended.
        return _failed(replace(exchange, body=bytes(body)), TimeoutError("total time is over"), deadline)
    return Transfer(replace(exchange, body=bytes(body)))


def _failed(exchange: Exchange | None, error: BaseException, deadline: Deadline) -> Transfer:
    reason = "timeout" if deadline.passed else reason_of(error)
    if exchange is not None:
        exchange = replace(exchange, truncated=_TRUNCATED.get(reason, "disconnect"))
    return Transfer(exchange, reason, f"{type(error).__name__}: {error}"[:500])
