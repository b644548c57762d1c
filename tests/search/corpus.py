"""Kho nhỏ ngẫu nhiên và cách tìm ngây thơ: đi qua từng gói.
Small random corpora, and a naive search that walks over every package."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

from monitor.domain.procurement import Notice
from monitor.domain.published import Process, PublicPackage, TenderStatus
from monitor.domain.subscriptions import Tender
from monitor.domain.times import Moment
from monitor.domain.vocabulary import Precision
from monitor.ocds.facts import facts_of
from monitor.ocds.releases import release_times
from monitor.search.entries import entry_of
from monitor.search.query import Closing, Facet, Held, Query
from monitor.subscriptions.places import Places, meant_by
from monitor.subscriptions.terms import read_tender
from tests.storage.test_published import AT

HOME = ("86",)
WORDS = (
    "sửa",
    "sua",
    "chữa",
    "trường",
    "truong",
    "đường",
    "hoà",
    "hòa",
    "W",
    "ww",
    "№",
    "5km",
    "Ж",
    "xã",
    "10",
)
BUYERS = (("so-mau", "Sở Mẫu"), ("", "Trường Ấp Nhất"), ("xa-mau", "UBND xã Mẫu"))
FIELDS, METHODS, CODES = ("XL", "HH", ""), ("DTRR", "CDT"), ((), ("86",), ("817",), ("809", "12"))


def random_package(number: int, rng: Random) -> PublicPackage:
    """One notice of anything."""
    agency, buyer = rng.choice(BUYERS)
    moment = Moment(AT + timedelta(hours=rng.randrange(60)), Precision.SECOND, "api")
    notice = Notice(
        f"IB26{number:08}",
        "00",
        f"uuid-{number}",
        " ".join(rng.choices(WORDS, k=rng.randrange(1, 6))),
        buyer,
        "",
        moment,
        moment,
        main_procurement_category=rng.choice(FIELDS),
        procurement_method_details=rng.choice(METHODS),
        price=rng.choice((None, 0, 499_999_999, 500_000_000, 2_000_000_000, 60_000_000_000)),
        tender_period_end=rng.choice((None, AT + timedelta(days=rng.randrange(-9, 12)))),
        cancelled=rng.random() < 0.2,
        province_codes=rng.choice(CODES),
    )
    process = Process(notice.notice_no, AT, notices=(notice,))
    return PublicPackage(process, facts_of(process), agency, "", release_times(process))


def changed(package: PublicPackage, rng: Random) -> PublicPackage:
    """The same package with another name and price."""
    notice = replace(
        package.process.notices[0], name=" ".join(rng.choices(WORDS, k=3)), price=rng.randrange(9)
    )
    process = replace(package.process, notices=(notice,))
    return replace(package, process=process, facts=facts_of(process))


def naive(packages: Iterable[PublicPackage], asked: Query, places: Places, now: datetime) -> list[str]:
    """The keys of what a search finds, in the order of `packages`."""
    return [one.process.key for one in packages if _holds(one, asked, places, now, None)]


def naive_counts(
    packages: Collection[PublicPackage], asked: Query, facet: Facet, places: Places, now: datetime
) -> Mapping[str, int]:
    """For each value of a facet what the rest of the search would find with it."""
    found: Counter[str] = Counter()
    for one in packages:
        if _holds(one, asked, places, now, facet):
            found.update(_values(one, facet, places))
    return found


def _holds(one: PublicPackage, asked: Query, places: Places, now: datetime, left_out: Facet | None) -> bool:
    text = read_tender(
        Tender("", one.facts.title, "", project_name=one.facts.buyer_name, notice_no=one.process.key)
    )
    if not all(text.holds(term) for term in asked.terms.every):
        return False
    if any(text.holds(term) for term in asked.terms.never):
        return False
    for facet in Facet:
        if facet is left_out or not asked.of(facet):
            continue
        if facet is Facet.PRICE:
            low, high = asked.price
            price = one.facts.price
            if price is None or price < (low or 0) or (high is not None and price > high):
                return False
        elif facet is Facet.CLOSING:
            assert asked.closing
            if not _closes(one, asked.closing, now):
                return False
        elif set(asked.of(facet)).isdisjoint(_values(one, facet, places)):
            return False
    return True


def _values(one: PublicPackage, facet: Facet, places: Places) -> set[str]:
    entry = entry_of(one, HOME)
    if facet is Facet.FIELD:
        return {entry.category or "chua-ro"}
    if facet is Facet.METHOD:
        return {entry.method or "chua-ro"}
    if facet is Facet.STATUS:
        return {entry.status or "chua-ro"}
    if facet is Facet.BUYER:
        return {entry.buyer}
    if facet is Facet.HOLDS:
        return {Held.NOTICE.value}
    asked = {*places, *entry.places}
    return {code for code in asked if not meant_by((code,), places).isdisjoint(entry.places)}


def _closes(one: PublicPackage, when: Closing, now: datetime) -> bool:
    closes = one.facts.closes_at
    if closes is None:
        return False
    if when is Closing.OVER:
        return closes <= now
    span = {
        Closing.OPEN: timedelta.max,
        Closing.IN_3_DAYS: timedelta(days=3),
        Closing.IN_7_DAYS: timedelta(days=7),
    }
    return one.facts.status is TenderStatus.ACTIVE and now < closes and closes - now <= span[when]
