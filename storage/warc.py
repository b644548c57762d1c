"""Một lượt hỏi–đáp thành hai bản ghi WARC, và đọc ngược lại.
One exchange as a pair of WARC records, and back; knows the format, not the files' life."""

import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import quote, urlsplit

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from monitor.domain.ports import Exchange
from monitor.domain.sources import Capture

_BLOCK = 1 << 16
_MAGIC = b"\x1f\x8b\x08"

# What the operator's owner entrusted to him has no place in evidence that is handed on.
_SECRET_HEADERS = {"authorization", "proxy-authorization", "cookie"}
_SECRET_PARAMETER = re.compile(r"([?&](?:token|access_token|api_key)=)[^&#]*", re.IGNORECASE)

# The body is kept decoded; these headers tell how it was sent and would mislead a WARC reader.
_TRANSPORT_HEADERS = {"content-encoding", "transfer-encoding", "content-length"}


@dataclass(frozen=True, slots=True)
class Member:
    """One gzip member of a file: where it stands and what it unpacks to."""

    start: int
    end: int
    data: bytes


def describe(exchange: Exchange, previous_chain: str, warc_file: str, warc_offset: int) -> Capture:
    """The index row of an exchange that is about to be written at this place."""
    digest = f"sha256:{sha256(exchange.body).hexdigest()}"
    chain = next_chain(previous_chain, digest)
    return Capture(
        id=f"{exchange.fetched_at.astimezone(UTC):%Y%m%dT%H%M%S}-{chain.removeprefix('sha256:')[:16]}",
        source_id=_line(exchange.source_id),
        url=_address(exchange.url),
        fetched_at=exchange.fetched_at,
        status=exchange.status,
        content_type=_line(exchange.headers.get("content-type", "")),
        size=len(exchange.body),
        digest=digest,
        chain=chain,
        warc_file=warc_file,
        warc_offset=warc_offset,
    )


def next_chain(previous: str, digest: str) -> str:
    """The digest that ties a capture to the one before it; `previous` is empty at the start."""
    return f"sha256:{sha256((previous + digest).encode('ascii')).hexdigest()}"


def pack(exchange: Exchange, capture: Capture) -> bytes:
    """Response and request as two gzip members, the response first (its offset is indexed)."""
    out = BytesIO()
    writer = WARCWriter(out, gzip=True, warc_version="1.1")
    date = f"{exchange.fetched_at.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%fZ}"
    own = {
        "WARC-Date": date,
        "WARC-Payload-Digest": capture.digest,
        "X-Capture-Id": capture.id,
        "X-Source-Id": capture.source_id,
        "X-Chain": capture.chain,
    }
    if exchange.truncated:
        own["WARC-Truncated"] = _line(exchange.truncated)
    response = writer.create_warc_record(
        capture.url,
        "response",
        payload=BytesIO(exchange.body),
        length=len(exchange.body),
        warc_headers_dict=own,
        http_headers=_response_headers(exchange),
    )
    request = writer.create_warc_record(
        capture.url,
        "request",
        payload=BytesIO(exchange.request_body),
        length=len(exchange.request_body),
        warc_headers_dict={"WARC-Date": date},
        http_headers=_request_headers(exchange, capture.url),
    )
    writer.write_request_response_pair(request, response)
    return out.getvalue()


def members(path: Path, start: int = 0) -> Iterator[Member]:
    """The whole gzip members from `start` on; damaged or torn stretches are passed over."""
    with path.open("rb") as file:
        size = path.stat().st_size
        while start < size:
            member = read_member(file, start)
            if member is not None:
                yield member
                start = member.end
                continue
            found = _next_magic(file, start + 1)
            if found is None:
                return
            start = found


def read_member(file: BinaryIO, start: int) -> Member | None:
    """The gzip member at `start` with its check sum proved; `None` when torn or damaged."""
    file.seek(start)
    unpacker = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
    parts: list[bytes] = []
    taken = 0
    while not unpacker.eof:
        block = file.read(_BLOCK)
        if not block:
            return None
        taken += len(block)
        try:
            parts.append(unpacker.decompress(block))
        except zlib.error:
            return None
    return Member(start, start + taken - len(unpacker.unused_data), b"".join(parts))


def unpack(member: Member, warc_file: str) -> tuple[Capture, bytes] | None:
    """The capture and body of a response record; `None` for requests and what is not ours."""
    try:
        for record in ArchiveIterator(BytesIO(member.data)):
            if record.rec_type == "response" and record.rec_headers.get_header("X-Capture-Id"):
                body = record.content_stream().read()
                return _capture(record, body, warc_file, member.start), body
    except (ArchiveLoadFailed, ValueError, EOFError):
        return None
    return None


def _capture(record: Any, body: bytes, warc_file: str, offset: int) -> Capture:
    own: Mapping[str, str | None] = {
        name: record.rec_headers.get_header(name)
        for name in ("X-Capture-Id", "X-Source-Id", "X-Chain", "WARC-Target-URI", "WARC-Date")
    }
    return Capture(
        id=own["X-Capture-Id"] or "",
        source_id=own["X-Source-Id"] or "",
        url=own["WARC-Target-URI"] or "",
        fetched_at=datetime.fromisoformat(own["WARC-Date"] or ""),
        status=int(record.http_headers.get_statuscode()),
        content_type=record.http_headers.get_header("content-type") or "",
        size=len(body),
        digest=f"sha256:{sha256(body).hexdigest()}",
        chain=own["X-Chain"] or "",
        warc_file=warc_file,
        warc_offset=offset,
    )


def _response_headers(exchange: Exchange) -> StatusAndHeaders:
    lines = [
        (f"x-archive-orig-{name}" if name.lower() in _TRANSPORT_HEADERS else _name(name), _line(value))
        for name, value in exchange.headers.items()
    ]
    lines.append(("content-length", str(len(exchange.body))))
    return StatusAndHeaders(_ascii(f"{exchange.status} {exchange.reason}"), lines, protocol="HTTP/1.1")


def _request_headers(exchange: Exchange, url: str) -> StatusAndHeaders:
    parts = urlsplit(url)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    lines = [
        (_name(name), "(removed)" if name.lower() in _SECRET_HEADERS else _line(value))
        for name, value in exchange.request_headers.items()
    ]
    return StatusAndHeaders(_ascii(f"{exchange.method} {target} HTTP/1.1"), lines, is_http_request=True)


def _address(url: str) -> str:
    # Nothing that could end a header line; letters beyond ASCII as a browser would send them.
    plain = _SECRET_PARAMETER.sub(r"\1removed", url)
    return quote(plain, safe="%/:=&?~#+!$,;'@()*[]|", errors="replace")


def _line(value: str) -> str:
    # One header line: a value with a line end in it could forge headers or a body.
    return re.sub(r"[\x00-\x1f\x7f\ud800-\udfff]+", " ", value).strip()


def _name(value: str) -> str:
    return re.sub(r"[^A-Za-z0-9!#$%&'*+.^_`|~-]", "_", value)


def _ascii(value: str) -> str:
    return _line(value).encode("ascii", "replace").decode("ascii")


def _next_magic(file: BinaryIO, start: int) -> int | None:
    file.seek(start)
    overlap = b""
    position = start
    while block := file.read(_BLOCK):
        found = (overlap + block).find(_MAGIC)
        if found >= 0:
            return position - len(overlap) + found
        position += len(block)
        overlap = block[-2:]
    return None
