"""Nghĩa vụ, kết luận, phát hiện, hồ sơ.
Duties and verdicts, findings and cases: written when they differ, told when they changed."""

from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from monitor.domain.errors import StorageError
from monitor.domain.vocabulary import CaseState, Channel, Severity, VerdictKind
from storage.store import Store

HOUR = timedelta(hours=1)
LATER = timedelta(days=1)


def _judge(store: Store, sample: Any, *pairs: Any, at: Any = None) -> int:
    with store.begin() as work:
        work.judgements.put_disclosures([sample.disclosure(n) for n in range(1, 6)])
        return work.judgements.put(pairs, at or sample.now)


def test_the_same_judging_twice_writes_nothing(store: Store, sample: Any) -> None:
    pairs = [(sample.duty(n), sample.verdict(n)) for n in (1, 2, 3)]
    assert _judge(store, sample, *pairs) == 3
    assert _judge(store, sample, *pairs, at=sample.now + HOUR) == 0
    with store.begin() as work:
        assert work.judgements.put_disclosures([sample.disclosure(1)]) == 0
        judged = work.judgements.duty(sample.duty(1).id)
        assert judged is not None
        assert (judged.duty, judged.verdict, judged.since) == (*pairs[0], sample.now)
        assert work.judgements.disclosure(sample.disclosure(1).id) == sample.disclosure(1)
        assert len(work.judgements.history(sample.duty(1).id)) == 1


def test_duties_that_count_the_same_days_share_them(store: Store, sample: Any) -> None:
    shared = sample.duty(1).ladder
    duties = [sample.duty(1), sample.duty(2, ladder=shared), sample.duty(3, ladder=shared[:1])]
    _judge(store, sample, *((duty, sample.verdict(n)) for n, duty in enumerate(duties, 1)))
    with store.begin() as work:
        assert [judged.duty for judged in work.judgements.judged()] == duties
        assert work.judgements.duty(duties[2].id).duty == duties[2]
        ladders = work.judgements._session.connection().execute(text("SELECT count(*) FROM ladder"))
        assert ladders.scalar() == 2
    moved = replace(duties[0], ladder=shared[1:])
    assert _judge(store, sample, (moved, sample.verdict(1))) == 1
    with store.begin() as work:
        assert work.judgements.duty(moved.id).duty == moved


def test_a_verdict_of_another_kind_leaves_its_trace(store: Store, sample: Any) -> None:
    late = sample.verdict(1, VerdictKind.LATE, days_late=3)
    _judge(store, sample, (sample.duty(1), sample.verdict(1, VerdictKind.NOT_DUE)))
    _judge(store, sample, (sample.duty(1), sample.verdict(1)), at=sample.now + HOUR)
    more_looks = sample.verdict(1, looks=("look-1", "look-2"))
    assert _judge(store, sample, (sample.duty(1), more_looks), at=sample.now + 2 * HOUR) == 1
    _judge(store, sample, (sample.duty(1), late), at=sample.now + 3 * HOUR)
    with store.begin() as work:
        history = work.judgements.history(sample.duty(1).id)
        assert [(c.verdict.kind, c.at) for c in history] == [
            (VerdictKind.NOT_DUE, sample.now),
            (VerdictKind.MISSING, sample.now + HOUR),
            (VerdictKind.LATE, sample.now + 3 * HOUR),
        ]
        assert work.judgements.verdicts() == (late,)


def test_more_looks_behind_a_verdict_do_not_make_it_newer(store: Store, sample: Any) -> None:
    _judge(store, sample, (sample.duty(1), sample.verdict(1)))
    _judge(store, sample, (sample.duty(1), sample.verdict(1, looks=("a", "b"))), at=sample.now + HOUR)
    with store.begin() as work:
        judged = work.judgements.duty(sample.duty(1).id)
        assert judged is not None
        assert judged.since == sample.now
        assert judged.verdict.looks == ("a", "b")


