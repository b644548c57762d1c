"""Chỉ đọc kỹ những tin có từ giống tên: tin gần nhất vẫn là tin gần nhất.
Only what shares words with a name is read in full; what could be it is always among that."""

from random import Random

from monitor.reconcile.agencies import AgencyResolver
from monitor.reconcile.glance import Glances
from monitor.reconcile.nearest import SightingIndex, nearest
from tests.bench.corpus.build import corpus


def test_the_item_that_could_be_it_is_among_what_is_read() -> None:
    made = corpus(7, 1500)
    resolver = AgencyResolver(made.agencies)
    items = made.sightings[:600]
    everything = SightingIndex(items, resolver)
    by_id, glances = {one.id: one for one in items}, Glances(items)
    live = 0
    for sought in Random(1).sample(made.disclosures, 120):
        found = nearest(sought, everything)
        if found is None or found[1] <= 0.05:
            continue
        live += 1
        few = nearest(
            sought, SightingIndex((by_id[one] for one in glances.likely(sought.title, 24)), resolver)
        )
        assert few is not None
        assert few[0].id == found[0].id
    assert live >= 20
