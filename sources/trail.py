"""Vết đi qua danh sách: đã thấy gì, trang nào, theo thứ tự nào.
What a walk has gathered so far, and what can be said of it."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from monitor.domain.errors import SourcePartial
from monitor.domain.ports import Response
from monitor.domain.sources import Oddity, Source
from sources.canonical import canonical_url
from sources.health import copy_age
from sources.listing import ListedItem, ListingPage, PageRequest, refused

# A pinned item or two stand out of order on every portal; more than that is another order.
_PINNED = 2
_OUT_OF_ORDER = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Seen:
    """An item and the archived page that showed it."""

    item: ListedItem
    capture_id: str


@dataclass(slots=True)
class Trail:
    """Grows page by page; read once the walk has ended, however it ended."""

    finished_at: datetime
    seen: dict[str, Seen] = field(default_factory=dict)
    captures: list[str] = field(default_factory=list)
    oddities: list[Oddity] = field(default_factory=list)
    asked: set[tuple[str, tuple[tuple[str, str], ...]]] = field(default_factory=set)
    pages: int = 0
    first_url: str = ""
    declared_pages: int | None = None
    declared_items: int | None = None
    walked_to_end: bool = False
    lost: int = 0
    held: timedelta = timedelta()
    _previews: dict[str, Seen] = field(default_factory=dict)
    _last: datetime | None = None
    _inversions: int = 0

    def note(self, response: Response) -> None:
        """Remember that a response was read."""
        self.captures.append(response.capture_id)
        self.finished_at = max(self.finished_at, response.fetched_at)
        self.held = max(self.held, copy_age(response.headers, response.fetched_at))

    def add(self, source: Source, page: ListingPage, response: Response) -> None:
        """Take in a page that is not a repetition.

        Raises `SourcePartial` when the page before announced its first items and none of them is
        here: one of the two came from a cache (NukeViet keeps each page for an hour, portals §3.4).
        """
        self._join(source, page, response)
        self.pages += 1
        self.first_url = self.first_url or canonical_url(response.url)
        self.declared_pages = page.declared_pages or self.declared_pages
        self.declared_items = page.declared_items or self.declared_items
        self.oddities.extend(page.oddities)
        self.lost += page.lost
        for item in page.items:
            if item.native_key not in self.seen:
                self._order(item)
                self.seen[item.native_key] = Seen(item, response.capture_id)
        self._previews = {item.native_key: Seen(item, response.capture_id) for item in page.previews}

    def repeats(self, page: ListingPage, asked: PageRequest, response: Response) -> bool:
        """Whether an earlier page came back: by redirect to the first one, or by its items."""
        if not self.pages:
            return False
        back = (
            asked.form is None and bool(response.redirects) and canonical_url(response.url) == self.first_url
        )
        return back or bool(page.items and all(item.native_key in self.seen for item in page.items))

    def beyond_end(self, asked: PageRequest, declared: int | None = None) -> bool:
        """Whether the list itself says that the asked page does not exist."""
        known = declared or self.declared_pages
        return not asked.promised or (known is not None and asked.number > known)

    @property
    def in_order(self) -> bool:
        """Whether the items came newest first, pinned ones aside."""
        return self._inversions <= _PINNED

    def _join(self, source: Source, page: ListingPage, response: Response) -> None:
        if not self._previews or not page.items:
            return
        here = {item.native_key for item in page.items} | self.seen.keys()
        missing = {key: seen for key, seen in self._previews.items() if key not in here}
        if len(missing) == len(self._previews):
            raise refused(
                SourcePartial,
                source,
                "pages_do_not_join",
                f"{response.url} does not begin where the page before it ended",
                response,
            )
        self.seen.update(missing)

    def _order(self, item: ListedItem) -> None:
        if item.published is None:
            return
        if self._last is not None and item.published.at > self._last + _OUT_OF_ORDER:
            self._inversions += 1
        self._last = item.published.at
