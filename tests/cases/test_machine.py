"""Hồ sơ đi qua từng trạng thái: bảng tình huống.
The case's state machine, as a table of situations."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta

import pytest

from monitor.cases.assess import VerdictOf
from monitor.cases.machine import act, open_case, possible_actions, update_case
from monitor.domain.case_steps import MACHINE, CaseAction, CaseStep
from monitor.domain.cases import Case
from monitor.domain.errors import CaseRefused, MonitorError
from monitor.domain.judgement import Finding, Verdict
from monitor.domain.times import Moment, start_of_day
from monitor.domain.vocabulary import CaseState, Channel, Precision, Severity, VerdictKind

NOW = datetime(2026, 11, 16, 1, 0, tzinfo=UTC)
LATER = NOW + timedelta(days=1)
PUBLISHED = Moment(start_of_day(date(2026, 11, 12)), Precision.DAY, "listing")


def verdicts(*items: Verdict) -> VerdictOf:
    known = {item.duty_id: item for item in items}
    return known.get


def of(finding: Finding, kind: VerdictKind, days_late: int = 0, published: Moment | None = None) -> Verdict:
    return Verdict(finding.duty_id, kind, published=published, days_late=days_late)


def held(*findings: Finding) -> Mapping[str, Finding]:
    return {finding.fingerprint: finding for finding in findings}


def test_a_case_takes_the_worst_of_its_findings(make_finding) -> None:
    mild = make_finding(channel=Channel.AGENCY_PAGE, severity=Severity.MEDIUM)
    bad = make_finding(channel=Channel.NATIONAL, severity=Severity.HIGH)
    case = open_case("HS-2026-0001", (mild, bad), NOW)
    assert (case.state, case.severity) == (CaseState.NEW, Severity.HIGH)
    assert set(case.fingerprints) == {mild.fingerprint, bad.fingerprint} == set(case.open_fingerprints)
    assert [(e.by, e.action, e.note) for e in case.events] == [(MACHINE, CaseStep.OPENED, bad.sentence)]


def test_findings_that_only_inform_never_open_a_case(make_finding) -> None:
    with pytest.raises(ValueError, match="inform"):
        open_case("HS-1", (make_finding(severity=Severity.INFORM),), NOW)


def test_two_subjects_never_share_a_case(make_finding) -> None:
    with pytest.raises(ValueError, match="one subject"):
        open_case("HS-1", (make_finding(), make_finding(subject="IB2600000001")), NOW)
    case = open_case("HS-1", (make_finding(),), NOW)
    with pytest.raises(ValueError, match="IB2600000001"):
        update_case(case, (make_finding(subject="IB2600000001"),), held(make_finding()), verdicts(), LATER)


def test_the_same_findings_again_change_nothing(make_finding) -> None:
    missing = make_finding()
    case = open_case("HS-1", (missing,), NOW)
    lookup = verdicts(of(missing, VerdictKind.MISSING))
    assert update_case(case, (missing,), held(missing), lookup, LATER) is None


def test_a_later_publication_resolves_by_itself_and_records_the_delay(make_finding) -> None:
    missing = make_finding()
    late = make_finding(VerdictKind.LATE, days_late=3)
    case = open_case("HS-1", (missing,), NOW)
    lookup = verdicts(of(missing, VerdictKind.LATE, 3, PUBLISHED))
    updated = update_case(case, (late,), held(missing), lookup, LATER)
    assert updated is not None
    assert (updated.state, updated.days_late, updated.changed_at) == (CaseState.RESOLVED, 3, LATER)
    last = updated.events[-1]
    assert (last.by, last.action) == (MACHINE, CaseStep.RESOLVED)
    assert last.note == ("Đã thấy trên Cổng thông tin điện tử tỉnh ngày 12/11/2026, sau hạn 3 ngày làm việc.")
    assert len(updated.events) == 2, "the delay that settles an absence is not told as a new finding"
    assert update_case(updated, (late,), held(missing, late), lookup, LATER) is None


@pytest.mark.parametrize(
    ("kind", "published", "word"),
    [
        (VerdictKind.ON_TIME, PUBLISHED, "trong hạn"),
        (VerdictKind.NOT_DUE, None, "chưa đến"),
        (VerdictKind.EXEMPT, None, "Không thuộc diện"),
        (None, None, "Không còn thấy thiếu"),
    ],
)
def test_an_absence_that_proves_wrong_closes_without_a_delay(make_finding, kind, published, word) -> None:
    missing = make_finding()
    case = open_case("HS-1", (missing,), NOW)
    lookup = verdicts(of(missing, kind, 0, published)) if kind else verdicts()
    updated = update_case(case, (), held(missing), lookup, LATER)
    assert updated is not None
    assert (updated.state, updated.days_late, updated.open_fingerprints) == (CaseState.RESOLVED, 0, ())
    assert word in updated.events[-1].note


def test_an_outage_never_closes_a_case(make_finding) -> None:
    missing = make_finding()
    case = open_case("HS-1", (missing,), NOW)
    blind = verdicts(of(missing, VerdictKind.UNVERIFIABLE))
    dark = update_case(case, (), held(missing), blind, LATER)
    assert dark is not None
    assert (dark.state, dark.open_fingerprints) == (CaseState.NEW, case.open_fingerprints)
    assert dark.events[-1].action == CaseStep.UNVERIFIABLE
    assert update_case(dark, (), held(missing), blind, LATER) is None, "an outage is noted once"
    seeing = verdicts(of(missing, VerdictKind.MISSING))
    again = update_case(dark, (missing,), held(missing), seeing, LATER)
    assert again is not None
    assert again.events[-1].action == CaseStep.VERIFIABLE_AGAIN
    assert update_case(again, (missing,), held(missing), seeing, LATER) is None


def test_a_publication_seen_after_an_outage_still_resolves(make_finding) -> None:
    missing = make_finding()
    case = open_case("HS-1", (missing,), NOW)
    dark = update_case(case, (), held(missing), verdicts(of(missing, VerdictKind.UNVERIFIABLE)), LATER)
    assert dark is not None
    light = update_case(dark, (), held(missing), verdicts(of(missing, VerdictKind.LATE, 2, PUBLISHED)), LATER)
    assert light is not None
    assert (light.state, light.days_late) == (CaseState.RESOLVED, 2)


def test_one_of_two_absences_settled_leaves_the_case_open(make_finding) -> None:
    portal, page = make_finding(), make_finding(channel=Channel.AGENCY_PAGE)
    case = open_case("HS-1", (portal, page), NOW)
    lookup = verdicts(of(portal, VerdictKind.LATE, 4, PUBLISHED), of(page, VerdictKind.MISSING))
    late = make_finding(VerdictKind.LATE, days_late=4)
    updated = update_case(case, (page, late), held(portal, page), lookup, LATER)
    assert updated is not None
    assert updated.state is CaseState.NEW
    assert updated.events[-1].action == CaseStep.FINDING_SETTLED
    assert portal.fingerprint not in updated.open_fingerprints
    assert page.fingerprint in updated.open_fingerprints


def test_one_published_and_one_out_of_sight_stays_open(make_finding) -> None:
    portal, page = make_finding(), make_finding(channel=Channel.AGENCY_PAGE)
    case = open_case("HS-1", (portal, page), NOW)
    lookup = verdicts(of(portal, VerdictKind.ON_TIME, 0, PUBLISHED), of(page, VerdictKind.UNVERIFIABLE))
    updated = update_case(case, (), held(portal, page), lookup, LATER)
    assert updated is not None
    assert updated.state is CaseState.NEW
    assert updated.open_fingerprints == (page.fingerprint,)


def test_a_delay_that_opened_the_case_waits_for_a_person(make_finding) -> None:
    late = make_finding(VerdictKind.LATE, Channel.NATIONAL, days_late=6)
    portal = make_finding()
    case = open_case("HS-1", (late, portal), NOW)
    assert case.days_late == 6
    lookup = verdicts(of(late, VerdictKind.LATE, 6), of(portal, VerdictKind.ON_TIME, 0, PUBLISHED))
    updated = update_case(case, (late,), held(late, portal), lookup, LATER)
    assert updated is not None
    assert (updated.state, updated.days_late) == (CaseState.NEW, 6)


def test_a_new_finding_joins_the_open_case_and_raises_it(make_finding) -> None:
    portal = make_finding()
    national = make_finding(channel=Channel.NATIONAL, severity=Severity.HIGH)
    case = open_case("HS-1", (portal,), NOW)
    updated = update_case(case, (portal, national), held(portal), verdicts(), LATER)
    assert updated is not None
    assert updated.severity is Severity.HIGH
    assert [(e.action, e.note) for e in updated.events[1:]] == [(CaseStep.FINDING_ADDED, national.sentence)]


def test_something_that_vanishes_again_reopens_what_came_back_by_itself(make_finding) -> None:
    missing, late = make_finding(), make_finding(VerdictKind.LATE, days_late=3)
    lookup = verdicts(of(missing, VerdictKind.LATE, 3, PUBLISHED))
    resolved = update_case(open_case("HS-1", (missing,), NOW), (late,), held(missing), lookup, NOW)
    assert resolved is not None
    gone = verdicts(of(missing, VerdictKind.MISSING))
    again = update_case(resolved, (missing,), held(missing, late), gone, LATER)
    assert again is not None
    assert again.state is CaseState.NEW
    assert again.events[-1].action == CaseStep.REOPENED
    assert again.events[-1].note.startswith("Nay lại không thấy trên Cổng thông tin điện tử tỉnh.")


@pytest.mark.parametrize("action", [CaseAction.EXCUSE, CaseAction.CONFIRM])
def test_what_a_person_decided_is_never_reopened_by_the_machine(make_finding, action) -> None:
    missing = make_finding()
    decided = act(open_case("HS-1", (missing,), NOW), action, "Thanh tra viên 1", "Đã có văn bản", NOW)
    national = make_finding(channel=Channel.NATIONAL, severity=Severity.HIGH)
    updated = update_case(decided, (missing, national), held(missing), verdicts(), LATER)
    assert updated is not None
    assert (updated.state, updated.severity) == (decided.state, decided.severity)
    assert updated.events[-1].action == CaseStep.FINDING_ADDED


def test_a_decided_case_still_records_a_later_publication(make_finding) -> None:
    missing, late = make_finding(), make_finding(VerdictKind.LATE, days_late=7)
    decided = act(open_case("HS-1", (missing,), NOW), "confirm", "Thanh tra viên 1", "Biên bản 01", NOW)
    lookup = verdicts(of(missing, VerdictKind.LATE, 7, PUBLISHED))
    updated = update_case(decided, (late,), held(missing), lookup, LATER)
    assert updated is not None
    assert (updated.state, updated.days_late) == (CaseState.CONFIRMED, 7)
    assert updated.events[-1].action == CaseStep.FINDING_SETTLED


def test_a_person_may_resolve_while_it_is_missing_and_the_machine_leaves_it(make_finding) -> None:
    missing = make_finding()
    case = act(open_case("HS-1", (missing,), NOW), "resolve", "Thanh tra viên 1", "đăng ở mục khác", NOW)
    assert update_case(case, (missing,), held(missing), verdicts(), LATER) is None


def test_a_settled_case_that_a_person_reopens_stays_open(make_finding) -> None:
    missing, late = make_finding(), make_finding(VerdictKind.LATE, days_late=3)
    lookup = verdicts(of(missing, VerdictKind.LATE, 3, PUBLISHED))
    resolved = update_case(open_case("HS-1", (missing,), NOW), (late,), held(missing), lookup, NOW)
    assert resolved is not None
    reopened = act(resolved, "reopen", "Thanh tra viên 1", "hỏi lại ngày đăng", NOW)
    assert reopened.state is CaseState.ACKNOWLEDGED
    assert update_case(reopened, (late,), held(missing, late), lookup, LATER) is None


def test_a_recorded_delay_is_not_lost_when_the_source_goes_dark(make_finding) -> None:
    missing, late = make_finding(), make_finding(VerdictKind.LATE, days_late=3)
    lookup = verdicts(of(missing, VerdictKind.LATE, 3, PUBLISHED))
    resolved = update_case(open_case("HS-1", (missing,), NOW), (late,), held(missing), lookup, NOW)
    assert resolved is not None
    dark = verdicts(of(missing, VerdictKind.UNVERIFIABLE))
    assert update_case(resolved, (), held(missing, late), dark, LATER) is None


def test_better_evidence_corrects_a_recorded_delay(make_finding) -> None:
    missing, late = make_finding(), make_finding(VerdictKind.LATE, days_late=3)
    lookup = verdicts(of(missing, VerdictKind.LATE, 3, PUBLISHED))
    resolved = update_case(open_case("HS-1", (missing,), NOW), (late,), held(missing), lookup, NOW)
    assert resolved is not None
    earlier = make_finding(VerdictKind.LATE, days_late=1)
    lookup = verdicts(of(missing, VerdictKind.LATE, 1, PUBLISHED))
    corrected = update_case(resolved, (earlier,), held(missing, late), lookup, LATER)
    assert corrected is not None
    assert (corrected.state, corrected.days_late) == (CaseState.RESOLVED, 1)
    assert corrected.events[-1].action == CaseStep.DELAY_CORRECTED


def test_findings_that_only_inform_keep_no_case_open(make_finding) -> None:
    missing = make_finding()
    hint = make_finding(VerdictKind.LATE, Channel.NATIONAL, severity=Severity.INFORM, days_late=9)
    case = open_case("HS-1", (missing, hint), NOW)
    lookup = verdicts(of(missing, VerdictKind.ON_TIME, 0, PUBLISHED), of(hint, VerdictKind.LATE, 9))
    updated = update_case(case, (hint,), held(missing, hint), lookup, LATER)
    assert updated is not None
    assert (updated.state, updated.days_late) == (CaseState.RESOLVED, 0), "a hint never counts as a delay"


def test_a_finding_that_was_not_handed_over_stops_the_update(make_finding) -> None:
    case = open_case("HS-1", (make_finding(),), NOW)
    with pytest.raises(ValueError, match="not handed over"):
        update_case(case, (), {}, verdicts(), LATER)


ALLOWED = {
    (CaseState.NEW, "acknowledge"): CaseState.ACKNOWLEDGED,
    (CaseState.NEW, "ask"): CaseState.EXPLANATION_ASKED,
    (CaseState.ACKNOWLEDGED, "ask"): CaseState.EXPLANATION_ASKED,
    (CaseState.EXPLANATION_ASKED, "ask"): CaseState.EXPLANATION_ASKED,
    **{
        (state, action): result
        for state in (CaseState.NEW, CaseState.ACKNOWLEDGED, CaseState.EXPLANATION_ASKED)
        for action, result in (
            ("excuse", CaseState.EXCUSED),
            ("confirm", CaseState.CONFIRMED),
            ("resolve", CaseState.RESOLVED),
        )
    },
    (CaseState.RESOLVED, "excuse"): CaseState.EXCUSED,
    (CaseState.RESOLVED, "confirm"): CaseState.CONFIRMED,
    **{
        (state, "reopen"): CaseState.ACKNOWLEDGED
        for state in (CaseState.RESOLVED, CaseState.EXCUSED, CaseState.CONFIRMED)
    },
}


def in_state(case: Case, state: CaseState) -> Case:
    path = {
        CaseState.NEW: None,
        CaseState.ACKNOWLEDGED: "acknowledge",
        CaseState.EXPLANATION_ASKED: "ask",
        CaseState.RESOLVED: "resolve",
        CaseState.EXCUSED: "excuse",
        CaseState.CONFIRMED: "confirm",
    }[state]
    return act(case, path, "Thanh tra viên 1", "lý do trước", NOW) if path else case


@pytest.mark.parametrize("state", list(CaseState))
@pytest.mark.parametrize("action", list(CaseAction))
def test_every_step_from_every_state_is_allowed_or_refused_in_words(make_finding, state, action) -> None:
    case = in_state(open_case("HS-2026-0417", (make_finding(),), NOW), state)
    expected = ALLOWED.get((state, action.value))
    assert (action in possible_actions(case)) == (expected is not None)
    if expected is None:
        with pytest.raises(CaseRefused) as refused:
            act(case, action, "Thanh tra viên 2", "lý do", LATER)
        assert "HS-2026-0417" in refused.value.vi
        assert "Có thể làm" in refused.value.vi
        assert isinstance(refused.value, MonitorError)
        return
    done = act(case, action, "Thanh tra viên 2", "lý do", LATER)
    assert (done.state, done.changed_at) == (expected, LATER)
    assert (done.events[-1].by, done.events[-1].note) == ("Thanh tra viên 2", "lý do")
    assert done.events[:-1] == case.events


@pytest.mark.parametrize("action", ["excuse", "confirm"])
def test_a_decision_without_a_reason_is_refused(make_finding, action) -> None:
    with pytest.raises(CaseRefused) as refused:
        act(open_case("HS-1", (make_finding(),), NOW), action, "Thanh tra viên 1", "  ", NOW)
    assert "lý do" in refused.value.vi


@pytest.mark.parametrize("name", ["", "  ", MACHINE])
def test_only_a_person_acts(make_finding, name) -> None:
    with pytest.raises(CaseRefused):
        act(open_case("HS-1", (make_finding(),), NOW), "acknowledge", name, "", NOW)


def test_an_unknown_action_is_refused_with_the_known_ones(make_finding) -> None:
    with pytest.raises(CaseRefused) as refused:
        act(open_case("HS-1", (make_finding(),), NOW), "close", "Thanh tra viên 1", "", NOW)
    assert "acknowledge" in refused.value.vi
