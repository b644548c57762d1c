"""Dấu phiên bản (ETag) của một nguồn tin và câu hỏi “có gì mới không”.
Strong entity tags of a feed's bytes, and whether a reader already has them (RFC 9110 §8.8.3, §13.1.2)."""

import re
from hashlib import sha256

_LISTED = re.compile(r'"[\x21\x23-\x7e\x80-\xff]*"')


def etag(body: bytes) -> str:
    """The quoted strong tag: equal bytes have equal tags."""
    return f'"{sha256(body).hexdigest()[:32]}"'


def already_has(if_none_match: str, tag: str) -> bool:
    """Whether the reader's `If-None-Match` names this tag: the answer is then 304.

    Compared weakly, as the standard asks: proxies that compress turn a tag into `W/"…"`.
    """
    return if_none_match.strip() == "*" or tag in _LISTED.findall(if_none_match)
