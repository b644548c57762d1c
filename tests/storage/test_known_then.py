"""Từng loại sự việc: từ lúc nào thì coi là đã biết.
Each kind of fact by itself: since when it counts, and what later changes do to the answer."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from monitor.domain.judgement import Link
from monitor.domain.procurement import Award, Notice, Plan, Result
from monitor.domain.times import Window
from monitor.domain.vocabulary import DisclosureKind, LinkOrigin, LinkState, Outcome, Precision
from storage.store import Store

HOUR = timedelta(hours=1)


def test_a_record_counts_from_its_first_reading_and_reads_as_it_did(store: Store, sample: Any) -> None:
    first = sample.notice(is_online=True)
    moved = replace(
        first,
        name="Tên khác",
        price=7,
        tender_period_end=first.tender_period_end + 72 * HOUR,
        cancelled=True,
        status_for_notify="DHTBMT",
        is_online=False,
        published=sample.moment(-1, Precision.SECOND, "api"),
    )
    with store.begin() as work:
        work.records.put([first], sample.now)
        work.records.put([replace(moved, price=8)], sample.now + 2 * HOUR)
        work.records.put([moved], sample.now + 4 * HOUR)
        work.records.put([replace(first, version="01", native_id="b")], sample.now + 4 * HOUR)

        def known(hours: float) -> tuple[Notice, ...]:
            return work.records.known_at(Notice, sample.now + hours * HOUR)

        assert known(-0.1) == ()
        assert known(0) == known(1.9) == (replace(first, raw={}),)
        assert [notice.price for notice in known(3)] == [8]
        assert known(3)[0].cancelled is True
        assert [notice.version for notice in known(4)] == ["00", "01"]
        assert known(4) == work.records.notices()
        assert work.records.learnt(sample.now, sample.now + 2 * HOUR)
        assert work.records.learnt(sample.now - HOUR, sample.now)
        assert not work.records.learnt(sample.now, sample.now + HOUR)
        assert not work.records.learnt(sample.now + 4 * HOUR, sample.now + 90 * HOUR)


def test_a_package_of_a_plan_reads_as_it_did(store: Store, sample: Any) -> None:
    plan = sample.plan()
    first, second = plan.packages
    third = replace(first, key="BP2600000103", native_id="c", bid_no="BP2600000103")
    later = replace(plan, packages=(replace(first, price=3 * 10**9), second, third))
    with store.begin() as work:
        work.records.put([plan], sample.now)
        work.records.put([later], sample.now + HOUR)
        assert work.records.known_at(Plan, sample.now, raw=True)[0].packages == plan.packages
        assert work.records.known_at(Plan, sample.now + HOUR) == work.records.plans()


def test_what_a_later_reading_filled_in_was_not_known_before(store: Store, sample: Any) -> None:
    day = sample.moment(-3, Precision.DAY)
    row = sample.plan(packages=(), decision_date=None, published=day, raw={"a": 1})
    won = (Award("A", "1", 5),)
    result = Result("r", "IB1", "Gói", "Sở", "vn", None)
    with store.begin() as work:
        work.records.put([row, result], sample.now)
        work.records.put([sample.plan(), replace(result, awards=won)], sample.now + HOUR)
        work.records.put([sample.plan(raw={"b": 2})], sample.now + 2 * HOUR)
        assert work.records.known_at(Plan, sample.now, raw=True) == (row,)
        assert work.records.known_at(Result, sample.now) == (result,)
        assert work.records.known_at(Result, sample.now + HOUR) == (replace(result, awards=won),)
        (known,) = work.records.known_at(Plan, sample.now + HOUR, raw=True)
        assert known.raw == {"a": 1, "planType": "TX"}
        assert work.records.known_at(Plan, sample.now + 2 * HOUR, raw=True) == work.records.plans(raw=True)


def test_two_readings_at_one_instant_are_one(store: Store, sample: Any) -> None:
    with store.begin() as work:
        work.records.put([sample.notice()], sample.now)
        for price in (7, 8):
            work.records.put([sample.notice(price=price)], sample.now + HOUR)
        assert work.records.known_at(Notice, sample.now)[0].price == sample.notice().price
        assert work.records.known_at(Notice, sample.now + HOUR)[0].price == 8


def test_a_text_read_later_was_not_known_when_the_item_was_listed(store: Store, sample: Any) -> None:
    listed = sample.sighting(1, body="", codes=(), kind=None, attachments=(), raw={})
    opened = sample.sighting(1, body="Toàn văn", first_seen_at=sample.now + HOUR, raw={"views": "3"})
    with store.begin() as work:
        work.sightings.put([listed])
        work.sightings.put([opened])
        assert work.sightings.known_at(sample.now) == (listed,)
        assert work.sightings.known_at(sample.now + HOUR) == work.sightings.all()
        assert work.sightings.learnt(sample.now, sample.now + HOUR)


def test_a_sighting_counts_from_its_first_look_and_shows_what_it_showed(store: Store, sample: Any) -> None:
    first = sample.sighting(1, published=sample.moment(-3), body="Mã IB2600000001", raw={})
    moved = replace(first, published=sample.moment(-1), first_seen_at=sample.now + HOUR)
    renamed = replace(
        moved,
        title="Hủy thầu gói 01",
        body="Mã IB2600000002",
        codes=("IB2600000002",),
        kind=DisclosureKind.CANCELLATION,
        first_seen_at=sample.now + 2 * HOUR,
        capture_id="capture-2",
    )
    with store.begin() as work:
        for seen in (first, moved, renamed):
            work.sightings.put([seen])

        def known(hours: float) -> Any:
            return work.sightings.known_at(sample.now + hours * HOUR)

        assert known(-0.1) == ()
        assert known(0) == known(1) == (first,)
        assert known(2) == work.sightings.all()
        assert known(2)[0].published == first.published
        # The later day at one hour teaches nothing: the earliest that was shown counts.
        assert not work.sightings.learnt(sample.now, sample.now + HOUR)
        assert work.sightings.learnt(sample.now + HOUR, sample.now + 2 * HOUR)
        assert not work.sightings.learnt(sample.now + 2 * HOUR, sample.now + 3 * HOUR)


def test_an_earlier_publication_time_shown_later_was_not_known_before(store: Store, sample: Any) -> None:
    with store.begin() as work:
        work.sightings.put([sample.sighting(1, published=sample.moment(-2))])
        work.sightings.put([sample.sighting(1, published=sample.moment(-5), first_seen_at=sample.now + HOUR)])
        (then,) = work.sightings.known_at(sample.now)
        (now,) = work.sightings.known_at(sample.now + HOUR)
    assert (then.published, now.published) == (sample.moment(-2), sample.moment(-5))


def test_coverage_is_that_of_the_looks_made_by_then(store: Store, sample: Any) -> None:
    now = sample.now
    spans = [(1, Outcome.COMPLETE), (2, Outcome.PARTIAL), (3, Outcome.NOT_MODIFIED), (4, Outcome.GATE)]
    kept: list[tuple[datetime, Any]] = []
    with store.begin() as work:
        for number, outcome in spans:
            at = now + number * HOUR
            window = Window(now, at) if outcome.saw_everything else None
            # A visit ends minutes after the instant of its cycle; what it brought carries the latter.
            look = sample.look(number, outcome=outcome, window=window, finished_at=at + HOUR / 4)
            work.looks.add(look)
            kept.append((at, work.sources.coverage()))
        assert work.sources.coverage_at(now) == {}
        assert [work.sources.coverage_at(at) for at, _ in kept] == [covered for _, covered in kept]
        assert work.looks.first_at() == now + HOUR


def test_stretches_of_one_visit_end_furthest_or_where_one_failed(store: Store, sample: Any) -> None:
    now, start = sample.now, sample.now - 100 * HOUR
    with store.begin() as work:
        for number in (2, 1):
            end = start + number * HOUR
            work.looks.add(sample.look(number, started_at=now, window=Window(end - HOUR, end)))
        assert work.sources.coverage_at(now)["nguon-a"].last_complete == sample.look(
            2, started_at=now, window=Window(start + HOUR, start + 2 * HOUR)
        )
        work.looks.add(sample.look(3, started_at=now, outcome=Outcome.PARTIAL))
        then, today = work.sources.coverage_at(now)["nguon-a"], work.sources.coverage()["nguon-a"]
    assert then.last_look == today.last_look
    assert then.windows == today.windows == (Window(start, start + 2 * HOUR),)


def test_people_are_known_to_have_decided_only_then(store: Store, sample: Any) -> None:
    def decide(state: LinkState, hours: float) -> Link:
        at = sample.now + hours * HOUR
        return Link("nguon-a|1", "IB1/notice", state, LinkOrigin.PERSON, 0.7, (), at, "Lan")

    accepted, refused = decide(LinkState.LINKED, 1), decide(LinkState.REFUSED, 2)
    with store.begin() as work:
        work.links.decide(accepted)
        work.links.decide(refused)
        work.links.undo("nguon-a|1", "IB1/notice", "Minh", sample.now + 3 * HOUR)
        said = {hours: work.links.decisions_at(sample.now + hours * HOUR) for hours in (0, 1, 2, 2.9, 3)}
        assert said == {0: (), 1: (accepted,), 2: (refused,), 2.9: (refused,), 3: (accepted,)}
        assert said[3] == work.links.decisions()
        assert work.links.decided(sample.now + 2 * HOUR, sample.now + 3 * HOUR)
        assert not work.links.decided(sample.now + 3 * HOUR, sample.now + 9 * HOUR)


def test_a_pause_was_in_force_from_its_beginning_to_its_end(store: Store, sample: Any) -> None:
    with store.begin() as work:
        work.sources.pause("nguon-a", "Lan", "bảo trì", sample.now)
        work.sources.pause("nguon-a", "Minh", "vẫn bảo trì", sample.now + HOUR)
        work.sources.resume("nguon-a", "Minh", sample.now + 2 * HOUR)
        by = [
            [pause.by for pause in work.sources.paused_at(sample.now + hours * HOUR).values()]
            for hours in (-1, 0, 1, 2)
        ]
    assert by == [[], ["Lan"], ["Minh"], []]


def test_the_life_of_all_findings_of_one_rule_is_read_up_to_an_instant(store: Store, sample: Any) -> None:
    one, other = sample.finding(1), sample.finding(2, code="late_on_portal")
    with store.begin() as work:
        work.findings.put([one, other], sample.now)
        work.findings.put([other], sample.now + HOUR)
        events = work.findings.events(one.code, sample.now + HOUR)
        assert [(event.event, event.finding.fingerprint) for event in events] == [
            ("opened", one.fingerprint),
            ("ended", one.fingerprint),
        ]
        assert len(work.findings.events(one.code, sample.now)) == 1
        assert work.findings.events("không_có", sample.now + HOUR) == ()
