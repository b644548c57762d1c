"""Địa chỉ quay lại: chỉ trong trang của mình.
Where to go back to: only paths of our own, whatever was given."""

import re

_LONGEST = 500
# A path of ours, and a query; no sign that a browser reads as a backslash, a line or another host.
_OWN = re.compile(r"/(?![/\\])[A-Za-z0-9._~/@:!$&'()*+,;=?%-]*")
# Decoded once more by somebody, these become `//`, `\` or a line of a header.
_HIDDEN = re.compile(r"%(?:2f|5c|25|0[0-9a-f]|1[0-9a-f]|7f)", re.IGNORECASE)


def own_way(given: str, otherwise: str) -> str:
    """`given` when it is a plain path of our own (before our root), else `otherwise`."""
    plain = len(given) <= _LONGEST and _OWN.fullmatch(given) is not None
    if not plain or "//" in given.partition("?")[0] or _HIDDEN.search(given):
        return otherwise
    return given
