"""Chỉ kết nối tới địa chỉ công cộng.
The address guard: which URLs and which resolved addresses may be asked at all."""

import ipaddress
import socket
from dataclasses import dataclass

from urllib3.exceptions import LocationParseError
from urllib3.util import Url, parse_url

from monitor.domain.addresses import is_public

_LONGEST_URL = 8_000


class AddressRefused(Exception):
    """A host resolves to an address that is not public; not an `OSError`, so that it is never retried."""


@dataclass(frozen=True, slots=True)
class UrlRefused(Exception):
    """A URL that is not asked: `why` in English."""

    why: str


def is_inside(address: str) -> bool:
    """Whether an IP address is this machine or a private network: what `allow_private` opens.

    Link-local (cloud metadata services), multicast and unspecified addresses stay closed.
    """
    ip = ipaddress.ip_address(address)
    if isinstance(ip, ipaddress.IPv6Address) and ip.ipv4_mapped:
        ip = ip.ipv4_mapped
    if ip.is_link_local or ip.is_multicast or ip.is_unspecified:
        return False
    return ip.is_loopback or ip.is_private


def check_url(url: str, ports: frozenset[int], allow_private: bool) -> Url:
    """Parse a URL as the HTTP library will; raises `UrlRefused` for what is never asked."""
    if len(url) > _LONGEST_URL:
        raise UrlRefused("longer than any real address")
    try:
        parsed = parse_url(url)
    except LocationParseError as error:
        raise UrlRefused("cannot be parsed") from error
    if parsed.scheme not in ("http", "https"):
        raise UrlRefused(f"scheme {parsed.scheme or 'missing'}")
    if not parsed.host:
        raise UrlRefused("no host")
    if parsed.auth is not None:
        raise UrlRefused("carries credentials")
    if not allow_private and port_of(parsed) not in ports:
        raise UrlRefused(f"port {port_of(parsed)}")
    return parsed


def port_of(url: Url) -> int:
    """The port of a parsed http(s) URL, the scheme's default included."""
    if url.port is not None:
        return url.port
    return 443 if url.scheme == "https" else 80


def resolve(host: str, port: int, *, allow_private: bool) -> list[str]:
    """Every address of a host; raises `AddressRefused` if any of them may not be asked.

    The caller connects to these very addresses: a second, different answer of the name server
    (DNS rebinding) is never asked for. Raises `socket.gaierror`.
    """
    answers = socket.getaddrinfo(host.strip("[]"), port, type=socket.SOCK_STREAM)
    addresses = list(dict.fromkeys(str(place[0]) for _, _, _, _, place in answers))
    for address in addresses:
        if not is_public(address) and not (allow_private and is_inside(address)):
            raise AddressRefused(f"{host} resolves to {address}")
    return addresses
