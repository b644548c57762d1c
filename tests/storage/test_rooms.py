"""Những câu hỏi của các phòng đối chiếu, nguồn tin, chất lượng, trên cả hai kho.
What the rooms of links, sources and quality ask, on both databases."""

from dataclasses import replace
from datetime import timedelta

from monitor.domain.judgement import Verdict
from monitor.domain.times import Window
from monitor.domain.vocabulary import CaseState, Channel, LinkOrigin, LinkState, Outcome, VerdictKind
from storage.store import Store
from tests.storage.samples import NOW, Samples

SAMPLES = Samples()
DAY = timedelta(days=1)


def _pair(store: Store, number: int, *reasons: str, **given: object) -> None:
    link = SAMPLES.link(number, state=LinkState.NEEDS_REVIEW, origin=LinkOrigin.SCORE, score=0.5, **given)
    duty = SAMPLES.duty(number)
    verdict = Verdict(duty.id, VerdictKind.UNVERIFIABLE, reason=reasons[0], reasons=reasons)
    with store.begin() as work:
        work.sightings.put([SAMPLES.sighting(number)])
        work.judgements.put_disclosures([SAMPLES.disclosure(number)])
        work.judgements.put([(duty, verdict)], NOW)
        work.links.replace_machine([*work.links.all(), link])


def test_waiting_pairs_know_what_hangs_on_them(store: Store) -> None:
    _pair(store, 1, "calendar_pending", "doubtful_candidate")
    _pair(store, 2, "not_covered")
    with store.begin() as work:
        work.links.replace_machine([*work.links.all(), SAMPLES.link(3)])
    with store.read() as work:
        found = sorted(work.reviews.waiting(), key=lambda one: one.sighting_id)
        own = work.reviews.of_sightings(["nguon-a|1", "nguon-a|3"])
    assert [(one.sighting_id, one.withheld) for one in found] == [
        ("nguon-a|1", True),
        ("nguon-a|2", False),
    ]
    assert found[0].verdict is VerdictKind.UNVERIFIABLE
    assert found[0].due_at == SAMPLES.duty(1).due_at
    assert found[0].price == 10**9
    assert (found[0].channel, found[0].title) == (Channel.PORTAL, "Gói thầu tổng hợp 1")
    assert [one.disclosure_id for one in own] == ["IB2600000001/notice", "IB2600000003/notice"]


def test_a_pair_whose_duty_was_set_aside_waits_without_one(store: Store) -> None:
    _pair(store, 1, "doubtful_candidate")
    with store.begin() as work:
        work.judgements.withdraw_except((), NOW)
    with store.read() as work:
        (one,) = work.reviews.waiting()
    assert (one.verdict, one.due_at, one.withheld) == (None, None, False)


def test_a_pair_of_very_long_ids_is_known_by_the_whole_of_them(store: Store) -> None:
    long = SAMPLES.sighting(1, id=f"nguon-a|{'x' * 2000}", native_key="x" * 2000)
    link = SAMPLES.link(1, sighting_id=long.id, state=LinkState.NEEDS_REVIEW, origin=LinkOrigin.SCORE)
    with store.begin() as work:
        work.sightings.put([long])
        work.judgements.put_disclosures([SAMPLES.disclosure(1)])
        work.links.replace_machine([link])
    with store.read() as work:
        (one,) = work.reviews.waiting()
        assert one.sighting_id == long.id
        assert work.reviews.of_pair(one.sighting_id, one.disclosure_id) == link
        assert work.reviews.find(lambda seen, act: (seen, act) == (long.id, link.disclosure_id)) == link
        assert work.reviews.find(lambda seen, _act: seen == "nguon-a|1") is None


def test_any_pair_is_found_by_its_ids_and_by_its_package(store: Store) -> None:
    _pair(store, 1, "doubtful_candidate")
    linked = SAMPLES.link(2)
    decided = SAMPLES.link(3, origin=LinkOrigin.PERSON, decided_by="Lan")
    with store.begin() as work:
        work.sightings.put([SAMPLES.sighting(2)])
        work.judgements.put_disclosures([SAMPLES.disclosure(2)])
        work.links.replace_machine([*work.links.all(), linked])
        work.links.decide(decided)
        work.links.undo(decided.sighting_id, decided.disclosure_id, "Lan", NOW)
    with store.read() as work:
        assert work.reviews.find(lambda seen, _act: seen == linked.sighting_id) == linked
        # Taken back, and not linked anew yet: what was decided is all that is left.
        assert work.reviews.find(lambda seen, _act: seen == decided.sighting_id) == decided
        assert work.reviews.find(lambda _seen, _act: False) is None
        ((link, title, kind),) = work.reviews.of_subject("IB2600000002")
        assert work.reviews.of_subject("IB2600000009") == ()
    assert (link, title, kind.value) == (linked, SAMPLES.sighting(2).title, "notice")


