"""Hồ sơ đổi theo điều máy thấy: mở, thêm, tự giải quyết, mở lại, và không đóng khi mất tín hiệu.
The case's state machine under new evidence: what it opens, adds, settles and reopens by itself."""

import pytest

from monitor.cases.machine import open_case, update_case
from monitor.domain.case_steps import MACHINE, CaseStep
from monitor.domain.vocabulary import CaseState, Channel, Severity, VerdictKind
from tests.cases.conftest import LATER, NOW, PUBLISHED, held, of, verdicts


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
