"""Đo việc so khớp tin với đăng ký: `python -m tests.bench.matching [đăng ký] [thông báo]`.
Times 100,000 subscriptions against 10,000 notices in one process, and one notice alone (p50, p95, worst).

Notices: titles, bodies, prices and categories of the invented province of `tests.bench.corpus`, half of
them under its new place code, a third under an old one, a sixth in the neighbouring province too.

Subscriptions (seeded), by what they ask; the shares are a guess at who subscribes, chosen so that answers
are long, which is the hard case:

    25 %  one common pair of words ("xây dựng", "mua sắm"), a quarter of them typed without accents
    25 %  two to four words or phrases cut from random titles, all or any of them, a third with one left out
    15 %  only a place, 10 % only a field (category, half with a method)
    10 %  a buyer, half of them the body that has others under it
     5 %  some numbers to follow
    10 %  place, field, price range and common words together
"""

import sys
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from random import Random

import numpy as np
from rich.console import Console
from rich.table import Table

from monitor.domain.judgement import Disclosure
from monitor.domain.procurement import Agency
from monitor.domain.province import Inspectorate, Province
from monitor.domain.subscriptions import Consent, Rhythm, Subscription, Tender, TenderEvent, Want
from monitor.domain.vocabulary import DisclosureKind, EventKind, SubscriptionState
from monitor.reconcile.lexicon import fold
from monitor.subscriptions.matcher import Matcher
from monitor.subscriptions.naive import matches
from monitor.subscriptions.places import place_codes
from tests.bench.corpus.build import corpus
from tests.bench.memory import PeakMemory

_SEED = 4
_NOW = datetime(2026, 11, 2, tzinfo=UTC)
_PROVINCE = Province("song-mau", "Tỉnh Sông Mẫu", ("99",), ("991", "993", "995"), Inspectorate("Thanh tra"))
_PLACES = place_codes([_PROVINCE])
_COMMON = (
    "xây dựng",
    "mua sắm",
    "sửa chữa",
    "cung cấp",
    "thiết bị",
    "tư vấn",
    "thi công",
    "vật tư",
    "năm 2026",
)
_METHODS = ("DTRR", "CHCT", "CHCTRG", "CDT", "CDTRG", "MSTT")
_KINDS = (
    ("common",) * 25
    + ("cut",) * 25
    + ("place",) * 15
    + ("field",) * 10
    + ("buyer",) * 10
    + ("follow",) * 5
    + ("mixed",) * 10
)
_CHECKED_NOTICES, _CHECKED_SUBSCRIPTIONS = 5, 400


@dataclass(frozen=True, slots=True)
class Figures:
    """One run. `wall` and `cpu`: milliseconds of each notice; `changed` too; `built` in seconds."""

    built: float
    wall: tuple[float, ...]
    cpu: tuple[float, ...]
    hits: int
    changed: float
    memory: int


def tenders(rng: Random, notices: list[Disclosure]) -> list[Tender]:
    """Notices as a subscriber may ask for them."""
    return [
        Tender(
            row.subject_key, row.title, row.buyer_name, agency_id=row.agency_id, notice_no=row.notice_no,
            plan_no=row.plan_no, bid_no=row.bid_no, category=row.category, method=rng.choice(_METHODS),
            price=row.price, is_online=rng.random() < 0.9,
            place_codes=rng.choice((("99",), ("99",), ("99",), ("991",), ("993",), ("99", "92"))),
        )
        for row in notices
    ]  # fmt: skip


class Wants:
    """Draws what people ask for."""

    def __init__(self, rng: Random, agencies: tuple[Agency, ...], told: list[Tender]) -> None:
        self._rng, self._agencies, self._told = rng, agencies, told
        self._heads = [body for body in agencies if any(other.parent_id == body.id for other in agencies)]

    def draw(self) -> Want:
        rng = self._rng
        match rng.choice(_KINDS):
            case "common":
                word = rng.choice(_COMMON)
                return Want(all_words=(fold(word) if rng.random() < 0.25 else word,))
            case "cut":
                return self._cut()
            case "place":
                return Want(places=(rng.choice(_PROVINCE.codes),))
            case "field":
                methods = (rng.choice(_METHODS),) if rng.random() < 0.5 else ()
                return Want(categories=(self._tender().category,), methods=methods)
            case "buyer":
                pool = self._heads if self._heads and rng.random() < 0.5 else self._agencies
                return Want(buyers=(rng.choice(pool).id,))
            case "follow":
                return Want(follows=tuple(self._tender().notice_no for _ in range(rng.randint(1, 5))))
        return Want(
            any_words=tuple(rng.sample(_COMMON, 3)),
            categories=(self._tender().category,),
            places=(rng.choice(_PROVINCE.codes),),
            price_from=rng.choice((None, 10**8, 10**9)),
            price_to=rng.choice((None, 5 * 10**9, 10**11)),
        )

    def _cut(self) -> Want:
        rng = self._rng
        words = tuple(self._phrase() for _ in range(rng.randint(2, 4)))
        never = (self._phrase(),) if rng.random() < 0.33 else ()
        if rng.random() < 0.3:
            return Want(all_words=words[:2], none_words=never)
        return Want(any_words=words, none_words=never)

    def _phrase(self) -> str:
        words = self._tender().title.split()
        at, length = self._rng.randrange(len(words)), self._rng.randint(1, 4)
        return " ".join(words[at : at + length])

    def _tender(self) -> Tender:
        return self._rng.choice(self._told)


