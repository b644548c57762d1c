"""Máy chủ HTTP của trang web.
The HTTP server of the pages, as `monitor serve` and the demo start it."""

import uvicorn
from fastapi import FastAPI

_AT_ONCE = 200


def server(app: FastAPI, host: str, port: int) -> uvicorn.Server:
    """A server that is not started yet. It keeps no access log, as addresses carry secrets."""
    return uvicorn.Server(
        uvicorn.Config(
            app,
            host=host,
            port=port,
            access_log=False,
            log_level="warning",
            server_header=False,
            limit_concurrency=_AT_ONCE,
            timeout_keep_alive=5,
            timeout_graceful_shutdown=10,
            lifespan="off",
            ws="none",
        )
    )
