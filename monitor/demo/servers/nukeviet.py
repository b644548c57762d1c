"""Trang của Sở Y tế: một trang NukeViet có danh sách, chi tiết và nguồn tin RSS.
A NukeViet-like agency site with the real one's habits (portals §3.4, §12): month in the minutes of the
feed, whole-module feed for an unknown category, 301 to page 1 past the end."""

from collections.abc import Iterable

from monitor.demo.model import Article
from monitor.demo.names import PAGE_HEALTH, SYNTHETIC
from monitor.demo.outages import View
from monitor.demo.servers.files import sent
from monitor.demo.servers.markup import NOT_FOUND, nukeviet_escaped, paragraphs, shown, slug
from monitor.demo.servers.shelf import Shelf
from monitor.demo.servers.web import Reply, Request
from monitor.domain.times import VIETNAM

CATEGORY = "mua-sam-moi-thau"
LISTING = f"/{CATEGORY}/"
_DOWNLOAD = "/download/"
_TITLE = "Mua sắm - mời thầu"
_PER_PAGE = 20
_IN_FEED = 30
_OTHERS = 5
_WEEKDAYS = ("Thứ hai", "Thứ ba", "Thứ tư", "Thứ năm", "Thứ sáu", "Thứ bảy", "Chủ nhật")
_HEAD = (
    f"<!DOCTYPE html>\n<!-- {SYNTHETIC} -->\n"
    '<html lang="vi" xmlns="http://www.w3.org/1999/xhtml" prefix="og: http://ogp.me/ns#"><head>\n'
    '<title>{title}</title>\n<meta name="generator" content="NukeViet v4.5">\n'
    '<meta http-equiv="Content-Type" content="text/html; charset=utf-8">\n</head><body>\n'
    '<div class="well"><h3 class="margin-bottom"><a title="Giới thiệu" href="/about/gioi-thieu-1.html">'
    "Giới thiệu</a></h3></div>\n"
)
_FOOT = f'<footer><p class="text-muted">{SYNTHETIC}</p></footer></body></html>\n'


