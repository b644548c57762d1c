"""Tệp tĩnh của trang: một tờ kiểu và phông chữ, đều của mình.
The static files: one stylesheet and the fonts, all served by ourselves."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files

from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from alerts.feeds.etag import already_has, etag
from alerts.palette import DARK, LIGHT

_KINDS = {"css": "text/css; charset=utf-8", "woff2": "font/woff2", "txt": "text/plain; charset=utf-8"}
# Addresses carry the digest of all files: a change of any is another address.
_FOR_EVER = "public, max-age=31536000, immutable"


@dataclass(frozen=True, slots=True)
class Assets:
    """Every static file by name, and the digest that stands in their addresses."""

    files: Mapping[str, bytes]
    version: str


@cache
def load_assets() -> Assets:
    """Read once; the colours stand in front of the stylesheet, from where letters take theirs."""
    folder = files("monitor.web").joinpath("static")
    found = {file.name: file.read_bytes() for file in folder.iterdir() if _kind(file.name)}
    found["site.css"] = _colours().encode() + found["site.css"]
    digest = sha256(b"".join(found[name] for name in sorted(found)))
    return Assets(found, digest.hexdigest()[:12])


def routes(assets: Assets) -> APIRouter:
    """`/static/<version>/<name>`."""
    router = APIRouter()

    @router.api_route("/static/{version}/{name}", methods=["GET", "HEAD"])
    def static(request: Request, version: str, name: str) -> Response:
        if name not in assets.files or version != assets.version:
            raise HTTPException(404)
        body = assets.files[name]
        headers = {"ETag": etag(body), "Cache-Control": _FOR_EVER}
        if already_has(request.headers.get("if-none-match", ""), headers["ETag"]):
            return Response(status_code=304, headers=headers)
        return Response(body, headers=headers, media_type=_kind(name))

    return router


def _kind(name: str) -> str:
    return _KINDS.get(name.rpartition(".")[2], "")


def _colours() -> str:
    light, dark = (
        "".join(f"--{name.replace('_', '-')}:{value};" for name, value in colours.items())
        for colours in (LIGHT, DARK)
    )
    return (
        f":root{{color-scheme:light dark;{light}}}\n@media (prefers-color-scheme:dark){{:root{{{dark}}}}}\n"
    )