def subscriptions(wants: Wants, count: int) -> list[Subscription]:
    consent = Consent("Tôi đồng ý nhận tin", "1", _NOW)
    return [
        Subscription(
            f"dk-{number:06d}", f"a{number}@example.vn", "vi", "feed", wants.draw(), Rhythm(),
            SubscriptionState.ACTIVE, consent, "s", _NOW, _NOW,
        )
        for number in range(count)
    ]  # fmt: skip


def measure(many: list[Subscription], agencies: tuple[Agency, ...], events: list[TenderEvent]) -> Figures:
    """Builds the matcher, asks it of every event, then changes one subscription in a hundred."""
    with PeakMemory() as peak:
        started = time.perf_counter()
        matcher = Matcher(many, agencies, _PLACES)
        built = time.perf_counter() - started
        wall, cpu, hits = [], [], 0
        for event in events:
            before, before_cpu = time.perf_counter(), time.thread_time()
            hits += len(matcher.matching(event))
            wall.append((time.perf_counter() - before) * 1000)
            cpu.append((time.thread_time() - before_cpu) * 1000)
    few = many[::100]
    before = time.perf_counter()
    for one in few:
        matcher.remove(one.id)
        matcher.add(one)
    changed = (time.perf_counter() - before) * 1000 / len(few)
    return Figures(built, tuple(wall), tuple(cpu), hits, changed, peak.megabytes)


def differing(many: list[Subscription], agencies: tuple[Agency, ...], events: list[TenderEvent]) -> int:
    """How many answers of the matcher differ from the definition, on a sample."""
    sample = many[:: max(1, len(many) // _CHECKED_SUBSCRIPTIONS)]
    matcher = Matcher(sample, agencies, _PLACES)
    wrong = 0
    for event in events[:: max(1, len(events) // _CHECKED_NOTICES)]:
        by_definition = {
            one.id for one in sample if matches(one.want, event.tender, event.kind, agencies, _PLACES)
        }
        wrong += len(by_definition ^ set(matcher.matching(event)))
    return wrong


def shown(found: Figures, wrong: int, subscribed: int, asked: int) -> Table:
    title = f"Matching: {subscribed:,} subscriptions, one process on one core"
    table = Table("figure", "measured", "of it CPU", "target", title=title)
    table.add_row(
        f"{asked:,} notices, all answers listed",
        f"{sum(found.wall) / 1000:.1f} s",
        f"{sum(found.cpu) / 1000:.1f} s",
        "≤ 60 s",
    )
    for name, share, target in (("p50", 50, ""), ("p95", 95, "≤ 20 ms"), ("worst", 100, "")):
        wall, cpu = (f"{np.percentile(each, share):.2f} ms" for each in (found.wall, found.cpu))
        table.add_row(f"one notice, {name}", wall, cpu, target)
    table.add_row("answers in all", f"{found.hits:,}")
    table.add_row("answers a notice", f"{found.hits / asked:,.0f}")
    table.add_row("reading the subscriptions", f"{found.built:.1f} s")
    table.add_row("one removed and added again", f"{found.changed:.2f} ms")
    table.add_row("peak memory, the bench's own data included", f"{found.memory:,} MB", "", "< 1,000 MB")
    table.add_row("answers that differ from the definition (sample)", str(wrong), "", "0")
    return table


def main(subscribed: int = 100_000, asked: int = 10_000) -> None:
    rng = Random(_SEED)
    made = corpus(_SEED, asked * 3 // 2)
    notices = [row for row in made.disclosures if row.kind is DisclosureKind.NOTICE][:asked]
    told = tenders(rng, notices)
    many = subscriptions(Wants(rng, made.agencies, told), subscribed)
    events = [TenderEvent(f"{one.subject_key}/new", EventKind.NEW_NOTICE, one, _NOW) for one in told]
    agencies = made.agencies
    del made, notices
    found = measure(many, agencies, events)
    Console(width=110).print(shown(found, differing(many, agencies, events), len(many), len(events)))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:3]))
