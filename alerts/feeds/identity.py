"""Mã nhận dạng không đổi của tin, của nguồn tin và của sự kiện lịch.
Names that never change: tag: URIs (RFC 4151) for feeds and entries, UIDs for calendar events."""

import re
from hashlib import sha256
from urllib.parse import quote

from monitor.domain.errors import ConfigError

_AUTHORITY = re.compile(r"(?P<domain>[a-z0-9]([a-z0-9.-]*[a-z0-9])?),\d{4}(-\d\d(-\d\d)?)?")

# RFC 7986 §5.3 asks that a UID stay under 255 octets; a longer name keeps its start and its digest.
_LONGEST, _KEPT = 160, 120


def feed_tag(authority: str, feed_id: str) -> str:
    """`tag:example.org,2026:feed/7f3a`. Raises `ConfigError` for an authority that is none."""
    _domain(authority)
    return f"tag:{authority}:feed/{_plain(feed_id)}"


def event_tag(authority: str, event_id: str) -> str:
    """`tag:example.org,2026:event/IB2600399102/extension/1`, the same in every feed that tells it."""
    _domain(authority)
    return f"tag:{authority}:event/{_plain(event_id)}"


def closing_uid(authority: str, subject_key: str) -> str:
    """`IB2600399102@example.org`: the calendar's name of a tender's closing time."""
    return f"{_plain(subject_key)}@{_domain(authority)}"


def _domain(authority: str) -> str:
    match = _AUTHORITY.fullmatch(authority)
    if match is None:
        raise ConfigError(
            f"feed authority {authority!r} is not `<domain>,<year>`",
            vi=f"Tên miền của nguồn tin “{authority}” chưa đúng: hãy ghi tên miền của đơn vị, dấu phẩy "
            "rồi đến năm, ví dụ “example.org,2026”, và giữ nguyên về sau.",
        )
    return match["domain"]


def _plain(text: str) -> str:
    # Half characters keep their own bytes, so that two different ids never become one.
    name = quote(text, safe="/:~-._", errors="surrogatepass")
    if len(name) <= _LONGEST:
        return name
    return f"{name[:_KEPT]}~{sha256(name.encode('ascii')).hexdigest()[:32]}"
