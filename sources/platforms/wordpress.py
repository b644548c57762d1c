"""Trang dùng WordPress: danh sách chuyên mục, hoặc giao diện REST.
WordPress categories (portals §12): HTML listings of block and classic themes, or the REST API.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Self
from urllib.parse import urlencode, urljoin, urlsplit, urlunsplit

from pydantic import BaseModel, Field, NaiveDatetime, StrictInt, StrictStr, ValidationError, model_validator
from selectolax.lexbor import LexborHTMLParser, LexborNode

from monitor.domain.errors import SourceChanged
from monitor.domain.ports import Fetcher, LookReport, Response
from monitor.domain.sources import Source, SourceMemory
from monitor.domain.times import Moment, Window
from monitor.domain.vocabulary import Precision
from sources.canonical import absolute, canonical_url
from sources.content import refuse_unless_json
from sources.dates import parse_published
from sources.listing import (
    Detail,
    ListedItem,
    ListingPage,
    ListingPages,
    ListingSettings,
    PageRequest,
    refused,
)
from sources.markup import file_links, link_of, main_text, read_page, refuse_too_deep, text_of, title_of
from sources.settings import problems, read_settings
from sources.text import plain
from sources.walk import walk

NAME = "wordpress"

_POST_CLASS = re.compile(r"(?:^|\s)post-(\d+)(?:\s|$)")
_POSTS = "li.wp-block-post, article[id^=post-], article.hentry, div.hentry, article.post"
_TITLE = ".wp-block-post-title a[href], .entry-title a[href], h1 a[href], h2 a[href], h3 a[href]"
_EXCERPT = ".wp-block-post-excerpt, .entry-summary, .entry-content"
_NEXT = (
    "a.wp-block-query-pagination-next, a.next.page-numbers, .nav-previous a[href], "
    "a[rel=next], link[rel=next]"
)
_PAGER = (
    ".wp-block-query-pagination a, .page-numbers, .nav-previous, .nav-next, .posts-navigation, a[rel=prev], "
    "a[rel=next], link[rel=next], link[rel=prev]"
)
_EMPTY = ".wp-block-query, .wp-block-query-no-results, .no-results, body.archive"
_BODY = ".wp-block-post-content, .entry-content"
_PAGE = re.compile(r"/page/\d+/?$")


class Settings(ListingSettings):
    """`api`: walk `/wp-json/wp/v2/posts` of `category` (its number) instead of the HTML pages.

    `api_root` is needed where WordPress does not lie at the root of the host.
    """

    api: bool = False
    category: int | None = Field(default=None, ge=1)
    per_page: int = Field(default=50, ge=1, le=100)
    api_root: str = "/wp-json/"

    @model_validator(mode="after")
    def _category_with_api(self) -> Self:
        if self.api and self.category is None:
            raise ValueError("api = true needs the category's number in `category`")
        return self


def look(source: Source, fetch: Fetcher, memory: SourceMemory, window: Window, now: datetime) -> LookReport:
    """Walk one category; raises `ConfigError` for wrong settings, never a `SourceError`."""
    settings = read_settings(source, Settings)
    pages: ListingPages = ApiPages(settings) if settings.api else HtmlPages(settings, now)
    return walk(source, fetch, memory, window, now, pages=pages)


@dataclass(frozen=True, slots=True)
class HtmlPages:
    """Listings as themes print them; `now` (UTC) bounds plausible dates."""

    settings: Settings
    now: datetime

    def first_request(self, source: Source) -> PageRequest:
        return PageRequest(source.url)

    def parse_page(self, source: Source, asked: PageRequest, response: Response) -> ListingPage:
        tree = read_page(source, response)
        main = tree.css_first("main, #main, #content")
        posts = main.css(_POSTS) if main is not None else tree.css(_POSTS)
        if not posts and tree.css_first(_EMPTY) is None:
            raise refused(SourceChanged, source, "layout_changed", "no post list on the page", response)
        items = [item for post in posts if (item := self._item(response.url, post))]
        return ListingPage(
            items=tuple({item.native_key: item for item in items}.values()),
            next_request=_next(tree, asked, response, has_items=bool(items)),
            declared_pages=_declared(tree),
            lost=len(posts) - len(items),
        )

    def parse_detail(self, source: Source, item: ListedItem, response: Response) -> Detail:
        tree = read_page(source, response)
        body = tree.css_first(_BODY)
        if body is None:
            raise refused(SourceChanged, source, "layout_changed", "no post content on the page", response)
        return Detail(
            main_text(body), file_links(response.url, body), self._time(tree.css("time[datetime]"), "detail")
        )

    def _item(self, base: str, post: LexborNode) -> ListedItem | None:
        link = post.css_first(_TITLE)
        url = link_of(base, link) if link is not None else ""
        if link is None or not url:
            return None
        number = _POST_CLASS.search(post.attributes.get("class") or "")
        return ListedItem(
            native_key=f"wp_{number[1]}" if number else canonical_url(url),
            url=url,
            title=title_of(link),
            published=self._time(post.css("time[datetime]"), "listing"),
            excerpt=text_of(post.css_first(_EXCERPT)),
        )

    def _time(self, shown: list[LexborNode], origin: str) -> Moment | None:
        """The publication, not the edit: classic themes print both, `updated` hidden by style."""
        for node in shown:
            if "updated" not in (node.attributes.get("class") or "").split():
                return parse_published(node.attributes.get("datetime") or "", origin, self.now)
        return None


def _next(
    tree: LexborHTMLParser, asked: PageRequest, response: Response, *, has_items: bool
) -> PageRequest | None:
    """The older posts; without any pager the next number is tried, which answers 404 at the end."""
    link = tree.css_first(_NEXT)
    url = link_of(response.url, link) if link is not None else ""
    if url:
        return PageRequest(url, asked.number + 1)
    if not has_items or tree.css_first(_PAGER) is not None:
        return None
    parts = urlsplit(response.url)
    path = f"{_PAGE.sub('', parts.path).rstrip('/')}/page/{asked.number + 1}/"
    return PageRequest(urlunsplit(parts._replace(path=path)), asked.number + 1, promised=False)


def _declared(tree: LexborHTMLParser) -> int | None:
    shown = (text_of(node) for node in tree.css(".page-numbers, .wp-block-query-pagination-numbers a"))
    return max((int(text) for text in shown if text.isascii() and text.isdigit()), default=None)


class _Rendered(BaseModel):
    rendered: StrictStr


class _Post(BaseModel):
    """What we read of a post; the answer holds much more."""

    id: StrictInt
    link: StrictStr
    date_gmt: NaiveDatetime
    title: _Rendered
    content: _Rendered
    excerpt: _Rendered


@dataclass(frozen=True, slots=True)
class ApiPages:
    """The REST answer: complete, dated, with totals in headers; bodies come with it."""

    settings: Settings

    def first_request(self, source: Source) -> PageRequest:
        return self._request(source, 1)

    def parse_page(self, source: Source, asked: PageRequest, response: Response) -> ListingPage:
        posts = refuse_unless_json(source, response)
        if not isinstance(posts, list):
            raise refused(SourceChanged, source, "layout_changed", "the REST answer is not a list", response)
        pages = _header(source, response, "x-wp-totalpages")
        more = asked.number < pages
        return ListingPage(
            items=tuple(_item(source, response, post) for post in posts),
            next_request=self._request(source, asked.number + 1) if more else None,
            declared_pages=pages,
            declared_items=_header(source, response, "x-wp-total"),
        )

    def parse_detail(self, source: Source, item: ListedItem, response: Response) -> Detail:
        """Never needed: the answer carries the bodies."""
        return Detail(body=item.body)

    def _request(self, source: Source, number: int) -> PageRequest:
        query = {
            "categories": self.settings.category,
            "order": "desc",
            "orderby": "date",
            "page": number,
            "per_page": self.settings.per_page,
        }
        root = urljoin(source.url, f"{self.settings.api_root.rstrip('/')}/")
        return PageRequest(f"{urljoin(root, 'wp/v2/posts')}?{urlencode(query)}", number)


def _header(source: Source, response: Response, name: str) -> int:
    value = response.headers.get(name, "")
    if not (value.isascii() and value.isdigit()):
        raise refused(SourceChanged, source, "layout_changed", f"no {name} header", response)
    return int(value)


def _item(source: Source, response: Response, post: Any) -> ListedItem:
    """One post; every key that we read must be there and of its type."""
    try:
        read = _Post.model_validate(post)
    except ValidationError as error:
        message = f"a post that reads otherwise: {'; '.join(problems(error))}"
        raise refused(SourceChanged, source, "layout_changed", message, response) from error
    for text in (read.title, read.content, read.excerpt):
        refuse_too_deep(source, text.rendered, response)
    excerpt = plain(read.excerpt.rendered)
    return ListedItem(
        native_key=f"wp_{read.id}",
        url=absolute(response.url, read.link),
        title=plain(read.title.rendered),
        # `date_gmt` is naive UTC; `date` would be in whatever zone the site was set to.
        published=Moment(read.date_gmt.replace(tzinfo=UTC), Precision.SECOND, "listing"),
        excerpt=excerpt,
        body=f"{excerpt} {plain(read.content.rendered)}".strip(),
        attachments=file_links(response.url, LexborHTMLParser(read.content.rendered).body),
    )
