"""Máy chủ HTTP của trang web.
The HTTP server of the pages, as `monitor serve` and the demo start it."""

import asyncio
import socket
from collections.abc import Callable
from typing import Any

import uvicorn
from fastapi import FastAPI
from uvicorn.supervisors import Multiprocess

from monitor.domain.errors import ConfigError

_AT_ONCE = 200
# A process that says nothing for so many seconds is ended: on a busy machine one needs some to begin.
_SILENT = 60


class OwnQueue(asyncio.SelectorEventLoop):
    """The loop of one process among several: it waits for visitors at a socket of its own.

    At one socket together, the first that is awake takes every connection, and browsers keep theirs:
    one process would serve everybody, the others nobody. The kernel spreads them over sockets evenly.
    """

    async def create_server(  # type: ignore[override]  # a server of ours is always given its socket
        self, *given: Any, sock: socket.socket, **more: Any
    ) -> asyncio.Server:
        """As of asyncio, at a socket beside the one given, which was bound and listens nowhere."""
        with sock:
            own = _bound(sock.family, sock.proto, sock.getsockname(), shared=True)
        return await super().create_server(*given, sock=own, **more)


def server(app: FastAPI) -> uvicorn.Server:
    """A server to be run on `listening` sockets. It keeps no access log, as addresses carry secrets."""
    return uvicorn.Server(_config(app))


def serve_in_processes(make: Callable[[], FastAPI], bound: socket.socket, number: int) -> None:
    """Serve until told to stop, in so many processes; one that dies is begun anew.

    Each makes its application by itself; `make` stands in a module that a new process can import, and
    must have been seen to work, as a process that cannot begin is begun again and again.
    """
    Multiprocess(_config(make, number), sockets=[bound]).run()


def listening(host: str, port: int) -> socket.socket:
    """A socket bound to this address, for `sockets=` of a server; port 0 takes any that is free.

    It listens itself, or each of several processes beside it (`OwnQueue`).
    It names its protocol: else the loop takes it for none of TCP's, and every answer on a kept connection
    waits forty milliseconds for an acknowledgement. Raises `ConfigError` where that cannot be.
    """
    try:
        family, _, proto, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP
        )[0]
        # One that shares its address would stand beside another program's without a word.
        with _bound(family, proto, address, shared=False) as alone:
            address = alone.getsockname()
        return _bound(family, proto, address, shared=True)
    except OSError as error:
        raise ConfigError(
            f"cannot listen at {host}:{port}: {error}",
            vi=f"Không nghe được ở địa chỉ {host}:{port} (đang có chương trình khác dùng, hoặc địa chỉ sai). "
            "Hãy chọn cổng khác bằng --port hoặc sửa [web] host, port rồi chạy lại.",
        ) from error


def _bound(family: int, proto: int, address: Any, *, shared: bool) -> socket.socket:
    """A socket at an address; with `shared` others of the same user may stand beside it."""
    made = socket.socket(family, socket.SOCK_STREAM, proto)
    try:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, shared)
        made.bind(address)
    except OSError:
        made.close()
        raise
    return made


def _config(app: FastAPI | Callable[[], FastAPI], workers: int = 1) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        factory=not isinstance(app, FastAPI),
        workers=workers,
        access_log=False,
        log_level="warning",
        server_header=False,
        # Who may tell whom he asks for is the operator's to say: `monitor.web.proxies`.
        proxy_headers=False,
        limit_concurrency=_AT_ONCE,
        timeout_keep_alive=5,
        timeout_graceful_shutdown=10,
        timeout_worker_healthcheck=_SILENT,
        lifespan="on",
        loop=f"{__name__}:{OwnQueue.__name__}" if workers > 1 else "asyncio",
        ws="none",
    )
