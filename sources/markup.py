"""Đọc trang HTML của các cổng.
The few things every platform does with a page: parse it safely, take text, links and dates."""

import re
from collections.abc import Iterator
from datetime import datetime

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from monitor.domain.errors import SourceChanged
from monitor.domain.ports import Response
from monitor.domain.sources import Source
from monitor.domain.times import Moment
from sources.canonical import absolute
from sources.content import refuse_unless_html
from sources.dates import parse_published
from sources.listing import refused
from sources.text import clean, nested_too_deep

_LOOKS_DATED = re.compile(r"\d{1,2}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?\d{4}|\d\s+tháng\s+\d|\d{4}-\d{2}-\d{2}")
_LONGEST_DATE = 60
_NOT_TEXT = ["script", "style", "noscript", "template", "iframe", "object"]
FILE = re.compile(r"\.(?:pdf|docx?|xlsx?|zip|rar|7z|odt|ods|pptx?)(?:$|[?#])|LinkClick\.aspx", re.IGNORECASE)


def read_page(source: Source, response: Response) -> LexborHTMLParser:
    """The parsed page; raises what `refuse_unless_html` raises."""
    return LexborHTMLParser(refuse_unless_html(source, response))


def refuse_too_deep(source: Source, markup: str, response: Response) -> None:
    """Raises `SourceChanged` for mark-up that would keep the parser busy for hours."""
    if nested_too_deep(markup):
        raise refused(SourceChanged, source, "html_too_deep", f"{response.url} nests too deeply", response)


def text_of(node: LexborNode | None) -> str:
    """The node's clean text, children included; empty for no node."""
    return clean(node.text(separator=" ")) if node is not None else ""


def title_of(link: LexborNode) -> str:
    """A link's text; the `title` attribute where the text was cut off (portals §3.5)."""
    text, full = text_of(link), clean(link.attributes.get("title") or "")
    if not text or (text.endswith(("...", "…")) and len(full) > len(text)):
        return full
    return text


def link_of(base: str, link: LexborNode) -> str:
    """The absolute `http(s)` address of a link, empty when it is none."""
    return absolute(base, link.attributes.get("href") or "")


def main_text(node: LexborNode | None) -> str:
    """Visible text of a part of a page, scripts and styles left out."""
    if node is None:
        return ""
    node.strip_tags(_NOT_TEXT)
    return text_of(node)


def file_links(base: str, node: LexborNode | None) -> tuple[str, ...]:
    """Addresses of documents linked inside `node`, once each, in order."""
    links = node.css("a[href]") if node is not None else []
    found = (link_of(base, link) for link in links)
    return tuple(dict.fromkeys(url for url in found if url and FILE.search(url)))


def readable_selector(value: str) -> str:
    """A CSS selector as given; raises `ValueError` when it cannot be read."""
    if value:
        try:
            LexborHTMLParser("<p></p>").css(value)
        except SelectolaxError as error:
            raise ValueError(f"{value!r} is not a readable CSS selector") from error
    return value


def dated_texts(node: LexborNode, origin: str, now: datetime) -> Iterator[tuple[LexborNode, Moment]]:
    """Every publication date that stands alone in a piece of text inside `node`, with its place.

    One text node at a time: linear however deep the page nests. Longer sentences are passed over:
    a date in running text is seldom the publication's.
    """
    for part in node.traverse(include_text=True):
        if not part.is_text_node:
            continue
        text = clean(part.text(deep=False))
        if len(text) <= _LONGEST_DATE and _LOOKS_DATED.search(text):
            moment = parse_published(text, origin, now)
            if moment is not None:
                yield part, moment


def date_in(node: LexborNode, origin: str, now: datetime) -> Moment | None:
    """The first publication date that stands alone inside `node`."""
    return next((moment for _place, moment in dated_texts(node, origin, now)), None)
