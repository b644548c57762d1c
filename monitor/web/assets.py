"""Tệp tĩnh của trang: một tờ kiểu và phông chữ, đều của mình.
The static files: one stylesheet and the fonts, all served by ourselves."""

import gzip
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from importlib.resources import files

from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from alerts.feeds.etag import already_has, etag
from alerts.palette import DARK, LIGHT
from monitor.web.rooms import PUBLIC

_KINDS = {
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "woff2": "font/woff2",
    "txt": "text/plain; charset=utf-8",
    "svg": "image/svg+xml",
}
_PACKED = frozenset({"css", "js", "svg"})
# Addresses carry the digest of all files: a change of any is another address.
_FOR_EVER = "public, max-age=31536000, immutable"


@dataclass(frozen=True, slots=True)
class Assets:
    """Every static file by name, and the digest that stands in their addresses."""

    files: Mapping[str, bytes]
    version: str
    packed: Mapping[str, bytes] = field(default_factory=dict)


@cache
def load_assets() -> Assets:
    """Read once; the colours stand in front of the stylesheet, from where letters take theirs."""
    folder = files("monitor.web").joinpath("static")
    found = {file.name: file.read_bytes() for file in folder.iterdir() if _kind(file.name)}
    found["site.css"] = _colours().encode() + found["site.css"]
    digest = sha256(b"".join(found[name] for name in sorted(found)))
    packed = {
        name: gzip.compress(body, 9, mtime=0) for name, body in found.items() if _suffix(name) in _PACKED
    }
    return Assets(found, digest.hexdigest()[:12], packed)


def routes(assets: Assets) -> APIRouter:
    """`/static/<version>/<name>`."""
    router = APIRouter()

    @router.api_route("/static/{version}/{name}", methods=["GET", "HEAD"], dependencies=[PUBLIC])
    def static(request: Request, version: str, name: str) -> Response:
        if name not in assets.files or version != assets.version:
            raise HTTPException(404)
        body = assets.files[name]
        headers = {"ETag": etag(body), "Cache-Control": _FOR_EVER, "Vary": "Accept-Encoding"}
        if already_has(request.headers.get("if-none-match", ""), headers["ETag"]):
            return Response(status_code=304, headers=headers)
        if name in assets.packed and "gzip" in request.headers.get("accept-encoding", ""):
            # The same text in another wrapping: a tag of its own, as RFC 9110 wants it.
            body = assets.packed[name]
            headers |= {"Content-Encoding": "gzip", "ETag": etag(body)}
        return Response(body, headers=headers, media_type=_kind(name))

    return router


def _kind(name: str) -> str:
    return _KINDS.get(_suffix(name), "")


def _suffix(name: str) -> str:
    return name.rpartition(".")[2]


def _colours() -> str:
    light, dark = (
        "".join(f"--{name.replace('_', '-')}:{value};" for name, value in colours.items())
        for colours in (LIGHT, DARK)
    )
    return (
        f":root{{color-scheme:light dark;{light}}}\n"
        f"@media (prefers-color-scheme:dark){{:root:not([data-theme=light]){{{dark}}}}}\n"
        f":root[data-theme=light]{{color-scheme:light}}\n"
        f":root[data-theme=dark]{{color-scheme:dark;{dark}}}\n"
    )
