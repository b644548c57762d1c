"""Danh sách trong kho đếm đúng như bản tin đếm, trên cả hai cơ sở dữ liệu.
The lists count exactly what digests count, on both databases."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from monitor.digest.patterns import RuleFacts, to_confirm
from monitor.digest.ranking import tallies
from monitor.domain.digests import Tally
from monitor.domain.judgement import Duty, Finding, Verdict
from monitor.domain.lists import REASONS_OF, DutyQuery, FindingQuery, Held
from monitor.domain.times import Window
from monitor.domain.vocabulary import Channel, Confidence, RuleTrack, Severity, VerdictKind
from monitor.web.desk.agencies import tally_of
from storage.store import Store
from tests.storage.samples import NOW, Samples

SAMPLES = Samples()
DAY = timedelta(days=1)
SPAN = Window(NOW - 5 * DAY, NOW + 5 * DAY)
NAMES = {"so-a": "Sở A", "ban-b": "Ban B", "": ""}
TRICKY = 'nói "caution":"" và "confidence":"R"'
_sorts = st.tuples(
    st.sampled_from(list(NAMES)),
    st.sampled_from(list(Channel)),
    st.sampled_from(list(VerdictKind)),
    st.sampled_from(["", "withheld", "not_covered", "no_source", "doubtful_candidate"]),
    # A due instant is the first that is too late: the end of a span belongs to it, its start does not.
    st.sampled_from(
        [None, SPAN.start, SPAN.start + DAY, NOW, SPAN.end, SPAN.end + timedelta(microseconds=1)]
    ),
    st.sampled_from(list(Confidence)),
    st.sampled_from(["", "nên xem lại", TRICKY]),
)


def _judged(number: int, sort: tuple) -> tuple[Duty, Verdict]:  # type: ignore[type-arg]
    agency, channel, kind, reason, due_at, confidence, caution = sort
    duty = SAMPLES.duty(
        number, channel, agency_id=agency, due_at=due_at, due_strict_at=due_at,
        confidence=confidence, caution=caution, policy_note=TRICKY,
    )  # fmt: skip
    return duty, SAMPLES.verdict(number, kind, channel, reason=reason)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(sorts=st.lists(_sorts, max_size=30))
def test_places_are_counted_as_in_digests(store: Store, sorts: list) -> None:  # type: ignore[type-arg]
    judged = [_judged(number, sort) for number, sort in enumerate(sorts, start=1)]
    blind = {v.duty_id for _, v in judged if v.reason in REASONS_OF[Held.SOURCE]}
    with store.begin() as work:
        work.judgements.put_disclosures(SAMPLES.disclosure(n) for n in range(1, len(sorts) + 1))
        work.judgements.put(judged, NOW)
        work.judgements.withdraw_except([duty.id for duty, _ in judged], NOW)
    asked = DutyQuery(due=SPAN, ranked=True)
    with store.read() as work:
        counts = work.lists.verdicts(asked)
        assert work.lists.count_duties(asked) == sum(counts.values())
        found = [tally_of(agency, name, counts) for agency, name in sorted(NAMES.items())]
        expected = tallies(judged, blind, SPAN, NAMES)
        assert [one for one in found if one.concluded or one.unseen] == list(expected)
        for tally in expected:
            one = DutyQuery((tally.agency_id,), due=SPAN, ranked=True) if tally.agency_id else None
            assert one is None or work.lists.count_duties(one) == _all(tally)
        for held in Held:
            waiting = [v for _, v in judged if _waits(v, held)]
            assert work.lists.count_duties(DutyQuery(held=held)) == len(waiting)
        for channel in Channel:
            for kind in VerdictKind:
                here = [d for d, v in judged if d.channel is channel and v.kind is kind]
                assert work.lists.channels(DutyQuery()).get((channel, kind), 0) == len(here)
                assert work.lists.count_duties(DutyQuery(channel=channel, verdict=kind)) == len(here)


def _all(tally: Tally) -> int:
    return tally.concluded + tally.unseen


def _waits(verdict: Verdict, held: Held) -> bool:
    return verdict.kind is VerdictKind.UNVERIFIABLE and verdict.reason in REASONS_OF[held]


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(sorts=st.lists(_sorts, min_size=1, max_size=30), size=st.integers(1, 7))
def test_pages_together_are_the_list(store: Store, sorts: list, size: int) -> None:  # type: ignore[type-arg]
    judged = [_judged(number, sort) for number, sort in enumerate(sorts, start=1)]
    with store.begin() as work:
        work.judgements.put_disclosures(SAMPLES.disclosure(n) for n in range(1, len(sorts) + 1))
        work.judgements.put(judged, NOW)
        work.judgements.withdraw_except([duty.id for duty, _ in judged], NOW)
    with store.read() as work:
        pages = [work.lists.duties(DutyQuery(), skip, size) for skip in range(0, len(sorts), size)]
    lines = [line for page in pages for line in page]
    assert sorted(line.duty_id for line in lines) == sorted(duty.id for duty, _ in judged)
    dated = [line.due_at for line in lines if line.due_at is not None]
    assert dated == sorted(dated, reverse=True)
    assert all(line.due_at is None for line in lines[len(dated) :])


_findings = st.tuples(
    st.sampled_from(["missing_on_portal", "posted_twice", "late_amendment"]),
    st.sampled_from([VerdictKind.MISSING, VerdictKind.LATE, VerdictKind.UNVERIFIABLE]),
    st.sampled_from(list(Severity)),
    st.booleans(),
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(sorts=st.lists(_findings, max_size=20), flooding=st.sets(st.just("late_amendment")))
def test_findings_are_counted_as_in_digests(
    store: Store, sorts: list[tuple[str, VerdictKind, Severity, bool]], flooding: set[str]
) -> None:
    made = [_finding(number, sort) for number, sort in enumerate(sorts)]
    standing = [finding for finding, sort in zip(made, sorts, strict=True) if sort[3]]
    with store.begin() as work:
        work.findings.put(made, NOW)
        work.findings.put(standing, NOW + DAY)
    facts = {code: RuleFacts(code, code, floods=True) for code in flooding}
    with store.read() as work:
        hints = FindingQuery(False, not_codes=tuple(flooding), only_inform=True)
        assert sum(work.lists.count_findings(hints).values()) == len(to_confirm(standing, facts))
        found = work.lists.findings(FindingQuery(True), 0, 100)
        assert {one.fingerprint for one in found} == {
            one.fingerprint for one in standing if one.track is RuleTrack.PATTERN
        }
        for code, n in work.lists.count_findings(FindingQuery()).items():
            assert n == sum(one.code == code for one in standing)
            assert len(work.lists.findings(FindingQuery(codes=(code,)), 0, 100)) == n


def _finding(number: int, sort: tuple[str, VerdictKind, Severity, bool]) -> Finding:
    code, verdict, severity, _ = sort
    made = SAMPLES.finding(number, code=code, verdict=verdict, severity=severity)
    return replace(made, fingerprint=f"{code}:{number}", sentence='nói "verdict":"unverifiable"')


def test_looks_are_counted_by_span_and_source(store: Store) -> None:
    looks = [SAMPLES.look(n, source_id="a" if n % 3 else "b") for n in range(1, 120)]
    span = Window(looks[4].started_at, looks[110].started_at)
    with store.begin() as work:
        for look in looks:
            work.looks.add(look)
    with store.read() as work:
        assert work.lists.count_looks(span) == work.looks.count(span) == 106
        named = [one.id for skip in (0, 50, 100) for one in work.lists.looks(span, "", skip, 50)]
        assert named == [look.id for look in reversed(looks[4:110])]
        assert work.lists.count_looks(span, "b") == len(work.lists.looks(span, "b", 0, 200)) == 35


def test_the_newest_case_of_a_package_is_named_and_agencies_keep_their_own(store: Store) -> None:
    cases = [SAMPLES.case(1), SAMPLES.case(2), SAMPLES.case(3, agency_id="so-b")]
    again = replace(SAMPLES.case(4), subject_key=cases[0].subject_key)
    with store.begin() as work:
        work.cases.put_all([*cases, again])
    with store.read() as work:
        keys = [cases[0].subject_key, cases[1].subject_key, "IB-khong-co"]
        assert work.lists.case_numbers(keys) == {keys[0]: again.id, keys[1]: cases[1].id}
        assert [one.id for one in work.lists.cases_of(["so-mau"])] == [again.id, cases[1].id, cases[0].id]
        assert work.lists.cases_of([]) == ()
