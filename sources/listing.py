"""Danh sách tin: các mảnh mà mọi nền tảng cùng dùng.
What a listing platform supplies to the walker: requests, pages, items, details, settings."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, Protocol, TypeVar

from pydantic import Field

from monitor.domain.errors import SourceError
from monitor.domain.ports import Fetcher, Response
from monitor.domain.sources import Oddity, Source, SourceMemory
from monitor.domain.times import Moment, Window
from sources.settings import PlatformSettings

ErrorT = TypeVar("ErrorT", bound=SourceError)

_SENTENCES = {
    "repeated_page": "trả về lại trang đã xem thay cho trang kế tiếp, nên chưa xem được hết danh sách.",
    "page_vanished": "báo không có một trang mà thanh phân trang vừa dẫn tới; danh sách có thể vừa đổi.",
    "empty_page": "trả về trang trống giữa danh sách, nên chưa xem được hết.",
    "pages_do_not_join": "có hai trang liền nhau không nối tiếp, có thể một trang là bản lưu cũ.",
    "page_cap": "có nhiều trang hơn giới hạn đã khai báo (max_pages). Hãy tăng giới hạn ấy.",
    "details_pending": "còn tin mới chưa kịp mở để tìm mã số; các lượt sau sẽ đọc tiếp.",
    "leaves_host": "dẫn trang kế tiếp sang một máy chủ khác; hệ thống không đi theo. Hãy kiểm tra nguồn.",
    "layout_changed": "không còn bố cục danh sách đã biết. Cần người xem lại và sửa cách đọc.",
    "no_dates": "có tin nhưng không thấy ngày đăng ở chỗ đã biết. Cần người xem lại và sửa cách đọc.",
    "bad_link": "có tin mà liên kết không đọc được số hiệu. Cần người xem lại và sửa cách đọc.",
    "html_too_deep": "trả về trang lồng thẻ quá sâu, bị từ chối vì lý do an toàn. Cần người kiểm tra lại.",
    "bad_pager": "có thanh phân trang không đọc được. Cần người xem lại và sửa cách đọc.",
}


def reason_vi(source: Source, reason: str) -> str:
    """The Vietnamese sentence for a reason word of the walker; `KeyError` for an unknown one."""
    return f"Nguồn “{source.name}” {_SENTENCES[reason]}"


def refused(
    kind: type[ErrorT], source: Source, reason: str, message: str, response: Response | None = None
) -> ErrorT:
    """An error of `kind` whose sentence for people is the walker's."""
    capture = response.capture_id if response else ""
    return kind(source.id, message, reason=reason, vi=reason_vi(source, reason), capture_id=capture)


class ListingSettings(PlatformSettings):
    """Settings that every listing platform has.

    `order = "weight"`: the site sorts by hand, so every look walks the whole list. `details`: open
    new items for body, attachments and time, `details_per_look` at most. `overlap_days`: how far
    before the end of known coverage each look begins again, for items dated back.
    """

    max_pages: int = Field(default=200, ge=1, le=5000)
    overlap_days: int = Field(default=3, ge=0, le=365)
    order: Literal["newest_first", "weight"] = "newest_first"
    details: bool = True
    details_per_look: int = Field(default=30, ge=0, le=1000)
    accept_404: bool = False


@dataclass(frozen=True, slots=True)
class PageRequest:
    """One page to ask for: GET, or POST when there is a `form`.

    `promised`: a link of the pager leads there; otherwise we try whether it exists.
    """

    url: str
    number: int = 1
    form: Mapping[str, str] | None = None
    promised: bool = True

    @property
    def identity(self) -> tuple[str, tuple[tuple[str, str], ...]]:
        return self.url, tuple(sorted((self.form or {}).items()))


@dataclass(frozen=True, slots=True)
class ListedItem:
    """One item as a listing shows it; texts are clean, `url` is absolute."""

    native_key: str
    url: str
    title: str
    published: Moment | None
    excerpt: str = ""
    body: str = ""
    attachments: tuple[str, ...] = ()
    raw: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ListingPage:
    """One page of a listing.

    `declared_pages` / `declared_items` are how many the list itself announces. `previews` are the
    next page's first items where a platform shows them: they bridge two pages. `lost` counts
    entries that could not be read: with one lost entry no absence is proved.
    """

    items: tuple[ListedItem, ...]
    next_request: PageRequest | None
    declared_pages: int | None = None
    declared_items: int | None = None
    previews: tuple[ListedItem, ...] = ()
    oddities: tuple[Oddity, ...] = ()
    lost: int = 0


@dataclass(frozen=True, slots=True)
class Detail:
    """What an item's own page adds: plain text, attachment addresses, a publication time."""

    body: str = ""
    attachments: tuple[str, ...] = ()
    published: Moment | None = None


class ListingPages(Protocol):
    """What a platform supplies. `parse_page` and `parse_detail` raise `SourceError`s."""

    @property
    def settings(self) -> ListingSettings: ...

    def first_request(self, source: Source) -> PageRequest: ...

    def parse_page(self, source: Source, asked: PageRequest, response: Response) -> ListingPage: ...

    def parse_detail(self, source: Source, item: ListedItem, response: Response) -> Detail: ...


@dataclass(frozen=True, slots=True)
class Visit:
    """Everything one look at a listing works with; `window` (UTC) is what it means to see whole."""

    source: Source
    fetch: Fetcher
    memory: SourceMemory
    window: Window
    now: datetime
    pages: ListingPages
