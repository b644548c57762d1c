"""Trang chắn: cookie, kiểm tra trình duyệt, tường lửa.
Pages that stand before the content and are never answered (DESIGN §7, portals §6.2)."""

import re
from dataclasses import dataclass

from monitor.domain.errors import SourceBlocked, SourceError, SourceGate
from sources.text import plain

# Real pages are larger, and also set cookies and carry captcha forms: only little text is a gate.
_SMALL_PAGE = 8_000
_LITTLE_TEXT = 700

_SETS_COOKIE = re.compile(r"document\.cookie\s*=", re.IGNORECASE)
_RELOADS = re.compile(
    r"location\s*\.\s*(?:reload|replace|assign)|(?:window|document|top|self)?\.?location(?:\.href)?\s*=|http-equiv=.?refresh",
    re.IGNORECASE,
)
_CHALLENGE_MARKS = re.compile(
    r"cf-chl|challenge-platform|_cf_chl_opt|g-recaptcha|grecaptcha|h-captcha|hcaptcha\.com|turnstile|"
    r"_Incapsula_Resource|DDoS-Guard|captcha|id=.challenge|"
    r"Just a moment|Checking your browser|Verify you are human|không phải là (?:robot|người máy)",
    re.IGNORECASE,
)
_REJECTED = re.compile(
    r"The requested URL was rejected|Request unsuccessful\. Incapsula|"
    r"<title>\s*(?:Access Denied|Request Rejected)",
    re.IGNORECASE,
)
_USER_ERROR = re.compile(r"<(?:title|h1|h2|strong|b)[^>]*>\s*User Error|^\s*User Error", re.IGNORECASE)


# Without one of these, in whatever case, neither pattern can match: a long page is searched for words
# a hundred times faster than for alternatives.
_REJECTED_WORDS = (b"rejected", b"incapsula", b"denied")
_CHALLENGE_WORDS = (
    *(b"cf-chl", b"cf_chl", b"challenge", b"captcha", b"turnstile", b"incapsula", b"ddos-guard"),
    *(b"just a moment", b"checking your browser", b"verify you are human"),
)
# Letters that fold to an ASCII letter only where case is ignored.
_ODD_LETTERS = "ıİſ\u212a"
_ODD_CASE = str.maketrans(_ODD_LETTERS, "iisk")


@dataclass(frozen=True, slots=True)
class Gate:
    """What stands before the content: the error it means and the reason word."""

    kind: type[SourceError]
    reason: str


def find_gate(text: str) -> Gate | None:
    """The gate that a body is, whatever was asked for (HTML, XML or JSON); `None` for content.

    `cookie_gate`: a small script sets a cookie and loads the page again (D1N of Viettel Cloudrity).
    `challenge`: captcha or browser check. `waf_rejected`: a firewall's refusal.
    `user_error_page`: NukeViet's refusal of a client it does not know (portals §12).
    """
    if len(text) <= _SMALL_PAGE:
        if _SETS_COOKIE.search(text) and _RELOADS.search(text) and _has_little_text(text):
            return Gate(SourceGate, "cookie_gate")
        if _USER_ERROR.search(text):
            return Gate(SourceBlocked, "user_error_page")
    even = text.translate(_ODD_CASE) if any(letter in text for letter in _ODD_LETTERS) else text
    if _has(even, _REJECTED_WORDS) and _REJECTED.search(text) and _has_little_text(text):
        return Gate(SourceBlocked, "waf_rejected")
    if (
        "<" in text[:1000]
        and (_has(even, _CHALLENGE_WORDS) or "không phải là" in even.lower())
        and _CHALLENGE_MARKS.search(text)
        and _has_little_text(text)
    ):
        return Gate(SourceGate, "challenge")
    return None


def _has(text: str, words: tuple[bytes, ...]) -> bool:
    # A long page is folded ten times faster as bytes.
    folded = text.encode("utf-8", "replace").lower()
    return any(word in folded for word in words)


def _has_little_text(text: str) -> bool:
    return len(plain(text)) < _LITTLE_TEXT
