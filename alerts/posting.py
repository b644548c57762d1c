"""Gửi một yêu cầu POST có hạn giờ, có hạn cỡ, tới đúng địa chỉ đã kiểm tra.
One POST to a checked address: pinned, without redirects or proxies, with limits of time and size."""

import contextlib
import os
import socket
import ssl
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import cache
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from pathlib import Path

import certifi

from alerts.guard import AddressRefused, Target, read_target, resolve
from monitor.domain.errors import DeliveryError

_MOST_ADDRESSES = 4
_LONGEST_PAUSE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Limits:
    """How long an exchange may take, how much of an answer is read, and what else is let through.

    `allow_loopback` admits this machine, there also by plain http; `ca_file` names further
    certificate authorities (PEM), for receivers inside a network of their own. `one_host`: all that
    goes by this channel goes there, so that trouble on the way concerns all of it.
    """

    seconds: float = 20.0
    answer_bytes: int = 65_536
    allow_loopback: bool = False
    ca_file: Path | None = None
    one_host: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back; header names in lower case, the body cut at the limit."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def utc_now() -> datetime:
    """The wall clock of the moment of sending."""
    return datetime.now(UTC)


def post(url: str, body: bytes, headers: Mapping[str, str], limits: Limits) -> Answer:
    """Post once; a redirect is an answer like any other.

    Raises `DeliveryError`: permanent for an address that may not be asked, passing for trouble on
    the way. The texts name the host only, since a path may hold a secret.
    """
    try:
        target = read_target(url, allow_loopback=limits.allow_loopback)
        return _exchange(target, body, headers, limits)
    except AddressRefused as error:
        raise DeliveryError(
            f"address refused: {error}",
            permanent=True,
            vi=f"Không gửi tới địa chỉ này ({error}). Hãy đăng ký một địa chỉ https công cộng.",
        ) from error
    except (OSError, HTTPException) as error:
        raise DeliveryError(
            f"{target.host}: {type(error).__name__}: {error}",
            permanent=False,
            vi=f"Không kết nối được {target.host}: {error or type(error).__name__}. Hệ thống sẽ tự gửi lại.",
            down=limits.one_host,
        ) from error


def retry_after(header: str, now: datetime) -> timedelta | None:
    """The pause that a `Retry-After` header asks for: seconds or an HTTP date, a day at most."""
    text = header.strip()
    if text.isascii() and text.isdigit():
        pause = timedelta(seconds=min(int(text[:9]), _LONGEST_PAUSE.total_seconds()))
    else:
        try:
            at = parsedate_to_datetime(text)
        except (ValueError, OverflowError):
            return None
        pause = (at if at.tzinfo else at.replace(tzinfo=UTC)) - now
    return min(pause, _LONGEST_PAUSE) if pause > timedelta() else None


def until_reset(header: str, now: datetime) -> timedelta | None:
    """The pause until the instant (Unix seconds) that a rate-limit header names, a day at most."""
    text = header.strip()
    if not (text.isascii() and text.isdigit()):
        return None
    # Floats: an absurd number must not overflow a datetime.
    pause = min(int(text[:12]) - now.timestamp(), _LONGEST_PAUSE.total_seconds())
    return timedelta(seconds=pause) if pause > 0 else None


def _exchange(target: Target, body: bytes, headers: Mapping[str, str], limits: Limits) -> Answer:
    context = _context(limits.ca_file) if target.scheme == "https" else None
    raw = _connect(target, limits)
    with contextlib.ExitStack() as stack:
        stack.callback(raw.close)
        stack.enter_context(_deadline(raw, limits.seconds))
        connection: HTTPConnection
        if context is None:
            connection = HTTPConnection(target.host, target.port)
            connection.sock = raw
        else:
            connection = HTTPSConnection(target.host, target.port, context=context)
            connection.sock = context.wrap_socket(raw, server_hostname=target.host)
        stack.callback(connection.close)
        connection.request("POST", target.path, body=body, headers=dict(headers))
        response = connection.getresponse()
        return Answer(
            response.status,
            {name.lower(): value for name, value in response.getheaders()},
            _read(response, limits.answer_bytes),
        )


@cache
def _context(ca_file: Path | None) -> ssl.SSLContext:
    """Built once: reading all authorities takes longer than an exchange."""
    context = ssl.create_default_context(cafile=certifi.where())
    if ca_file is not None:
        context.load_verify_locations(ca_file)
    return context


def _connect(target: Target, limits: Limits) -> socket.socket:
    addresses = resolve(target, allow_loopback=limits.allow_loopback)[:_MOST_ADDRESSES]
    share = limits.seconds / len(addresses)
    for address in addresses[:-1]:
        with contextlib.suppress(OSError):
            return socket.create_connection((address, target.port), timeout=share)
    return socket.create_connection((addresses[-1], target.port), timeout=share)


@contextlib.contextmanager
def _deadline(connected: socket.socket, seconds: float) -> Iterator[None]:
    """End the exchange after `seconds` in all: a read time-out begins anew with every byte."""
    connected.settimeout(seconds)
    copy = socket.socket(fileno=os.dup(connected.fileno()))

    def end() -> None:
        # Already closed by the other side: then there is nothing to end.
        with contextlib.suppress(OSError):
            copy.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(seconds, end)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        timer.join()
        copy.close()


def _read(response: HTTPResponse, limit: int) -> bytes:
    """The beginning of the body; the status has been said, so a torn body does not undo it."""
    with contextlib.suppress(OSError, HTTPException):
        return response.read(limit)
    return b""
