"""Danh sách đứng sau mỗi con số của bản tin: hỏi gì, một dòng có gì.
The lists behind the numbers of digests: what is asked for, and what one line holds."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from monitor.domain.times import Window
from monitor.domain.vocabulary import Channel, DisclosureKind, VerdictKind


class Held(StrEnum):
    """Why nothing is concluded on a duty; the values stand in addresses."""

    SOURCE = "nguon"
    UNWATCHED = "chua-khai-bao"


# By what a verdict says of itself (`monitor.rules.absence`): a source that should show the duty was not
# seen, or none is declared that would.
REASONS_OF = {
    Held.SOURCE: frozenset({"withheld", "not_covered"}),
    Held.UNWATCHED: frozenset({"no_source"}),
}


@dataclass(frozen=True, slots=True)
class ShownAt:
    """What one source shows: a channel, of some agencies or (empty) of all."""

    channel: Channel
    agencies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DutyQuery:
    """Which current duties are asked for; what is empty is not asked about.

    `due` is a span in which they fell due, its start left out and its end meant. `held` asks for those
    on which nothing is concluded. With `ranked` only those are meant that count for the places of agencies:
    they could be held against somebody, and were concluded on or wait for a source. `shown_at` asks for what
    at least one of these sources shows.
    """

    agencies: tuple[str, ...] = ()
    channel: Channel | None = None
    verdict: VerdictKind | None = None
    due: Window | None = None
    held: Held | None = None
    ranked: bool = False
    shown_at: tuple[ShownAt, ...] = ()


@dataclass(frozen=True, slots=True)
class DutyLine:
    """One duty in brief, with what is said of it now."""

    duty_id: str
    subject_key: str
    title: str
    kind: DisclosureKind
    channel: Channel
    agency_id: str
    due_at: datetime | None
    verdict: VerdictKind
    days_late: int
    reason: str
    published_at: datetime | None


@dataclass(frozen=True, slots=True)
class FindingQuery:
    """Which standing findings are asked for: patterns or the others, of some rules, only those that inform.

    `patterns` is `None` for both.
    """

    patterns: bool | None = None
    codes: tuple[str, ...] = ()
    not_codes: tuple[str, ...] = ()
    only_inform: bool = False
