"""Kệ tin của một nguồn: tin nào đã đăng tính đến lúc này.
The articles of one source in order of time, with their mark-up made once."""

from bisect import bisect_right
from collections.abc import Callable, Iterable

from monitor.demo.model import Article
from monitor.demo.outages import View


class Shelf:
    """Articles of a source; `render` turns each into its listing mark-up when the shelf is filled."""

    def __init__(self, articles: Iterable[Article], source_id: str, render: Callable[[Article], str]) -> None:
        self._articles = sorted(
            (article for article in articles if article.source_id == source_id),
            key=lambda article: (article.published, article.number),
        )
        self._times = [article.published for article in self._articles]
        self._rendered = [render(article) for article in self._articles]
        self._by_number = {article.number: article for article in self._articles}
        self._by_file = {one.attachment: one for one in reversed(self._articles) if one.attachment}

    def count(self, view: View) -> int:
        """How many items the view shows."""
        published = bisect_right(self._times, view.now)
        return published if view.limit is None else min(published, view.limit)

    def newest(self, view: View, start: int, end: int) -> list[str]:
        """The mark-up of items `start` to `end` (excluded), newest first."""
        return [self._rendered[index] for index in self._indexes(view, start, end)]

    def articles(self, view: View, start: int, end: int) -> list[Article]:
        """The items `start` to `end` (excluded), newest first."""
        return [self._articles[index] for index in self._indexes(view, start, end)]

    def article(self, view: View, number: int) -> Article | None:
        """One item by its number, once it is published."""
        found = self._by_number.get(number)
        return found if found is not None and found.published <= view.now else None

    def carrying(self, view: View, file: str) -> Article | None:
        """The item whose file has this name, once it is published: the first where it was posted again."""
        found = self._by_file.get(file)
        return found if found is not None and found.published <= view.now else None

    def _indexes(self, view: View, start: int, end: int) -> range:
        published = bisect_right(self._times, view.now)
        first = published - 1 - start
        last = published - 1 - min(end, self.count(view))
        return range(first, last, -1)