def test_verdicts_are_filtered_and_counted(store: Store, sample: Any) -> None:
    page = Channel.AGENCY_PAGE
    _judge(
        store,
        sample,
        (sample.duty(1), sample.verdict(1)),
        (sample.duty(2), sample.verdict(2, VerdictKind.ON_TIME)),
        (sample.duty(1, page, agency_id="so-khac"), sample.verdict(1, channel=page)),
        (sample.duty(3, due_at=None), sample.verdict(3, VerdictKind.EXEMPT)),
    )
    with store.begin() as work:
        judgements = work.judgements
        assert judgements.counts() == {VerdictKind.MISSING: 2, VerdictKind.ON_TIME: 1, VerdictKind.EXEMPT: 1}
        assert judgements.counts(page) == {VerdictKind.MISSING: 1}
        assert len(judgements.verdicts(VerdictKind.MISSING)) == 2
        assert judgements.verdicts(VerdictKind.MISSING, page) == (sample.verdict(1, channel=page),)
        assert [judged.duty.channel for judged in judgements.judged(agency_id="so-khac")] == [page]
        assert judgements.judged()[-1].duty.due_at is None
        assert judgements.duty("unknown") is None
        assert judgements.disclosure("unknown") is None
        assert len(judgements.disclosures()) == 5


def test_a_duty_no_longer_known_is_set_aside_and_may_return(store: Store, sample: Any) -> None:
    pairs = [(sample.duty(n), sample.verdict(n)) for n in (1, 2)]
    _judge(store, sample, *pairs)
    with store.begin() as work:
        assert work.judgements.withdraw_except([sample.duty(1).id], sample.now) == 1
        assert work.judgements.withdraw_except([sample.duty(1).id], sample.now) == 0
        assert work.judgements.counts() == {VerdictKind.MISSING: 1}
        assert work.judgements.duty(sample.duty(2).id) is not None
    assert _judge(store, sample, *pairs) == 1
    with store.begin() as work:
        assert work.judgements.counts() == {VerdictKind.MISSING: 2}


def test_a_duty_without_its_disclosure_is_refused_whole(store: Store, sample: Any) -> None:
    with pytest.raises(StorageError) as refusal, store.begin() as work:
        work.judgements.put([(sample.duty(7), sample.verdict(7))], sample.now)
    assert "ràng buộc" in refusal.value.vi
    with store.begin() as work:
        assert work.judgements.verdicts() == ()


def test_the_same_findings_twice_are_news_once(store: Store, sample: Any) -> None:
    findings = (sample.finding(1), sample.finding(2))
    with store.begin() as work:
        first = work.findings.put(findings, sample.now)
    with store.begin() as work:
        again = work.findings.put(findings, sample.now + HOUR)
        assert (first.new, first.changed, first.standing, first.gone) == (findings, (), (), ())
        assert (again.new, again.changed, again.standing, again.gone) == ((), (), findings, ())
        assert work.findings.open() == findings
        assert [event.event for event in work.findings.history(findings[0].fingerprint)] == ["opened"]


def test_an_absence_that_grows_older_is_not_news(store: Store, sample: Any) -> None:
    older = sample.finding(1, days_late=9, sentence="9 ngày", reasons=("đã xem 9 lượt",), looks=("l",))
    with store.begin() as work:
        work.findings.put([sample.finding(1)], sample.now)
        changes = work.findings.put([older], sample.now + LATER)
        assert (changes.changed, changes.standing) == ((), (older,))
        assert work.findings.get(older.fingerprint) == older


@pytest.mark.parametrize(
    "given", [{"severity": Severity.HIGH}, {"verdict": VerdictKind.LATE}, {"basis": "Điều khác"}]
)
def test_what_is_said_of_a_finding_changed(store: Store, sample: Any, given: dict[str, Any]) -> None:
    changed = sample.finding(1, **given)
    with store.begin() as work:
        work.findings.put([sample.finding(1)], sample.now)
        assert work.findings.put([changed], sample.now).changed == (changed,)
        assert work.findings.put([changed], sample.now).changed == ()


def test_a_delay_counted_anew_is_a_change(store: Store, sample: Any) -> None:
    late = sample.finding(1, verdict=VerdictKind.LATE, days_late=3, seen_at=sample.now)
    with store.begin() as work:
        work.findings.put([late], sample.now)
        assert work.findings.put([replace(late, days_late=2)], sample.now).changed


