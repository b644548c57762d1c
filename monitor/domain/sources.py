"""Nguồn, lượt kiểm tra, bản lưu và tin đăng.
What we look at, how a look went, and what it showed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from monitor.domain.times import Moment, Window
from monitor.domain.vocabulary import Channel, DisclosureKind, Outcome

# Reasons of looks that mean something beyond the look itself: it contradicts what earlier ones showed;
# it was begun from nothing, and what earlier looks covered counts no more.
ITEMS_VANISHED = "items_vanished"
BEGUN_ANEW = "begun_anew"
# Earlier looks were at a copy that had stopped: of what they were taken to have seen, some was never shown.
DISPROVED = "earlier_copy_stood_still"


@dataclass(frozen=True, slots=True)
class Source:
    """One declared place we look at (nguồn); written as a few lines of TOML.

    `platform` names a module in `sources/platforms/`. `agency_ids` are the agencies whose
    disclosures should appear there; empty means every agency of the province.
    `expected_per_30_days` is the fewest items a healthy source yields in 30 days (0 = not
    known); `max_silence_days` the longest usual pause between items (0 = not known).
    `shows` are the kinds of disclosure that appear there; empty means every kind.
    `settings` belongs to the platform and is validated there.
    """

    id: str
    name: str
    channel: Channel
    platform: str
    url: str
    agency_ids: tuple[str, ...] = ()
    enabled: bool = True
    disabled_reason: str = ""
    every_minutes: int = 60
    expected_per_30_days: int = 0
    max_silence_days: int = 0
    allow_private: bool = False
    shows: tuple[DisclosureKind, ...] = ()
    settings: Mapping[str, Any] = field(default_factory=dict)

    def should_show(self, channel: Channel, kind: DisclosureKind, agency_id: str) -> bool:
        """Whether a disclosure of this kind by this agency should appear here."""
        return (
            self.enabled
            and self.channel is channel
            and (not self.shows or kind in self.shows)
            and (not self.agency_ids or agency_id in self.agency_ids)
        )


@dataclass(frozen=True, slots=True)
class Capture:
    """One archived response: where its bytes lie and the digest chain that proves them.

    `digest` is `sha256:<hex>` of the body; `chain` is `sha256(previous chain + digest)`.
    """

    id: str
    source_id: str
    url: str
    fetched_at: datetime
    status: int
    content_type: str
    size: int
    digest: str
    chain: str
    warc_file: str
    warc_offset: int


@dataclass(frozen=True, slots=True)
class Look:
    """One visit to a source (lượt kiểm tra).

    `window` is the span of publication times that was seen whole; `None` unless the outcome
    `saw_everything`. `disproved` is a span that earlier looks were taken to have seen, and of which this
    one shows that they had not. `reason` is a short stable word (`http_500`, `cookie_gate`, `empty_list`);
    `detail` an English sentence for the log, `detail_vi` the Vietnamese one for people.
    """

    id: str
    source_id: str
    started_at: datetime
    finished_at: datetime
    outcome: Outcome
    window: Window | None
    reason: str = ""
    detail: str = ""
    detail_vi: str = ""
    pages: int = 0
    items: int = 0
    capture_ids: tuple[str, ...] = ()
    disproved: Window | None = None


@dataclass(frozen=True, slots=True)
class Sighting:
    """One item seen on a portal, an agency page or in a feed, as the channel showed it (tin đăng).

    `id` is `<source_id>|<native_key>`; `native_key` is the platform's identity (portals §5).
    `kind` is what the title announces, `None` when it does not say. `body` is plain text.
    `code_places` says of codes found in attachments only where they stand, as (code, place) with the
    place in Vietnamese: `tệp đính kèm HSMT.pdf, trang 2`.
    """

    id: str
    source_id: str
    channel: Channel
    native_key: str
    url: str
    title: str
    published: Moment | None
    first_seen_at: datetime
    kind: DisclosureKind | None = None
    body: str = ""
    codes: tuple[str, ...] = ()
    attachments: tuple[str, ...] = ()
    capture_id: str = ""
    look_id: str = ""
    raw: Mapping[str, Any] = field(default_factory=dict)
    code_places: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class SourceMemory:
    """What earlier looks left for the next one.

    `covered_until` is the end of unbroken coverage (UTC), `None` before the first complete
    look. `newest_proven` is when the newest item was published that a complete look took along, no
    later than `covered_until`: of what came after it the silence of the list is the only witness, and
    a copy that stands still is as silent as a quiet list. `recent` maps native keys of items published
    within the last 60 days to their publication time, so that a listing that lost them is noticed.
    `validators` maps a URL to its `etag` / `last-modified` headers.
    """

    covered_until: datetime | None = None
    newest_published: datetime | None = None
    recent: Mapping[str, datetime] = field(default_factory=dict)
    validators: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    newest_proven: datetime | None = None


@dataclass(frozen=True, slots=True)
class Oddity:
    """An unknown key, code or value met in a source: reported once, kept, never dropped.

    `where` is the place (`notice.bidForm`), `value` what stood there.
    """

    source_id: str
    where: str
    value: str
    example: str = ""
