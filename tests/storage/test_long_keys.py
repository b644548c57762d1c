"""Khóa dài hơn mức chỉ mục chứa được: cất rút gọn, đọc lại nguyên vẹn.
Keys longer than an index takes are stored by a digest, and everything still finds them."""

from dataclasses import replace
from typing import Any

from monitor.domain.vocabulary import Channel, LinkOrigin, VerdictKind
from storage.columns import LONGEST_PLAIN_KEY, is_shortened, stored_key
from storage.store import Store

# Incompressible enough that PostgreSQL cannot squeeze it into its 2 704 bytes.
ENDLESS = "".join(f"{number:x}" for number in range(20_000))


def _twins(sample: Any) -> tuple[Any, Any]:
    """Two sightings whose keys differ in the last letter only."""
    return sample.sighting(ENDLESS + "a"), sample.sighting(ENDLESS + "b")


def test_items_with_endless_keys_are_told_apart_and_recognised(store: Store, sample: Any) -> None:
    twins = _twins(sample)
    with store.begin() as work:
        assert work.sightings.put(twins).new_ids == tuple(item.id for item in twins)
        again = work.sightings.put(twins)
        assert (again.new_ids, again.changed_ids) == ((), ())
        assert work.sightings.count() == 2
        assert work.sightings.get([twins[1].id]) == (twins[1],)
        renamed = replace(twins[0], title="Tên khác")
        assert work.sightings.put([renamed]).changed_ids == (renamed.id,)
        assert len(work.sightings.history(renamed.id)) == 1


def test_the_next_look_is_told_the_whole_key(store: Store, sample: Any) -> None:
    twins = _twins(sample)
    with store.begin() as work:
        work.sightings.put([*twins, sample.sighting(3)])
        recent = work.sources.memory("nguon-a", sample.now).recent
    assert recent.keys() == {twins[0].native_key, twins[1].native_key, "3"}


def test_judging_what_an_endless_key_names_twice_changes_nothing(store: Store, sample: Any) -> None:
    disclosure = sample.disclosure(id=f"{ENDLESS}/notice", subject_key=ENDLESS)
    duty = sample.duty(id=f"{disclosure.id}@portal", disclosure_id=disclosure.id)
    verdict = sample.verdict(duty_id=duty.id)
    with store.begin() as work:
        assert work.judgements.put_disclosures([disclosure]) == 1
        assert work.judgements.put([(duty, verdict)], sample.now) == 1
    with store.begin() as work:
        assert work.judgements.put_disclosures([disclosure]) == 0
        assert work.judgements.put([(duty, verdict)], sample.now) == 0
        assert work.judgements.withdraw_except([duty.id], sample.now) == 0
        assert work.judgements.disclosure(disclosure.id) == disclosure
        work.judgements.put([(duty, replace(verdict, kind=VerdictKind.ON_TIME))], sample.now)
        assert len(work.judgements.history(duty.id)) == 2
        (judged,) = work.judgements.judged(channel=Channel.PORTAL)
        assert judged.duty == duty


def test_links_decisions_findings_and_cases_hold_endless_keys(store: Store, sample: Any) -> None:
    link = sample.link(sighting_id=f"nguon-a|{ENDLESS}", disclosure_id=f"{ENDLESS}/notice")
    person = replace(link, origin=LinkOrigin.PERSON, decided_by="Lan")
    finding = sample.finding(subject_key=ENDLESS)
    with store.begin() as work:
        assert work.links.replace_machine([link]).added == 1
        same = work.links.replace_machine([link])
        assert (same.added, same.changed, same.removed) == (0, 0, 0)
        work.links.decide(person)
        assert work.links.decisions() == (person,)
        assert work.links.undo(link.sighting_id, link.disclosure_id, "Lan", sample.now) == link
        work.findings.put([finding], sample.now)
        work.cases.put(sample.case(subject_key=ENDLESS))
        held = work.cases.by_subject(ENDLESS)
        assert held is not None
        assert held.subject_key == ENDLESS
        message = sample.message(key=ENDLESS)
        assert work.outbox.queue(message, sample.now)
        assert not work.outbox.queue(message, sample.now)


def test_records_are_found_by_an_endless_native_key(store: Store, sample: Any) -> None:
    nameless = sample.notice(notice_no="", version="", native_id=ENDLESS)
    with store.begin() as work:
        assert work.records.put([nameless], sample.now) == ()
        assert work.records.put([nameless], sample.now) == ()
        assert work.records.put([sample.notice(native_id=ENDLESS)], sample.now) == ()
        assert [notice.notice_no for notice in work.records.notices()] == ["IB2600000001"]
        assert [notice.native_id for notice in work.records.notices()] == [ENDLESS]


def test_only_long_keys_are_shortened_and_only_once() -> None:
    vietnamese = "ộ" * LONGEST_PLAIN_KEY
    assert stored_key("nguon|1") == "nguon|1"
    assert stored_key(vietnamese) == vietnamese
    for long in (ENDLESS, "ộ" * 400, "x" * 901, "\x00" * 1000):
        short = stored_key(long)
        assert len(short.encode()) <= 900
        assert is_shortened(short)
        assert stored_key(short) == short
    assert not is_shortened("x" * 900)
    assert stored_key(ENDLESS + "a") != stored_key(ENDLESS + "b")
