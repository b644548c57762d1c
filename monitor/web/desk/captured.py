"""Trang đã lưu thành chữ vô hại: không kịch bản, không địa chỉ nào được nạp.
A captured page as harmless text: whatever it held, nothing in it runs, loads or leads anywhere."""

import html
import json
import re
from base64 import b64encode
from hashlib import sha256

import nh3

_TAGS = {
    *("h1", "h2", "h3", "h4", "h5", "h6", "p", "div", "section", "article", "br", "hr", "span"),
    *("ul", "ol", "li", "dl", "dt", "dd", "table", "caption", "thead", "tbody", "tfoot", "tr", "td", "th"),
    *("b", "strong", "i", "em", "u", "s", "sub", "sup", "small", "pre", "code", "blockquote", "a"),
}
# What stands inside these is no text of the page.
_DROPPED = {"script", "style", "iframe", "noscript", "template", "svg", "math", "object", "title", "head"}
_ATTRIBUTES = {"td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan"}}
_LONGEST = 2_000_000
_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE)

_STYLE = (
    ":root{color-scheme:light dark}body{font:15px/1.5 system-ui,sans-serif;margin:16px}"
    "body{overflow-wrap:anywhere}"
    "table{border-collapse:collapse}td,th{border:1px solid #8888;padding:4px 8px;text-align:left}"
    "pre{white-space:pre-wrap}a{text-decoration:underline}"
)
_HASH = b64encode(sha256(_STYLE.encode()).digest()).decode()
# Our own style by its digest, and nothing else at all; `sandbox` holds even outside the frame.
POLICY = (
    f"default-src 'none'; style-src 'sha256-{_HASH}'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'self'; sandbox"
)


def readable(body: bytes, content_type: str) -> str | None:
    """A whole page of harmless HTML; `None` for what is no text."""
    kind = content_type.partition(";")[0].strip().lower()
    if len(body) > _LONGEST:
        return None
    if kind in ("text/html", "application/xhtml+xml", ""):
        return _page(_clean(_text(body, content_type)))
    if kind.endswith("json"):
        return _page(f"<pre>{html.escape(_indented(_text(body, content_type)))}</pre>")
    if kind.startswith("text/") or kind.endswith("xml"):
        return _page(f"<pre>{html.escape(_text(body, content_type))}</pre>")
    return None


def _clean(text: str) -> str:
    return nh3.clean(
        text,
        tags=_TAGS,
        clean_content_tags=_DROPPED,
        attributes=_ATTRIBUTES,
        url_schemes=set(),
        link_rel=None,
        strip_comments=True,
    )


def _text(body: bytes, content_type: str) -> str:
    """The text in the character set that header or page declare, else UTF-8; never an error."""
    declared = _CHARSET.search(content_type) or _CHARSET.search(body[:2048].decode("ascii", "ignore"))
    try:
        return body.decode(declared[1] if declared else "utf-8", "replace")
    except LookupError:
        return body.decode("utf-8", "replace")


def _indented(text: str) -> str:
    try:
        return json.dumps(json.loads(text), ensure_ascii=False, indent=2)
    except (ValueError, RecursionError):
        return text


def _page(inner: str) -> str:
    return (
        '<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>bản lưu</title>'
        f"<style>{_STYLE}</style></head><body>{inner}</body></html>"
    )