def test_a_finding_no_longer_reported_ends_and_may_come_back(store: Store, sample: Any) -> None:
    first, second = sample.finding(1), sample.finding(2)
    with store.begin() as work:
        work.findings.put([first, second], sample.now)
        assert work.findings.put([second], sample.now + HOUR).gone == (first,)
        assert work.findings.put([second], sample.now + HOUR).gone == ()
        assert work.findings.open() == (second,)
        assert work.findings.get(first.fingerprint) == first
        assert work.findings.put([first, second], sample.now + LATER).new == (first,)
        events = [event.event for event in work.findings.history(first.fingerprint)]
        assert events == ["opened", "ended", "reopened"]
        assert work.findings.get("unknown") is None
        assert work.findings.named([first.fingerprint, "unknown"]) == {first.fingerprint: first}


def test_case_numbers_count_up_within_a_year(store: Store) -> None:
    with store.begin() as work:
        assert [work.cases.next_number(2026) for _ in range(3)] == [
            "HS-2026-0001",
            "HS-2026-0002",
            "HS-2026-0003",
        ]
        assert work.cases.next_number(2027) == "HS-2027-0001"


def test_several_case_numbers_are_taken_at_once(store: Store, sample: Any) -> None:
    with store.begin() as work:
        assert list(work.cases.next_numbers(2026, 2)) == ["HS-2026-0001", "HS-2026-0002"]
        assert list(work.cases.next_numbers(2026, 0)) == []
        numbers = work.cases.next_numbers(2026, 2)
        assert work.cases.next_number(2026) == "HS-2026-0005"
        assert list(numbers) == ["HS-2026-0003", "HS-2026-0004"]
        work.cases.put_all([sample.case(1), sample.case(2)])
        assert work.cases.list() == (sample.case(1), sample.case(2))


def test_a_number_taken_in_vain_is_given_again(store: Store) -> None:
    with suppress(InterruptedError), store.begin() as work:
        assert work.cases.next_number(2026) == "HS-2026-0001"
        raise InterruptedError
    with store.begin() as work:
        assert work.cases.next_number(2026) == "HS-2026-0001"


def test_cases_are_found_by_number_subject_and_state(store: Store, sample: Any) -> None:
    older = sample.case(1)
    newer = sample.case(2, subject_key=older.subject_key)
    closed = sample.case(3, state=CaseState.RESOLVED)
    with store.begin() as work:
        for case in (closed, newer, older):
            work.cases.put(case)
        assert work.cases.get(older.id) == older
        assert work.cases.get("HS-2026-9999") is None
        assert work.cases.by_subject(older.subject_key) == newer
        assert work.cases.by_subject("IB2699999999") is None
        assert work.cases.list() == (older, newer, closed)
        assert work.cases.list([CaseState.RESOLVED, CaseState.EXCUSED]) == (closed,)
        moved = replace(older, state=CaseState.ACKNOWLEDGED)
        work.cases.put(moved)
        assert work.cases.get(older.id) == moved


def test_small_values_and_imports_are_remembered(store: Store, sample: Any) -> None:
    with store.begin() as work:
        assert work.meta.get("last_digest") is None
        work.meta.set("last_digest", {"at": "2026-03-02", "n": [1]})
        work.meta.set("last_digest", {"at": "2026-03-09"})
        assert work.meta.get("last_digest") == {"at": "2026-03-09"}
        rejected = [{"line": 7, "reason": "thiếu số TBMT"}]
        assert not work.imports.seen("sha256:1")
        assert work.imports.add("sha256:1", "kh.csv", "plans", {"plan": 3}, rejected, sample.now)
        assert not work.imports.add("sha256:1", "kh (1).csv", "plans", {"plan": 3}, rejected, sample.now)
        assert work.imports.add("sha256:2", "tb.json", "notices", 4, [], sample.now + HOUR)
        assert work.imports.seen("sha256:1")
        first, second = work.imports.list()
        assert (first.name, first.counts, first.rejected) == ("kh.csv", {"plan": 3}, tuple(rejected))
        assert second.counts == {"all": 4}
