"""Gọi tên lỗi mạng.
One stable reason word for every error that the HTTP libraries and the operating system raise."""

import http.client
import socket
import ssl
from collections.abc import Iterator

import requests
import urllib3.exceptions

# Everything the transport may raise for a stranger's answer; caught around one exchange only.
TRANSPORT_ERRORS = (
    requests.RequestException,
    urllib3.exceptions.HTTPError,
    http.client.HTTPException,
    OSError,
    UnicodeError,
    ValueError,
)

_WORDS: tuple[tuple[str, tuple[type[BaseException], ...]], ...] = (
    ("dns", (urllib3.exceptions.NameResolutionError, socket.gaierror)),
    ("tls", (ssl.SSLError, urllib3.exceptions.SSLError, requests.exceptions.SSLError)),
    (
        "timeout",
        (
            TimeoutError,
            requests.Timeout,
            urllib3.exceptions.ReadTimeoutError,
            urllib3.exceptions.ConnectTimeoutError,
        ),
    ),
    ("refused", (ConnectionRefusedError,)),
    (
        "bad_headers",
        (
            http.client.BadStatusLine,
            http.client.LineTooLong,
            http.client.UnknownProtocol,
            urllib3.exceptions.InvalidHeader,
            requests.exceptions.InvalidHeader,
            UnicodeError,
        ),
    ),
    ("bad_encoding", (urllib3.exceptions.DecodeError, requests.exceptions.ContentDecodingError)),
    (
        "reset",
        (
            ConnectionError,
            http.client.IncompleteRead,
            urllib3.exceptions.IncompleteRead,
            urllib3.exceptions.InvalidChunkLength,
        ),
    ),
    ("bad_headers", (http.client.HTTPException, ValueError)),
)
PASSING = frozenset({"timeout", "refused", "reset", "connection", "bad_encoding"})


def reason_of(error: BaseException) -> str:
    """The reason word of a transport error, read from its whole chain of causes."""
    # urllib3 calls every failed connect a kind of time-out; what it was stands in its cause.
    chain = tuple(link for link in _chain(error) if type(link) is not urllib3.exceptions.NewConnectionError)
    # A peer that hangs up before the status line is a reset, though its class says bad status.
    if any(isinstance(link, http.client.RemoteDisconnected) for link in chain):
        return "reset"
    for word, kinds in _WORDS:
        if any(isinstance(link, kinds) for link in chain):
            return word
    return "connection"


def _chain(error: BaseException) -> Iterator[BaseException]:
    waiting, seen = [error], set[int]()
    while waiting:
        link = waiting.pop(0)
        if id(link) in seen:
            continue
        seen.add(id(link))
        yield link
        inside = (link.__cause__, link.__context__, getattr(link, "reason", None), *link.args)
        waiting.extend(part for part in inside if isinstance(part, BaseException))
