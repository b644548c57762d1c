"""Nguồn tin RSS của Ban Quản lý dự án số 1.
A plain RSS feed with validators (ETag, Last-Modified): its 30 newest items and nothing older."""

import hashlib
from collections.abc import Iterable
from email.utils import format_datetime

from monitor.demo.model import Article
from monitor.demo.names import FEED_WORKS, SYNTHETIC
from monitor.demo.outages import View
from monitor.demo.servers.files import sent
from monitor.demo.servers.markup import NOT_FOUND, escaped, paragraphs, shown, slug
from monitor.demo.servers.shelf import Shelf
from monitor.demo.servers.web import Reply, Request
from monitor.domain.times import VIETNAM

PATH = "/rss/dau-thau.xml"
IN_FEED = 30
_FILES = "/tep/"


class FeedSite:
    """One feed and the pages its items link to."""

    def __init__(self, articles: Iterable[Article]) -> None:
        self._shelf = Shelf(articles, FEED_WORKS, lambda article: "")

    def source_of(self, request: Request) -> str:
        return FEED_WORKS

    def answer(self, request: Request, view: View) -> Reply:
        if request.path == PATH:
            return self._feed(request, view)
        if request.path.startswith(_FILES):
            return sent(self._shelf.carrying(view, request.path.removeprefix(_FILES)))
        number = request.path.removesuffix(".html").rpartition("-")[2]
        article = self._shelf.article(view, int(number)) if number.isdecimal() else None
        return Reply.html(_detail(article) if article else NOT_FOUND, 200 if article else 404)

    def _feed(self, request: Request, view: View) -> Reply:
        origin = f"http://{request.headers.get('host', '127.0.0.1')}"
        items = self._shelf.articles(view, 0, IN_FEED)
        text = (
            '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"><channel>\n'
            "<title>Ban Quản lý dự án số 1 - Thông tin đấu thầu</title>\n"
            f"<link>{origin}/</link><description>{SYNTHETIC}</description><language>vi</language>\n"
            + "".join(_item(article, origin) for article in items)
            + "</channel></rss>\n"
        )
        body = text.encode()
        etag = f'"{hashlib.sha256(body).hexdigest()[:24]}"'
        headers = {"ETag": etag}
        if items:
            headers["Last-Modified"] = format_datetime(items[0].published, usegmt=True)
        if request.headers.get("if-none-match") == etag:
            return Reply(status=304, headers=headers)
        return Reply(body, content_type="application/rss+xml; charset=utf-8", headers=headers)


def _address(article: Article) -> str:
    return f"/tin/{slug(article.title)}-{article.number}.html"


def _item(article: Article, origin: str) -> str:
    local = article.published.astimezone(VIETNAM).replace(microsecond=0)
    link = f"{origin}{_address(article)}"
    enclosure = ""
    if article.attachment:
        enclosure = (
            f'<enclosure url="{origin}{_FILES}{article.attachment}" '
            'type="application/octet-stream" length="1000" />'
        )
    text = escaped(" ".join((article.summary, *article.paragraphs)))
    return (
        f"<item><title>{escaped(article.title)}</title><link>{link}</link>"
        f'<guid isPermaLink="false">bql1-{article.number}</guid><pubDate>{format_datetime(local)}</pubDate>'
        f"<description>{text}</description>{enclosure}</item>\n"
    )


def _detail(article: Article) -> str:
    link = f'<a href="{_FILES}{article.attachment}">{article.attachment}</a>' if article.attachment else ""
    title = escaped(article.title)
    return (
        f'<!DOCTYPE html>\n<!-- {SYNTHETIC} -->\n<html lang="vi"><head><title>{title}</title></head>'
        f"<body><h1>{title}</h1><p>{shown(article, '%d/%m/%Y %H:%M')}</p>"
        f"<p>{escaped(article.summary)}</p>{paragraphs(article)}{link}</body></html>\n"
    )
