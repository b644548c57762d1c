"""Bước công bố chỉ đọc những gì đã đổi, và thấy đúng như khi đọc lại tất cả.
Publishing reads what was touched only, and finds the same as when it compares everything."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from sqlalchemy import event

from monitor.domain.judgement import Link
from monitor.domain.vocabulary import DisclosureKind, LinkOrigin, LinkState
from storage.store import Store, UnitOfWork
from tests.storage.samples import Samples

SAMPLES = Samples()
NOW = datetime(2026, 9, 21, 2, tzinfo=UTC)
MOST = 5


def subject(number: int) -> str:
    return f"IB26{number:08}"


def link(seen: int, act: int, **given: object) -> Link:
    made = SAMPLES.link(1, sighting_id=f"cong|{seen}", disclosure_id=f"{subject(act)}/notice")
    return replace(made, **given)  # type: ignore[arg-type]


def prepare(work: UnitOfWork) -> None:
    work.sightings.put([SAMPLES.sighting(n, id=f"cong|{n}", native_key=str(n)) for n in range(MOST)])
    work.judgements.put_disclosures(
        [
            SAMPLES.disclosure(
                n, id=f"{subject(n)}/notice", subject_key=subject(n), kind=DisclosureKind.NOTICE
            )
            for n in range(MOST)
        ]
    )


def change(work: UnitOfWork, chance: Random, links: dict[tuple[int, int], Link]) -> None:
    """One of the things that happen to links and postings."""
    seen, act = chance.randrange(MOST), chance.randrange(MOST)
    what = chance.randrange(5)
    if what == 0:
        state = chance.choice([LinkState.LINKED, LinkState.NEEDS_REVIEW])
        links[seen, act] = link(seen, act, state=state, score=chance.choice([0.6, 1.0]))
    elif what == 1 and links:
        links.pop(chance.choice(sorted(links)))
    elif what == 2:
        title = f"Tin {seen} sửa {chance.randrange(100)}"
        work.sightings.put(
            [SAMPLES.sighting(seen, id=f"cong|{seen}", native_key=str(seen), title=title, raw={"t": title})]
        )
    elif what == 3:
        state = chance.choice([LinkState.LINKED, LinkState.REFUSED])
        work.links.decide(link(seen, act, state=state, origin=LinkOrigin.PERSON, decided_by="A"))
    else:
        decided = work.links.decisions()
        if decided:
            one = chance.choice(decided)
            work.links.undo(one.sighting_id, one.disclosure_id, "A", NOW + timedelta(days=1))
    work.links.replace_machine(links.values())


@pytest.mark.parametrize("seed", range(12))
def test_what_was_touched_is_all_that_differs(store: Store, seed: int) -> None:
    chance = Random(seed)
    links: dict[tuple[int, int], Link] = {}
    with store.begin() as work:
        prepare(work)
    for _ in range(12):
        for _ in range(chance.randrange(4)):
            with store.begin() as work:
                change(work, chance, links)
        with store.read() as work:
            shown = work.publishable.newly_shown()
            assert shown.marks == work.publishable.newly_shown(everything=True).marks
        with store.begin() as work:
            work.publishable.note_shown(shown)
        with store.read() as work:
            again = work.publishable.newly_shown()
            assert (dict(again.marks), again.touches) == ({}, ())


def test_what_is_touched_while_publishing_is_read_the_next_time(store: Store) -> None:
    with store.begin() as work:
        prepare(work)
        work.links.replace_machine([link(0, 0)])
    with store.read() as work:
        shown = work.publishable.newly_shown()
    with store.begin() as work:
        work.links.replace_machine([link(0, 0), link(1, 0), link(2, 1)])
    with store.begin() as work:
        work.publishable.note_shown(shown)
    with store.read() as work:
        assert sorted(work.publishable.newly_shown().marks) == [subject(0), subject(1)]


def test_with_nothing_touched_no_link_is_read(store: Store) -> None:
    with store.begin() as work:
        prepare(work)
        work.links.replace_machine([link(0, 0), link(1, 1)])
    with store.begin() as work:
        work.publishable.note_shown(work.publishable.newly_shown())
    asked: list[str] = []
    event.listen(store._engine, "before_cursor_execute", lambda *given: asked.append(given[2]))
    with store.begin() as work:
        # The same links again: nothing is written, so nothing is read.
        work.links.replace_machine([link(0, 0), link(1, 1)])
        asked.clear()
        assert dict(work.publishable.newly_shown().marks) == {}
    assert [text for text in asked if "public_showing" in text or "JOIN" in text] == []
    assert any("link_touch" in text for text in asked)
