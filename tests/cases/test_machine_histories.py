"""Lịch sử ngẫu nhiên: điều luôn phải đúng với mọi hồ sơ.
Random histories of publications, disappearances and outages; what must hold after every day."""

from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.cases.machine import act, open_case, possible_actions, update_case
from monitor.domain.case_steps import MACHINE, CaseAction
from monitor.domain.cases import Case
from monitor.domain.judgement import Finding, Verdict
from monitor.domain.vocabulary import CaseState, Channel, DisclosureKind, Severity, VerdictKind

START = datetime(2026, 9, 1, tzinfo=UTC)
SPEAKS = (VerdictKind.MISSING, VerdictKind.LATE)
DAY = st.fixed_dictionaries({channel: st.sampled_from(list(VerdictKind)) for channel in Channel})
STEP = st.tuples(DAY, st.none() | st.sampled_from(list(CaseAction)))


def finding(channel: Channel, verdict: VerdictKind) -> Finding:
    duty = f"IB2600000001/notice@{channel}"
    severity = Severity.HIGH if channel is Channel.NATIONAL else Severity.MEDIUM
    return Finding(
        fingerprint=f"{verdict}:{duty}",
        code=verdict,
        duty_id=duty,
        disclosure_id="IB2600000001/notice",
        subject_key="IB2600000001",
        agency_id="so-x",
        agency_name="Sở X",
        package_title="Gói tổng hợp",
        kind=DisclosureKind.NOTICE,
        channel=channel,
        verdict=verdict,
        severity=severity,
        sentence="chưa thấy",
        sentence_en="not seen",
        basis="căn cứ",
        due_at=START,
        seen_at=None,
        days_late=3 if verdict is VerdictKind.LATE else 0,
    )


def world(day: dict[Channel, VerdictKind]) -> tuple[tuple[Finding, ...], dict[str, Verdict]]:
    standing = tuple(finding(channel, verdict) for channel, verdict in day.items() if verdict in SPEAKS)
    verdicts = {
        (duty := f"IB2600000001/notice@{channel}"): Verdict(
            duty, verdict, days_late=3 if verdict is VerdictKind.LATE else 0
        )
        for channel, verdict in day.items()
    }
    return standing, verdicts


def must_hold(before: Case, after: Case, standing: tuple[Finding, ...], verdicts: dict[str, Verdict]) -> None:
    if before.state in (CaseState.EXCUSED, CaseState.CONFIRMED):
        assert after.state is before.state, "the machine overruled a person"
    if before.state.is_open and after.state is CaseState.RESOLVED:
        assert not any(f.verdict is VerdictKind.MISSING for f in standing)
        held = [name.split(":", 1)[1] for name in before.open_fingerprints]
        assert not any(verdicts[duty].kind is VerdictKind.UNVERIFIABLE for duty in held), "closed while blind"
    assert after.events[: len(before.events)] == before.events, "history was rewritten"
    assert {f.fingerprint for f in standing} <= set(after.open_fingerprints) <= set(after.fingerprints)
    assert set(before.fingerprints) <= set(after.fingerprints)
    assert all(event.by == MACHINE for event in after.events[len(before.events) :])


@settings(max_examples=300, deadline=None)
@given(days=st.lists(STEP, min_size=2, max_size=10))
def test_no_history_overrules_a_person_closes_while_blind_or_repeats_itself(days) -> None:
    case: Case | None = None
    held: dict[str, Finding] = {}
    for number, (day, action) in enumerate(days):
        now = START + timedelta(days=number)
        standing, verdicts = world(day)
        held |= {f.fingerprint: f for f in standing}
        if case is None:
            case = open_case("HS-2026-0001", standing, now) if standing else None
            continue
        updated = update_case(case, standing, held, verdicts.get, now) or case
        must_hold(case, updated, standing, verdicts)
        assert update_case(updated, standing, held, verdicts.get, now) is None, "not idempotent"
        if action is not None and action in possible_actions(updated):
            updated = act(updated, action, "Thanh tra viên 1", f"lý do ngày {now:%d}", now)
        case = updated
