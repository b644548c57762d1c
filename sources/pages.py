"""Trang web có nguyên vẹn và có nội dung không.
Whether a page is a whole page with content: not a login form, an empty shell or a cut-off half."""

import re
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser

from monitor.domain.errors import SourceBlocked, SourceChanged, SourceError, SourcePartial
from sources.text import clean, nested_too_deep

_HTML_START = re.compile(r"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_XML_START = re.compile(r"<\?xml\b|<(?:rss|feed|rdf:RDF|urlset|sitemapindex|channel)\b", re.IGNORECASE)
_OPENS = re.compile(r"<html\b", re.IGNORECASE)
_CLOSES = re.compile(r"</html\s*>", re.IGNORECASE)
_LOGIN_TITLE = re.compile(r"(?:đăng nhập|log ?in|sign ?in|dang nhap)\b", re.IGNORECASE)
_LOGIN_PATH = re.compile(
    r"/(?:dang-nhap|login|log-in|signin|sign-in|sso|cas/login|account/login|oauth2?)\b", re.IGNORECASE
)
_NOT_SEEN = ["script", "style", "noscript", "template", "iframe", "object", "svg"]
_PROLOG = 20_000
_LARGEST = 5_000_000
_SHELL_TEXT = 40
_LOGIN_TEXT = 800
_LOGIN_LINKS = 15


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a page is not content: the error it means and the reason word."""

    kind: type[SourceError]
    reason: str


def looks_like_html(text: str) -> bool:
    """Whether a document begins as HTML (XHTML with an XML declaration included)."""
    at = 0
    while at < _PROLOG:
        rest = text[at : at + _PROLOG].lstrip("\ufeff \t\r\n")
        at += len(text[at : at + _PROLOG]) - len(rest)
        if rest.startswith("<!--"):
            end = text.find("-->", at) + 3
        elif rest.lower().startswith("<?xml"):
            end = text.find("?>", at) + 2
        else:
            return bool(_HTML_START.match(rest))
        if end <= at:
            return False
        at = end
    return False


def looks_like_xml(text: str) -> bool:
    """Whether a document begins, after blank space only, as XML."""
    return bool(_XML_START.match(text.lstrip("\ufeff \t\r\n"), 0, 300))


def html_problem(text: str, url: str) -> Problem | None:
    """What is wrong with a page, `None` when it is whole and says something.

    `too_large` and `html_too_deep` before it is parsed at all;
    `truncated` when `<html` was opened and never closed; `login_page` by its title, address or
    password field on a page with little else; `empty_shell` when hardly any text is visible
    (a JSON application's frame, portals §2).
    """
    if _OPENS.search(text, 0, 20_000) and not _CLOSES.search(text, max(0, len(text) // 2)):
        return Problem(SourcePartial, "truncated")
    if nested_too_deep(text):
        return Problem(SourceChanged, "html_too_deep")
    if len(text) > _LARGEST:
        return Problem(SourceChanged, "too_large")
    tree = LexborHTMLParser(text)
    title_node = tree.css_first("title")
    title = clean(title_node.text()) if title_node else ""
    asks_password = tree.css_first("input[type=password i]") is not None
    links = len(tree.css("a[href]"))
    tree.strip_tags(_NOT_SEEN)
    visible = clean(tree.body.text(separator=" ")) if tree.body else ""
    little = len(visible) < _LOGIN_TEXT and links < _LOGIN_LINKS
    names_login = bool(_LOGIN_TITLE.match(title) or _LOGIN_PATH.search(url))
    # Many portals carry a small login box on every page: a password field alone says nothing.
    if (asks_password and (names_login or little)) or (names_login and little):
        return Problem(SourceBlocked, "login_page")
    if len(visible) < _SHELL_TEXT:
        return Problem(SourceChanged, "empty_shell")
    return None
