"""Gom mỗi tin với ngày đăng đứng cạnh nó, khi không biết trước tên thẻ.
Pairs article links with the dates beside them where only the links' grammar is known.

The skins of the ASP.NET and DotNetNuke portals were never captured (portals §1, §10.5); what holds
in any skin is that an item's link and its date share an enclosing element that holds no other item.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from selectolax.lexbor import LexborNode

from monitor.domain.times import Moment
from sources.canonical import native_key
from sources.listing import ListedItem
from sources.markup import link_of, text_of, title_of

_LEVELS = 6
_SHARED = "\x00several"
_LONGEST_EXCERPT = 2_000


@dataclass(frozen=True, slots=True)
class Found:
    """Dated items in page order; `undated` are addresses of article links without a date."""

    items: tuple[ListedItem, ...]
    undated: tuple[str, ...]


def items_around_links(
    base: str,
    links: Iterable[LexborNode],
    family: str,
    dates: Iterable[tuple[LexborNode, Moment]],
    is_boundary: Callable[[LexborNode], bool],
) -> Found:
    """Every article link of an identity family with its date; linear in the size of the page.

    `dates` are the nodes that hold one; climbing stops at a boundary (module, pane, form).
    """
    articles = [
        (link, url, key)
        for link in links
        if (url := link_of(base, link)) and (key := native_key(family, url))
    ]
    owner: dict[int, str] = {}
    for link, _url, key in articles:
        for node in _enclosing(link, is_boundary):
            owner[node.mem_id] = key if owner.get(node.mem_id, key) == key else _SHARED
    dated: dict[int, Moment] = {}
    for place, moment in dates:
        for node in (place, *_enclosing(place, is_boundary)):
            dated.setdefault(node.mem_id, moment)
    items: dict[str, ListedItem] = {}
    undated: dict[str, str] = {}
    for link, url, key in articles:
        block = _block(link, key, owner, dated, is_boundary)
        if block is None:
            undated.setdefault(key, url)
        elif key not in items:
            items[key] = _item(key, url, link, block, dated[block.mem_id])
        else:
            items[key] = _fuller(items[key], link)
    return Found(tuple(items.values()), tuple(url for key, url in undated.items() if key not in items))


def _enclosing(node: LexborNode, is_boundary: Callable[[LexborNode], bool]) -> Iterator[LexborNode]:
    parent = node.parent
    for _ in range(_LEVELS):
        if parent is None or parent.tag in ("body", "html", "form") or is_boundary(parent):
            return
        yield parent
        parent = parent.parent


def _block(
    link: LexborNode,
    key: str,
    owner: dict[int, str],
    dated: dict[int, Moment],
    is_boundary: Callable[[LexborNode], bool],
) -> LexborNode | None:
    for node in _enclosing(link, is_boundary):
        if owner[node.mem_id] != key:
            return None
        if node.mem_id in dated:
            return node
    return None


def _item(key: str, url: str, link: LexborNode, block: LexborNode, published: Moment) -> ListedItem:
    title = title_of(link)
    excerpt = text_of(block)[:_LONGEST_EXCERPT]
    return ListedItem(key, url, title, published, excerpt=excerpt.replace(title, "", 1).strip())


def _fuller(item: ListedItem, link: LexborNode) -> ListedItem:
    """The same article linked twice (picture, title, "xem tiếp"): the longest text is the title."""
    title = title_of(link)
    if len(title) <= len(item.title):
        return item
    return ListedItem(item.native_key, item.url, title, item.published, excerpt=item.excerpt)
