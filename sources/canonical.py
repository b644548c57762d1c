"""Đưa địa chỉ về một dạng và nhận ra cùng một tin dưới nhiều địa chỉ.
URL canonicalisation and the identity keys of each platform family (portals §5).

Keys are for comparing and storing, never for fetching: `http` is folded into `https`, `www.` and
the order of parameters are dropped.
"""

import re
from collections.abc import Callable
from functools import lru_cache
from urllib.parse import parse_qsl, quote, unquote, urlencode, urljoin, urlsplit, urlunsplit

from monitor.domain.errors import ConfigError

_DEFAULT_PORT = {"http": 80, "https": 443}
# A link from the root without anything to resolve, by far the most frequent kind.
_SEGMENT = r"/[A-Za-z0-9_~%=&+,:@-][A-Za-z0-9._~%=&+,:@-]*"
_ROOTED = re.compile(rf"(?:{_SEGMENT})+/?(?:\?[A-Za-z0-9._~%=&+,:@/-]+)?")
_TRACKING = re.compile(r"^(utm_.*|fbclid|gclid|_afrLoop|_afrWindowMode|_adf\.ctrl-state)$", re.IGNORECASE)
_NUKEVIET = re.compile(r"-(\d+)\.html?$")
_VNPT_PATH = re.compile(r"^/[^/]+/(\d+)/\d+/\d+/(\d+)/[^/]*/[^/]*\.aspx$", re.IGNORECASE)
_DNN = re.compile(r"/id/(\d+)(?:/|$)", re.IGNORECASE)
_IMS = re.compile(r"-?(\d{16,18})\.html?$")
_LIFERAY = re.compile(r"(?:-|/)(\d{3,})$|/-/([^/]+)$|/w/([^/]+)$")


def absolute(base: str, href: str) -> str:
    """The `http(s)` address that a link on page `base` means, without fragment; else empty.

    `javascript:`, `mailto:`, `data:`, unreadable addresses and places on the same page (`#`, an
    empty link) give an empty text.
    """
    if _ROOTED.fullmatch(href) and (origin := _origin(base)):
        return f"{origin}{href}"
    if href.strip("/ \t\r\n") == "" or href.lstrip().startswith("#"):
        return f"{urlsplit(base).scheme}://{urlsplit(base).netloc}/" if href.strip() == "/" else ""
    try:
        parts = urlsplit(urljoin(base, href.strip()))
        readable = parts.scheme in _DEFAULT_PORT and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return ""
    return urlunsplit((parts.scheme, parts.netloc, parts.path, parts.query, "")) if readable else ""


@lru_cache(maxsize=64)
def _origin(base: str) -> str:
    """Scheme and host of a readable page address, else empty."""
    try:
        parts = urlsplit(base)
        readable = parts.scheme in _DEFAULT_PORT and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return ""
    return f"{parts.scheme}://{parts.netloc}" if readable else ""


def host_of(url: str) -> str:
    """Lower-case host without `www.`, with its port unless it is the scheme's default."""
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.")
    if parts.port is None or parts.port == _DEFAULT_PORT.get(parts.scheme):
        return host
    return f"{host}:{parts.port}"


def same_host(one: str, other: str) -> bool:
    """Whether both addresses are served by the same host, `www.` and scheme aside."""
    return host_of(one) == host_of(other) != ""


def file_name(url: str) -> str:
    """The readable last part of an attachment's address, with its query (DNN hides names there)."""
    parts = urlsplit(url)
    return unquote(f"{parts.path.rsplit('/', 1)[-1]} {parts.query}").strip()


def canonical_url(url: str) -> str:
    """One spelling per address: host, percent-escapes, parameter order and tracking removed."""
    parts = urlsplit(url)
    path = quote(unquote(parts.path), safe="/:@!$&'()*+,;=~-._") or "/"
    query = sorted(
        (key, value)
        for key, value in parse_qsl(parts.query, keep_blank_values=True)
        if not _TRACKING.match(key)
    )
    return urlunsplit(("https", host_of(url), path, urlencode(query), ""))


def _nukeviet(url: str) -> str:
    """Module plus trailing number; the module name is not in every address, so it is `news`."""
    found = _NUKEVIET.search(unquote(_nukeviet_path(url)))
    return f"news_{found[1]}" if found else ""


def _nukeviet_path(url: str) -> str:
    """The path in effect: without URL rewriting it stands in the `op` parameter (portals §3.4)."""
    parts = urlsplit(url)
    op = dict(parse_qsl(parts.query)).get("op", "")
    return f"/{op}" if op else parts.path


def _vnpt_aspx(url: str) -> str:
    """`sid` and `id`, from the query or from the path form (portals §1.2)."""
    parts = urlsplit(url)
    query = {key.lower(): value for key, value in parse_qsl(parts.query)}
    sid, number = query.get("sid", ""), query.get("id", "")
    if not (sid.isdigit() and number.isdigit()):
        found = _VNPT_PATH.match(unquote(parts.path))
        if not found:
            return ""
        sid, number = found.groups()
    return f"vnpt-aspx_{sid}_{number}"


def _dotnetnuke(url: str) -> str:
    """The number after `/id/`; it looks global over the departments' hosts (portals §1.3)."""
    found = _DNN.search(unquote(urlsplit(url).path))
    return f"dnn_{found[1]}" if found else ""


def _ims(url: str) -> str:
    """The trailing 16–18 digits, which encode the creation time (portals §3.5)."""
    found = _IMS.search(urlsplit(url).path)
    return f"ims_{found[1]}" if found else ""


def _liferay(url: str) -> str:
    """The trailing number, else the name after `/-/` or `/w/`."""
    found = _LIFERAY.search(unquote(urlsplit(url).path).rstrip("/"))
    return f"liferay_{next(part for part in found.groups() if part)}" if found else ""


def _webcenter(url: str) -> str:
    """The document name `dDocName`."""
    name = dict(parse_qsl(urlsplit(url).query)).get("dDocName", "")
    return f"webcenter_{name}" if name else ""


def _plain(url: str) -> str:
    """The canonical address itself, for sites without a number of their own."""
    return canonical_url(url)


_FAMILIES: dict[str, Callable[[str], str]] = {
    "nukeviet": _nukeviet,
    "vnpt-aspx": _vnpt_aspx,
    "dotnetnuke": _dotnetnuke,
    "ims": _ims,
    "liferay": _liferay,
    "webcenter": _webcenter,
    "url": _plain,
}


def families() -> tuple[str, ...]:
    """Names that `native_key` knows."""
    return tuple(sorted(_FAMILIES))


def native_key(family: str, url: str) -> str:
    """The identity of an article in its platform family; empty when the address has none.

    Raises `ConfigError` for an unknown family.
    """
    if family not in _FAMILIES:
        known = ", ".join(families())
        raise ConfigError(
            f"unknown identity family {family!r}; known: {known}",
            vi=f"Không có cách nhận dạng tên “{family}”. Hiện có: {known}.",
        )
    return _FAMILIES[family](url)
