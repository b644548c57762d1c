"""Tìm bằng chỉ mục thấy đúng những gì đi qua từng gói mà thấy, trên hai loại kho.
What the index finds is what a walk over every package finds: words, filters, counts, order, changes."""

from datetime import timedelta
from random import Random

import pytest

from monitor.domain.province import Inspectorate, Province
from monitor.search.entries import entry_of
from monitor.search.query import Closing, Facet, Order, Query, read_query
from monitor.subscriptions.places import place_codes
from monitor.web.public.finder import Finder
from storage.store import Store
from tests.search.corpus import BUYERS, HOME, WORDS, changed, naive, naive_counts, random_package
from tests.storage.test_published import AT

PLACES = place_codes((Province("mau", "Tỉnh Mẫu", ("86",), ("809", "817"), Inspectorate("")),))
NOW = AT + timedelta(days=1)
SEARCHES = 12


def random_query(rng: Random) -> Query:
    """A few words and filters, most of them none."""
    words = [
        rng.choice(("", "-")) * (rng.random() < 0.3) + rng.choice(WORDS) for _ in range(rng.randrange(3))
    ]
    if rng.random() < 0.4:
        words.append(f'"{rng.choice(WORDS)} {rng.choice(WORDS)}"')
    pairs = [("tim", " ".join(words))]
    some = (
        ("linh-vuc", rng.choice(("XL", "HH", "chua-ro", "KHAC"))),
        ("linh-vuc", "XL"),
        ("hinh-thuc", "DTRR"),
        ("dia-ban", rng.choice(("86", "809", "817", "12", "99"))),
        ("don-vi", rng.choice([one or name for one, name in BUYERS])),
        ("trang-thai", rng.choice(("active", "cancelled"))),
        ("gia-tu", "500000000"),
        ("gia-den", rng.choice(("499999999", "2000000000"))),
        ("dong-thau", rng.choice(list(Closing)).value),
        ("da-co", rng.choice(("thong-bao", "ket-qua"))),
        ("xep", rng.choice(list(Order)).value),
    )
    return read_query([*pairs, *(pair for pair in some if rng.random() < 0.15)])


@pytest.mark.parametrize("seed", range(2))
def test_the_index_finds_what_a_walk_over_all_packages_finds(store: Store, seed: int) -> None:
    rng = Random(seed)
    packages = {one.process.key: one for one in (random_package(n, rng) for n in range(40))}
    finder = Finder(PLACES)
    keys = list(packages)
    for change in range(3):
        fresh = (
            list(packages.values())
            if not change
            else [changed(packages[k], rng) for k in rng.sample(keys, 5)]
        )
        packages |= {one.process.key: one for one in fresh}
        with store.begin() as work:
            work.published.put(fresh, NOW)
            work.search.put(entry_of(one, HOME) for one in fresh)
            gone = keys.pop(rng.randrange(len(keys)))
            work.published.withdraw([gone], NOW)
            del packages[gone]
        for _ in range(SEARCHES):
            asked = random_query(rng)
            with store.read() as work:
                found = finder.find(work, asked, NOW)
                pages = [found.page(number, 7) for number in range(1, -(-found.total // 7) + 1)]
                lines = work.search.lines(sum(pages, ()))
            ordered = [lines[number].key for page in pages for number in page]
            wanted = naive(packages.values(), asked, PLACES, NOW)
            assert sorted(ordered) == sorted(wanted), asked
            assert found.total == len(wanted)
            for facet in (Facet.FIELD, Facet.METHOD, Facet.PLACE, Facet.BUYER, Facet.STATUS, Facet.HOLDS):
                counted = {one.value: one.packages for one in found.counts(facet) if one.packages}
                assert counted == naive_counts(packages.values(), asked, facet, PLACES, NOW), (facet, asked)
            for one in found.closings():
                only = read_query(
                    [pair for pair in asked.pairs() if pair[0] != "dong-thau"] + [("dong-thau", one.value)]
                )
                assert one.packages == len(naive(packages.values(), only, PLACES, NOW))


def test_every_order_is_the_order_it_says(store: Store) -> None:
    rng = Random(9)
    packages = [random_package(n, rng) for n in range(40)]
    with store.begin() as work:
        work.published.put(packages, NOW)
        work.search.put(entry_of(one, HOME) for one in packages)
    finder = Finder(PLACES)

    def listed(order: Order) -> list[tuple[int | None, float | None, float]]:
        with store.read() as work:
            page = finder.find(work, Query(order=order), NOW).page(1, 100)
            lines = work.search.lines(page)
        return [
            (
                lines[number].price,
                at.timestamp() if (at := lines[number].closes_at) else None,
                lines[number].published_at.timestamp(),
            )
            for number in page
        ]

    times = [published for _, _, published in listed(Order.NEWEST)]
    assert times == sorted(times, reverse=True)
    dear = [price for price, _, _ in listed(Order.DEAREST)]
    known = [price for price in dear if price is not None]
    assert dear == sorted(known, reverse=True) + [None] * (len(dear) - len(known))
    cheap = [price for price, _, _ in listed(Order.CHEAPEST)]
    assert cheap == sorted(known) + [None] * (len(dear) - len(known))
    closing = [closes for _, closes, _ in listed(Order.CLOSING)]
    ahead = sorted(at for at in closing if at is not None and at > NOW.timestamp())
    over = sorted((at for at in closing if at is not None and at <= NOW.timestamp()), reverse=True)
    assert closing == [*ahead, *over, *[None] * closing.count(None)]
