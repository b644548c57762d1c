"""Đối chiếu với những gì lần trước để lại cho đúng câu trả lời như đối chiếu lại từ đầu.
Linking with what the run before left gives the very answer of linking everything again."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from monitor.domain.judgement import Disclosure, Link
from monitor.domain.sources import Sighting
from monitor.domain.vocabulary import DisclosureKind, LinkState
from monitor.reconcile import again
from monitor.reconcile.agencies import AgencyResolver
from monitor.reconcile.features import read_text
from monitor.reconcile.kept import Kept
from monitor.reconcile.linking import Linker, link_all
from monitor.reconcile.packed import pack, pack_pairs, unpack, unpack_pairs
from monitor.reconcile.people import People
from monitor.reconcile.subjects import SubjectIndex
from monitor.steps.spread import over_cores
from tests.bench.corpus.build import corpus
from tests.bench.corpus.model import NOW, Corpus

Make = Callable[..., Any]
SOURCES = {"cong": (), "trang-bql-1": ("bql-1",), "trang-ttyt": ("ttyt",)}
SETTINGS = settings(
    deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
things = st.sampled_from(["Mua sắm vật tư y tế", "Xây dựng cầu Sen Hồng", "Sửa chữa trường học Hoa Mẫu"])
tails = st.sampled_from(["", " năm 2026", " đợt 2", " xã Tân Mẫu", " xã Tân Hòa", " (giai đoạn 1)", "…"])
leads = st.sampled_from(["Thông báo mời thầu: ", "", "Gói thầu số 03: ", "Kết quả lựa chọn nhà thầu: "])
bodies = st.sampled_from(
    ["", "Mã TBMT: IB2600000002", "Gói thầu: Mua sắm vật tư y tế; Giá 1.500.000.000 đồng"]
)
titles = st.builds(lambda *parts: "".join(parts), leads, things, tails)
packages = st.dictionaries(st.integers(1, 5), st.tuples(titles, st.integers(-30, 30)), max_size=4)
articles = st.dictionaries(
    st.integers(1, 6),
    st.tuples(
        titles,
        st.sampled_from(["cong", "trang-bql-1", "trang-ttyt"]),
        st.integers(-40, 60),
        bodies,
        st.sampled_from([None, DisclosureKind.NOTICE]),
        st.sampled_from([(), ("IB2600000003",)]),
    ),
    max_size=5,
)
# What changes from one run to the next: nothing, the records, what was seen, people's decisions, sources.
changes = st.sets(st.sampled_from(["records", "seen", "decided", "sources"]), max_size=2)
histories = st.lists(st.tuples(packages, articles, changes, st.booleans()), min_size=2, max_size=5)


@SETTINGS
@given(history=histories)
def test_every_run_of_a_history_answers_as_if_it_were_the_first(
    disclosure: Make,
    sighting: Make,
    decided: Make,
    resolver: AgencyResolver,
    monkeypatch: pytest.MonkeyPatch,
    history: Any,
) -> None:
    monkeypatch.setattr(again, "TOGETHER", 2)
    kept = Kept()
    (own, shown, _, _), *_ = history
    sources: dict[str, tuple[str, ...]] = dict(SOURCES)
    decisions: tuple[Link, ...] = ()
    links: tuple[Link, ...] = ()
    for new_own, new_shown, changed, refuses in history:
        own = new_own if "records" in changed else own
        shown = new_shown if "seen" in changed else shown
        records = [disclosure(title, n, day=day) for n, (title, day) in own.items()]
        seen = [
            sighting(title, str(n), source, day, body=body, kind=kind, codes=codes)
            for n, (title, source, day, body, kind, codes) in shown.items()
        ]
        if "sources" in changed:
            sources["cong"] = () if sources["cong"] else ("bql-1",)
        if "decided" in changed:
            by_id = {item.id: item for item in (*records, *seen)}
            state = LinkState.REFUSED if refuses else LinkState.LINKED
            pairs = [(by_id.get(link.sighting_id), by_id.get(link.disclosure_id)) for link in links[:1]]
            decisions = tuple(decided(one, other, state) for one, other in pairs if one and other)
        links = link_all(seen, records, resolver, sources, decisions, NOW)
        assert link_all(seen, records, resolver, sources, decisions, NOW, kept=kept) == links


@pytest.fixture(scope="module")
def made() -> Corpus:
    return corpus(5, 150)


def _linked(made: Corpus, seen: Iterable[Sighting], records: Iterable[Disclosure], **more: Any) -> Any:
    return link_all(seen, records, AgencyResolver(made.agencies), made.source_agencies, (), NOW, **more)


def test_a_corpus_that_grows_changes_and_loses_articles_is_answered_alike(made: Corpus) -> None:
    kept, seen, records = Kept(), list(made.sightings), list(made.disclosures)
    shorter = [replace(one, title=one.title[:40]) if n % 50 == 0 else one for n, one in enumerate(seen)]
    renamed = [
        replace(one, title=f"{one.title} đợt 9") if n % 40 == 0 else one for n, one in enumerate(records)
    ]
    runs: list[tuple[Sequence[Sighting], Sequence[Disclosure]]] = [
        (seen[:-30], records), (seen, records), (shorter, records), (shorter[20:], renamed),
        (seen, records[5:]),
    ]  # fmt: skip
    for run in runs:
        assert _linked(made, *run, kept=kept) == _linked(made, *run)


def test_answers_of_other_processes_are_kept_as_well(made: Corpus) -> None:
    kept, spread = Kept(), partial(over_cores, each=1)
    records, renamed = (
        made.disclosures,
        (replace(made.disclosures[0], title="Mua bàn ghế"), *made.disclosures[1:]),
    )
    for run in (records, records, renamed):
        assert _linked(made, made.sightings, run, spread=spread, kept=kept) == _linked(
            made, made.sightings, run
        )


def test_only_what_is_new_or_changed_is_worked_through(made: Corpus) -> None:
    kept, worked = Kept(), list[str]()

    def watched(work: Callable[[Any], Any], batches: Sequence[Sequence[Sighting]]) -> Iterable[Any]:
        worked.extend(one.id for batch in batches for one in batch)
        return map(work, batches)

    seen = made.sightings
    _linked(made, seen[1:], made.disclosures, spread=watched, kept=kept)
    assert sorted(worked) == sorted(one.id for one in seen[1:])
    worked.clear()
    _linked(made, seen[1:], made.disclosures, spread=watched, kept=kept)
    assert worked == []
    changed = replace(seen[7], body=f"{seen[7].body} Sửa lại.")
    _linked(made, (*seen[:7], changed, *seen[8:]), made.disclosures, spread=watched, kept=kept)
    assert sorted(worked) == sorted((seen[0].id, changed.id))


def test_what_was_read_comes_out_as_it_went_in(made: Corpus) -> None:
    said = [read_text(one, remember=False) for one in made.sightings]
    again_ = unpack(pack(said))
    assert again_ == said
    repeats = [[one is said_.readings[0] for one in said_.readings] for said_ in said]
    assert repeats == [[one is said_.readings[0] for one in said_.readings] for said_ in again_]
    assert any(sum(row) > 1 for row in repeats)


@SETTINGS
@given(titles=st.lists(st.one_of(titles, st.text(max_size=60)), max_size=4), body=bodies)
def test_whatever_was_read_comes_out_as_it_went_in(sighting: Make, titles: Any, body: str) -> None:
    said = [read_text(sighting(title, body=body), remember=False) for title in titles]
    assert unpack(pack(said)) == said


def test_pairs_come_out_as_they_went_in(made: Corpus) -> None:
    index = SubjectIndex(made.disclosures, AgencyResolver(made.agencies))
    pairs = Linker(index, made.source_agencies, People(())).pairs(made.sightings)
    assert any(pair.others for pair in pairs), "a linked sighting that may mean another act"
    (again_,) = unpack_pairs(pack_pairs([pairs]))
    assert again_ == pairs
    both = zip(pairs, again_, strict=True)
    held = [one is other for a, b in both for one, other in zip(a.reasons, b.reasons, strict=True)]
    assert all(held), "the words of reasons are held once"


def test_links_of_a_kept_run_carry_the_time_of_the_new_one(
    disclosure: Make, sighting: Make, resolver: AgencyResolver
) -> None:
    kept = Kept()
    seen, records = [sighting("Xây dựng cầu Sen Hồng")], [disclosure("Xây dựng cầu Sen Hồng")]
    later = NOW.replace(year=2027)
    first: tuple[Link, ...] = link_all(seen, records, resolver, SOURCES, (), NOW, kept=kept)
    (again_,) = link_all(seen, records, resolver, SOURCES, (), later, kept=kept)
    assert (again_, again_.decided_at) == (replace(first[0], decided_at=later), later)
