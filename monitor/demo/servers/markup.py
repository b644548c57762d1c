"""Viết mã HTML của các trang mẫu.
Small pieces of mark-up shared by the demo sites."""

import html
import unicodedata

from monitor.demo.model import Article
from monitor.demo.names import SYNTHETIC
from monitor.demo.retyping import without_accents
from monitor.domain.times import VIETNAM

NOT_FOUND = f"<html><body><h1>404</h1><p>Không tìm thấy trang. {SYNTHETIC}</p></body></html>"

# NukeViet writes this punctuation as entities, in pages and feeds alike (portals §3.4).
_NUKEVIET = str.maketrans(
    {
        "(": "&#40;",
        ")": "&#41;",
        ":": "&#x3A;",
        "/": "&#x002F;",
        "%": "&#x25;",
        "=": "&#x3D;",
        "[": "&#91;",
        "]": "&#93;",
        "!": "&#33;",
        "*": "&#42;",
        "#": "&#x23;",
        "~": "&#126;",
    }
)


def escaped(text: str) -> str:
    """Text for HTML."""
    return html.escape(text)


def nukeviet_escaped(text: str) -> str:
    """Text as NukeViet writes it: `&`, `<`, `>`, quotes and much punctuation as entities."""
    parts = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#039;"}
    return "".join(parts.get(letter) or letter.translate(_NUKEVIET) for letter in text)


def slug(title: str) -> str:
    """An address made from a title."""
    plain = unicodedata.normalize("NFC", without_accents(title)).lower()
    words = "".join(letter if letter.isalnum() and letter.isascii() else " " for letter in plain).split()
    return "-".join(words)[:150].strip("-") or "tin"


def shown(article: Article, pattern: str) -> str:
    """The publication time by the wall clock in Việt Nam."""
    return article.published.astimezone(VIETNAM).strftime(pattern)


def paragraphs(article: Article) -> str:
    """The body of an article."""
    return "".join(f"<p>{escaped(text)}</p>" for text in article.paragraphs)
