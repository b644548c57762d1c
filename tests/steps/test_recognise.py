"""Một tin đăng mới được nhận ra như trong một vòng đầy đủ.
One sighting alone is recognised as it would be in the run over everything."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from monitor.domain.judgement import Link
from monitor.domain.procurement import Agency
from monitor.domain.vocabulary import DisclosureKind, LinkState
from monitor.reconcile.agencies import AgencyResolver
from monitor.reconcile.linking import link_all
from monitor.steps.recognise import Recogniser
from storage.store import Store
from tests.bench.corpus.build import corpus
from tests.bench.corpus.model import NOW, Corpus

_SHARE = 0.99


@pytest.fixture(scope="module")
def made() -> Corpus:
    return corpus(11, 300)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = Store(f"sqlite:///{tmp_path / 'monitor.db'}")
    made.create()
    yield made
    made.close()


def _recogniser(store: Store, made: Corpus, agencies: tuple[Agency, ...] = ()) -> Recogniser:
    return Recogniser(store, AgencyResolver(agencies or made.agencies), made.source_agencies)


def _states(links: tuple[Link, ...]) -> dict[str, LinkState]:
    return {link.disclosure_id: link.state for link in links}


def _linked(states: dict[str, LinkState]) -> set[str]:
    return {disclosure_id for disclosure_id, state in states.items() if state is LinkState.LINKED}


@pytest.mark.drill
def test_one_sighting_alone_is_linked_as_among_all_of_them(store: Store, made: Corpus) -> None:
    """Those that differ are put to review: only the other articles of their source settle them."""
    with store.begin() as work:
        work.judgements.put_disclosures(made.disclosures)
    recogniser = _recogniser(store, made)
    recogniser.take_in()
    among_all: dict[str, dict[str, LinkState]] = {sighting.id: {} for sighting in made.sightings}
    resolver = AgencyResolver(made.agencies)
    links = link_all(made.sightings, made.disclosures, resolver, made.source_agencies, (), NOW)
    for link in links:
        among_all[link.sighting_id][link.disclosure_id] = link.state
    differing = []
    for sighting in made.sightings:
        alone = _states(recogniser.find(sighting, NOW).links)
        if _linked(alone) != _linked(among_all[sighting.id]):
            differing.append((alone, among_all[sighting.id]))
    assert len(made.sightings) > 500
    assert len(differing) <= (1 - _SHARE) * len(made.sightings)
    for alone, settled in differing:
        assert _linked(alone) ^ _linked(settled) <= alone.keys()
        assert LinkState.NEEDS_REVIEW in (*alone.values(), *settled.values())


def test_what_is_new_or_changed_is_found_after_it_was_taken_in(store: Store, made: Corpus) -> None:
    notice = next(d for d in made.disclosures if d.kind is DisclosureKind.NOTICE and d.national)
    assert notice.national is not None
    sighting = replace(
        made.sightings[0],
        id="cong-tinh|moi",
        title="Mời thầu: Cung cấp kính thiên văn quỹ đạo phục vụ đài quan trắc mẫu",
        body="",
        url="",
        codes=(),
        kind=DisclosureKind.NOTICE,
        published=notice.national,
    )
    with store.begin() as work:
        work.judgements.put_disclosures(made.disclosures)
    recogniser = _recogniser(store, made)
    assert recogniser.take_in() > 300
    assert recogniser.take_in() == 0
    assert recogniser.find(sighting, NOW).links == ()
    renamed = replace(notice, title="Cung cấp kính thiên văn quỹ đạo phục vụ đài quan trắc mẫu")
    with store.begin() as work:
        work.judgements.put_disclosures([renamed])
    assert recogniser.take_in() == 1
    found = recogniser.find(sighting, NOW)
    assert [link.disclosure_id for link in found.links] == [notice.id]
    assert found.disclosures[notice.id] == renamed


def test_what_was_seen_only_on_a_portal_is_no_record_to_be_found(store: Store, made: Corpus) -> None:
    notice = next(d for d in made.disclosures if d.kind is DisclosureKind.NOTICE)
    seen = replace(notice, id="sighting:cong|1/notice", subject_key="sighting:cong|1")
    with store.begin() as work:
        work.judgements.put_disclosures([seen])
    assert _recogniser(store, made).take_in() == 0
    with store.read() as work:
        assert work.names.waiting() == 0


def test_another_registry_has_every_name_taken_in_again(store: Store, made: Corpus) -> None:
    with store.begin() as work:
        work.judgements.put_disclosures(made.disclosures)
    told: list[tuple[int, int]] = []
    first = _recogniser(store, made).take_in(lambda done, of: told.append((done, of)))
    assert _recogniser(store, made).take_in() == 0
    assert _recogniser(store, made, made.agencies[1:]).take_in() == first
    assert told == [(len(made.disclosures), len(made.disclosures))]
    assert 0 < first < len(made.disclosures)


def test_an_empty_database_recognises_nothing(store: Store, made: Corpus) -> None:
    recogniser = _recogniser(store, made)
    assert recogniser.take_in() == 0
    assert recogniser.find(made.sightings[0], NOW).links == ()
