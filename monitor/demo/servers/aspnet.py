"""Cổng của tỉnh cũ: ASP.NET, chuyển trang bằng __doPostBack.
The former province's portal, of the `sid/pageid/catid` family with postback paging (portals §1.1)."""

from collections.abc import Iterable, Mapping
from urllib.parse import quote_plus

from monitor.demo.model import Article
from monitor.demo.names import PORTAL_OLD, SYNTHETIC
from monitor.demo.outages import View
from monitor.demo.servers.files import sent
from monitor.demo.servers.markup import NOT_FOUND, escaped, paragraphs, shown, slug
from monitor.demo.servers.shelf import Shelf
from monitor.demo.servers.web import Reply, Request

_SID, _PAGEID, _CATID = "901", "7001", "81001"
LISTING = f"/Default.aspx?sid={_SID}&pageid={_PAGEID}&catid={_CATID}"
_UPLOADS = f"/Uploads/{_SID}/"
_PER_PAGE = 20
_GROUP = 5
_TARGET = "ctl00$Main$rptPager$ctl{:02d}$lnkPage"
_INVALID = (
    "<html><body><h1>Server Error in '/' Application.</h1>"
    "<p>Validation of viewstate MAC failed.</p></body></html>"
)


class AspNetPortal:
    """One category of the old portal; which page is shown travels in the view state."""

    def __init__(self, articles: Iterable[Article]) -> None:
        self._shelf = Shelf(articles, PORTAL_OLD, _item)

    def source_of(self, request: Request) -> str:
        return PORTAL_OLD

    def answer(self, request: Request, view: View) -> Reply:
        path = request.path.lower()
        if path == "/mdefault.aspx":
            number = request.query.get("id", "")
            article = self._shelf.article(view, int(number)) if number.isdecimal() else None
            return Reply.html(_detail(article) if article else NOT_FOUND, 200 if article else 404)
        if path.startswith(_UPLOADS.lower()):
            return sent(self._shelf.carrying(view, request.path.rpartition("/")[2]))
        if path != "/default.aspx" or request.query.get("catid") != _CATID:
            return Reply.html(NOT_FOUND, 404)
        pages = max(1, -(-self._shelf.count(view) // _PER_PAGE))
        if request.method == "GET":
            return self._listing(view, 1, pages)
        page = _page_asked(request.form, pages)
        return self._listing(view, page, pages) if page else Reply.html(_INVALID, 500)

    def _listing(self, view: View, page: int, pages: int) -> Reply:
        action = escaped(LISTING.lstrip("/"))
        items = "".join(self._shelf.newest(view, (page - 1) * _PER_PAGE, page * _PER_PAGE))
        hidden = {
            "__EVENTTARGET": "",
            "__EVENTARGUMENT": "",
            "__VIEWSTATE": f"trang-{page}-tong-hop",
            "__VIEWSTATEGENERATOR": "CA0B0334",
            "__EVENTVALIDATION": f"kiem-{page}-tong-hop",
        }
        inputs = "\n".join(
            f'<input type="hidden" name="{name}" id="{name}" value="{value}" />'
            for name, value in hidden.items()
        )
        return Reply.html(
            f"<!DOCTYPE html>\n<!-- {SYNTHETIC} -->\n<html><head><title>Cổng thông tin Đồng Thử</title>"
            '<meta http-equiv="Content-Type" content="text/html; charset=utf-8"></head>\n<body>\n'
            f'<form name="aspnetForm" method="post" action="{action}" id="aspnetForm">\n'
            f'{inputs}\n<div class="ListNews">\n{items}</div>\n{_pager(page, pages)}\n</form>\n'
            f"<p>{SYNTHETIC}</p></body></html>\n"
        )


def _links(page: int, pages: int) -> list[tuple[str, int]]:
    """Labels and target pages of the pager: the page's group of five, with dots for the groups beside."""
    first = (page - 1) // _GROUP * _GROUP + 1
    last = min(pages, first + _GROUP - 1)
    links = [("...", first - 1)] if first > 1 else []
    links += [(str(number), number) for number in range(first, last + 1)]
    return links + ([("...", last + 1)] if last < pages else [])


def _pager(page: int, pages: int) -> str:
    if pages == 1:
        return ""
    parts = []
    for index, (label, target) in enumerate(_links(page, pages)):
        if target == page:
            parts.append(f'<span class="ButtonPage">{label}</span>')
        else:
            post = f"javascript:__doPostBack('{_TARGET.format(index)}','')"
            parts.append(f'<a class="ButtonPage" href="{post}">{label}</a>')
    return f'<div class="Pager">{" ".join(parts)}</div>'


def _page_asked(form: Mapping[str, str], pages: int) -> int:
    """The page a postback asks for; 0 when the form does not prove where it came from."""
    state = form.get("__VIEWSTATE", "").split("-")
    if (
        len(state) != 4
        or not state[1].isdecimal()
        or form.get("__EVENTVALIDATION") != f"kiem-{state[1]}-tong-hop"
    ):
        return 0
    wanted = form.get("__EVENTTARGET", "")
    for index, (_, target) in enumerate(_links(int(state[1]), pages)):
        if _TARGET.format(index) == wanted:
            return target
    return 0


def _address(article: Article) -> str:
    """Every other address has its parameters in another order, as on the real family."""
    if article.number % 2:
        return (
            f"/mDefault.aspx?catid={_CATID}&catname={quote_plus('Mời thầu')}&id={article.number}"
            f"&pageid={_PAGEID}&sid={_SID}&title={slug(article.title)}"
        )
    return (
        f"mDefault.aspx?sid={_SID}&pageid={_PAGEID}&catid={_CATID}&id={article.number}"
        f"&catname=moi-thau&title={slug(article.title)}"
    )


def _date(article: Article) -> str:
    """Days only, not always with a leading zero in the month."""
    pattern = "%d/%m/%Y" if article.number % 3 else "%d/%-m/%Y"
    return f"Ngày {shown(article, pattern)}"


def _item(article: Article) -> str:
    link = f'<a class="TitleNews" href="{escaped(_address(article))}">{escaped(article.title)}</a>'
    return (
        f'<div class="NewsItem">{link}\n'
        f'<div class="DateCreate">{_date(article)}</div>\n'
        f'<div class="SummaryNews">{escaped(article.summary)}</div></div>\n'
    )


def _detail(article: Article) -> str:
    link = ""
    if article.attachment:
        link = f'<p><a href="{_UPLOADS}{article.attachment}">{article.attachment}</a></p>'
    title = escaped(article.title)
    return (
        f"<!DOCTYPE html>\n<!-- {SYNTHETIC} -->\n<html><head><title>{title}</title></head>\n<body>\n"
        f'<form name="aspnetForm" method="post" action="mDefault.aspx?sid={_SID}&amp;id={article.number}" '
        'id="aspnetForm">\n'
        '<input type="hidden" name="__VIEWSTATE" id="__VIEWSTATE" value="chi-tiet-tong-hop" />\n'
        f'<div class="Content"><div class="TitleNews">{title}</div>\n'
        f'<div class="DateCreate">Ngày {shown(article, "%d/%m/%Y")}</div>\n'
        f'<div class="ContentNews"><p>{escaped(article.summary)}</p>{paragraphs(article)}{link}</div></div>\n'
        "</form></body></html>\n"
    )
