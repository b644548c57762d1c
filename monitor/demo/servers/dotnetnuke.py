"""Cổng của tỉnh: DotNetNuke.
The province's portal, a DotNetNuke site like the one described in portals §1.3."""

from collections.abc import Iterable

from monitor.demo.model import Article
from monitor.demo.names import PORTAL_NEW, SYNTHETIC
from monitor.demo.outages import View
from monitor.demo.servers.files import sent
from monitor.demo.servers.markup import NOT_FOUND, escaped, paragraphs, shown
from monitor.demo.servers.shelf import Shelf
from monitor.demo.servers.web import Reply, Request

LISTING = "/thong-tin-dau-thau"
_PER_PAGE = 20
_DETAIL = "xem-chi-tiet-tin-tuc/id/"
_TOP = (
    f"<!DOCTYPE html>\n<!-- {SYNTHETIC} -->\n"
    '<html lang="vi-VN"><head><title>{title}</title>'
    '<link rel="stylesheet" href="/Portals/0/portal.css"></head>\n'
    '<body id="Body"><form method="post" action="{action}" id="Form" enctype="multipart/form-data">\n'
    '<input type="hidden" name="__VIEWSTATE" id="__VIEWSTATE" value="tong-hop" />\n'
    '<div id="dnn_ContentPane"><div class="DnnModule DnnModule-10814"><div id="dnn_ctr10814_ModuleContent">\n'
)
_BOTTOM = f"</div></div></div>\n<p>{SYNTHETIC}</p></form></body></html>\n"


class DotNetNukePortal:
    """The procurement list of the provincial portal."""

    def __init__(self, articles: Iterable[Article]) -> None:
        self._shelf = Shelf(articles, PORTAL_NEW, _item)

    def source_of(self, request: Request) -> str:
        return PORTAL_NEW

    def answer(self, request: Request, view: View) -> Reply:
        path = request.path
        if path.rstrip("/") == LISTING:
            page = request.query.get("p", "1")
            return self._listing(view, int(page) if page.isdecimal() else 1)
        if path == "/LinkClick.aspx":
            ticket = request.query.get("fileticket", "").removeprefix("Tong").removesuffix("=")
            carrying = self._shelf.article(view, int(ticket)) if ticket.isdecimal() else None
            return sent(carrying)
        number = path.rpartition("/")[2] if _DETAIL in path else ""
        article = self._shelf.article(view, int(number)) if number.isdecimal() else None
        return Reply.html(_detail(article) if article else NOT_FOUND, 200 if article else 404)

    def _listing(self, view: View, page: int) -> Reply:
        pages = max(1, -(-self._shelf.count(view) // _PER_PAGE))
        items = "".join(self._shelf.newest(view, (page - 1) * _PER_PAGE, page * _PER_PAGE))
        body = f'<div class="danh-sach-tin">\n{items}</div>\n{_pager(page, pages)}'
        return Reply.html(_TOP.format(title="Thông tin đấu thầu", action=LISTING) + body + _BOTTOM)


def _pager(page: int, pages: int) -> str:
    if pages == 1:
        return ""
    parts = [
        f'<span class="current">{n}</span>' if n == page else f'<a href="{LISTING}?p={n}">{n}</a>'
        for n in range(max(1, page - 4), min(pages, page + 4) + 1)
    ]
    if page < pages:
        parts.append(f'<a href="{LISTING}?p={page + 1}">Sau</a>')
    return f'<div class="phan-trang">{" ".join(parts)}</div>\n'


def _typed(text: str, number: int) -> str:
    """Some pages carry the Icelandic letter in place of the Vietnamese one (portals §4)."""
    return escaped(text.replace("Đ", "Ð") if number % 7 == 0 else text)


def _address(article: Article) -> str:
    department = "/sotaichinh" if article.number % 4 == 0 else ""
    return f"{department}/{_DETAIL}{article.number}"


def _item(article: Article) -> str:
    pattern = "(%d/%m/%Y)" if article.number % 5 == 0 else "(%d/%m/%Y %H:%M)"
    link = f'<a href="{_address(article)}">{_typed(article.title, article.number)}</a>'
    return (
        f'<div class="tin-item"><h3>{link}</h3>'
        f'<span class="ngay-dang">{shown(article, pattern)}</span>'
        f'<p class="tom-tat">{escaped(article.summary)}</p></div>\n'
    )


def _detail(article: Article) -> str:
    link = ""
    if article.attachment:
        # The ticket names no file; the link text does.
        href = f"/LinkClick.aspx?fileticket=Tong{article.number}%3D&amp;tabid=63&amp;portalid=0&amp;mid=10814"
        link = f'<a href="{href}">{article.attachment}</a>'
    return (
        _TOP.format(title="Chi tiết tin", action=_address(article))
        + f'<h1>{_typed(article.title, article.number)}</h1><span class="ngay-dang">'
        + f'{shown(article, "%d/%m/%Y %H:%M")}</span>\n<div class="noi-dung">'
        + f"<p>{escaped(article.summary)}</p>{paragraphs(article)}{link}</div>\n"
        + _BOTTOM
    )