def test_looks_are_told_in_brief_the_newest_first(store: Store) -> None:
    with store.begin() as work:
        for number in range(1, 6):
            outcome = Outcome.GATE if number == 3 else Outcome.COMPLETE
            work.looks.add(SAMPLES.look(number, outcome=outcome, reason="cookie_gate" if number == 3 else ""))
        work.looks.add(SAMPLES.look(9, source_id="nguon-b"))
    with store.read() as work:
        looks = work.watched.looks("nguon-a", 4)
    assert [look.id for look in looks] == ["look-5", "look-4", "look-3", "look-2"]
    assert (looks[2].outcome, looks[2].reason) == (Outcome.GATE, "cookie_gate")


def test_volumes_count_by_publication_else_by_the_first_sight(store: Store) -> None:
    old, undated = NOW - 40 * DAY, NOW - 2 * DAY
    with store.begin() as work:
        work.sightings.put(
            [
                SAMPLES.sighting(1),
                SAMPLES.sighting(2, published=replace(SAMPLES.moment(), at=old)),
                SAMPLES.sighting(3, published=None, first_seen_at=undated),
                SAMPLES.sighting(4, published=None, first_seen_at=old),
                SAMPLES.sighting(5, source_id="nguon-b"),
            ]
        )
        work.records.put([SAMPLES.notice(1), SAMPLES.notice(2), SAMPLES.plan(1)], NOW)
    with store.read() as work:
        items = work.watched.items_since(["nguon-a", "nguon-b", "nguon-c"], NOW - 30 * DAY)
        records = work.watched.records_since(NOW - 30 * DAY)
        none = work.watched.records_since(NOW + DAY)
    assert items == {"nguon-a": 2, "nguon-b": 1, "nguon-c": 0}
    assert (records["notices"], records["plans"], records["results"]) == (2, 1, 0)
    assert set(none.values()) == {0}


def test_what_is_held_back_is_counted_where_it_should_have_been(store: Store) -> None:
    _pair(store, 1, "withheld", "not_covered")
    _pair(store, 2, "not_covered", "withheld")
    _pair(store, 3, "not_covered")
    with store.read() as work:
        ((channel, kind, agency, many),) = work.watched.held_back()
    assert (channel, kind.value, agency, many) == (Channel.PORTAL, "notice", "so-mau", 2)


def test_unsettled_duties_come_with_their_days(store: Store) -> None:
    _pair(store, 1, "not_covered")
    _pair(store, 2, "not_covered")
    with store.begin() as work:
        work.judgements.put([(SAMPLES.duty(2), SAMPLES.verdict(2, VerdictKind.ON_TIME))], NOW)
    with store.read() as work:
        found = work.watched.unsettled_due([Window(NOW, NOW + 2 * DAY), Window(NOW, NOW + DAY)], 10)
        beyond = work.watched.unsettled_due([Window(NOW + 2 * DAY, NOW + 3 * DAY)], 10)
    assert [duty.id for duty in found] == ["IB2600000001/notice@portal"]
    assert found[0].ladder == SAMPLES.duty(1).ladder
    assert beyond == ()


def test_what_people_decided_is_told_by_rule_and_what_they_overturned(store: Store) -> None:
    findings = [SAMPLES.finding(number) for number in (1, 2, 3)]
    with store.begin() as work:
        work.findings.put(findings, NOW)
        work.cases.put(SAMPLES.case(1, state=CaseState.CONFIRMED))
        work.cases.put(SAMPLES.case(2, state=CaseState.EXCUSED))
        work.cases.put(SAMPLES.case(3))
    _pair(store, 3, "doubtful_candidate")
    with store.begin() as work:
        work.judgements.put([(SAMPLES.duty(3), SAMPLES.verdict(3, VerdictKind.ON_TIME))], NOW)
    with store.read() as work:
        decided = work.quality.decided()
        assert work.quality.overturned() == {}
        assert work.quality.standing() == {"missing_on_portal": 3}
    assert {(one.state, one.codes) for one in decided} == {
        (CaseState.CONFIRMED, frozenset({"missing_on_portal"})),
        (CaseState.EXCUSED, frozenset({"missing_on_portal"})),
    }
    with store.begin() as work:
        work.links.decide(SAMPLES.link(3, state=LinkState.LINKED, origin=LinkOrigin.PERSON, decided_by="Lan"))
        assert work.quality.overturned() == {}  # it still stands
        work.findings.put(findings[:2], NOW)
    with store.read() as work:
        assert work.quality.overturned() == {findings[2].fingerprint: "missing_on_portal"}
        assert work.quality.standing() == {"missing_on_portal": 2}
    with store.begin() as work:
        work.links.undo("nguon-a|3", "IB2600000003/notice", "Lan", NOW)
    with store.read() as work:
        assert work.quality.overturned() == {}