class NukeVietSite:
    """One category of one site."""

    def __init__(self, articles: Iterable[Article]) -> None:
        self._shelf = Shelf(articles, PAGE_HEALTH, _panel)

    def source_of(self, request: Request) -> str:
        return PAGE_HEALTH

    def answer(self, request: Request, view: View) -> Reply:
        path = request.path
        if path.startswith("/rss"):
            return self._feed(request, view, path.strip("/").partition("/")[2])
        if path == LISTING.rstrip("/"):
            return Reply(status=301, headers={"Location": LISTING})
        if path == LISTING:
            return self._listing(view, 1)
        page = path.removeprefix(f"{LISTING}page-").rstrip("/")
        if page.isdecimal():
            return self._listing(view, int(page))
        if path.startswith(_DOWNLOAD):
            return sent(self._shelf.carrying(view, path.removeprefix(_DOWNLOAD)))
        number = path.removesuffix(".html").rpartition("-")[2]
        article = self._shelf.article(view, int(number)) if number.isdecimal() else None
        return Reply.html(_detail(article) if article else NOT_FOUND, 200 if article else 404)

    def _listing(self, view: View, page: int) -> Reply:
        total = self._shelf.count(view)
        pages = max(1, -(-total // _PER_PAGE))
        if page < 1 or page > pages:
            return Reply(status=301, headers={"Location": LISTING})
        start, end = (page - 1) * _PER_PAGE, page * _PER_PAGE
        panels = "".join(self._shelf.newest(view, start, end))
        # The first item of a page is featured, with a larger heading.
        panels = panels.replace("<h3>", "<h2>", 1).replace("</h3>", "</h2>", 1)
        others = "".join(_other(article) for article in self._shelf.articles(view, end, end + _OTHERS))
        body = (
            f'<div class="news_column">{panels}</div>\n<hr/>\n<h4>Các tin khác</h4>\n'
            f'<ul class="related list-items">{others}</ul>\n<div class="clearfix"></div>\n'
            f"{_pager(page, pages)}"
        )
        return Reply.html(_HEAD.format(title=_TITLE) + body + _FOOT)

    def _feed(self, request: Request, view: View, category: str) -> Reply:
        """The category's feed; any other name gives the feed of the whole module, with status 200."""
        named = category == CATEGORY
        title = f"Tin Tức - {_TITLE}" if named else "Tin Tức"
        origin = f"http://{request.headers.get('host', '127.0.0.1')}"
        items = self._shelf.articles(view, 0, _IN_FEED)
        newest = items[0] if items else None
        stamp = _feed_date(newest) if newest else ""
        text = (
            '<?xml version="1.0" encoding="utf-8"?>\n'
            '<?xml-stylesheet type="text/xsl" href="/assets/css/rss.xsl" media="screen"?>\n'
            '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
            'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom">\n'
            f"<channel><title>{title}</title><link>{origin}{LISTING if named else '/'}</link>\n"
            f"<description><![CDATA[{SYNTHETIC}]]></description><language>vi</language>\n"
            f"<pubDate>{stamp}</pubDate><lastBuildDate>{stamp}</lastBuildDate>\n"
            "<generator>\n <![CDATA[NukeViet v4.0]]>\n</generator>\n"
            + "".join(_feed_item(article, origin) for article in items)
            + "</channel></rss>\n"
        )
        # The header is right where the feed is wrong (portals §3.4).
        when = newest.published if newest else view.now
        headers = {"Last-Modified": f"{when:%a, %d %b %Y %H:%M:%S} GMT", "Cache-Control": "no-cache"}
        return Reply(text.encode(), content_type="text/xml; charset=utf-8", headers=headers)


def _address(article: Article) -> str:
    return f"{LISTING}{slug(article.title)}-{article.number}.html"


def _panel(article: Article) -> str:
    title = nukeviet_escaped(article.title)
    return (
        '<div class="panel panel-default"><div class="panel-body">\n'
        f'<h3><a href="{_address(article)}" title="{title}" >{title}</a></h3>\n'
        '<div class="text-muted"><ul class="list-unstyled list-inline">\n'
        f'<li><em class="fa fa-clock-o">&nbsp;</em> {shown(article, "%d/%m/%Y %H:%M:%S")}</li>\n'
        f'<li><em class="fa fa-eye">&nbsp;</em> Đã xem: {article.number % 900}</li>\n</ul></div>\n'
        f"{nukeviet_escaped(article.summary)}\n</div></div>\n"
    )


def _other(article: Article) -> str:
    title = nukeviet_escaped(article.title)
    return (
        '<li><em class="fa fa-angle-right">&nbsp;</em>'
        f'<a href="{_address(article)}" title="{title}" >{title} '
        f"<em>({shown(article, '%d/%m/%Y')}) </em></a></li>"
    )


def _pager(page: int, pages: int) -> str:
    if pages == 1:
        return ""

    def link(target: int, label: str) -> str:
        where = LISTING if target == 1 else f"{LISTING}page-{target}/"
        rel = "next" if target > page else "prev"
        return f'<li><a rel="{rel}" title="{_TITLE} - Trang {target}" href="{where}">{label}</a></li>'

    items = [link(page - 1, "&laquo;")] if page > 1 else []
    items += [
        f'<li class="active"><a href="javascript:void(0)">{n}</a></li>' if n == page else link(n, str(n))
        for n in range(max(1, page - 5), min(pages, page + 5) + 1)
    ]
    items += [link(page + 1, "&raquo;")] if page < pages else []
    return f'<div class="text-center"><ul class="pagination">{"".join(items)}</ul></div>\n'


def _detail(article: Article) -> str:
    title = nukeviet_escaped(article.title)
    local = article.published.astimezone(VIETNAM)
    files = ""
    if article.attachment:
        files = (
            '<div class="news-download-file"><ul><li>'
            f'<a href="{_DOWNLOAD}{article.attachment}">Tải về: {article.attachment}</a></li></ul></div>'
        )
    return (
        _HEAD.format(title=title)
        + '<div class="news_column panel panel-default"><div class="panel-body">\n'
        + f'<h1 class="title margin-bottom-lg" itemprop="headline">{title}</h1>\n'
        + f'<span class="h5">{_WEEKDAYS[local.weekday()]} - {shown(article, "%d/%m/%Y %H:%M")}</span>\n'
        + f'<div class="hometext m-bottom" itemprop="description">{nukeviet_escaped(article.summary)}</div>\n'
        + f'<div id="news-bodyhtml" class="bodytext margin-bottom-lg">{paragraphs(article)}</div>\n{files}'
        + "</div></div>\n"
        + _FOOT
    )


def _feed_date(article: Article) -> str:
    """The real feed prints the month where the minutes belong."""
    return f"{article.published:%a}, {article.published.day} {article.published:%b %Y %H:%m:%S} GMT"


def _feed_item(article: Article, origin: str) -> str:
    return (
        f"<item><title>{nukeviet_escaped(article.title)}</title><link>{origin}{_address(article)}</link>\n"
        f'<guid isPermaLink="false">\n <![CDATA[news_{article.number}]]>\n</guid>\n'
        f"<pubDate>{_feed_date(article)}</pubDate>\n"
        f"<description>\n <![CDATA[{nukeviet_escaped(article.summary)}]]>\n</description></item>\n"
    )
