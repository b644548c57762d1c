"""Làm hỏng một trang trả về theo từng loại sự cố.
Spoils the answer of a real page: cut, reordered, mangled, replaced; pure functions of the answer."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from random import Random
from typing import Any

from monitor.demo.names import FEED_WORKS, PAGE_HEALTH, PORTAL_NEW, PORTAL_OLD
from monitor.demo.servers.web import Reply
from tests.drill.blind.faults import Kind

_GATE = (
    '<html><body><script>document.cookie="D1N=0123456789abcdef"+"; path=/";'
    "window.location.reload(true);</script></body></html>"
)
_CHALLENGE = (
    "<!DOCTYPE html><html><head><title>Just a moment...</title></head><body>"
    '<div id="challenge-platform">Xác minh bạn không phải là robot</div></body></html>'
)
_LOGIN = (
    '<!DOCTYPE html><html><head><title>Đăng nhập</title></head><body><form action="/dang-nhap">'
    'Tài khoản <input name="u"> Mật khẩu <input type="password" name="p"></form></body></html>'
)
_MAINTENANCE = (
    "<!DOCTYPE html><html><head><title>Thông báo</title></head><body><h1>Hệ thống đang bảo trì</h1>"
    "<p>Trang thông tin đang được nâng cấp, mời quý vị quay lại sau ít phút.</p></body></html>"
)
_INSTEAD: Mapping[Kind, Reply] = {
    Kind.SERVER_ERROR: Reply.html("<html><body><h1>500 Internal Server Error</h1></body></html>", 500),
    Kind.FORBIDDEN: Reply.html("<html><body><h1>403 Forbidden</h1></body></html>", 403),
    Kind.TOO_MANY: Reply.html("<html><body><h1>429 Too Many Requests</h1></body></html>", 429),
    Kind.COOKIE_GATE: Reply.html(_GATE),
    Kind.CHALLENGE: Reply.html(_CHALLENGE),
    Kind.LOGIN_PAGE: Reply.html(_LOGIN),
    Kind.MAINTENANCE: Reply.html(_MAINTENANCE),
    Kind.EMPTY_BODY: Reply(b""),
    Kind.BARE_NUMBER: Reply(b"1700000000"),
}
# One entry of each list, as the demo servers write it.
_ENTRY: Mapping[str, re.Pattern[str]] = {
    PORTAL_NEW: re.compile(r'<div class="tin-item">.*?</p></div>\n', re.DOTALL),
    PORTAL_OLD: re.compile(r'<div class="NewsItem">.*?</div></div>\n', re.DOTALL),
    PAGE_HEALTH: re.compile(
        r'<div class="panel panel-default"><div class="panel-body">\n.*?\n</div></div>\n', re.DOTALL
    ),
    FEED_WORKS: re.compile(r"<item>.*?</item>\n", re.DOTALL),
}
# A new skin: the marks by which each family is known, and what a redesign makes of them.
_NEW_SKIN: Mapping[str, tuple[tuple[str, str], ...]] = {
    PORTAL_NEW: (("dnn_", "evq_"), ("xem-chi-tiet-tin-tuc/id/", "bai-viet/")),
    PORTAL_OLD: (("DateCreate", "NgayTin"), ("mDefault.aspx", "BaiViet.aspx")),
    PAGE_HEALTH: (("news_column", "cot-tin"),),
    FEED_WORKS: (("item>", "muc>"), ("<rss version", "<tin version")),
}
_NEW_KEYS = (('"content"', '"items"'), ('"publicDate', '"publishedOn'), ('"totalElements"', '"total"'))
# The first entries get a skin in which the date, or the heading, stands elsewhere.
_NEW_ENTRY: Mapping[str, tuple[re.Pattern[str], str]] = {
    PORTAL_NEW: (re.compile(r'<span class="ngay-dang">.*?</span>'), '<span class="moi">Mới</span>'),
    PORTAL_OLD: (re.compile(r'<div class="DateCreate">.*?</div>'), '<div class="Moi">Mới</div>'),
    PAGE_HEALTH: (re.compile(r"(</?)h[23]\b"), r"\1h5"),
    FEED_WORKS: (re.compile(r"<pubDate>.*?</pubDate>"), ""),
}


def instead(kind: Kind) -> Reply | None:
    """What stands in the place of every answer; `None` where the answer itself is spoilt."""
    return _INSTEAD.get(kind)


def cut(reply: Reply, dice: Random) -> Reply:
    """The beginning of an answer, as after a connection that ended politely in the middle."""
    return replace(reply, body=reply.body[: int(len(reply.body) * dice.uniform(0.1, 0.85))])


def new_skin(source_id: str, reply: Reply, dice: Random) -> Reply:
    """The page after a redesign: one of the marks it is read by has another name."""
    old, new = dice.choice(_NEW_SKIN.get(source_id, _NEW_KEYS))
    return _rewritten(reply, lambda text: text.replace(old, new))


def partly_new_skin(source_id: str, reply: Reply, dice: Random) -> Reply:
    """The newest entries in a new skin, the others in the old."""
    pattern, new = _NEW_ENTRY[source_id]
    left = dice.randint(1, 3)

    def mangled(found: re.Match[str]) -> str:
        nonlocal left
        left -= 1
        return pattern.sub(new, found.group()) if left >= 0 else found.group()

    return _rewritten(reply, lambda text: _ENTRY[source_id].sub(mangled, text))


def reordered(source_id: str, reply: Reply, entries: list[str]) -> Reply:
    """The page with its entries, in their places, replaced by `entries` in turn."""
    coming = iter(entries)
    return _rewritten(
        reply, lambda text: _ENTRY[source_id].sub(lambda found: next(coming, found.group()), text)
    )


def entries_of(source_id: str, reply: Reply) -> list[str]:
    """The mark-up of each entry of a list, in order."""
    return _ENTRY[source_id].findall(reply.body.decode())


def payload_spoilt(reply: Reply, change: Callable[[dict[str, Any]], None]) -> Reply:
    """A search answer whose page object was changed."""
    payload = json.loads(reply.body)
    change(payload["page"])
    return replace(reply, body=json.dumps(payload, ensure_ascii=False).encode())


def _rewritten(reply: Reply, rewrite: Callable[[str], str]) -> Reply:
    return replace(reply, body=rewrite(reply.body.decode()).encode())
