"""Những gì cần so, đọc ra một lần cho mỗi tin đăng và mỗi gói thầu.
What is compared, read once per sighting and once per subject (plan or package)."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from monitor.domain.codes import find_codes
from monitor.domain.judgement import Disclosure
from monitor.domain.sources import Sighting
from monitor.domain.times import vietnam_day
from monitor.domain.vocabulary import DisclosureKind
from monitor.reconcile.contrast import conflicting
from monitor.reconcile.kind import announced_kind
from monitor.reconcile.reading import LONGEST_NAME, REMEMBERED, Reading, complete, read_name
from monitor.reconcile.sums import sums_named

_MOST_SEGMENTS = 12
_LONGEST_BODY = 6000
# A dash within a line is no bullet: "kinh tế - kỹ thuật", "Sản - Nhi", "… năm 2026 - Lô 4".
_SEGMENT = re.compile(
    r"[\n•]+|;+(?!\s*[Hh]ạng mục)|\.\s+(?=[A-ZĐÀ-Ỹ])|(?:^|(?<=[:.,\n]))\s*[-+*]\s+|\s[-+*]\s+(?=[Gg]ói )"
    r"|(?<!số\s)(?<!gói\s)(?<!thầu\s)(?<!(?i:đoạn)\s)(?<!(?i:đợt)\s)(?<!(?i:lần)\s)(?<!(?i:quý)\s)"
    r"(?<!(?i:phần)\s)(?<!(?i:lô)\s)(?<=\s)\d{1,2}[.)]\s+|\b[a-zđ]\)\s+"
)
_LEAD = re.compile(
    r"^.{0,200}?\b(?:mời thầu|tên gói thầu|gói thầu|tên dự án|tên dự toán|tên kế hoạch|chào giá trực tuyến|"
    r"về việc|nội dung)"
    r"(?:\s+qua mạng)?\s*:\s*",
    re.IGNORECASE,
)
_TELLS = re.compile(
    r"gói|thầu|mua sắm|cung cấp|xây dựng|sửa chữa|dự án|công trình|lắp đặt|tư vấn", re.IGNORECASE
)
_BASIS = re.compile(r"^\W*(?:căn cứ|xét đề nghị|theo đề nghị)", re.IGNORECASE)
# A feed puts the time before each item's text: it names nothing.
_STAMP = re.compile(r"^\(?\d{1,2}/\d{1,2}/\d{4}(?:\s+\d{1,2}:\d{2})?\)?\s+")
# What a buyer does with a package, in a line that does not name it.
_SAYING = frozenset({"cong", "khai", "thong", "bao", "moi", "thau", "don", "vi"})


@dataclass(frozen=True, slots=True)
class SightingFeatures:
    """One sighting, read. `readings[0]` is the title; `day` Vietnamese, `None` when unknown."""

    sighting: Sighting
    readings: tuple[Reading, ...]
    several: bool
    kind: DisclosureKind | None
    codes: tuple[str, ...]
    day: date | None
    first_seen: date
    amounts: frozenset[int]


@dataclass(frozen=True, slots=True)
class Subject:
    """One plan or package with all its disclosures.

    `bodies` are the lineages of its agency or buyer; `buyer_words` those of the buyer's name,
    which a title may carry or leave out. `round` counts the tenders of one package, 0 for the only one.
    """

    key: str
    titles: tuple[Reading, ...]
    body: str
    buyer_name: str
    buyer_words: frozenset[str]
    price: int | None
    plan_no: str
    bid_no: str
    codes: tuple[str, ...]
    disclosures: tuple[Disclosure, ...]
    round: int = 0

    def of_kind(self, kind: DisclosureKind) -> Disclosure | None:
        return next((d for d in self.disclosures if d.kind is kind), None)


def own_day(disclosure: Disclosure) -> date | None:
    """The day from which a disclosure could be re-published: first publication, else decision.

    A result that was never published cannot be older than the closing of its tender.
    """
    if published := disclosure.national or disclosure.seen_elsewhere:
        return published.day
    if disclosure.decision_date:
        return disclosure.decision_date
    return vietnam_day(disclosure.closes_at) if disclosure.closes_at else None


def read_sighting(sighting: Sighting, *, remember: bool = True) -> SightingFeatures:
    """Everything a sighting says. The caller's `kind` is taken; else the text is asked.

    `remember` what was read where the next cycle finds it again: not where so many are read that each
    pushes out another.
    """
    return features_of(sighting, read_text(sighting, remember=remember))


def features_of(sighting: Sighting, said: "Said") -> SightingFeatures:
    """The sighting with what its text says."""
    published = sighting.published
    return SightingFeatures(
        sighting,
        said.readings,
        said.several,
        sighting.kind or said.kind,
        tuple(dict.fromkeys((*sighting.codes, *said.codes))),
        published.day if published else None,
        vietnam_day(sighting.first_seen_at),
        said.amounts,
    )


class Said(NamedTuple):
    """What the text of a sighting says by itself, whatever the records hold."""

    readings: tuple[Reading, ...]
    several: bool
    kind: DisclosureKind | None
    codes: tuple[str, ...]
    amounts: frozenset[int]


def read_text(sighting: Sighting, *, remember: bool) -> Said:
    """What its text alone says, and `remember` it for the next who asks."""
    read = _read_text if remember else _read_text.__wrapped__
    known = sighting.kind is not None
    return read(sighting.title, sighting.body, sighting.url, sighting.attachments, known)


@lru_cache(maxsize=REMEMBERED)
def _read_text(title: str, body: str, url: str, attachments: tuple[str, ...], kind_known: bool) -> Said:
    """What the text alone says; remembered, as every cycle reads it again."""
    named = read_name(title)
    segments = _segments(body) if body else ()
    lines = tuple(line for line in map(read_name, segments) if len(set(line.ordered)) > 1)
    several = _about_several(lines)
    if not several and len(named.parts.numbers) > 1:
        lines = tuple(_numbered(named))
        several = True
    if len(lines) == 1:
        named, lines = complete(named, lines[0].parts), (complete(lines[0], named.parts),)
    return Said(
        (named, *lines),
        several,
        None if kind_known else announced_kind(title[:LONGEST_NAME], body),
        find_codes(title, body, url, *attachments),
        named.parts.amounts | sums_named(title[:LONGEST_NAME]) | sums_named(body[:_LONGEST_BODY]),
    )


def _about_several(lines: Sequence[Reading]) -> bool:
    """Lines of other words, or of the same words and another number, phase or lot, are other packages."""
    return any(
        line.ordered != lines[0].ordered or conflicting(line.parts, lines[0].parts) for line in lines[1:]
    )


def _numbered(title: Reading) -> Iterator[Reading]:
    """ "Gói thầu số 02, 03 và 04 thuộc …": one reading for each package named."""
    for one in sorted(title.parts.numbers):
        # It names the project; what each package is for stands in the package's name alone.
        yield replace(title, parts=replace(title.parts, numbers=frozenset((one,))), truncated=True)


def without_lines(features: SightingFeatures, covered: frozenset[str]) -> SightingFeatures:
    """The same sighting without body lines that say nothing but the buyer's name and a time.

    An article about a plan may list the plan's packages: none of those lines names the plan.
    """
    title, *lines = features.readings
    idle = covered | _SAYING
    lists = features.kind is DisclosureKind.PLAN and not title.parts.numbers
    telling = tuple(
        line
        for line in lines
        if not all(w in idle or w.isdecimal() for w in line.ordered) and not (lists and line.parts.numbers)
    )
    if len(telling) == len(lines):
        return features
    several = _about_several(telling)
    return replace(features, readings=(title, *telling), several=several)


def _segments(body: str) -> tuple[str, ...]:
    """Lines of a body that may name a package; legal bases are left out."""
    found: list[str] = []
    pieces = [piece.strip() for piece in _SEGMENT.split(body[:_LONGEST_BODY])]
    for piece in pieces:
        if not 12 <= len(piece) <= 600 or not _TELLS.search(piece) or _BASIS.match(piece):
            continue
        found.append(_STAMP.sub("", _LEAD.sub("", piece)))
    return tuple(dict.fromkeys(found))[:_MOST_SEGMENTS]


@lru_cache(maxsize=1 << 14)
def _name_words(name: str) -> frozenset[str]:
    """Without its number: the "1" of "Ban quản lý số 1" is not that of "tuyến 1"."""
    return frozenset(word for word in read_name(name).all_words if not word.isdecimal())


def read_subject(disclosures: Iterable[Disclosure], body: str) -> Subject:
    """All disclosures of one plan or package; `body` is the lineage of its agency."""
    group = tuple(disclosures)
    first = group[0]
    titles = {reading.ordered: reading for reading in map(read_name, dict.fromkeys(d.title for d in group))}
    return Subject(
        first.subject_key,
        tuple(titles.values()),
        body,
        first.buyer_name,
        _name_words(first.buyer_name),
        next((d.price for d in group if d.price), None),
        next((d.plan_no for d in group if d.plan_no), ""),
        next((d.bid_no for d in group if d.bid_no), ""),
        tuple(dict.fromkeys(code for d in group for code in d.codes)),
        group,
    )
