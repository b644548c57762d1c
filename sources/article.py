"""Lấy phần bài viết trong trang chi tiết, không lấy các tin khác.
An article's own text out of its page: from a starting node to the first link to another article.

Lists of other items carry other packages' codes; taking them in would link the wrong package.
"""

from selectolax.lexbor import LexborHTMLParser, LexborNode

from sources.canonical import native_key
from sources.markup import FILE, link_of
from sources.text import clean

_NOT_TEXT = ["script", "style", "noscript", "template", "iframe", "object"]


def read_article(
    base: str, tree: LexborHTMLParser, start: LexborNode, family: str, key: str
) -> tuple[str, tuple[str, ...]]:
    """Plain text and document addresses after `start` and before the next article's link."""
    tree.strip_tags(_NOT_TEXT)
    texts: list[str] = []
    files: dict[str, None] = {}
    reading = False
    root = tree.body
    for node in root.traverse(include_text=True) if root is not None else ():
        if node.mem_id == start.mem_id:
            reading = True
        if not reading:
            continue
        if node.is_text_node:
            texts.append(node.text(deep=False))
        elif node.tag == "a" and (url := link_of(base, node)):
            if native_key(family, url) not in ("", key):
                break
            if FILE.search(url):
                files[url] = None
    return clean(" ".join(texts)), tuple(files)
