"""Kết nối đã kiểm tra địa chỉ và có hạn giờ.
Connections to checked addresses only, with a deadline for the whole exchange and TLS per host."""

import contextlib
import os
import socket
import ssl
import threading
from collections.abc import Callable
from contextvars import ContextVar
from types import TracebackType
from typing import Any

import certifi
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import NameResolutionError, NewConnectionError
from urllib3.util.ssl_ import create_urllib3_context

from monitor.domain.errors import ConfigError
from sources.http.addresses import resolve
from sources.http.settings import TlsProfile

_MOST_ADDRESSES = 4


class Deadline:
    """Ends an exchange after `seconds`, in whatever phase: handshake, headers or body.

    Read time-outs begin anew with each byte; a server that drips one byte at a time would hold a
    worker for days. A copy of the socket is shut down, which ends every read on it.
    """

    def __init__(self, seconds: float) -> None:
        self._timer = threading.Timer(seconds, self._end)
        self._timer.daemon = True
        self._lock = threading.Lock()
        self._copies: list[socket.socket] = []
        self.passed = False

    def __enter__(self) -> "Deadline":
        self._token = _deadline.set(self)
        self._timer.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        _deadline.reset(self._token)
        self._timer.cancel()
        with self._lock:
            for copy in self._copies:
                copy.close()
            self._copies.clear()

    def watch(self, connected: socket.socket) -> None:
        """Put a connected socket under this deadline; ended at once when it has passed."""
        with self._lock:
            copy = socket.socket(fileno=os.dup(connected.fileno()))
            self._copies.append(copy)
            if self.passed:
                copy.shutdown(socket.SHUT_RDWR)

    def _end(self) -> None:
        with self._lock:
            self.passed = True
            for copy in self._copies:
                # Already closed by the other side: then there is nothing to end.
                with contextlib.suppress(OSError):
                    copy.shutdown(socket.SHUT_RDWR)


_deadline: ContextVar[Deadline | None] = ContextVar("deadline", default=None)


class _Pinned(HTTPConnection):
    """Resolves once, refuses what may not be asked, and connects to the very address it checked."""

    allow_private = False

    def _new_conn(self) -> socket.socket:
        return _connect_pinned(self, super()._new_conn, allow_private=self.allow_private)


class _PinnedTls(HTTPSConnection):
    """As `_Pinned`; the certificate is still checked against the host's name."""

    allow_private = False

    def _new_conn(self) -> socket.socket:
        return _connect_pinned(self, super()._new_conn, allow_private=self.allow_private)


class _PinnedInside(_Pinned):
    allow_private = True


class _PinnedTlsInside(_PinnedTls):
    allow_private = True


def _connect_pinned(
    connection: HTTPConnection, connect: Callable[[], socket.socket], *, allow_private: bool
) -> socket.socket:
    name = connection._dns_host
    try:
        addresses = resolve(name, connection.port, allow_private=allow_private)[:_MOST_ADDRESSES]
    except socket.gaierror as error:
        raise NameResolutionError(name, connection, error) from error
    try:
        for address in addresses[:-1]:
            connection._dns_host = address
            with contextlib.suppress(NewConnectionError):
                return _watched(connect())
        connection._dns_host = addresses[-1]
        return _watched(connect())
    finally:
        connection._dns_host = name


def _watched(connected: socket.socket) -> socket.socket:
    deadline = _deadline.get()
    if deadline is not None:
        deadline.watch(connected)
    return connected


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Pinned


class _TlsPool(HTTPSConnectionPool):
    ConnectionCls = _PinnedTls


class _InsidePool(HTTPConnectionPool):
    ConnectionCls = _PinnedInside


class _TlsInsidePool(HTTPSConnectionPool):
    ConnectionCls = _PinnedTlsInside


class GuardedAdapter(HTTPAdapter):
    """A `requests` transport whose connections obey `Deadline` and the address guard.

    Raises `AddressRefused` from `send`; `ConfigError` when the TLS profile cannot be loaded.
    """

    def __init__(self, profile: TlsProfile, *, allow_private: bool) -> None:
        self._context = _tls_context(profile)
        self._allow_private = allow_private
        super().__init__(max_retries=0)

    def init_poolmanager(self, connections: int, maxsize: int, block: bool = False, **options: Any) -> None:
        super().init_poolmanager(connections, maxsize, block, ssl_context=self._context, **options)
        inside = {"http": _InsidePool, "https": _TlsInsidePool}
        outside = {"http": _Pool, "https": _TlsPool}
        self.poolmanager.pool_classes_by_scheme = inside if self._allow_private else outside


def _tls_context(profile: TlsProfile) -> ssl.SSLContext:
    try:
        context = create_urllib3_context(ciphers=profile.ciphers or None)
        context.load_verify_locations(certifi.where())
        if profile.ca_bundle:
            context.load_verify_locations(profile.ca_bundle)
    except (ssl.SSLError, OSError) as error:
        raise ConfigError(
            f"TLS profile {profile} cannot be loaded: {error}",
            vi="Không nạp được thiết lập TLS "
            f"(ciphers “{profile.ciphers}”, tệp “{profile.ca_bundle}”); hãy sửa.",
        ) from error
    return context
