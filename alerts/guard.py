"""Chỉ gửi tới địa chỉ công cộng.
The address guard of what we post to addresses that strangers typed in."""

import ipaddress
import re
import socket
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from monitor.domain.addresses import is_public

_LONGEST_URL = 2_000
_HOST = re.compile(r"[0-9A-Za-z._:-]{1,253}")


class AddressRefused(Exception):
    """An address that is not posted to; not an `OSError`, so that it is never retried."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where a URL leads; `path` is as it stands in the request line."""

    scheme: str
    host: str
    port: int
    path: str


def read_target(url: str, *, allow_loopback: bool) -> Target:
    """Take a URL apart; raises `AddressRefused` for what is never posted to."""
    if len(url) > _LONGEST_URL:
        raise AddressRefused("longer than any real address")
    try:
        parts = urlsplit(url)
        port = parts.port
        host = (parts.hostname or "").encode("idna").decode("ascii")
    except ValueError as error:  # also what no domain name can be
        raise AddressRefused("cannot be parsed") from error
    if parts.scheme != "https" and not (allow_loopback and parts.scheme == "http"):
        raise AddressRefused(f"scheme {parts.scheme or 'missing'}, not https")
    if not _HOST.fullmatch(host):
        raise AddressRefused("no host")
    if parts.username is not None or parts.password is not None:
        raise AddressRefused("carries credentials")
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=-._~")
    query = quote(parts.query, safe="/?%:@!$&'()*+,;=-._~")
    default = 443 if parts.scheme == "https" else 80
    return Target(parts.scheme, host, port or default, f"{path}?{query}" if query else path)


def resolve(target: Target, *, allow_loopback: bool) -> list[str]:
    """Every address of the host; raises `AddressRefused` if any of them may not be asked.

    The caller connects to these very addresses: a second, different answer of the name server
    (DNS rebinding) is never asked for. Plain http stays on this machine. Raises `OSError`.
    """
    try:
        answers = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
    except UnicodeError as error:
        raise AddressRefused("no domain name") from error
    addresses = list(dict.fromkeys(str(place[0]) for _, _, _, _, place in answers))
    for address in addresses:
        public = target.scheme == "https" and is_public(address)
        loopback = allow_loopback and ipaddress.ip_address(address).is_loopback
        if not (public or loopback):
            raise AddressRefused(f"{target.host} resolves to {address}")
    return addresses
